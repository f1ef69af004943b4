"""What travels with a brief: one versioned schema for the PDF's `facts.json`, the Word file's custom XML and frozen editions.

Takes a resolved document and the ledger it came from. Gives only what the pages show: the facts that are printed, the claims
and sources behind what is printed of them, the formula of a number of ours, and each block's key and words. A `marker` is the
name that the place has in the Word file (see `markers`). No notes to self, no claim that is not shown, no path of a machine, no
name that is not printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from briefing.document.fact_markers import MarkedFact, facts_of, mark_facts
from briefing.document.model import (
    Block,
    Callout,
    Contents,
    DataPoint,
    Document,
    FactReference,
    Figure,
    Heading,
    Inline,
    Link,
    Note,
    Plot,
    Table,
    Timeline,
    TitleBlock,
    inlines_of,
    kind_name,
    plain,
    walk,
)
from briefing.document.passages import rows_of, spans_of
from briefing.facts.ledger import Claim, Derivation, Fact, Ledger, Source
from briefing.facts.quantity import PartialDate

SCHEMA = "briefing/record/1"
CHANGES = "changes"
"""What begins the keys of the box of changes, and what its table is called where the dossier declares none."""


def make_record(document: Document, ledger: Ledger) -> dict[str, Any]:
    """The record as plain values, in document order."""
    dossier = ledger.dossier
    shown = _shown(document)
    current = [marked for marked in shown if marked.fact.aspect != "former"]
    spans = spans_of(document)
    head = {
        "schema": SCHEMA,
        "dossier": document.name,
        "title": document.properties.title,
        "variant": dossier.variant,
        "edition": dossier.edition,
        "supersedes": dossier.supersedes,
        "language": document.properties.language,
        "date": _iso(dossier.date),
        "information_cut_off": _iso(dossier.information_cut_off),
        "restates": dossier.restates,
    }
    return full(head) | {
        "sources": {name: _source(ledger.sources[name], number) for name, number in document.sources.items()},
        "facts": _facts([m for m in current if m.fact.fact not in ledger.judgements], ledger),
        **full({"judgements": _judgements([m for m in current if m.fact.fact in ledger.judgements], ledger)}),
        **full({"former": _former([m for m in shown if m.fact.aspect == "former"], ledger)}),
        **full(_changes(document, ledger)),
        "blocks": [_block(block, spans.get(block.key, {})) for block in walk(document.blocks)],
    }


def write_record(document: Document, ledger: Ledger) -> bytes:
    """The record as JSON that a person can read; same document, same bytes."""
    return write_json(make_record(document, ledger))


def write_json(values: Mapping[str, Any]) -> bytes:
    """Named values as JSON, each on a line, those of groups and lists too. Indenting all of it takes Python five times as long."""
    lines = []
    for key, value in values.items():
        if isinstance(value, dict) and value:
            inner = ",\n".join(f"  {_json(name)}: {_json(each)}" for name, each in value.items())
            lines.append(f" {_json(key)}: {{\n{inner}\n }}")
        elif isinstance(value, list) and value:
            inner = ",\n".join(f"  {_json(each)}" for each in value)
            lines.append(f" {_json(key)}: [\n{inner}\n ]")
        else:
            lines.append(f" {_json(key)}: {_json(value)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


_json = json.JSONEncoder(ensure_ascii=False).encode
"""One encoder for all: `json.dumps` makes one a call, and a record is some hundred calls."""


# ------------------------------------------------------------------ facts


def printed_facts(document: Document) -> Iterator[tuple[FactReference, str]]:
    """Every fact that is printed, with the key of the block that prints it, in document order."""
    for block in walk(document.blocks):
        found = [each for inlines in inlines_of(block) for each in facts_of(inlines)]
        yield from ((fact, block.key) for fact, in_note in found if not in_note)
        yield from ((fact, block.key) for fact, in_note in found if in_note)
        if isinstance(block, Figure):
            yield from ((fact, block.key) for fact in chart_references(block))


def _shown(document: Document) -> list[MarkedFact]:
    """Every fact that is printed, with the block that prints it, in the order of blocks. What a chart prints has no marker."""
    shown = list(mark_facts(document))
    for place, block in enumerate(walk(document.blocks)):
        if isinstance(block, Figure):
            shown += [MarkedFact(place, block.key, ref, "") for ref in chart_references(block)]
    return sorted(shown, key=lambda marked: marked.place)


def _refs(inlines: tuple[Inline, ...]) -> Iterator[FactReference]:
    for item in inlines:
        if isinstance(item, FactReference):
            yield item
        elif isinstance(item, Link | Note):
            yield from _refs(item.inlines)


def chart_references(figure: Figure) -> Iterator[FactReference]:
    """Every fact that a figure's chart draws, in its order."""
    chart = figure.chart
    if isinstance(chart, Plot):
        marks: list[DataPoint] = [m for s in chart.series for group in s.marks for m in group]
        yield from (mark.words for mark in marks)
    elif isinstance(chart, Timeline):
        for event in chart.events:
            yield event.when
            yield from _refs(event.what)
    elif chart is not None:
        for flow in chart.flows:
            yield from _refs(flow.figure)


def _facts(shown: list[MarkedFact], ledger: Ledger) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for marked in shown:
        ref = marked.fact
        fact = ledger.facts[ref.fact]
        entry = facts.setdefault(fact.id, {"claims": {}, "shown": []})
        entry["shown"].append(
            full(
                {
                    "block": marked.block,
                    "aspect": ref.aspect,
                    "claim": ref.claim,
                    "point": ref.point,
                    "text": ref.text,
                    "marker": marked.marker,
                }
            )
        )
        if fact.derivation is not None:
            entry["derived"] = _derivation(fact.derivation)
        for key, claim in _claims(fact, ref):
            entry["claims"].setdefault(key, _claim(claim))
    return facts


def _judgements(shown: list[MarkedFact], ledger: Ledger) -> dict[str, Any]:
    """What is shown of judgements, and the scale that their words are of. Assumptions and the like travel only if printed."""
    judged: dict[str, Any] = {}
    for marked in shown:
        ref = marked.fact
        judgement = ledger.judgements[ref.fact]
        entry = judged.setdefault(
            judgement.id,
            {
                "scale": ledger.scale.name if ledger.scale else "",
                "likelihood": judgement.likelihood.word,
                "range": [judgement.likelihood.low, judgement.likelihood.high],
                "horizon": _iso(judgement.horizon),
                "confidence": judgement.confidence,
                "shown": [],
            },
        )
        place = {"block": marked.block, "aspect": ref.aspect, "text": ref.text, "marker": marked.marker}
        entry["shown"].append(full(place))
    return judged


def _former(shown: list[MarkedFact], ledger: Ledger) -> dict[str, Any]:
    """What is shown of the edition before: words that it had, and that nobody claims now."""
    former: dict[str, Any] = {}
    for marked in shown:
        ref = marked.fact
        entry = former.setdefault(ref.fact, {"edition": ledger.dossier.supersedes, "shown": []})
        place = {"block": marked.block, "aspect": ref.aspect, "point": ref.point, "text": ref.text}
        entry["shown"].append(full(place | {"marker": marked.marker}))
    return former


def _changes(document: Document, ledger: Ledger) -> dict[str, Any]:
    """The labels of the changes that the pages tell of: of all where a table lists them, else of those in the box and how many are left."""
    labelled = ledger.compared.labelled if ledger.compared is not None else ()
    keys = {block.key for block in walk(document.blocks)}
    names = {CHANGES} - ledger.tables.keys() | {s.id for s in ledger.tables.values() if s.rows.kind == CHANGES}
    if not any(f"table/{name}" in keys for name in names):
        boxed = [c for place, c in enumerate(labelled, start=1) if f"{CHANGES}/item-{place}" in keys]
        left = len(labelled) - len(boxed) if boxed else 0
        return {"changes": {change.id: change.label for change in boxed}, "more_changes": left or None}
    return {"changes": {change.id: change.label for change in labelled}}


def _derivation(derivation: Derivation) -> dict[str, Any]:
    """The formula and what stands in it: what a number of ours can be worked out from again."""
    inputs = [full({"fact": i.fact, "claim": i.claim, "point": i.point}) for i in derivation.inputs]
    return {"formula": derivation.formula, "inputs": inputs}


def _claims(fact: Fact, ref: FactReference) -> Iterator[tuple[str, Claim]]:
    """The claims behind what is printed, by point and claim."""
    points = [p for p in fact.points if p.label == ref.point]
    claims = points[0].claims if points else fact.claims
    picked = [c for c in claims if c.id == ref.claim] or list(claims)
    for claim in picked:
        yield "/".join(part for part in (ref.point, claim.id) if part), claim


def _claim(claim: Claim) -> dict[str, Any]:
    return full(
        {
            "value": claim.value.written if claim.value is not None else "",
            "date": _iso(claim.date),
            "as_of": _iso(claim.as_of),
            "by": claim.by,
            "counts": claim.counts,
            "status": claim.status,
            "sources": [full({"source": c.source, "locator": c.locator}) for c in claim.sources],
        }
    )


def _source(source: Source, number: int) -> dict[str, Any]:
    date = _iso(source.date) or source.undated
    facts = {"number": number, "title": source.title, "publisher": source.publisher, "date": date, "url": source.url}
    return full(facts)


# ------------------------------------------------------------------ words


def _block(block: Block, spans: Mapping[str, list[list[Any]]]) -> dict[str, Any]:
    """Everything that a block says, so that a reader of the file can be held to it: words, number, notes, alt text; and where in its
    words (line, first letter, end) which printed fact stands, how many lines each row of a table has, and which line each note is of
    where that is not the last.
    """
    noted = list(_noted(block))
    notes = [plain(note.inlines) for _, note in noted]
    lines = [line for line, _ in noted]
    label = block.label if isinstance(block, Table | Figure) else block.number if isinstance(block, Heading) else ""
    alt = block.alt if isinstance(block, Figure) else ""
    text = words_of(block)
    said: dict[str, Any] = {"key": block.key, "kind": kind_name(block), "label": label, "text": text}
    said |= {"alt": alt, "notes": notes, "marks": _marks(block), "spans": spans.get("spans"), "rows": rows_of(block)}
    noted_above = lines if any(line < text.count("\n") for line in lines) else []
    return full(said | {"noted": noted_above, "note_spans": spans.get("note_spans")})


def _noted(block: Block) -> Iterator[tuple[int, Note]]:
    """The notes of a block, each with the number of the line, from 0, in which its mark stands."""
    line = -1
    for run in inlines_of(block):
        line += bool(plain(run))
        for item in run:
            if isinstance(item, Note):
                yield max(line, 0), item


def _marks(block: Block) -> list[dict[str, Any]]:
    """The numbers that a chart draws, in the order of its series, each with whose it is."""
    if not isinstance(block, Figure) or not isinstance(block.chart, Plot):
        return []
    marks = [mark for series in block.chart.series for group in series.marks for mark in group]
    return [
        full({"fact": m.words.fact, "claim": m.words.claim, "point": m.words.point, "low": m.low, "high": m.high,
              "text": m.words.text})
        for m in marks
    ]  # fmt: skip


def words_of(block: Block) -> str:
    """The words that a block itself prints, each run of them on a line."""
    if isinstance(block, TitleBlock):
        return "\n".join((block.title, block.subtitle, *block.byline)).strip()
    if isinstance(block, Callout | Contents):
        return block.title
    return "\n".join(words for run in inlines_of(block) if (words := plain(run)))


def _iso(date: PartialDate | None) -> str:
    return date.iso if date is not None else ""


def full(values: dict[str, Any]) -> dict[str, Any]:
    """The values that say something."""
    return {key: value for key, value in values.items() if value not in ("", [], {}, None)}
