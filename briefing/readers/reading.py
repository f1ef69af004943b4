"""The text of a finished brief, read back from its file: pieces in reading order, in one shape for PDF and Word.

A reader makes `Draft`s in the order of its file; `finish` moves each note behind the piece that
first cites it, resolves links and returns a `Reading`.

Readers normalise exactly the following:

- white space of any kind separates words; how much of it there is does not matter;
- soft hyphens and zero-width characters, which only control line breaks and joining, are removed;
- a hyphen is a hyphen, also a non-breaking one, and the one that fonts draw in its place;
- typographic ligatures (U+FB00 to U+FB06) become letters; text is in NFC;
- the number of a heading, list item or note is its first word; bullets are not words;
- a note's mark is a word of its own, in superscript figures;
- cells of head rows are column heads: a PDF tags them so, Word repeats their rows on every page;
- a title is a heading of level 1, and then those below it begin at 2;
- an address is normalised by RFC 3986: forbidden characters are percent-encoded, and a bare host ends in a slash.
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
    """Place of a cell: table, row and column, each from 1. Rows without words are not counted."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Link:
    """Words that are a link: to an address, or to a piece of the same file (its index; -1: nowhere)."""

    words: str
    address: str = ""
    target: int = -1


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, cell, note or alt text. `level` is a heading's, an item's or an entry's, from 1.

    `page` is set for a PDF, `paragraph` (counted through the body from 1) for a Word file; `under`
    is the heading above. `label` is the number printed before it. `marks` are the places of the words
    that are marks of notes.
    """

    kind: Kind
    words: tuple[str, ...]
    level: int = 0
    spot: Spot | None = None
    links: tuple[Link, ...] = ()
    page: int = 0
    paragraph: int = 0
    under: str = ""
    label: str = ""
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartReading:
    """One drawing: the words drawn in it, and if it is a Word chart, its numbers and those in its workbook.

    `built` are the words that the build drew, if the file says so, and `figure` is the number of that drawing, from 0, -1 for
    one that the build did not draw. `paragraph` is its place in a Word file, `page` in a PDF, `names` are those of the
    categories of a Word chart.
    """

    drawn: tuple[float, ...] = ()
    book: tuple[float, ...] = ()
    words: str = ""
    built: str | None = None
    native: bool = False
    paragraph: int = 0
    figure: int = -1
    page: int = 0
    names: str = ""


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """Content that somebody may see in a file and that no reader turns into words, or that no writer of ours makes.

    `place` is where it is, as printed: "p. 3", "paragraph 12", "header". `description` is a noun phrase: "an annotation
    with text".
    """

    place: str
    description: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file. `record` is the embedded record, if there is one that can be read; `record_fault` says why there is none.

    `charts` are the drawings and pictures of the text, in order. `unread` is what the pieces leave out. `only_tagged`: it
    is a PDF of another program, of which nothing but the tagged text was read.
    """

    format: Format
    pieces: tuple[Piece, ...]
    record: dict[str, Any] | None = None
    charts: tuple[ChartReading, ...] = ()
    unread: tuple[UnreadPart, ...] = ()
    record_fault: str = ""
    only_tagged: bool = False


@dataclass(slots=True, eq=False)
class DraftLink:
    """A link being read. `target` is the draft that it leads to."""

    words: str
    address: str = ""
    target: Draft | None = None


@dataclass(slots=True, eq=False)
class Draft:
    """A piece being read: text and links in order. `label` is the number printed before it."""

    kind: Kind
    parts: list[str | DraftLink] = field(default_factory=list)
    label: str = ""
    level: int = 0
    spot: Spot | None = None
    page: int = 0
    paragraph: int = 0

    @property
    def cited(self) -> list[Draft]:
        """Return the notes whose marks it contains."""
        return [part.target for part in self.parts if isinstance(part, DraftLink) and part.target and _is_mark(part)]


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, by the rules above."""
    return tuple(unicodedata.normalize("NFC", text.translate(_TYPOGRAPHY)).split())


def is_raised(word: str) -> bool:
    """Return whether a word is the mark of a note."""
    return all(character in _RAISED_FIGURES for character in word)


def has_words(draft: Draft) -> bool:
    """Return whether a draft has any words."""
    return bool(_words(draft)[0])


def text_without_marks(draft: Draft) -> str:
    """Return the text of a draft with its number, without marks of notes: as bookmarks show a heading."""
    parts = [
        part if isinstance(part, str) else part.words
        for part in draft.parts
        if isinstance(part, str) or not _is_mark(part)
    ]
    return " ".join(filter(None, (draft.label, "".join(parts))))


def write_address(address: str) -> str:
    """Return an address in the form in which addresses are compared."""
    encoded = _NOT_IN_ADDRESSES.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode("utf-8", "replace")), address.strip()
    )
    return encoded + "/" if _BARE_HOST.fullmatch(encoded) else encoded


def finish(format_: Format, drafts: Sequence[Draft], record: dict[str, Any] | None) -> Reading:
    """Return the drafts as a `Reading`.

    Pieces without words are dropped, except pictures, which should have alt text.
    """
    ordered: list[Draft] = []
    places: dict[int, int] = {}
    for draft in _with_notes(drafts):
        places[id(draft)] = len(ordered)  # A link to a piece without words leads to the next piece.
        if draft.kind == "alt text" or has_words(draft):
            ordered.append(draft)
    _number_rows(ordered)
    pieces: list[Piece] = []
    under = ""
    for draft in ordered:
        words, marks = _words(draft)
        links: list[Link] = []
        for part in draft.parts:
            if isinstance(part, DraftLink) and not _is_mark(part):
                target = places.get(id(part.target), -1)
                target = target if target < len(ordered) else -1
                links.append(Link(" ".join(split_words(part.words)), write_address(part.address), target))
        links_to, at = tuple(links), (draft.page, draft.paragraph, under, draft.label, marks)
        pieces.append(Piece(draft.kind, words, draft.level, draft.spot, links_to, *at))
        if draft.kind == "heading":
            under = " ".join(words)
    return Reading(format_, tuple(pieces), record)


def _is_mark(link: DraftLink) -> bool:
    """Return whether a link is the mark of a note: it leads to one and shows its number."""
    return link.target is not None and link.target.kind == "note" and link.words.strip() == link.target.label


def _words(draft: Draft) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the words of a draft, and the places of those that are marks of notes."""
    words: list[str] = []
    marks: list[int] = []
    shown = [draft.label, " "] if draft.label else []
    for part in draft.parts:
        if isinstance(part, str):
            shown.append(part)
        elif _is_mark(part):
            words += split_words("".join(shown))
            shown.clear()
            marks.append(len(words))
            words += split_words(part.words.translate(_RAISED))[:1] or ("",)
        else:
            shown.append(part.words)
    words += split_words("".join(shown))
    return tuple(words), tuple(marks)


def _with_notes(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts with each note after the piece that first cites it; uncited notes stay where they are."""
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
    """Give rows their numbers, counting only those that have words."""
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
