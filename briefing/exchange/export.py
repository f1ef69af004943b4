"""Export a dossier's facts as rows: one per claim or point, with value, numbers, dates, sources and location.

Take a ledger (for a release, the released ledger); return rows of facts and of sources. `csv_of` and `json_of` turn them
into bytes; `writers/xlsx.py` makes XLSX of them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from briefing.document.marking import name_with
from briefing.facts.ledger import Claim, Fact, Ledger, Placeholder, Point, Source
from briefing.facts.quantity import PartialDate, Quantity
from briefing.facts.tlp import Labels
from briefing.facts.value_types import TLP_LABELS
from briefing.language import Language

SCHEMA = "briefing/export/1"
Cell = str | Decimal | date
# A spreadsheet program reads a cell that begins with one of these as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
FACT_COLUMNS = (
    "id", "claim", "point", "topic", "name", "says", "quote", "value", "bound", "number", "lower", "upper", "unit", "date", "as of", "by",
    "counts", "status", "tags", "source", "source titles", "source urls", "note", "tlp", "record", "stale after", "formula", "typed",
)  # fmt: skip
# "origin" is the id of the source that this source repeats.
SOURCE_COLUMNS = (
    *(f.name for f in fields(Source) if f.name not in ("location", "details", "imported", "original")),
    "origin",
)
_LOWER, _UPPER = ("more than", "at least"), ("less than", "fewer than", "up to")


@dataclass(frozen=True, slots=True)
class Export:
    """Exported rows. `facts` and `sources` are by column name.

    `marking` is the stricter of the dossier's own marking and the strictest label of a row; `stem` is the file name without
    its extension.
    """

    stem: str
    title: str
    date: str
    marking: str
    facts: tuple[Mapping[str, Cell], ...]
    sources: tuple[Mapping[str, Cell], ...]


def export(ledger: Ledger, language: Language, *, released: bool = False) -> Export:
    """Return the facts and sources of a ledger as rows; if it was `released`, without notes and locations."""
    rows = _Rows(ledger, language, Labels(ledger, assumed=""), released=released)
    facts = tuple(row for fact in ledger.facts.values() for row in rows.of_fact(fact))
    graded = not released or ledger.dossier.grades == "shown"
    hidden = ("note", *(() if graded else ("reliability",))) if released else ()
    sources: list[dict[str, Cell]] = []
    for source in ledger.sources.values():
        values = {name: getattr(source, name) or "" for name in SOURCE_COLUMNS[:-1]} | {"origin": source.original}
        cells = {name: _day(value) if isinstance(value, PartialDate) else value for name, value in values.items()}
        sources.append(cells | dict.fromkeys(hidden, ""))
    own, strictest = ledger.dossier.marking, max(rows.ranks, default=0)
    rank = TLP_LABELS.index(own) if own in TLP_LABELS else 0
    marking = TLP_LABELS[strictest] if strictest > rank else own
    day = ledger.dossier.date
    dated = "-".join(f"{part:02d}" for part in day.last_day) if day is not None else "2000-01-01"
    stem = name_with(f"{ledger.dossier.name}.facts", marking)
    return Export(stem, ledger.dossier.title, dated, marking, facts, tuple(sources))


# ------------------------------------------------------------------ rows


@dataclass(slots=True)
class _Rows:
    """Builder of the rows of facts. `ranks` collects the rank of each row's label.

    Notes and locations are for colleagues: a release has neither.
    """

    ledger: Ledger
    language: Language
    labels: Labels
    released: bool
    ranks: list[int] = field(default_factory=list)

    def of_fact(self, fact: Fact) -> Iterator[dict[str, Cell]]:
        """Yield a row for each claim of the fact and of each point."""
        for claim in fact.claims:
            yield self._row(fact, claim, None)
        for point in fact.points:
            for claim in point.claims:
                yield self._row(fact, claim, point)

    def _row(self, fact: Fact, claim: Claim, point: Point | None) -> dict[str, Cell]:
        rank = self.labels.of_claim(fact, claim)
        self.ranks.append(rank)
        cited = [self.ledger.sources[c.source] for c in claim.sources if c.source in self.ledger.sources]
        says = (f"{{{part.name}}}" if isinstance(part, Placeholder) else part for part in fact.says)
        as_of = claim.as_of or fact.as_of
        if point is not None:  # its own date is in the column "point"
            as_of = claim.as_of if claim.as_of != point.when else None
        location = claim.location if claim.location.file else fact.location
        typed = f"{location.file}:{location.line}" if location.line else location.file
        row: dict[str, Cell] = {
            "id": fact.id,
            "claim": claim.id,
            "point": point.label if point is not None else "",
            "topic": fact.topic,
            "name": fact.name,
            "says": "".join(says),
            "quote": fact.quotation.words if fact.quotation is not None else "",
            "date": _day(claim.date or fact.date) if point is None else "",
            "as of": _day(as_of),
            "by": claim.by or fact.by,
            "counts": claim.counts or fact.counts,
            "status": claim.status,
            "tags": "; ".join(f"{key}: {text}" for key, text in fact.tags.items()),
            "source": "; ".join(", ".join(p for p in (c.source, c.locator) if p) for c in claim.sources),
            "source titles": " | ".join(source.title for source in cited),
            "source urls": " | ".join(source.url for source in cited) if any(s.url for s in cited) else "",
            "note": "" if self.released else claim.note or fact.note,
            "tlp": TLP_LABELS[rank] if rank or claim.tlp or fact.tlp else "",
            "record": claim.record or fact.record,
            "stale after": fact.stale_after,
            "formula": fact.derivation.formula if fact.derivation is not None else "",
            "typed": "" if self.released else typed,
        }
        value = self._value(claim.value, fact) if claim.value is not None else {"value": ".." if point else ""}
        return {name: (row | value).get(name, "") for name in FACT_COLUMNS}

    def _value(self, value: Quantity, fact: Fact) -> dict[str, Cell]:
        """Return the value as typed (a calculated one as it prints), with its numbers and their unit."""
        low, high = value.low, value.high
        bounded = value.bound in (*_LOWER, *_UPPER)
        return {
            "value": value.words(self.language) if fact.derivation is not None else value.written,
            "bound": value.bound,
            "number": low if high is None else "",
            "lower": low if high is not None or (bounded and value.bound in _LOWER) else "",
            "upper": high if high is not None else low if value.bound in _UPPER else "",
            "unit": " ".join(p for p in ("%" if value.percent else value.scale, value.currency, value.unit) if p),
        }


def _day(day: PartialDate | None) -> Cell:
    """Return a single day as a date, anything else as text."""
    if day is None:
        return ""
    exact = day.end is None and day.month is not None and day.day is not None
    return date(day.year, day.month, day.day) if exact and day.month and day.day else day.iso


# ------------------------------------------------------------------ text files


def csv_of(made: Export) -> bytes:
    """Return the facts as CSV in UTF-8, with a byte-order mark for Excel and no cell that would become a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FACT_COLUMNS)
    for row in made.facts:
        writer.writerow([_csv_text(row[name]) for name in FACT_COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _csv_text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date):
        return cell.isoformat()
    # A cell that has such an apostrophe itself gets another one, so that importing it again takes one away.
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def json_of(made: Export) -> bytes:
    """Return facts and sources as one JSON object, in the order of the dossier, without empty values."""
    exported: dict[str, Any] = {"schema": SCHEMA, "title": made.title}
    if made.marking:
        exported["marking"] = made.marking
    exported |= {"facts": [_plain(row) for row in made.facts], "sources": [_plain(row) for row in made.sources]}
    return (json.dumps(exported, indent=2, ensure_ascii=False, default=_json_number) + "\n").encode("utf-8")


def _plain(row: Mapping[str, Cell]) -> dict[str, Any]:
    return {
        name.replace(" ", "_"): cell.isoformat() if isinstance(cell, date) else cell
        for name, cell in row.items()
        if cell != ""
    }


def _json_number(value: object) -> float | int:
    assert isinstance(value, Decimal)
    return int(value) if value == value.to_integral_value() else float(value)
