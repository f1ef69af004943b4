"""What stands in a body, a cell or a note: paragraphs and tables in order, and how alike two of them are.

Takes the element that holds them, gives blocks; wrappers such as content controls are looked through. Leaves out what a field
over several paragraphs made (contents, lists of captions, an index) and what is filled into a form, such as a property on a
cover: Word makes it anew, and nobody tracks it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from briefing.writers.docx.template.xml_trees import Element, W, value_of, whole
from briefing.writers.docx.track_changes.changed_words import Line, alt_text, displayed, read_line

WRAPPERS = frozenset(W + tag for tag in ("sdt", "sdtContent", "customXml", "smartTag"))
LEAST = 0.4
"""Two blocks less alike than this are a deleted one and an inserted one."""
_OTHER_STYLE = 0.75
_SAME_HEAD = 0.6
_WORD = re.compile(r"\w+")
_GATHERING = re.compile(r"\s*(?:TOC|TOA|INDEX|BIBLIOGRAPHY)\b")
_LISTED = re.compile(r"toc heading|toc \d|contents \d|table of figures|index \d")

StyleNames = Callable[[str], str]
"""The name of a paragraph style in small letters, by its id."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph. `line` is None where its fields reach beyond it; `drawn` is the alt text of what is drawn in it."""

    element: Element
    style: str
    text: str
    line: Line | None
    key: str
    drawn: str | None = None
    words: Counter[str] = field(default_factory=Counter)
    size: int = 0


@dataclass(slots=True)
class Table:
    """A table. `head` are the words of its caption, or of its first row."""

    element: Element
    columns: int
    caption: str
    head: str
    key: str
    words: Counter[str] = field(default_factory=Counter)
    size: int = 0


Block = Paragraph | Table


def inside(holder: Element, *tags: str) -> Iterator[Element]:
    """Elements of these kinds that a holder has, also in wrappers; never those within one another."""
    wanted = {W + tag for tag in tags}
    for child in holder:
        if child.tag in wanted:
            yield child
        elif child.tag in WRAPPERS:
            yield from inside(child, *tags)


def read_blocks(holder: Element, style_names: StyleNames) -> list[Block]:
    """The blocks that are compared."""
    found = list(inside(holder, "p", "tbl"))
    made = _made_by_fields(found)
    blocks: list[Block] = []
    for at, element in enumerate(found):
        if element.tag == W + "tbl":
            blocks.append(_table(element))
        elif (
            at not in made
            and not _filled_in(element, holder)
            and not _LISTED.fullmatch(name := style_names(value_of(element.find(W + "pPr"), "pStyle") or ""))
        ):
            blocks.append(_paragraph(element, name))
    return blocks


def _filled_in(element: Element, holder: Element) -> bool:
    """Whether a paragraph is one of a form's: in a control for plain text, or for a property that Word fills in."""
    for around in element.iterancestors():
        if around is holder:
            break
        if around.find(f"{W}sdtPr/{W}text") is not None or around.find(f"{W}sdtPr/{W}dataBinding") is not None:
            return True
    return False


def _made_by_fields(elements: Sequence[Element]) -> set[int]:
    """Places of paragraphs among which a field begins in one and ends in another, or that hold a list of one entry.

    A field that never ends makes nothing.
    """
    made: set[int] = set()
    depth = start = 0
    for at, element in enumerate(elements):
        steps = list(_field_steps(element))
        if not depth:
            start = at
        depth = max(0, depth + sum(steps))
        if not depth and (at > start or _gathers(element)):
            made |= set(range(start, at + 1))
    return made


def _gathers(element: Element) -> bool:
    """Whether a paragraph has a field that gathers a list from the text."""
    return any(_GATHERING.match(found.text or "") for found in element.iter(W + "instrText"))


def _field_steps(element: Element) -> Iterator[int]:
    """1 where a field of a paragraph's own text begins, -1 where one ends."""
    if element.tag != W + "p":
        return
    for found in element.iter(W + "fldChar"):
        if next(found.iterancestors(W + "p"), None) is element:
            yield {"begin": 1, "end": -1}.get(str(found.get(W + "fldCharType")), 0)


def _paragraph(element: Element, style: str) -> Paragraph:
    line = read_line(element)
    drawings = [part for part in element.iter(W + "drawing", W + "pict") if _owner(part) is element]
    drawn = " ".join(filter(None, map(alt_text, drawings))) if drawings else None
    if line is None:
        text, key = displayed([element]), "\0opaque"
        key = f"{key} {style}\n{text}"
    else:
        tokens = line.tokens
        text = "".join(token.text for token in tokens)
        key = "\n".join((style, *(token.key for token in tokens), drawn or ""))
    words, size = _weighed(f"{text} {drawn or ''}")
    return Paragraph(element, style, text, line, key, drawn, words, size)


def _owner(drawing: Element) -> Element | None:
    """The paragraph in whose line a drawing stands; none for the second of two forms."""
    return next(drawing.iterancestors(W + "p"), None)


def _table(element: Element) -> Table:
    rows = [[displayed([cell]) for cell in inside(row, "tc")] for row in inside(element, "tr")]
    grid = element.find(W + "tblGrid")
    columns = len(grid) if grid is not None else max(map(len, rows), default=0)
    caption = value_of(element.find(W + "tblPr"), "tblCaption") or ""
    text = "\n".join(" ".join(row) for row in rows)
    words, size = _weighed(text)
    return Table(
        element,
        columns,
        caption,
        " ".join(rows[0]) if rows else "",
        f"\0table {columns} {caption}\n{text}",
        words,
        size,
    )


def _weighed(text: str) -> tuple[Counter[str], int]:
    words = Counter(_WORD.findall(text))
    return words, sum(len(word) * count for word, count in words.items())


def likeness(words: Counter[str], size: int, others: Counter[str], other_size: int) -> float:
    """How many letters of two texts are in words that both have: 0 to 1."""
    if not size and not other_size:
        return 1.0
    if 2 * min(size, other_size) < LEAST * 0.5 * (size + other_size):
        return 0.0
    few, many = (words, others) if len(words) < len(others) else (others, words)
    shared = sum(min(count, many[word]) * len(word) for word, count in few.items() if word in many)
    return 2 * shared / (size + other_size)


def gain(old: Block, new: Block) -> float:
    """What pairing two blocks is worth; 0 where they cannot be one block that changed."""
    if isinstance(old, Table) and isinstance(new, Table):
        alike = _tables_alike(old, new)
    elif isinstance(old, Paragraph) and isinstance(new, Paragraph):
        alike = _paragraphs_alike(old, new)
    else:
        return 0.0
    return alike * alike * (8 + min(old.size, new.size)) if alike >= LEAST else 0.0


def _tables_alike(old: Table, new: Table) -> float:
    if not same_grid(old, new):
        return 0.0
    alike = likeness(old.words, old.size, new.words, new.size)
    known = (old.caption and old.caption == new.caption) or (old.head and old.head == new.head)
    return max(alike, _SAME_HEAD) if known else alike


def same_grid(old: Table, new: Table) -> bool:
    """Whether rows of one fit into the other."""
    return old.columns == new.columns


def _paragraphs_alike(old: Paragraph, new: Paragraph) -> float:
    if old.key == new.key:
        return 1.0
    if old.line is None or new.line is None or (old.drawn is None) != (new.drawn is None):
        return 0.0
    alike = likeness(old.words, old.size, new.words, new.size)
    return alike if old.style == new.style or (alike >= _OTHER_STYLE and old.size and new.size) else 0.0


def spans(row: Element) -> tuple[tuple[int, bool], ...]:
    """How a row is parted: of each cell its columns, and whether it goes on from above."""
    found = []
    for cell in inside(row, "tc"):
        properties = cell.find(W + "tcPr")
        merge = properties.find(W + "vMerge") if properties is not None else None
        follows = merge is not None and merge.get(W + "val") != "restart"
        found.append((max(1, whole(value_of(properties, "gridSpan"), 1)), follows))
    return tuple(found)
