"""Passages of a brief: the text of each paragraph, cell, caption and note, with the printed facts in it.

They are taken from a resolved document or from the record embedded in a file, in the same shape. So
a reviewed copy can be compared with what it was built from and with what would be built now. Text
is what a reader sees: without note marks, captions with their labels, headings without their
numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefing.document.fact_markers import FactMarkers
from briefing.document.inlines import without_links
from briefing.document.model import (
    Block,
    Contents,
    Document,
    FactReference,
    Heading,
    Inline,
    Note,
    Paragraph,
    Table,
    inlines_of,
    kind_name,
    label_of,
    notes_of,
    plain,
    walk,
)
from briefing.problems.problem import NO_LOCATION, Location

NOTE = "note"


@dataclass(frozen=True, slots=True)
class Span:
    """A printed fact in a passage: its characters from `start` to `end`, and its identity."""

    start: int
    end: int
    fact: str
    aspect: str
    claim: str = ""
    point: str = ""
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage. `kind` is its block's, or "note"; `place` counts the passages of a block from 0.

    `lines` pairs offsets with lines of the location's file, as `Paragraph.lines` does; `section` is
    the heading above; `row` counts the rows of a table from 1, including head rows, and is 0
    elsewhere. `typed` is the number of characters of a footnote that were typed: 0 for notes
    generated from sources.
    """

    block: str
    kind: str
    place: int
    text: str
    spans: tuple[Span, ...] = ()
    location: Location = NO_LOCATION
    lines: tuple[tuple[int, int], ...] = ()
    section: str = ""
    row: int = 0
    typed: int = 0


# ------------------------------------------------------------------ of a document


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Return every passage in document order; the notes of a block follow its own text."""
    markers, section = FactMarkers(), ""
    found: list[Passage] = []
    waiting: list[tuple[int, Note]] = []
    for block in walk(document.blocks):
        if isinstance(block, Heading):
            section = plain(block.inlines)
        kind = kind_name(block)
        lines = block.lines if isinstance(block, Paragraph) else ()
        rows = _rows(rows_of(block))
        # Contents are passed over: their entries are the words of other blocks, and records do not have them.
        own = () if isinstance(block, Contents) else _own_lines(block, markers)
        for place, (text, spans) in enumerate(own):
            found.append(
                Passage(block.key, kind, place, text, spans, block.location, lines, section, rows.get(place, 0))
            )
        for place, note in enumerate(notes_of(block)):
            if text := plain(note.inlines):
                location, typed = (
                    note.location if note.typed else block.location,
                    len(plain(note.inlines[: note.typed])),
                )
                waiting.append((len(found), note))
                found.append(Passage(block.key, NOTE, place, text, (), location, note.lines, section, typed=typed))
    for at, note in waiting:  # Facts in notes are named after all facts in the body text, so they are filled in last.
        found[at] = replace(found[at], spans=tuple(_read(note.inlines, markers)[1]))
    return tuple(found)


def _own_lines(block: Block, markers: FactMarkers) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield the text of each run that a block itself prints, in the order of `words_of`, captions with labels."""
    for place, run in enumerate(inlines_of(block)):
        text, spans = _read(run, markers)
        if not text:
            continue
        lead = _lead(block) if place == 0 else ""
        yield lead + text, tuple(_moved(span, len(lead)) for span in spans)


def _read(run: tuple[Inline, ...], markers: FactMarkers) -> tuple[str, list[Span]]:
    text, spans = "", []
    for item in without_links(run):
        if isinstance(item, FactReference):
            marker = markers.name(item)
            if item.text:
                end = len(text) + len(item.text)
                spans.append(Span(len(text), end, item.fact, item.aspect, item.claim, item.point, marker))
        text += plain((item,))
    return text, spans


def rows_of(block: Block) -> list[int]:
    """Return the number of text lines of each table row. The first entry is for the title."""
    if not isinstance(block, Table):
        return []
    counts = [sum(1 for cell in row.cells for run in cell.paragraphs if plain(run)) for row in block.rows]
    return [1 if plain(block.title) else 0, *counts]


def _rows(counts: Sequence[int]) -> dict[int, int]:
    """Return the row number of each line of a table's text that belongs to a row."""
    rows: dict[int, int] = {}
    at = counts[0] if counts else 0
    for number, count in enumerate(counts[1:], start=1):
        rows |= dict.fromkeys(range(at, at + count), number)
        at += count
    return rows


def _moved(span: Span, by: int) -> Span:
    if not by:
        return span
    return Span(span.start + by, span.end + by, span.fact, span.aspect, span.claim, span.point, span.marker)


# ------------------------------------------------------------------ of a record


def spans_of(document: Document) -> Mapping[str, dict[str, list[list[Any]]]]:
    """Return for the record where facts are printed, by block.

    Each is line, start, end and marker under "spans"; under "note_spans" the number of the note
    replaces the line. Offsets are counted without a caption's label.
    """
    found: dict[str, dict[str, list[list[Any]]]] = {}
    leads = {block.key: _lead(block) for block in walk(document.blocks)}
    for passage in passages_of(document):
        noted = passage.kind == NOTE
        lead = len(leads[passage.block]) if passage.place == 0 and not noted else 0
        for span in passage.spans:
            entry = [passage.place, span.start - lead, span.end - lead, span.marker]
            found.setdefault(passage.block, {}).setdefault("note_spans" if noted else "spans", []).append(entry)
    return found


def _lead(block: Block) -> str:
    """Return what stands before the title in a caption."""
    return f"{label_of(block)}. " if label_of(block) else ""


def passages_in_record(record: Mapping[str, Any]) -> tuple[Passage, ...]:
    """Return the passages of the brief that a record describes. A reader has checked the record against its schema."""
    facts: dict[str, tuple[str, str, str, str]] = {}
    for group in ("facts", "judgements", "former"):
        for name, entry in record.get(group, {}).items():
            for shown in entry.get("shown", ()):
                aspect = "former" if group == "former" else str(shown.get("aspect", ""))
                identity = (name, aspect, str(shown.get("claim", "")), str(shown.get("point", "")))
                facts[str(shown.get("marker", ""))] = identity
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
    """Return the facts in the text of a block by line, or in its notes by number."""
    spans: dict[int, list[Span]] = {}
    for entry in block.get(name, ()):
        place, start, end, marker = int(entry[0]), int(entry[1]), int(entry[2]), str(entry[3])
        if marker in facts:
            fact, aspect, claim, point = facts[marker]
            spans.setdefault(place, []).append(Span(start, end, fact, aspect, claim, point, marker))
    return spans
