"""Declared tables: a `TableSpec` and the facts it picks → a Table block.

Takes the ledger and a language; gives a table whose cells know their facts, with bands, units in the header where all rows
share one, and the sources of its rows gathered for the source line. Must not know Markdown, Jinja or pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.columns import weigh
from briefing.decimals import Numerals
from briefing.errors import NOWHERE, Origin
from briefing.facts.quantity import PartialDate
from briefing.facts.schema import ColumnSpec, Fact, Ledger, RowsSpec, Source, TableSpec
from briefing.language import Language
from briefing.model import (
    Align,
    Cell,
    Citation,
    Column,
    FactRef,
    Inline,
    Link,
    Note,
    Reference,
    Row,
    Table,
    Text,
    plain,
)
from briefing.views import ASPECTS, FactView, short_name

NUMERIC = ("value", "number", "figure")


@dataclass(frozen=True, slots=True)
class TableMaker:
    """Makes the declared tables of one ledger."""

    ledger: Ledger
    language: Language

    def make(self, spec: TableSpec, origin: Origin = NOWHERE) -> Table:
        """The table of a spec; `origin` is where the template places it."""
        if spec.rows.kind == "sources":
            return self._make_sources(spec, origin)
        views = self._sorted(spec, list(self._rows(spec)))
        unit = "" if _has_unit_column(spec) else _shared_unit(views, self.language)
        bare = bool(unit) or _has_unit_column(spec)
        head = [_heading(c, unit if c.aspect == "value" else "", self.language) for c in spec.columns]
        grid = [[self._cell(view, c, bare=bare) for c in spec.columns] for view in views]
        aligns = [self._align(c, [row[i] for row in grid]) for i, c in enumerate(spec.columns)]
        texts = [head, *([plain(cell) for cell in row] for row in grid)]
        weights = spec.widths or weigh(texts)
        mark = self.language.decimal_mark
        columns = tuple(Column(align, w, mark) for align, w in zip(aligns, weights, strict=True))
        body = self._banded(spec, views, [self._row(cells, columns) for cells in grid])
        missing = any(plain(cell) == self.language.word("no_value") for row in grid for cell in row)
        return Table(
            key=f"table/{spec.id}",
            origin=origin if origin.file else spec.origin,
            title=(Text(spec.title),),
            columns=columns,
            head=(self._head(head, columns),),
            body=tuple(body),
            source=_sources_of(views),
            notes=self._notes(spec, missing=missing),
        )

    def _align(self, column: ColumnSpec, cells: Sequence[tuple[Inline, ...]]) -> Align:
        if not _is_numeric(column, cells):
            return "left"
        numerals = Numerals(self.language.decimal_mark, self.language.group_mark)
        return "decimal" if numerals.align(cells) else "right"

    # -------------------------------------------------------------- rows

    def _rows(self, spec: TableSpec) -> Iterator[FactView]:
        """One view a printed row: a fact, each of its claims, or each point of its series."""
        for fact in pick_facts(self.ledger, spec.rows):
            whole = FactView(fact, self.language)
            for point in fact.points:
                for claim in point.claims:
                    yield replace(whole, point=point, claim=claim)
            if not fact.points:
                for claim in fact.claims:
                    yield replace(whole, claim=claim)

    def _sorted(self, spec: TableSpec, views: list[FactView]) -> list[FactView]:
        if not spec.sort_by:
            return views
        if spec.sort_by in ("date", "as_of", "when"):
            return sorted(views, key=_date_key, reverse=spec.descending)
        return sorted(
            views, key=lambda view: plain(self._content(view, spec.sort_by)).casefold(), reverse=spec.descending
        )

    def _banded(self, spec: TableSpec, views: Sequence[FactView], rows: Sequence[Row]) -> Iterator[Row]:
        """The rows, under one band for each value of the tag they are grouped by, in order of first appearance."""
        if not spec.group_by:
            yield from rows
            return
        groups: dict[str, list[Row]] = {}
        for view, row in zip(views, rows, strict=True):
            groups.setdefault(plain(self._content(view, spec.group_by)), []).append(row)
        for name, members in groups.items():
            yield Row((Cell(((Text(name),),), header=True, columns=len(spec.columns)),), kind="band")
            yield from members

    @staticmethod
    def _row(cells: Sequence[tuple[Inline, ...]], columns: Sequence[Column]) -> Row:
        pairs = zip(cells, columns, strict=True)
        return Row(tuple(Cell((cell,), column.align, header=i == 0) for i, (cell, column) in enumerate(pairs)))

    @staticmethod
    def _head(titles: Sequence[str], columns: Sequence[Column]) -> Row:
        pairs = zip(titles, columns, strict=True)
        aligns: list[tuple[str, Align]] = [(t, "right" if c.align == "decimal" else c.align) for t, c in pairs]
        return Row(tuple(Cell(((Text(title),),), align, header=True) for title, align in aligns))

    def _notes(self, spec: TableSpec, *, missing: bool) -> tuple[tuple[Inline, ...], ...]:
        notes = list(spec.notes)
        if missing:
            notes.append(self.language.word("no_value_note"))
        return tuple((Text(note),) for note in notes)

    # -------------------------------------------------------------- cells

    def _cell(self, view: FactView, column: ColumnSpec, *, bare: bool) -> tuple[Inline, ...]:
        aspect = "figure" if bare and column.aspect == "value" else column.aspect
        return self._content(view, aspect) or (Text(self.language.word("no_value")),)

    def _content(self, view: FactView, aspect: str) -> tuple[Inline, ...]:
        """What a cell prints of a row's fact; empty where there is nothing to print."""
        fact = view.fact
        if aspect == "source":
            names = dict.fromkeys(self._short(c) for claim in view.claims for c in claim.sources)
            return (Text("; ".join(names)),) if names else ()
        if aspect == "topic":
            return (Text(self.ledger.topics[fact.topic].title),)
        if aspect in fact.tags:
            return (Text(fact.tags[aspect]),)
        if aspect == "name" and not fact.name:
            aspect = "says"
        if aspect not in (*ASPECTS, "figure"):
            return ()
        picked = replace(view, aspect=aspect)  # type: ignore[arg-type]
        return picked.printed().inlines if picked.has(aspect) else ()

    def _short(self, citation: Citation) -> str:
        return short_name(self.ledger.sources[citation.source], self.language)

    # -------------------------------------------------------------- sources

    def _make_sources(self, spec: TableSpec, origin: Origin) -> Table:
        """The list of sources. Resolve drops those that nothing cites and orders the rest by number."""
        columns = tuple(spec.columns)
        grid = [[self._source_cell(source, c.aspect) for c in columns] for source in self.ledger.sources.values()]
        heads = [_heading(c, "", self.language) for c in columns]
        weights = spec.widths or weigh([heads, *([plain(cell) for cell in row] for row in grid)])
        made = tuple(Column("left", w) for w in weights)
        rows = zip(self.ledger.sources, grid, strict=True)
        return Table(
            key=f"table/{spec.id}",
            origin=origin if origin.file else spec.origin,
            title=(Text(spec.title),),
            columns=made,
            head=(self._head(heads, made),),
            body=tuple(replace(self._row(cells, made), anchor=f"source/{name}") for name, cells in rows),
            notes=self._notes(spec, missing=False),
        )

    def _source_cell(self, source: Source, aspect: str) -> tuple[Inline, ...]:
        if aspect == "number":
            return (Reference(f"source/{source.id}"),)
        if aspect == "date":
            words = source.date.words(self.language) if source.date else source.undated or self.language.word("undated")
            return (Text(words),)
        if aspect in ("url", "archived"):
            address = str(getattr(source, aspect))
            return (Link(address, (Text(address),)),) if address else (Text(self.language.word("no_value")),)
        if aspect == "accessed":
            return (Text(source.accessed.words(self.language) if source.accessed else self.language.word("no_value")),)
        return (Text(str(getattr(source, aspect, "")) or self.language.word("no_value")),)


def default_sources(ledger: Ledger, language: Language) -> TableSpec:
    """The list of sources for a dossier that declares none."""
    shown = ["number", "title", "author", "publisher", "date", "url"]
    widths = {"number": 1.0, "title": 5.0, "author": 2.0, "publisher": 2.0, "date": 2.0, "url": 4.0}
    columns = [a for a in shown if a in ("number", "title") or any(getattr(s, a) for s in ledger.sources.values())]
    title = {"number": language.word("source_number")}
    specs = tuple(ColumnSpec(aspect, NOWHERE, title.get(aspect, "")) for aspect in columns)
    picked = tuple(widths[aspect] for aspect in columns)
    return TableSpec("sources", NOWHERE, language.word("sources"), RowsSpec("sources"), specs, widths=picked)


def pick_facts(ledger: Ledger, rows: RowsSpec) -> Sequence[Fact]:
    """The facts that a table's rows name, in the order in which they were typed or named."""
    if rows.kind == "topic":
        return ledger.topics[rows.topic].facts
    if rows.kind == "facts":
        return [ledger.facts[name] for name in rows.names]
    tagged = [f for f in ledger.facts.values() if rows.tag in f.tags]
    return [f for f in tagged if not rows.tag_value or f.tags[rows.tag] == rows.tag_value]


def declared_in(ledger: Ledger, topic: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the declared tables and figures whose first fact is a topic's: where a generic template places them.

    A picture has no facts and belongs to the first topic.
    """
    tables = {spec.id: spec.rows for spec in ledger.tables.values() if spec.rows.kind != "sources"}
    figures = {spec.id: spec.rows for spec in ledger.figures.values()}

    def of_topic(rows: RowsSpec | None) -> bool:
        if rows is None:
            return next(iter(ledger.topics), "") == topic
        facts = pick_facts(ledger, rows)
        return bool(facts) and facts[0].topic == topic

    return tuple(n for n, rows in tables.items() if of_topic(rows)), tuple(
        n for n, rows in figures.items() if of_topic(rows)
    )


def _heading(column: ColumnSpec, unit: str, language: Language) -> str:
    title = column.title or language.column(column.aspect)
    return f"{title} ({unit})" if unit else title


def _has_unit_column(spec: TableSpec) -> bool:
    return any(column.aspect == "unit" for column in spec.columns)


def _shared_unit(views: Iterable[FactView], language: Language) -> str:
    """The unit that every value of a column has, for its header; "" where they differ."""
    units = [claim.value.unit_words(language) for v in views for claim in v.claims if claim.value is not None]
    return units[0] if len(units) > 1 and len(set(units)) == 1 else ""


def _is_numeric(column: ColumnSpec, cells: Sequence[tuple[Inline, ...]]) -> bool:
    return column.aspect in NUMERIC and any(isinstance(i, FactRef) for cell in cells for i in cell)


def _sources_of(views: Iterable[FactView]) -> tuple[Inline, ...]:
    citations = dict.fromkeys(c for view in views for claim in view.claims for c in claim.sources)
    return (Note(tuple(citations)),) if citations else ()


def _date_key(view: FactView) -> tuple[int, ...]:
    claim = view.claims[0] if view.claims else None
    day: PartialDate | None = view.point.when if view.point else None
    if day is None and claim is not None:
        day = claim.date or view.fact.date or claim.as_of or view.fact.as_of
    # By the last day that is meant: what happened "in 2024" stands after what happened in June of that year.
    return (*day.last_day, *day.key) if day is not None else (9999,)
