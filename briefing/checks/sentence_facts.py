"""Split a brief into sentences with the facts they print and the lines they were typed on.

Take a resolved document and its ledger; return `Sentence`s. A table row counts as one sentence. Titles, headings and the
list of sources are left out, because no check looks at them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from briefing.document.inlines import without_links
from briefing.document.model import (
    Block,
    Break,
    Callout,
    Contents,
    CrossReference,
    Document,
    FactReference,
    Figure,
    Heading,
    Inline,
    List,
    Note,
    Paragraph,
    Quote,
    Table,
    Text,
    TitleBlock,
    children_of,
    notes_of,
    plain,
    walk,
)
from briefing.document.sentences import sentence_ends
from briefing.facts.ledger import Ledger
from briefing.problems.problem import Location

QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|(?<!\w)‘[^‘]*?’(?!\w)")
BETWEEN_CELLS = " | "


@dataclass(frozen=True, slots=True)
class PlacedFact:
    """A printed fact, and the offset in its sentence at which it begins."""

    ref: FactReference
    start: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one row of a table.

    `words` is all the text. In `spoken`, quotations and marked literals are replaced by spaces; in `typed`, what facts
    print is as well: the offsets stay the same. `lines` pairs offsets with line numbers. `first_page` is True before the
    second chapter, `gives_status` in a table with a column of findings and where the brief lists its changes.
    """

    words: str
    spoken: str
    typed: str
    refs: tuple[PlacedFact, ...]
    location: Location
    lines: tuple[tuple[int, int], ...] = ()
    row: bool = False
    first_page: bool = False
    gives_status: bool = False

    @property
    def only_facts(self) -> bool:
        """Return True if the template typed none of the words."""
        rest = _blank(self.words, ((p.start, p.start + len(p.ref.text)) for p in self.refs))
        return not self.row and not any(letter.isalnum() for letter in rest)

    def location_at(self, offset: int) -> Location:
        """Return where the character at that offset was typed."""
        index = bisect_right([start for start, _ in self.lines], offset) - 1
        return Location(self.location.file, self.lines[index][1]) if index >= 0 else self.location


def read_sentences(document: Document, ledger: Ledger, abbreviations: Collection[str]) -> tuple[Sentence, ...]:
    """Return every sentence and row of a brief in order; those of a block's footnotes follow the block's own."""
    found: list[Sentence] = []
    chapters = 0
    for block in document.blocks:
        chapters += isinstance(block, Heading) and block.level == 1
        sentences = list(_of_block(block, ledger, abbreviations, quoted=False))
        for note in (note for inner in walk((block,)) for note in notes_of(inner) if note.typed):
            # Without the sources at the end of a typed footnote.
            sentences += split(note.inlines[: note.typed], note.location, note.lines, abbreviations)
        gives = block.key.startswith("changes/") or (isinstance(block, Table) and gives_status(block, ledger))
        found += [replace(sentence, first_page=chapters < 2, gives_status=gives) for sentence in sentences]
    return tuple(found)


def split(
    inlines: tuple[Inline, ...],
    location: Location,
    lines: Sequence[tuple[int, int]],
    abbreviations: Collection[str],
    *,
    quoted: bool = False,
) -> Iterator[Sentence]:
    """Yield the sentences of one run of inlines."""
    run = _Run()
    run.add(inlines)
    words = run.words
    quotations = [(0, len(words))] if quoted else [match.span() for match in QUOTED.finditer(words)]
    spoken = _blank(words, [*quotations, *run.literals])
    typed = _blank(spoken, run.facts)
    starts = [(run.offset(letter), line) for letter, line in lines]
    begin = 0
    for end in sentence_ends(words, abbreviations):
        begin += len(words[begin:end]) - len(words[begin:end].lstrip())
        at = max((line for start, line in starts if start <= begin), default=location.line)
        yield Sentence(
            words[begin:end],
            spoken[begin:end],
            typed[begin:end],
            tuple(PlacedFact(p.ref, p.start - begin) for p in run.refs if begin <= p.start < end),
            Location(location.file, at, location.column if at == location.line else 0),
            tuple((max(start - begin, 0), line) for start, line in starts if line >= at and start < end),
        )
        begin = end


@dataclass(slots=True)
class _Run:
    """Inlines joined to one text, with the positions of facts and literals."""

    words: str = ""
    letters: int = 0
    """Characters so far, counted as `Paragraph.lines` counts them."""
    refs: list[PlacedFact] = field(default_factory=list)
    facts: list[tuple[int, int]] = field(default_factory=list)
    literals: list[tuple[int, int]] = field(default_factory=list)
    counted: list[tuple[int, int]] = field(default_factory=list)

    def add(self, inlines: Iterable[Inline]) -> None:
        for item in without_links(inlines):
            start = len(self.words)
            self.words += plain((item,))
            match item:
                case Text() | FactReference():
                    self.counted.append((self.letters, start))
                    self.letters += len(item.text)
                    if isinstance(item, FactReference):
                        self.refs.append(PlacedFact(item, start))
                        self.facts.append((start, len(self.words)))
                    elif item.literal:
                        self.literals.append((start, len(self.words)))
                case CrossReference() | Break() | Note():
                    pass
                case _:
                    assert_never(item)

    def offset(self, letter: int) -> int:
        """Convert an offset counted as in `Paragraph.lines` to an offset in `words`."""
        index = bisect_right([letters for letters, _ in self.counted], letter) - 1
        return letter - self.counted[index][0] + self.counted[index][1] if index >= 0 else letter


def _of_block(block: Block, ledger: Ledger, abbreviations: Collection[str], *, quoted: bool) -> Iterator[Sentence]:
    match block:
        case Paragraph():
            yield from split(block.inlines, block.location, block.lines, abbreviations, quoted=quoted)
        case List() | Quote() | Callout():
            for inner in children_of(block):
                yield from _of_block(inner, ledger, abbreviations, quoted=quoted or isinstance(block, Quote))
        case Table():
            yield from _of_table(block, ledger, abbreviations)
        case Figure():
            declared = ledger.figures.get(block.key.removeprefix("figure/"))
            for note in block.notes:
                yield from split(note, declared.location if declared else block.location, (), abbreviations)
        case TitleBlock() | Heading() | Contents():
            pass
        case _:
            assert_never(block)


def row_location(table: Table, index: int) -> Location:
    """Return where a row of a typed table is: it has one line per row, after its head and the line of dashes."""
    line = table.location.line + len(table.head) + 1 + index if table.location.line else 0
    return Location(table.location.file, line)


def gives_status(table: Table, ledger: Ledger) -> bool:
    """Return True for the table of changes, and for a table with a column that says what became of each fact."""
    declared = ledger.tables.get(table.key.removeprefix("table/"))
    if declared is None:
        return table.key == "table/changes"
    return declared.rows.kind == "changes" or any(column.aspect == "finding" for column in declared.columns)


def _blank(words: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        words = f"{words[:start]}{' ' * (end - start)}{words[end:]}"
    return words


# ------------------------------------------------------------------ tables


def _of_table(table: Table, ledger: Ledger, abbreviations: Collection[str]) -> Iterator[Sentence]:
    """Yield each row of a table as one sentence, then its notes. The list of sources is skipped.

    The rows of a declared table hold facts and tags: no word of them was typed as prose.
    """
    declared = ledger.tables.get(table.key.removeprefix("table/"))
    if any(row.anchor for row in table.body):
        return
    for index, row in enumerate(table.body):
        location = declared.location if declared else row_location(table, index)
        run = _Run()
        for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
            run.add(paragraph)
            run.add((Text(BETWEEN_CELLS),))
        if declared:
            spoken = typed = " " * len(run.words)
        else:
            spoken = _blank(run.words, [*(match.span() for match in QUOTED.finditer(run.words)), *run.literals])
            typed = _blank(spoken, run.facts)
        yield Sentence(run.words, spoken, typed, tuple(run.refs), location, row=True)
    for note in table.notes:
        yield from split(note, declared.location if declared else table.location, (), abbreviations)
