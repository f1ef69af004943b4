"""The words of a brief as passages: one for each paragraph, cell, caption and note, with the printed facts in it and where they stand.

Takes a resolved document, or the record that travels with a file; gives passages of the same shape, so that a reviewed copy can be
held against what it was built from and against what would be built now. A passage's words are those of a reader: notes left out,
captions with their labels, headings without their numbers. Reads no file and knows no format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefing.document.fact_markers import Markers
from briefing.document.model import (
    Block,
    Callout,
    Document,
    FactRef,
    Figure,
    Front,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Table,
    inlines_of,
    plain,
    walk,
)
from briefing.problems.problem import NOWHERE, Origin

NOTE = "note"


@dataclass(frozen=True, slots=True)
class Span:
    """A printed fact in a passage: its letters from `start` to `end`, and whose they are."""

    start: int
    end: int
    fact: str
    aspect: str
    claim: str = ""
    point: str = ""
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """`kind` is that of its block, or "note"; `place` counts the passages of a block from 0.

    `lines` pairs letters with lines of the origin's file, as `Paragraph.lines` does; `section` is the heading above; `row` counts the
    rows of a table from 1, its heads among them, and is 0 elsewhere. `typed` counts the letters of a footnote that were typed: none of
    a note that is made from sources.
    """

    block: str
    kind: str
    place: int
    text: str
    spans: tuple[Span, ...] = ()
    origin: Origin = NOWHERE
    lines: tuple[tuple[int, int], ...] = ()
    section: str = ""
    row: int = 0
    typed: int = 0


# ------------------------------------------------------------------ of a document


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Every passage in document order; the notes of a block stand behind its own words."""
    markers, section = Markers(), ""
    found: list[Passage] = []
    waiting: list[tuple[int, Note]] = []
    for block in walk(document.blocks):
        if isinstance(block, Heading):
            section = plain(block.inlines)
        kind = type(block).__name__.lower()
        lines = block.lines if isinstance(block, Paragraph) else ()
        rows = _rows(rows_of(block))
        for place, (text, spans) in enumerate(_own_lines(block, markers)):
            found.append(Passage(block.key, kind, place, text, spans, block.origin, lines, section, rows.get(place, 0)))
        notes = [item for run in inlines_of(block) for item in run if isinstance(item, Note)]
        for place, note in enumerate(notes):
            if text := plain(note.inlines):
                origin, typed = note.origin if note.typed else block.origin, len(plain(note.inlines[: note.typed]))
                waiting.append((len(found), note))
                found.append(Passage(block.key, NOTE, place, text, (), origin, note.lines, section, typed=typed))
    for at, note in waiting:  # facts in notes have their names after all those in the text
        found[at] = replace(found[at], spans=tuple(_read(note.inlines, markers)[1]))
    return tuple(found)


def _own_lines(block: Block, markers: Markers) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """What a block itself prints, a line each run, in the order and number of `record.words_of`; captions bear their labels."""
    if isinstance(block, Front):
        yield from ((line, ()) for line in (block.title, block.subtitle, *block.byline) if line)
        return
    if isinstance(block, Callout):
        yield from ((line, ()) for line in (block.title,) if line)
        return
    label = block.label if isinstance(block, Table | Figure) else ""
    for place, run in enumerate(inlines_of(block)):
        text, spans = _read(run, markers)
        if not text:
            continue
        lead = f"{label}. " if label and place == 0 else ""
        yield lead + text, tuple(_moved(span, len(lead)) for span in spans)


def _read(run: tuple[Inline, ...], markers: Markers) -> tuple[str, list[Span]]:
    text, spans = "", []
    for item in run:
        for fact, start, words in _facts(item):
            at = len(text) + start
            marker = markers.name(fact)
            if words:
                spans.append(Span(at, at + len(words), fact.fact, fact.aspect, fact.claim, fact.point, marker))
        text += plain((item,))
    return text, spans


def rows_of(block: Block) -> list[int]:
    """Of a table: how many lines of its words each row has. The first line is its title, if it has one."""
    if not isinstance(block, Table):
        return []
    rows = (*block.head, *block.body)
    counts = [sum(1 for cell in row.cells for run in cell.paragraphs if plain(run)) for row in rows]
    return [1 if plain(block.title) else 0, *counts]


def _rows(counts: Sequence[int]) -> dict[int, int]:
    """The row of each line of a table's words that is in one."""
    rows: dict[int, int] = {}
    at = counts[0] if counts else 0
    for number, count in enumerate(counts[1:], start=1):
        rows |= dict.fromkeys(range(at, at + count), number)
        at += count
    return rows


def _facts(item: Inline) -> Iterator[tuple[FactRef, int, str]]:
    if isinstance(item, FactRef):
        yield item, 0, item.text
    elif isinstance(item, Link):
        at = 0
        for inner in item.inlines:
            if isinstance(inner, FactRef):
                yield inner, at, inner.text
            at += len(plain((inner,)))


def _moved(span: Span, by: int) -> Span:
    if not by:
        return span
    return Span(span.start + by, span.end + by, span.fact, span.aspect, span.claim, span.point, span.marker)


# ------------------------------------------------------------------ of a record


def spans_of(document: Document) -> Mapping[str, dict[str, list[list[Any]]]]:
    """For the record: by block, each fact as line, start, end and marker: those in its own words, "spans", and with the number of the
    note instead of the line, "note_spans". Letters are counted without a caption's label.
    """
    found: dict[str, dict[str, list[list[Any]]]] = {}
    labels = {block.key: _label(block) for block in walk(document.blocks)}
    for passage in passages_of(document):
        noted = passage.kind == NOTE
        lead = len(labels[passage.block]) if passage.place == 0 and not noted else 0
        for span in passage.spans:
            told = [passage.place, span.start - lead, span.end - lead, span.marker]
            found.setdefault(passage.block, {}).setdefault("note_spans" if noted else "spans", []).append(told)
    return found


def _label(block: Block) -> str:
    return f"{block.label}. " if isinstance(block, Table | Figure) and block.label else ""


def passages_in_record(record: Mapping[str, Any]) -> tuple[Passage, ...]:
    """The passages of the brief that a record is of. What has another shape than a record's is left out."""
    facts = dict(_marked(record))
    section = ""
    found: list[Passage] = []
    for block in record.get("blocks", ()):
        key, kind, text = (str(block.get(name, "")) for name in ("key", "kind", "text"))
        if kind == "contents":
            continue
        section = text if kind == "heading" else section
        label = f"{block['label']}. " if kind in ("table", "figure") and block.get("label") else ""
        rows = _rows([int(count) for count in block.get("rows", ())])
        spans, noted = (_spans_in(block, name, facts) for name in ("spans", "note_spans"))
        for place, words in enumerate(line for line in text.split("\n") if line):
            lead = label if place == 0 else ""
            own = tuple(_moved(span, len(lead)) for span in spans.get(place, ()))
            found.append(Passage(key, kind, place, lead + words, own, section=section, row=rows.get(place, 0)))
        found += [
            Passage(key, NOTE, place, str(words), tuple(noted.get(place, ())), section=section)
            for place, words in enumerate(block.get("notes", ()))
            if words
        ]
    return tuple(found)


def _spans_in(
    block: Mapping[str, Any], name: str, facts: Mapping[str, tuple[str, str, str, str]]
) -> dict[int, list[Span]]:
    """The facts in the words of a block, by line, or in its notes, by number."""
    spans: dict[int, list[Span]] = {}
    for told in block.get(name, ()):
        place, start, end, marker = int(told[0]), int(told[1]), int(told[2]), str(told[3])
        if marker in facts:
            fact, aspect, claim, point = facts[marker]
            spans.setdefault(place, []).append(Span(start, end, fact, aspect, claim, point, marker))
    return spans


def _marked(record: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    """What each marker names: fact, aspect, claim and point."""
    for group in ("facts", "judgements", "former"):
        for name, entry in record.get(group, {}).items():
            for shown in entry.get("shown", ()):
                aspect = "former" if group == "former" else str(shown.get("aspect", ""))
                told = (name, aspect, str(shown.get("claim", "")), str(shown.get("point", "")))
                yield str(shown.get("marker", "")), told
