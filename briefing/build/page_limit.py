"""Page limit of a template: one problem with the length of each section, and a note for each block beyond the last page.

Type is never made smaller to fit.
"""

from __future__ import annotations

from briefing.document.model import (
    Block,
    Contents,
    Document,
    Heading,
    Table,
    TitleBlock,
    label_of,
    opening_of,
    plain,
    walk,
)
from briefing.layout.full_width_blocks import runs
from briefing.layout.theme import Theme
from briefing.layout.typesetting.pages import LayoutBox, Owner, Pages
from briefing.problems.problem import Location, Problem

MOST_NAMED = 20
"""Up to this many blocks are listed."""
WORDS_SHOWN = 7


def check_page_limit(document: Document, pages: Pages, theme: Theme, most: int, location: Location) -> list[Problem]:
    """Return no problem if the brief has at most `most` pages. `location` is where the limit was typed."""
    over = len(pages.pages) - most
    if over <= 0:
        return []
    beyond = [placed.box for page in pages.pages[most:] for placed in page.body if not placed.repeated]
    lines = sum(1 for box in beyond if box.lines)
    message = (
        f"the brief has {len(pages.pages)} pages and its template allows {most}: {_plural(over, 'page')} too many, "
        f"{_plural(lines, 'line')} beyond page {most}"
    )
    lengths = ", ".join(f"{name} {length:.1f}" for name, length in _lengths(document, pages, theme).items())
    hint = f"pages by section: {lengths}; shorten one, or delete what the notes list"
    return [Problem("over-budget", message, location, hint), *_notes(document, beyond, most)]


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _owner(box: LayoutBox) -> Owner | None:
    for line in box.lines:
        if line.owner is not None:
            return line.owner
    shown = box.picture or box.drawing
    return shown.owner if shown is not None else None


# ------------------------------------------------------------------ by section


def _lengths(document: Document, pages: Pages, theme: Theme) -> dict[str, float]:
    """Return the pages of each section by its first-level heading; those before the first heading by the brief's title."""
    sections, page = _sections(document), theme.page
    # Blocks that span the columns.
    wide = {block.key for run in runs(document.blocks, theme) if run.wide for block in walk(run.blocks)}
    whole = (page.height - page.top - page.bottom) * page.columns
    lengths: dict[str, float] = dict.fromkeys(sections.values(), 0.0)
    for placed in (placed for each in pages.pages for placed in each.body):
        owner = _owner(placed.box)
        if owner is not None and str(owner[0]) in sections:
            key = str(owner[0])
            height = placed.box.height + placed.box.before + placed.box.after
            lengths[sections[key]] += height * (page.columns if key in wide else 1) / whole
    return {name: length for name, length in lengths.items() if length >= 0.05}


def _sections(document: Document) -> dict[str, str]:
    """Return the section of every block by the block's key."""
    found: dict[str, str] = {}
    name = document.properties.title
    for top in document.blocks:
        if isinstance(top, Heading) and top.level == 1:
            name = plain(top.inlines)
        for block in walk((top,)):
            found[block.key] = name
    return found


# ------------------------------------------------------------------ blocks beyond the limit


def _notes(document: Document, beyond: list[LayoutBox], most: int) -> list[Problem]:
    """Return a note for each block beyond the last page, in document order."""
    blocks = {block.key: block for block in walk(document.blocks)}
    rows: dict[str, list[int]] = {}
    for box in beyond:
        for line in box.lines:
            if line.owner is not None and line.owner[1] == "cell":
                rows.setdefault(str(line.owner[0]), []).append(int(line.owner[2]))
        owner = _owner(box)
        if owner is not None:
            rows.setdefault(str(owner[0]), [])
    named = [
        Problem("beyond-budget", f"{_name(block, found)} is beyond page {most}", block.location, severity="note")
        for key, found in rows.items()
        if (block := blocks.get(key)) is not None
    ]
    if len(named) <= MOST_NAMED:
        return named
    more = len(named) - MOST_NAMED
    return [
        *named[:MOST_NAMED],
        Problem("beyond-budget", f"{_plural(more, 'more block')} after these", severity="note"),
    ]


def _name(block: Block, rows: list[int]) -> str:
    """Return a name for a block: its label and rows, or its kind and first words."""
    match block:
        case Table() if rows:
            first, last = min(rows) - len(block.head) + 1, max(rows) - len(block.head) + 1
            count = f"row {last}" if first >= last else f"rows {max(first, 1)} to {last}"
            return f"{count} of {block.label or 'a table'}"
        case TitleBlock():
            return "the title"
        case Contents():
            return "the contents" if block.of == "headings" else f"the list of {block.of}"
        case _ if label := label_of(block):
            return label
    kind = type(block).__name__.lower()
    words = plain(opening_of(block)).split()
    start = " ".join(words[:WORDS_SHOWN]) + (" …" if len(words) > WORDS_SHOWN else "")
    return f'the {kind} "{start}"' if start else f"a {kind}"
