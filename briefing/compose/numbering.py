"""Number everything in one pass: headings, tables, figures, notes, sources, cross-references, contents.

In the resulting document every number and label is final. This runs before any writer, so that PDF and Word cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from briefing.compose.note_text import SOURCE, Bibliography, NoteWords
from briefing.document.model import (
    SUMMARY,
    Block,
    Break,
    Captioned,
    Citation,
    Contents,
    CrossReference,
    Document,
    FactReference,
    Figure,
    Heading,
    Inline,
    Link,
    Note,
    Row,
    StyledText,
    Table,
    Text,
    TocEntry,
    caption_inlines,
    change_inlines,
    inlines_of,
    plain,
    walk,
)
from briefing.language import Language
from briefing.language.scripts import tag_scripts
from briefing.problems.problem import Problem
from briefing.problems.suggest import did_you_mean

BETWEEN_NOTES = "\u202f"
"""A narrow no-break space between two marks, so that 3 and 4 side by side are not read as 34."""


def resolve(
    document: Document,
    language: Language,
    short_names: Mapping[str, str],
    *,
    style: Bibliography | None = None,
    summarise: Callable[[Sequence[str]], str] | None = None,
) -> tuple[Document, list[Problem]]:
    """Return the numbered document, and problems: unknown references, things placed twice, skipped heading levels.

    `short_names`: names of sources in the house style; `style`: the citation style, if any; `summarise` returns the statement on
    the cited sources.
    """
    resolver = _Resolver(document, language, short_names, style, summarise)
    return resolver.run(), resolver.problems


@dataclass(slots=True)
class _Resolver:
    """State of one numbering pass."""

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
    # Whether the last heading of each level has a number.
    counted: list[bool] = field(default_factory=lambda: [True] * 4)
    notes: int = 0
    words: NoteWords = field(init=False)

    def run(self) -> Document:
        self._number_sources()
        self.words = NoteWords(self.language, self.short_names, self.style, self.sources, self.listed)
        seen: set[str] = set()
        for block in walk(self.document.blocks):
            if block.key in seen:
                message = f'"{block.key.split("/", 1)[-1]}" is placed twice'
                hint = "place it once and refer to it with ref()"
                self.problems.append(Problem("placed-twice", message, block.location, hint))
            seen.add(block.key)
        blocks = tuple(self._numbered(self.document.blocks))
        self._collect_labels(blocks)
        blocks = tuple([change_inlines(block, self._inlines, self.words.line) for block in blocks])
        blocks = tuple(self._fill_lists(blocks))
        return replace(self.document, blocks=blocks, sources=self.sources)

    def _fill_lists(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        """Yield the blocks with lists of contents, tables and figures filled in; empty lists are reported and left out."""
        for block in blocks:
            if not isinstance(block, Contents):
                yield block
                continue
            if block.of == "headings":
                headings = [b for b in blocks if isinstance(b, Heading) and b.level <= block.levels]
                entries = [TocEntry(h.level, h.number, plain(h.inlines), h.key) for h in headings]
            else:
                # Whole captions with their labels, as Word writes them when a reader updates the list.
                captioned = [b for b in blocks if isinstance(b, Table if block.of == "tables" else Figure)]
                entries = [TocEntry(1, "", plain(caption_inlines(b)), b.key) for b in captioned]
            if entries or block.of == "headings":
                yield replace(block, entries=tuple(entries))
            else:
                message = f"there are no {block.of} to list, so no list of {block.of} is printed"
                hint = f"delete {{{{ list_of_{block.of}() }}}}, or place a {block.of.removesuffix('s')}"
                self.problems.append(Problem("nothing-to-list", message, block.location, hint, "warning"))

    # ------------------------------------------------------------ sources

    def _number_sources(self) -> None:
        """Give the sources their numbers, in the order of first citation or that of the citation style."""
        for block in walk(self.document.blocks):
            if isinstance(block, Table) and _is_source_list(block):
                self.listed = True
                continue
            for run in inlines_of(block):
                for citation in _cited_in(run):
                    self.sources.setdefault(citation.source, len(self.sources) + 1)
        if self.style is not None:
            self.sources = {source: n for n, source in enumerate(self.style.order(tuple(self.sources)), start=1)}

    def _source_row(self, row: Row, source: str) -> Row:
        """Return a row of the list of sources with its number and, for a note, the entry in the citation style."""

        def filled(item: Inline) -> tuple[Inline, ...]:
            if isinstance(item, CrossReference):
                return (Text(str(self.sources[source])),)
            return self.style.entry(source) if isinstance(item, Note) and self.style is not None else (item,)

        cells = (
            replace(c, paragraphs=tuple(tuple(i for x in p for i in filled(x)) for p in c.paragraphs))
            for c in row.cells
        )
        return replace(row, cells=tuple(cells))

    # ------------------------------------------------------------ numbers

    def _numbered(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        counts = [0, 0, 0, 0]
        tables = figures = 0
        for block in blocks:
            match block:
                case Heading():
                    yield self._number_heading(block, counts)
                case Table():
                    tables += 1
                    body = block.body
                    if _is_source_list(block):  # only the cited ones, in the order of their numbers
                        rows = {row.anchor.removeprefix(SOURCE): row for row in body}
                        body = tuple(self._source_row(rows[s], s) for s in self.sources if s in rows)
                    yield replace(block, body=body, label=f"{self.language.word('table')} {tables}")
                case Figure():
                    figures += 1
                    yield replace(block, label=f"{self.language.word('figure')} {figures}")
                case _:
                    yield block

    def _number_heading(self, block: Heading, counts: list[int]) -> Heading:
        """Return the heading with its number; `counts` has the number reached at each level."""
        level = block.level
        if level > self.depth + 1:
            message = f"the first heading has level {level}"
            if self.depth:
                message = f"a heading of level {level} follows one of level {self.depth}"
            hint = f"begin it with {'#' * (self.depth + 1)}: screen readers need levels without gaps"
            self.problems.append(Problem("heading-skips-level", message, block.location, hint))
        self.depth = level
        counts[level:] = [0] * (len(counts) - level)
        # Headings below an unnumbered heading have no number either.
        counted = block.numbered and all(self.counted[: level - 1]) and 0 not in counts[: level - 1]
        self.counted[level - 1] = counted
        if not counted:
            return replace(block, numbered=False)
        counts[level - 1] += 1
        return replace(block, number=".".join(str(n) for n in counts[:level]))

    def _collect_labels(self, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            if isinstance(block, Captioned):
                self.labels[block.key] = block.label
                for row in block.body if isinstance(block, Table) else ():
                    if row.anchor.startswith(SOURCE):
                        self.labels[row.anchor] = f"[{self.sources[row.anchor.removeprefix(SOURCE)]}]"
            elif isinstance(block, Heading):
                numbered = self.language.phrase("section_number", number=block.number)
                self.labels[block.key] = numbered if block.number else plain(block.inlines)
                self.openings.setdefault(block.key.split("/", 1)[0], block.key)

    # ------------------------------------------------------------ contents of blocks

    def _inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return the inlines resolved; the same object if nothing needs a number or a language, as in most cells."""
        for item in inlines:
            if not isinstance(item, StyledText) or not (item.language or item.text.isascii()):
                return tuple(self._resolved(inlines))
        return inlines

    def _resolved(self, inlines: tuple[Inline, ...]) -> Iterator[Inline]:
        for before, item in zip((None, *inlines), inlines, strict=False):
            match item:
                case Note():
                    if isinstance(before, Note):
                        yield Text(BETWEEN_NOTES)
                    self.notes += 1
                    note = replace(item, number=self.notes, key=f"note-{self.notes}")
                    if note.typed:
                        parts = [(i,) if isinstance(i, Note) else tuple(self._resolved((i,))) for i in note.inlines]
                        yield self.words.footnote(replace(note, inlines=tuple(i for part in parts for i in part)))
                    else:
                        words = note.inlines or tuple(self.words.note(note.citations, note.number))
                        yield replace(note, inlines=tuple(tag_scripts(words)))
                case CrossReference(target=target) if target == SUMMARY:
                    yield Text(self.summarise(tuple(self.sources)) if self.summarise is not None else "")
                case CrossReference():
                    yield self._reference(item)
                case Text() | FactReference() | Link() | Break():
                    yield from tag_scripts((item,))
                case _:
                    assert_never(item)

    def _reference(self, item: CrossReference) -> CrossReference:
        if not item.target.startswith("?"):
            return item if item.text else replace(item, text=self.labels.get(item.target, ""))
        name = item.target[1:]
        for target in (f"table/{name}", f"figure/{name}", self.openings.get(name, ""), name):
            if target in self.labels:
                return replace(item, target=target, text=self.labels[target])
        names = [key.split("/", 1)[-1] for key in self.labels if key.startswith(("table/", "figure/"))]
        names += self.openings
        hint = did_you_mean(name, names) or 'place it with {{ table("…") }} or {{ figure("…") }}'
        self.problems.append(
            Problem("unknown-reference", f'this refers to "{name}", which is not in the brief', item.location, hint)
        )
        return replace(item, text="?")


def _cited_in(inlines: Sequence[Inline]) -> Iterator[Citation]:
    """Yield the citations in inlines, in the order in which they will be printed."""
    for item in inlines:
        if isinstance(item, Note):
            yield from _cited_in(item.inlines)
            yield from item.citations


def _is_source_list(table: Table) -> bool:
    return any(row.anchor.startswith(SOURCE) for row in table.body)
