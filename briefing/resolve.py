"""One pass that gives everything its number: headings, tables, figures, notes, sources, cross-references, contents.

Takes a composed document, the words of its language and how each source is named, by the house or by a citation style; gives a
document in which every number and label stands as it will be printed. Runs before any writer, so that PDF and Word cannot
disagree. Opens no file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import is_
from typing import Protocol

from briefing.errors import Problem
from briefing.language import Language
from briefing.model import (
    SUMMARY,
    Block,
    Bullets,
    Callout,
    Cell,
    Citation,
    Contents,
    Document,
    Entry,
    FactRef,
    Figure,
    Heading,
    Inline,
    Note,
    Paragraph,
    Quote,
    Reference,
    Row,
    Table,
    Text,
    caption_inlines,
    inlines_of,
    plain,
    walk,
)  # fmt: skip
from briefing.nearest import did_you_mean
from briefing.scripts import tag_scripts

SOURCE = "source/"
NAMED_AT_MOST = 5
"""Sources that the line under a table or figure names; more stand there by their numbers in the list."""


class Bibliography(Protocol):
    """How a citation style names sources. `numbered`: in notes as the house does, by short name and number."""

    numbered: bool

    def order(self, cited: Sequence[str]) -> Sequence[str]:
        """The sources in the order of their list; asked first."""

    def note(self, citations: Sequence[Citation], number: int) -> tuple[Inline, ...]:
        """The words of a note."""

    def line(self, citations: Sequence[Citation]) -> tuple[Inline, ...]:
        """The words below a table or figure."""

    def entry(self, source: str) -> tuple[Inline, ...]:
        """The words of the list."""


@dataclass(slots=True)
class _Resolver:
    """What one pass knows and gathers."""

    document: Document
    language: Language
    short_names: Mapping[str, str]
    style: Bibliography | None = None
    summarise: Callable[[Sequence[str]], str] | None = None
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, int] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    openings: dict[str, str] = field(default_factory=dict)  # section → key of its first heading
    listed: bool = False
    depth: int = 0  # level of the heading before
    counted: list[bool] = field(
        default_factory=lambda: [True] * 4
    )  # whether the last heading of each level has a number
    notes: int = 0

    def run(self) -> Document:
        self._number_sources()
        self._check_keys()
        blocks = tuple(self._numbered(self.document.blocks))
        self._collect_labels(blocks)
        blocks = tuple(self._change(block) for block in blocks)
        blocks = tuple(self._listed(blocks))
        return replace(self.document, blocks=blocks, sources=self.sources)

    def _listed(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        """The blocks with every list of contents, tables and figures filled in; lists of nothing are told and left out."""
        for block in blocks:
            if not isinstance(block, Contents):
                yield block
            elif block.of == "headings":
                yield replace(block, entries=tuple(_heading_entries(blocks, block.levels)))
            elif entries := tuple(_caption_entries(blocks, Table if block.of == "tables" else Figure)):
                yield replace(block, entries=entries)
            else:
                message = f"there are no {block.of} to list, so no list of {block.of} is printed"
                hint = f"delete {{{{ list_of_{block.of}() }}}}, or place one"
                self.problems.append(Problem("nothing-to-list", message, block.origin, hint, "warning"))

    # ------------------------------------------------------------ sources

    def _number_sources(self) -> None:
        """Sources count in the order in which the text first cites them."""
        for block in walk(self.document.blocks):
            if isinstance(block, Table) and _is_source_list(block):
                self.listed = True
                continue
            for run in inlines_of(block):
                for item in run:
                    for citation in item.citations if isinstance(item, Note) else ():
                        self.sources.setdefault(citation.source, len(self.sources) + 1)
        if self.style is not None:
            self.sources = {source: n for n, source in enumerate(self.style.order(tuple(self.sources)), start=1)}

    def _check_keys(self) -> None:
        seen: set[str] = set()
        for block in walk(self.document.blocks):
            if block.key in seen:
                name = block.key.split("/", 1)[-1]
                message = f'"{name}" is placed twice'
                self.problems.append(
                    Problem("placed-twice", message, block.origin, "place it once and refer to it with ref()")
                )
            seen.add(block.key)

    def _source_rows(self, table: Table) -> Table:
        """The list of sources: those that are cited, in the order of their numbers."""
        rows = {row.anchor.removeprefix(SOURCE): row for row in table.body}
        return replace(table, body=tuple(self._source_row(rows[s], s) for s in self.sources if s in rows))

    def _source_row(self, row: Row, source: str) -> Row:
        """A row of the list, with its number where it refers to itself, and the words of the style where a note stands for them."""

        def told(item: Inline) -> tuple[Inline, ...]:
            if isinstance(item, Reference):
                return (Text(str(self.sources[source])),)
            return self.style.entry(source) if isinstance(item, Note) and self.style is not None else (item,)

        cells = (
            replace(c, paragraphs=tuple(tuple(i for x in p for i in told(x)) for p in c.paragraphs)) for c in row.cells
        )
        return replace(row, cells=tuple(cells))

    # ------------------------------------------------------------ numbers

    def _numbered(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        counts = [0, 0, 0, 0]
        tables = figures = 0
        for block in blocks:
            if isinstance(block, Heading):
                yield self._number_heading(block, counts)
            elif isinstance(block, Table):
                tables += 1
                shown = self._source_rows(block) if _is_source_list(block) else block
                yield replace(shown, label=f"{self.language.word('table')} {tables}")
            elif isinstance(block, Figure):
                figures += 1
                yield replace(block, label=f"{self.language.word('figure')} {figures}")
            else:
                yield block

    def _number_heading(self, block: Heading, counts: list[int]) -> Heading:
        """`counts` holds the number reached at each level."""
        level = block.level
        if level > self.depth + 1:
            message = (
                f"a heading of level {level} follows one of level {self.depth}"
                if self.depth
                else (f"the first heading has level {level}")
            )
            hint = f"begin it with {'#' * (self.depth + 1)}: readers who listen step through levels one by one"
            self.problems.append(Problem("heading-skips-level", message, block.origin, hint))
        self.depth = level
        counts[level:] = [0] * (len(counts) - level)
        # What stands under an unnumbered heading has nothing to count from.
        counted = block.numbered and all(self.counted[: level - 1]) and 0 not in counts[: level - 1]
        self.counted[level - 1] = counted
        if not counted:
            return replace(block, numbered=False)
        counts[level - 1] += 1
        return replace(block, number=".".join(str(n) for n in counts[:level]))

    def _collect_labels(self, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            if isinstance(block, Table | Figure):
                self.labels[block.key] = block.label
                for row in block.body if isinstance(block, Table) else ():
                    if row.anchor.startswith(SOURCE):
                        self.labels[row.anchor] = f"[{self.sources[row.anchor.removeprefix(SOURCE)]}]"
            elif isinstance(block, Heading):
                words = (
                    self.language.phrase("section_number", number=block.number)
                    if block.number
                    else plain(block.inlines)
                )
                self.labels[block.key] = words
                self.openings.setdefault(block.key.split("/", 1)[0], block.key)

    # ------------------------------------------------------------ contents of blocks

    def _change(self, block: Block) -> Block:
        if isinstance(block, Heading | Paragraph):
            return replace(block, inlines=self._inlines(block.inlines))
        if isinstance(block, Bullets):
            return replace(block, items=tuple(tuple(self._change(b) for b in item) for item in block.items))
        if isinstance(block, Quote | Callout):
            return replace(block, blocks=tuple(self._change(b) for b in block.blocks))
        if isinstance(block, Table):
            return self._change_table(block)
        if isinstance(block, Figure):
            return replace(block, title=self._inlines(block.title), source=self._source_line(block.source),
                           notes=tuple(self._inlines(n) for n in block.notes))  # fmt: skip
        return block

    def _change_table(self, table: Table) -> Table:
        return replace(
            table,
            title=self._inlines(table.title),
            head=tuple(self._change_row(r) for r in table.head),
            body=tuple(self._change_row(r) for r in table.body),
            source=self._source_line(table.source),
            notes=tuple(self._inlines(n) for n in table.notes),
        )

    def _change_row(self, row: Row) -> Row:
        cells = tuple([self._change_cell(c) for c in row.cells])
        return row if all(map(is_, cells, row.cells)) else replace(row, cells=cells)

    def _change_cell(self, cell: Cell) -> Cell:
        paragraphs = tuple([self._inlines(p) for p in cell.paragraphs])
        return cell if all(map(is_, paragraphs, cell.paragraphs)) else replace(cell, paragraphs=paragraphs)

    def _inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The same object where there is nothing to number and nothing in another script: most cells are such."""
        for item in inlines:
            if not isinstance(item, Text | FactRef) or not (item.language or item.text.isascii()):
                return tuple(self._spoken(inlines))
        return inlines

    def _spoken(self, inlines: tuple[Inline, ...]) -> Iterator[Inline]:
        for item in inlines:
            if isinstance(item, Note):
                self.notes += 1
                words = item.inlines or tuple(self._noted(item.citations))
                yield replace(item, number=self.notes, key=f"note-{self.notes}", inlines=tuple(tag_scripts(words)))
            elif isinstance(item, Reference) and item.target == SUMMARY:
                yield Text(self.summarise(tuple(self.sources)) if self.summarise is not None else "")
            elif isinstance(item, Reference):
                yield self._reference(item)
            else:
                yield from tag_scripts((item,))

    def _source_line(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The line under a table or figure: "Source: …" with the citations gathered for it, or what was typed."""
        citations = [c for i in inlines if isinstance(i, Note) for c in i.citations]
        typed = tuple(i for i in inlines if not isinstance(i, Note))
        if not citations and not typed:
            return ()
        merged = list(dict.fromkeys(Citation(c.source, calculated=c.calculated) for c in citations))
        word = self.language.word("sources" if len({c.source for c in merged}) > 1 else "source")
        if self.style and not self.style.numbered and merged:
            told = self._as_listed(self.style.line([Citation(c.source) for c in merged]))
        elif self.listed and len(merged) > NAMED_AT_MOST and not any(c.calculated for c in merged):
            told = self._by_number({c.source for c in merged})
        else:
            told = self._cited(tuple(merged), opening=False)
        return (Text(f"{word}: "), *tag_scripts((*typed, *told)))

    def _by_number(self, sources: Collection[str]) -> Iterator[Inline]:
        """Numbers alone, for a line that would name too many: the list has the names."""
        for position, source in enumerate(sorted(sources, key=self.sources.__getitem__)):
            yield Text(", " if position else "")
            yield Reference(f"{SOURCE}{source}", f"[{self.sources[source]}]")
        yield Text(".")

    def _noted(self, citations: tuple[Citation, ...]) -> Iterator[Inline]:
        """What a note says."""
        if self.style is None or self.style.numbered:
            return self._cited(citations)
        typed = tuple(c for c in citations if not c.calculated)
        ours = tuple(replace(c, calculated=False) for c in citations if c.calculated)
        return self._styled(typed, ours)

    def _styled(self, typed: tuple[Citation, ...], ours: tuple[Citation, ...]) -> Iterator[Inline]:
        """What is cited, as the style words it; then what our own calculations rest on."""
        assert self.style is not None
        if typed:
            yield from self._as_listed(self.style.note(typed, self.notes))
        if ours:
            before, _, _ = self.language.word("calculated_from").partition("{sources}")
            yield Text(f"{' ' if typed else ''}{before[:1].upper()}{before[1:]}")
            yield from self._as_listed(self.style.note(ours, self.notes))

    def _as_listed(self, inlines: tuple[Inline, ...]) -> Iterator[Inline]:
        """The same; references to a list that is not there become text."""
        for item in inlines:
            yield Text(item.text) if isinstance(item, Reference) and not self.listed else item

    def _cited(self, citations: tuple[Citation, ...], *, opening: bool = True) -> Iterator[Inline]:
        """What is cited, then what our own calculations rest on, closed by a full stop."""
        typed = tuple(c for c in citations if not c.calculated)
        ours = tuple(c for c in citations if c.calculated)
        yield from self._named(typed)
        if ours:
            before, _, after = self.language.word("calculated_from").partition("{sources}")
            lead = before if typed or not opening else before[:1].upper() + before[1:]
            yield Text(f"{'; ' if typed else ''}{lead}")
            yield from self._named(ours)
            yield Text(after)
        yield Text(".")

    def _named(self, citations: tuple[Citation, ...]) -> Iterator[Inline]:
        """Short name, places and [n] of each source. A source is named once, with all its places."""
        places: dict[str, list[str]] = {}
        grades: dict[str, dict[str, None]] = {}
        for citation in citations:
            found = places.setdefault(citation.source, [])
            grades.setdefault(citation.source, {}).update({citation.grade: None} if citation.grade else {})
            if citation.locator and citation.locator not in found:
                found.append(citation.locator)
        for position, (source, locators) in enumerate(places.items()):
            name = self.short_names.get(source, source)
            grade = f" ({', '.join(grades[source])})" if grades[source] else ""
            yield Text(f"{'; ' if position else ''}{', '.join([name, *sorted(locators, key=_by_number)])}{grade}")
            if self.listed:
                yield Text(" ")
                yield Reference(f"{SOURCE}{source}", f"[{self.sources[source]}]")

    def _reference(self, item: Reference) -> Reference:
        if not item.target.startswith("?"):
            return item if item.text else replace(item, text=self.labels.get(item.target, ""))
        name = item.target[1:]
        for target in (f"table/{name}", f"figure/{name}", self.openings.get(name, ""), name):
            if target in self.labels:
                return replace(item, target=target, text=self.labels[target])
        names = [key.split("/", 1)[-1] for key in self.labels if key.startswith(("table/", "figure/"))]
        names += self.openings
        hint = did_you_mean(name, names) or 'place it with {{ table("…") }} before you refer to it'
        self.problems.append(
            Problem("unknown-reference", f'nothing called "{name}" stands in the brief', item.origin, hint)
        )
        return replace(item, text="?")


def _heading_entries(blocks: tuple[Block, ...], levels: int) -> Iterator[Entry]:
    for block in blocks:
        if isinstance(block, Heading) and block.level <= levels:
            yield Entry(block.level, block.number, plain(block.inlines), block.key)


def _caption_entries(blocks: tuple[Block, ...], kind: type[Table | Figure]) -> Iterator[Entry]:
    """Whole captions, label and all: what Word puts there when the reader updates its list."""
    for block in blocks:
        if isinstance(block, kind):
            yield Entry(1, "", plain(caption_inlines(block)), block.key)


def _is_source_list(table: Table) -> bool:
    return any(row.anchor.startswith(SOURCE) for row in table.body)


def _by_number(locator: str) -> list[tuple[int, str]]:
    """For sorting places: "par. 6" before "par. 14", since digits count as numbers."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", locator)]


def resolve(
    document: Document,
    language: Language,
    short_names: Mapping[str, str],
    *,
    style: Bibliography | None = None,
    summarise: Callable[[Sequence[str]], str] | None = None,
) -> tuple[Document, list[Problem]]:
    """The document with every number in it, and a problem for each reference to nothing and each thing placed twice.

    `short_names` are the house's; `style` is a citation style, where one is asked for; `summarise` words the statement on sources.
    """
    resolver = _Resolver(document, language, short_names, style, summarise)
    return resolver.run(), resolver.problems
