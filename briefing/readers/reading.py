"""What a finished brief says, read back from its file: pieces of words in reading order, the same shape from PDF and Word.

A reader makes `Draft`s in the order of its file; `finish` puts each note right after the piece that first cites it, settles
where links lead, and gives a `Reading`. Knows neither format.

What is the same for every reader, and nothing else:
- white space of any kind parts words, and how much of it stands there is not kept;
- soft hyphens and marks of no width, which only say where a line may break or how letters join, are left out;
- a hyphen is a hyphen, also one that does not break, and the one that fonts draw in its place;
- the typographic ligatures (U+FB00 to U+FB06) are their letters; text is in NFC;
- the number of a heading, of a list's item and of a note is its first word; bullets are no words, whatever their shape;
- a note's mark is a word of its own, in raised figures;
- cells of the rows that head a table are column heads: a PDF tags them so, Word repeats their rows on every page;
- a title is a heading of level 1, and then those below it begin at 2;
- an address is written as RFC 3986 has it: what it allows nowhere is percent-encoded, and a bare host ends in a slash.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "heading",
    "paragraph",
    "caption",
    "callout title",
    "list item",
    "column head",
    "table cell",
    "note",
    "alt text",
    "contents",
]
Format = Literal["pdf", "docx"]

_RAISED_FIGURES = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = str.maketrans("0123456789", _RAISED_FIGURES)
_TYPOGRAPHY = {
    0xAD: None,
    0x200B: None,
    0x200C: None,
    0x200D: None,
    0x2060: None,
    0xFEFF: None,
    0x2010: "-",
    0x2011: "-",
} | {0xFB00 + place: letters for place, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_NOT_IN_ADDRESSES = re.compile(r"[^!-~]|[<>\"{}|\\^`]")
_BARE_HOST = re.compile(r"https?://[^/?#]+")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a cell stands: table, row and column, each from 1. Rows without words are not counted."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: to an address, or to a piece of the same file (its place in the reading; -1: nowhere)."""

    words: str
    address: str = ""
    goal: int = -1


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, cell, note or alt text. `level` is a heading's, an item's or an entry's, from 1.

    `page` is known of a PDF, `paragraph` (counted through the body from 1) of a Word file; `under` is the heading above.
    """

    kind: Kind
    words: tuple[str, ...]
    level: int = 0
    spot: Spot | None = None
    links: tuple[Link, ...] = ()
    page: int = 0
    paragraph: int = 0
    under: str = ""


@dataclass(frozen=True, slots=True)
class ChartReading:
    """The numbers that a Word chart draws, and those in the workbook behind it; of a PDF's picture the words drawn in it."""

    drawn: tuple[float, ...] = ()
    book: tuple[float, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file. `record` is what travels with it, if anything does and it can be read.

    `charts` are a Word file's own, or a PDF's pictures.
    """

    format: Format
    pieces: tuple[Piece, ...]
    record: dict[str, Any] | None = None
    charts: tuple[ChartReading, ...] = ()


@dataclass(slots=True, eq=False)
class DraftLink:
    """A link being read. `goal` is the draft that it leads to."""

    words: str
    address: str = ""
    goal: Draft | None = None


@dataclass(slots=True, eq=False)
class Draft:
    """A piece being read: text and links as they come. `label` is the number printed before it."""

    kind: Kind
    parts: list[str | DraftLink] = field(default_factory=list)
    label: str = ""
    level: int = 0
    spot: Spot | None = None
    page: int = 0
    paragraph: int = 0

    @property
    def cited(self) -> list[Draft]:
        """The notes whose marks stand in it."""
        return [part.goal for part in self.parts if isinstance(part, DraftLink) and part.goal and _is_mark(part)]


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text, by the rules above."""
    return tuple(unicodedata.normalize("NFC", text.translate(_TYPOGRAPHY)).split())


def is_raised(word: str) -> bool:
    """Whether a word is the mark of a note."""
    return all(character in _RAISED_FIGURES for character in word)


def has_words(draft: Draft) -> bool:
    """Whether a draft says anything."""
    return bool(_words(draft))


def write_address(address: str) -> str:
    """An address as it is compared."""
    encoded = _NOT_IN_ADDRESSES.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode("utf-8", "replace")), address.strip()
    )
    return encoded + "/" if _BARE_HOST.fullmatch(encoded) else encoded


def finish(format_: Format, drafts: Sequence[Draft], record: dict[str, Any] | None) -> Reading:
    """The reading that drafts come to. Pieces without words are left out, but for pictures that should have an alt text."""
    ordered: list[Draft] = []
    places: dict[int, int] = {}
    for draft in _with_notes(drafts):
        places[id(draft)] = len(ordered)  # what leads to a piece without words leads to the next one
        if draft.kind == "alt text" or _words(draft):
            ordered.append(draft)
    _number_rows(ordered)
    pieces: list[Piece] = []
    under = ""
    for draft in ordered:
        words = _words(draft)
        links = tuple(
            _link(part, places, len(ordered))
            for part in draft.parts
            if isinstance(part, DraftLink) and not _is_mark(part)
        )
        pieces.append(Piece(draft.kind, words, draft.level, draft.spot, links, draft.page, draft.paragraph, under))
        if draft.kind == "heading":
            under = " ".join(words)
    return Reading(format_, tuple(pieces), record)


def _is_mark(link: DraftLink) -> bool:
    """Whether a link is the mark of a note: it leads to one, and shows its number."""
    return link.goal is not None and link.goal.kind == "note" and link.words.strip() == link.goal.label


def _words(draft: Draft) -> tuple[str, ...]:
    shown = [draft.label, " "] if draft.label else []
    for part in draft.parts:
        if isinstance(part, str):
            shown.append(part)
        else:
            shown.append(f" {part.words.strip().translate(_RAISED)} " if _is_mark(part) else part.words)
    return split_words("".join(shown))


def _link(link: DraftLink, places: dict[int, int], count: int) -> Link:
    goal = places.get(id(link.goal), -1)
    goal = goal if goal < count else -1
    return Link(" ".join(split_words(link.words)), write_address(link.address), goal)


def _with_notes(drafts: Iterable[Draft]) -> list[Draft]:
    """Each note after the piece that cites it first; one that nothing cites stays where it is."""
    drafts = list(drafts)
    waiting = {id(note) for draft in drafts for note in draft.cited}
    placed: set[int] = set()
    ordered: list[Draft] = []

    def place(draft: Draft) -> None:
        ordered.append(draft)
        stack = draft.cited[::-1]
        while stack:
            note = stack.pop()
            if id(note) not in placed:
                placed.add(id(note))
                ordered.append(note)
                stack += note.cited[::-1]

    for draft in drafts:
        if id(draft) not in waiting:
            place(draft)
    # Notes that only cite one another.
    ordered += [draft for draft in drafts if id(draft) in waiting and id(draft) not in placed]
    return ordered


def _number_rows(drafts: Iterable[Draft]) -> None:
    """Rows by their order among those that have words."""
    seen: dict[tuple[int, int], int] = {}
    count: dict[int, int] = {}
    tables: dict[int, int] = {}
    for draft in drafts:
        if draft.spot is not None:
            table, row = draft.spot.table, draft.spot.row
            if (table, row) not in seen:
                seen[table, row] = count[table] = count.get(table, 0) + 1
            number = tables.setdefault(table, len(tables) + 1)
            draft.spot = Spot(number, seen[table, row], draft.spot.column)
