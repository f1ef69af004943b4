"""Page geometry of a template where the brief is inserted: paper, margins, columns, pages before it.

Word's own page breaks depend on its fonts; counted here are explicit breaks, and those that Word
noted when it last saved the file.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.files.ooxml import Element, W
from briefing.layout.theme import Page
from briefing.writers.docx.template.xml_trees import WP, switched_on, value_of, whole

_LETTER = (12240, 15840)
_INCH = 1440
_MOST_LEAD = 80
_LINE = 20.0
"""Approximate height of an empty paragraph, in points."""
_ASIDE = {W + "txbxContent", W + "tc"}
_GRIDS = {"lines", "linesAndChars", "snapToChars"}
_LEAST_PITCH = 5.0
_LEAST_TEXT, _LEAST_HEIGHT = 90.0, 120.0


@dataclass(frozen=True, slots=True)
class Geometry:
    """Position of the brief in the template.

    `first` is the number printed on the page where the brief begins; `before` and `after` count
    whole pages around it; `lead` are the template's paragraphs above it on that page. Lines snap to
    a grid of `pitch` points, 0 for none.
    """

    page: Page
    first: int = 1
    before: int = 0
    after: int = 0
    lead: tuple[str, ...] = ()
    pitch: float = 0.0


def sections(tree: Element) -> list[Element]:
    """Return the properties of each section in order. A text without any gets those of Word's own empty page."""
    body = tree.find(W + "body")
    assert body is not None
    if body.find(W + "sectPr") is None:
        body.append(body.makeelement(W + "sectPr", {}))
    changed = {id(old) for change in tree.iter(W + "sectPrChange") for old in change.iter(W + "sectPr")}
    return [section for section in tree.iter(W + "sectPr") if id(section) not in changed]


def read_geometry(tree: Element, place: Element, breaking: frozenset[str]) -> Geometry:
    """Return the geometry at a place of the tree. `breaking` are the ids of styles that begin a page."""
    order = list(tree.iter())
    at = next(number for number, element in enumerate(order) if element is place)
    found = sections(tree)
    positions = {id(element): number for number, element in enumerate(order)}
    here = next((s for s in found if positions.get(id(s), len(order)) > at), found[-1])
    number = printed = 1
    for section in found:
        if positions.get(id(section), len(order)) > at:
            break
        starts_page = _breaks(order, _start(found, section, positions), positions[id(section)], breaking)
        following = found[found.index(section) + 1]
        number += starts_page
        printed += starts_page
        kind = value_of(following, "type") or "nextPage"
        if kind not in {"continuous", "nextColumn"}:
            number, printed = number + 1, printed + 1
            odd = kind == "oddPage" and printed % 2 == 0
            even = kind == "evenPage" and printed % 2 == 1
            number, printed = number + int(odd or even), printed + int(odd or even)
        start = value_of(following, "pgNumType", "start")
        printed = whole(start, printed) if start is not None else printed
    starts_page = _breaks(order, _start(found, here, positions), at, breaking)
    after = sum(1 for s in found[found.index(here) + 1 :] if (value_of(s, "type") or "nextPage") != "continuous")
    after += _breaks(order, at, positions.get(id(found[-1]), len(order)), breaking)
    page = _page(here)
    return Geometry(
        page, printed + starts_page, number + starts_page - 1, after, _lead(order[:at], breaking), _pitch(here)
    )


def _pitch(section: Element) -> float:
    """Return the line distance of a section's grid (w:docGrid, ISO/IEC 29500-1, 17.6.5).

    A grid without a type is not used.
    """
    if value_of(section, "docGrid", "type") not in _GRIDS:
        return 0.0
    pitch = whole(value_of(section, "docGrid", "linePitch")) / 20
    return pitch if pitch >= _LEAST_PITCH else 0.0


def _start(found: list[Element], section: Element, positions: dict[int, int]) -> int:
    index = found.index(section)
    return positions.get(id(found[index - 1]), 0) if index else 0


def _breaks(order: list[Element], start: int, end: int, breaking: frozenset[str]) -> int:
    """Return the number of page breaks between two places."""
    written = noted = 0
    for element in order[start:end]:
        if element.tag == W + "br" and element.get(W + "type") == "page":
            written += 1
        elif element.tag == W + "pPr":
            style = value_of(element, "pStyle")
            explicit = switched_on(element, "pageBreakBefore")
            written += int(explicit if explicit is not None else style in breaking)
        elif element.tag == W + "lastRenderedPageBreak":
            noted += 1
    return max(written, noted)


def _lead(order: list[Element], breaking: frozenset[str]) -> tuple[str, ...]:
    """Return the paragraphs between the last page break and the brief; a picture counts as several empty lines."""
    texts: list[str] = []
    for element in reversed(order):
        if _breaks([element], 0, 1, breaking) or element.tag == W + "sectPr" or len(texts) >= _MOST_LEAD:
            break
        if element.tag == W + "p" and not any(e.tag in _ASIDE for e in element.iterancestors()):
            texts.append("".join(t.text or "" for t in element.iter(W + "t")) or "\u00a0")
        if element.tag == f"{WP}inline":
            height = whole(next((e.get("cy") for e in element.iter(f"{WP}extent")), None)) / 12700
            texts += ["\u00a0"] * min(_MOST_LEAD, round(height / _LINE))
    return tuple(reversed(texts[:_MOST_LEAD]))


def _page(section: Element) -> Page:
    def length(tag: str, attribute: str, default: int) -> float:
        return abs(whole(value_of(section, tag, attribute), default)) / 20

    width, height = length("pgSz", "w", _LETTER[0]), length("pgSz", "h", _LETTER[1])
    left = length("pgMar", "left", _INCH) + length("pgMar", "gutter", 0)
    right = length("pgMar", "right", _INCH)
    top, bottom = length("pgMar", "top", _INCH), length("pgMar", "bottom", _INCH)
    width = max(width, left + right + _LEAST_TEXT)
    height = max(height, top + bottom + _LEAST_HEIGHT)
    columns = min(2, max(1, whole(value_of(section, "cols", "num"), 1)))
    gutter = min(length("cols", "space", 720), (width - left - right) / 3)
    return Page(
        width=width, height=height, top=top, right=right, bottom=bottom, left=left,
        header=max(14.0, length("pgMar", "header", 708)), footer=max(14.0, length("pgMar", "footer", 708)),
        columns=columns, gutter=gutter,
    )  # fmt: skip


def turn_first(text: str) -> str:
    """Return the brief's text with its first paragraph on a new page."""
    start = text.find("<w:pPr><w:pStyle ")
    if start < 0:
        return text
    at = text.index("/>", start) + 2
    for kept in ("<w:keepNext/>", "<w:keepLines/>"):
        at += len(kept) if text.startswith(kept, at) else 0
    return text if text.startswith("<w:pageBreakBefore/>", at) else f"{text[:at]}<w:pageBreakBefore/>{text[at:]}"
