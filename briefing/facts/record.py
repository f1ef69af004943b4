"""The record embedded in every brief.

It has one versioned format for `facts.json` in the PDF, the custom XML in the Word file, and frozen editions.
It is made from a resolved document and its ledger. It holds only what the pages show: printed facts, the claims
and sources behind them, formulas of derived numbers, and the key and words of each block. Internal notes,
claims that are not printed, local paths and names that are not printed never enter it. A `marker` is the
bookmark of a fact in the Word file (`document.fact_markers`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from briefing.document.fact_markers import MarkedFact, mark_facts
from briefing.document.model import (
    Block,
    Document,
    Figure,
    Heading,
    Note,
    Plot,
    inlines_of,
    kind_name,
    label_of,
    plain,
    walk,
)
from briefing.document.passages import rows_of, spans_of
from briefing.document.printed_facts import drawn_facts
from briefing.document.printed_text import words_of
from briefing.facts.ledger import Claim, Ledger
from briefing.facts.quantity import PartialDate

SCHEMA = "briefing/record/1"
CHANGES = "changes"
"""Prefix of the block keys of the changes box, and name of the default table of changes."""


def make_record(document: Document, ledger: Ledger) -> dict[str, Any]:
    """Return the record as plain values, in document order."""
    dossier = ledger.dossier
    shown = list(mark_facts(document))
    for place, block in enumerate(walk(document.blocks)):
        # Facts in charts have no marker.
        shown += [MarkedFact(place, block.key, ref, "") for ref in drawn_facts(block)]
    shown.sort(key=lambda marked: marked.place)
    current = [marked for marked in shown if marked.fact.aspect != "former"]
    spans = spans_of(document)
    sources = {}
    for name, number in document.sources.items():
        source = ledger.sources[name]
        day = _iso(source.date) or source.undated
        words = {"title": source.title, "publisher": source.publisher, "date": day, "url": source.url}
        sources[name] = without_empty({"number": number} | words)
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
    return without_empty(head) | {
        "sources": sources,
        "facts": _facts([m for m in current if m.fact.fact not in ledger.judgements], ledger),
        **without_empty({"judgements": _judgements([m for m in current if m.fact.fact in ledger.judgements], ledger)}),
        **without_empty({"former": _former([m for m in shown if m.fact.aspect == "former"], ledger)}),
        **without_empty(_changes(document, ledger)),
        "blocks": [_block(block, spans.get(block.key, {})) for block in walk(document.blocks)],
    }


def write_record(document: Document, ledger: Ledger) -> bytes:
    """Return the record as readable JSON; the same document gives the same bytes."""
    return write_json(make_record(document, ledger))


def write_json(values: Mapping[str, Any]) -> bytes:
    """Return values as JSON with one line per entry, on the first two levels.

    Full indentation takes Python five times as long.
    """
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
"""Shared encoder: `json.dumps` with options would create one for each of the some hundred calls per record."""


# ------------------------------------------------------------------ facts


def _facts(shown: list[MarkedFact], ledger: Ledger) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for marked in shown:
        ref = marked.fact
        fact = ledger.facts[ref.fact]
        entry = facts.setdefault(fact.id, {"claims": {}, "shown": []})
        entry["shown"].append(
            without_empty(
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
            # From these a derived number can be calculated again.
            named = fact.derivation.inputs
            inputs = [without_empty({"fact": i.fact, "claim": i.claim, "point": i.point}) for i in named]
            entry["derived"] = {"formula": fact.derivation.formula, "inputs": inputs}
        point = next((point for point in fact.points if point.label == ref.point), None)
        claims = fact.claims if point is None else point.claims
        for claim in [claim for claim in claims if claim.id == ref.claim] or claims:
            key = "/".join(part for part in (ref.point, claim.id) if part)
            entry["claims"].setdefault(key, _claim(claim))
    return facts


def _judgements(shown: list[MarkedFact], ledger: Ledger) -> dict[str, Any]:
    """Return the printed parts of judgements, with their scale.

    Assumptions and the like are included only if printed.
    """
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
        entry["shown"].append(without_empty(place))
    return judged


def _former(shown: list[MarkedFact], ledger: Ledger) -> dict[str, Any]:
    """Return the printed words of the superseded edition, which nobody claims now."""
    former: dict[str, Any] = {}
    for marked in shown:
        ref = marked.fact
        entry = former.setdefault(ref.fact, {"edition": ledger.dossier.supersedes, "shown": []})
        place = {"block": marked.block, "aspect": ref.aspect, "point": ref.point, "text": ref.text}
        entry["shown"].append(without_empty(place | {"marker": marked.marker}))
    return former


def _changes(document: Document, ledger: Ledger) -> dict[str, Any]:
    """Return the labels of the changes that the pages show.

    These are all changes if a table lists them; otherwise those in the changes box, and the number of the
    others.
    """
    labelled = ledger.compared.labelled if ledger.compared is not None else ()
    keys = {block.key for block in walk(document.blocks)}
    names = {CHANGES} - ledger.tables.keys() | {s.id for s in ledger.tables.values() if s.rows.kind == CHANGES}
    if not any(f"table/{name}" in keys for name in names):
        boxed = [c for place, c in enumerate(labelled, start=1) if f"{CHANGES}/item-{place}" in keys]
        left = len(labelled) - len(boxed) if boxed else 0
        return {"changes": {change.id: change.label for change in boxed}, "more_changes": left or None}
    return {"changes": {change.id: change.label for change in labelled}}


def _claim(claim: Claim) -> dict[str, Any]:
    return without_empty(
        {
            "value": claim.value.written if claim.value is not None else "",
            "date": _iso(claim.date),
            "as_of": _iso(claim.as_of),
            "by": claim.by,
            "counts": claim.counts,
            "status": claim.status,
            "sources": [without_empty({"source": c.source, "locator": c.locator}) for c in claim.sources],
        }
    )


# ------------------------------------------------------------------ words


def _block(block: Block, spans: Mapping[str, list[list[Any]]]) -> dict[str, Any]:
    """Return everything that a block prints, so that a file can be verified against it.

    That is its words, number, notes and alternative text; the position of each printed fact in the words (line,
    start, end), the number of lines of each table row, and the line of each note if that is not the last one.
    The marks are the numbers that a chart draws, in the order of its series, each with its fact.
    """
    notes: list[str] = []
    lines: list[int] = []  # the line of each note, from 0
    line = -1
    for run in inlines_of(block):
        line += bool(plain(run))
        for item in run:
            if isinstance(item, Note):
                notes.append(plain(item.inlines))
                lines.append(max(line, 0))
    marks = []
    if isinstance(block, Figure) and isinstance(block.chart, Plot):
        for mark in block.chart.points:
            named = {"fact": mark.words.fact, "claim": mark.words.claim, "point": mark.words.point}
            marks.append(without_empty(named | {"low": mark.low, "high": mark.high, "text": mark.words.text}))
    label = block.number if isinstance(block, Heading) else label_of(block)
    alt = block.alt if isinstance(block, Figure) else ""
    text = words_of(block)
    entry: dict[str, Any] = {"key": block.key, "kind": kind_name(block), "label": label, "text": text}
    entry |= {"alt": alt, "notes": notes, "marks": marks, "spans": spans.get("spans"), "rows": rows_of(block)}
    noted_above = lines if any(line < text.count("\n") for line in lines) else []
    return without_empty(entry | {"noted": noted_above, "note_spans": spans.get("note_spans")})


def _iso(date: PartialDate | None) -> str:
    return date.iso if date is not None else ""


def without_empty(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values without empty ones."""
    return {key: value for key, value in values.items() if value not in ("", [], {}, None)}
