"""The table of changes: one row per labelled change, with the words of the superseded edition and of this one.

The source line names the sources of both editions, as far as the old ones still exist in the dossier.
"""

from __future__ import annotations

from briefing.compose.changes.change_text import ChangeWriter
from briefing.compose.column_widths import weigh_columns
from briefing.compose.declared_tables import band_rows, order_of
from briefing.compose.statement_case import raise_first
from briefing.document.model import Cell, Column, FactReference, Inline, Note, Row, Table, Text, plain
from briefing.facts.change_model import Change, fact_of
from briefing.facts.ledger import ColumnSpec, Ledger, RowsSpec, TableSpec
from briefing.facts.views import FactView, short_name
from briefing.language import Language
from briefing.problems.problem import NO_LOCATION, Location

UNSAFE = ("unverified", "disputed", "planned", "retracted", "proposed")
"""Statuses that a table must print, or it would show unsettled facts as settled."""


def default_changes(ledger: Ledger, language: Language) -> TableSpec:
    """Return the table of changes for a dossier that declares none."""
    changes = ledger.compared.labelled if ledger.compared is not None else ()
    edition = ledger.compared.edition if ledger.compared is not None else ""
    facts = [ledger.facts[name] for change in changes if (name := fact_of(change.id)[0]) in ledger.facts]
    statuses = {c.status for f in facts for c in (*f.claims, *(c for p in f.points for c in p.claims))}
    widths = {"record": 0.8, "was": 4.0, "now": 4.0, "change": 1.3, "status": 1.3}
    shown = ["record"] if any(change.record for change in changes) else []
    shown += ["was", "now", "change", *(["status"] if statuses & set(UNSAFE) else [])]
    title = language.phrase("changes", edition=edition)
    columns = tuple(ColumnSpec(aspect, NO_LOCATION) for aspect in shown)
    return TableSpec(
        "changes", NO_LOCATION, title, RowsSpec("changes"), columns, widths=tuple(widths[a] for a in shown)
    )


def make_changes(spec: TableSpec, writer: ChangeWriter, location: Location) -> Table:
    """Return the table of a spec; `location` is where the template places it."""
    language = writer.language
    nothing = language.word("no_value")
    empty = (Text(nothing),)
    changes = writer.compared.labelled
    bands = [_words(change, spec.group_by, writer) for change in changes] if spec.group_by else []
    if spec.sort_by:
        order = order_of(spec, [_words(change, spec.sort_by, writer) for change in changes], bands)
        changes = tuple(changes[place] for place in order)
        bands = [bands[place] for place in order] if bands else []
    grid = [[_content(change, column, writer) or empty for column in spec.columns] for change in changes]
    was = language.phrase("as_published", edition=writer.compared.edition)
    heads = [c.title or (was if c.aspect == "was" else language.column(c.aspect)) for c in spec.columns]
    weights = spec.widths or weigh_columns([heads, *([plain(cell) for cell in row] for row in grid)])
    columns = tuple(Column("left", weight) for weight in weights)
    rows = [
        Row(tuple(Cell((cell,), header=len(cells) > 1 and place == 0) for place, cell in enumerate(cells)))
        for cells in grid
    ]
    if spec.group_by:
        rows = list(band_rows(rows, [band or nothing for band in bands], len(columns)))
    if not rows:
        rows = [Row((Cell(((Text(language.word("nothing_changed")),),), columns=len(columns)),))]
    citations = tuple(dict.fromkeys(c for change in changes for c in writer.citations(change)))
    missing = any(cell == empty for row in grid for cell in row)
    notes = [*spec.notes, *([language.word("no_value_note")] if missing else [])]
    return Table(
        key=f"table/{spec.id}",
        location=location if location.file else spec.location,
        title=(Text(spec.title),),
        columns=columns,
        head=(Row(tuple(Cell(((Text(head),),), header=True) for head in heads)),),
        body=tuple(rows),
        source=(Note(citations),) if citations else (),
        notes=tuple((Text(note),) for note in notes),
    )


def _words(change: Change, aspect: str, writer: ChangeWriter) -> str:
    return plain(_content(change, ColumnSpec(aspect, NO_LOCATION), writer))


def _content(change: Change, column: ColumnSpec, writer: ChangeWriter) -> tuple[Inline, ...]:
    """Return what a cell prints; empty if there is nothing to print."""
    ledger, language, aspect = writer.ledger, writer.language, column.aspect
    if aspect == "was":
        return raise_first(writer.was(change), ledger.glossary)
    if aspect == "now":
        now = writer.now(change) or writer.typed(change) or (Text(language.word("no_longer_there")),)
        return raise_first(now, ledger.glossary)
    if aspect == "change":
        return (Text(writer.label(change)),)
    if aspect == "says":
        return raise_first(writer.says(change), ledger.glossary)
    if aspect == "source":
        names = dict.fromkeys(short_name(ledger.sources[c.source], language) for c in writer.current(change))
        return (Text("; ".join(names)),) if names else ()
    name, point = fact_of(change.id)
    fact = ledger.facts.get(name)
    if aspect == "topic":
        return (Text(ledger.topics[fact.topic].title),) if fact is not None and fact.topic in ledger.topics else ()
    if fact is not None:
        points = {p.label: p for p in fact.points}
        view = FactView(fact, language, None, points.get(point), aspect)
        return view.printed().inlines if view.has(aspect) else ()
    judged = ledger.judgements.get(name)
    if judged is not None:
        return (FactReference(name, judged.name, "name"),) if aspect == "name" and judged.name else ()
    former = writer.compared.former.get(change.id)
    words = former.aspects.get(aspect, "") if former is not None and aspect in ("record", "name") else ""
    return (FactReference(name, words, "former", point=point),) if words else ()
