"""Text runs of a brief with the position of each fact: paragraphs, headings, titles, cells, notes, events.

Take a resolved document and its ledger; yield `Run`s, for looking at the text next to a fact. Unlike `sentence_facts` it
leaves nothing out, splits nothing and keeps quotations.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from briefing.document.inlines import without_links
from briefing.document.model import (
    Break,
    CrossReference,
    Document,
    FactReference,
    Figure,
    Inline,
    Link,
    Note,
    Paragraph,
    Table,
    Text,
    Timeline,
    inlines_of,
    plain,
    walk,
)
from briefing.facts.ledger import Ledger
from briefing.files.characters import ZERO_WIDTH
from briefing.problems.problem import Location

LINE_BREAK = "\v"
"""Placeholder for a line end in the words of a run: white space, but not a space between digits."""

_Place: TypeAlias = tuple[tuple[Inline, ...], Location, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class FactSpan:
    """A printed fact, and the offsets in its run at which it begins and ends."""

    ref: FactReference
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """One run of inlines as a reader sees it, without notes: each note is a run of its own.

    `lines` pairs offsets in `words` with line numbers; `references` are the spans of references to tables, figures and sources.
    """

    words: str
    facts: tuple[FactSpan, ...]
    location: Location
    lines: tuple[tuple[int, int], ...] = ()
    references: tuple[tuple[int, int], ...] = ()

    def location_at(self, offset: int) -> Location:
        """Return where the character at that offset was typed."""
        index = bisect_right([start for start, _ in self.lines], offset) - 1
        return Location(self.location.file, self.lines[index][1]) if index >= 0 else self.location

    def fact_at(self, offset: int) -> FactReference | None:
        """Return the fact that printed the character at that offset; None if a template typed it."""
        return next((each.ref for each in self.facts if each.start <= offset < each.end), None)


def read_runs(document: Document, ledger: Ledger) -> Iterator[Run]:
    """Yield every run that prints a fact next to something else, in order."""
    for place in _placed(document, ledger):
        # Each run is followed by the footnotes that were typed in it.
        notes = [item for item in place[0] if isinstance(item, Note) and item.typed]
        for inlines, location, lines in (place, *((n.inlines[: n.typed], n.location, n.lines) for n in notes)):
            if len(inlines) == 1 and not isinstance(inlines[0], Link):
                continue
            reader = _Reader()
            reader.add(inlines)
            if reader.facts:
                starts = tuple((reader.offset(letter), line) for letter, line in lines)
                yield Run(reader.words, tuple(reader.facts), location, starts, tuple(reader.references))


def _placed(document: Document, ledger: Ledger) -> Iterator[_Place]:
    """Yield each run of inlines with its location and, for a paragraph, its lines."""
    for block in walk(document.blocks):
        if isinstance(block, Table):
            yield from ((inlines, location, ()) for inlines, location in _of_table(block, ledger))
            continue
        lines = block.lines if isinstance(block, Paragraph) else ()
        yield from ((inlines, block.location, lines) for inlines in inlines_of(block))
        if isinstance(block, Figure) and isinstance(block.chart, Timeline):
            yield from ((event.what, block.location, ()) for event in block.chart.events)


def _of_table(table: Table, ledger: Ledger) -> Iterator[tuple[tuple[Inline, ...], Location]]:
    """Yield title, cells and notes.

    A typed table has one line per row: its head, the line of dashes, then the other rows.
    """
    declared = ledger.tables.get(table.key.removeprefix("table/"))
    location = declared.location if declared else table.location
    yield table.title, location
    for index, row in enumerate(table.rows):
        line = location.line + index + (index >= len(table.head)) if location.line and not declared else 0
        for cell in row.cells:
            yield from (
                (paragraph, Location(location.file, line) if line else location) for paragraph in cell.paragraphs
            )
    yield from ((note, location) for note in table.notes)


# ------------------------------------------------------------------ reading


@dataclass(slots=True)
class _Reader:
    """Joins inlines to one text. `letters` is the number of characters of texts and facts, as in `Paragraph.lines`."""

    words: str = ""
    letters: int = 0
    facts: list[FactSpan] = field(default_factory=list)
    counted: list[tuple[int, int]] = field(default_factory=list)
    references: list[tuple[int, int]] = field(default_factory=list)

    def add(self, inlines: Sequence[Inline]) -> None:
        for item in without_links(inlines):
            start = len(self.words)
            self.words += LINE_BREAK if isinstance(item, Break) else plain((item,)).translate(ZERO_WIDTH)
            match item:
                case Text() | FactReference():
                    self.counted.append((self.letters, start))
                    self.letters += len(item.text)
                    if isinstance(item, FactReference):
                        self.facts.append(FactSpan(item, start, len(self.words)))
                case CrossReference():
                    self.references.append((start, len(self.words)))
                case Break() | Note():
                    pass
                case _:
                    assert_never(item)

    def offset(self, letter: int) -> int:
        """Convert an offset counted as in `Paragraph.lines` to an offset in `words`."""
        index = bisect_right([letters for letters, _ in self.counted], letter) - 1
        return letter - self.counted[index][0] + self.counted[index][1] if index >= 0 else letter
