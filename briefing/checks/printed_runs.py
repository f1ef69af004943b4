"""The text of a brief as runs that know where each fact stands: paragraphs, headings, titles, cells, notes, events.

Takes a resolved document and its ledger; gives `Run`s. Unlike `sentences` it leaves nothing out, splits nothing and keeps
quotations as they are: it is for what stands right beside a fact. Judges nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefing.document.model import (
    Document,
    FactRef,
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
from briefing.problems.problem import Origin

# What takes no room in print: it can part digits in a file and not on the page.
WIDTHLESS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed fact, and where its words begin and end in its run."""

    ref: FactRef
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """One run of inlines as a reader sees it, notes left out. `lines` pairs letters of `words` with the lines they begin."""

    words: str
    facts: tuple[Printed, ...]
    origin: Origin
    lines: tuple[tuple[int, int], ...] = ()

    def place(self, offset: int) -> Origin:
        """Return where the letter at that offset was typed."""
        index = bisect_right([start for start, _ in self.lines], offset) - 1
        return Origin(self.origin.file, self.lines[index][1]) if index >= 0 else self.origin

    def fact_at(self, offset: int) -> FactRef | None:
        """Return the fact that printed the letter at that offset; None for a letter that a template typed."""
        return next((each.ref for each in self.facts if each.start <= offset < each.end), None)


def read_runs(document: Document, ledger: Ledger) -> Iterator[Run]:
    """Yield every run that prints a fact beside something else, in order."""
    for inlines, origin, lines in _placed(document, ledger):
        if len(inlines) > 1 or any(isinstance(item, Link) for item in inlines):
            run = _read(inlines, origin, lines)
            if run.facts:
                yield run


def _placed(
    document: Document, ledger: Ledger
) -> Iterator[tuple[tuple[Inline, ...], Origin, tuple[tuple[int, int], ...]]]:
    """Yield each run of inlines with where it was typed, and of a paragraph its lines."""
    for block in walk(document.blocks):
        if isinstance(block, Table):
            yield from ((inlines, origin, ()) for inlines, origin in _of_table(block, ledger))
            continue
        lines = block.lines if isinstance(block, Paragraph) else ()
        yield from ((inlines, block.origin, lines) for inlines in inlines_of(block))
        if isinstance(block, Figure) and isinstance(block.chart, Timeline):
            yield from ((event.what, block.origin, ()) for event in block.chart.events)


def _of_table(table: Table, ledger: Ledger) -> Iterator[tuple[tuple[Inline, ...], Origin]]:
    """Yield title, cells and notes. A table typed by hand has a row a line: its head, the line of dashes, then the others."""
    declared = ledger.tables.get(table.key.removeprefix("table/"))
    origin = declared.origin if declared else table.origin
    yield table.title, origin
    for index, row in enumerate((*table.head, *table.body)):
        line = origin.line + index + (index >= len(table.head)) if origin.line and not declared else 0
        for cell in row.cells:
            yield from ((paragraph, Origin(origin.file, line) if line else origin) for paragraph in cell.paragraphs)
    yield from ((note, origin) for note in table.notes)


# ------------------------------------------------------------------ reading


@dataclass(slots=True)
class _Reader:
    """Inlines on their way to one text. `letters` counts those of texts and facts, as `Paragraph.lines` does."""

    words: str = ""
    letters: int = 0
    facts: list[Printed] = field(default_factory=list)
    counted: list[tuple[int, int]] = field(default_factory=list)

    def add(self, inlines: Sequence[Inline]) -> None:
        for item in inlines:
            if isinstance(item, Link):
                self.add(item.inlines)
            elif not isinstance(item, Note):
                start = len(self.words)
                self.words += plain((item,)).translate(WIDTHLESS)
                if isinstance(item, FactRef):
                    self.facts.append(Printed(item, start, len(self.words)))
                if isinstance(item, Text | FactRef):
                    self.counted.append((self.letters, start))
                    self.letters += len(item.text)

    def offset(self, letter: int) -> int:
        """Return where the letter stands in the words."""
        index = bisect_right([letters for letters, _ in self.counted], letter) - 1
        return letter - self.counted[index][0] + self.counted[index][1] if index >= 0 else letter


def _read(inlines: Sequence[Inline], origin: Origin, lines: Sequence[tuple[int, int]]) -> Run:
    reader = _Reader()
    reader.add(inlines)
    starts = tuple((reader.offset(letter), line) for letter, line in lines)
    return Run(reader.words, tuple(reader.facts), origin, starts)
