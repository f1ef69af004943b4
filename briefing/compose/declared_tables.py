"""Make the tables that a dossier declares: a `TableSpec` and its facts become a Table.

Cells know their facts. A unit that all rows share goes into the header, and the sources of the rows into the source line. Must
not know Markdown, Jinja or pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.compose.column_widths import weigh_columns
from briefing.compose.statement_case import raise_first
from briefing.document.model import (
    Align,
    Break,
    Cell,
    Citation,
    Column,
    CrossReference,
    FactReference,
    Inline,
    Link,
    Note,
    Row,
    Table,
    Text,
    plain,
)
from briefing.facts.change_model import Comparison
from briefing.facts.judgement_text import JudgementText
from briefing.facts.ledger import ColumnSpec, Fact, Ledger, RowsSpec, Source, TableSpec
from briefing.facts.selection import OF_NO_FACTS, select_facts
from briefing.facts.sort_order import MixedUnitsError, Sortable, order_rows, sortable_of
from briefing.facts.views import REF_ASPECT, FactView, TagText, short_name, source_entry
from briefing.language import Language
from briefing.language.decimals import NumberFormat
from briefing.problems.problem import NO_LOCATION, BriefingError, Location, Problem

NUMERIC = ("value", "number", "figure")
OF_THE_FACT = ("name", "says", "value", "number", "figure", "quote", "original", "note", "counts", "latest", "range")
"""Columns that print what a fact says."""
OF_EDITIONS = ("was", "change", "finding")  # columns that need the superseded edition
OF_ALL_CLAIMS = ("name", "record", "topic", "source", *OF_EDITIONS)  # columns in which all claims of a fact are alike


@dataclass(frozen=True, slots=True)
class TableBuilder:
    """Builder of the declared tables of one ledger."""

    ledger: Ledger
    language: Language

    def make(self, spec: TableSpec, location: Location = NO_LOCATION) -> Table:
        """Return the table of a spec; `location` is where the template places it."""
        if spec.rows.kind == "sources":
            return self._make_sources(spec, location)
        if spec.rows.kind == "judgements":
            return self._make_judgements(spec, location)
        if any(column.aspect == "years" for column in spec.columns):
            return self._make_by_year(spec, location)
        views = list(self._rows(spec))
        bands = [plain(self._content(view, spec.group_by)) for view in views] if spec.group_by else []
        if spec.sort_by:
            order = order_of(spec, [self._sort_value(view, spec.sort_by) for view in views], bands)
            views = [views[place] for place in order]
            bands = [bands[place] for place in order] if bands else []
        # A unit that every value of the table has goes into the header.
        units = [c.value.unit_words(self.language) for v in views for c in v.claims if c.value is not None]
        own_column = any(column.aspect == "unit" for column in spec.columns)
        unit = units[0] if not own_column and len(units) > 1 and len(set(units)) == 1 else ""
        bare = bool(unit) or own_column
        before = self.ledger.compared.edition if self.ledger.compared is not None else ""
        head = [_heading(c, unit if c.aspect == "value" else "", self.language, before) for c in spec.columns]
        values = any(column.aspect in NUMERIC for column in spec.columns)
        aspects = ["figure" if bare and c.aspect == "value" else c.aspect for c in spec.columns]
        empty = (Text(self.language.word("no_value")),)
        tags_alone = not any(column.aspect in OF_THE_FACT for column in spec.columns)
        grid = [
            [self._content(view, aspect, values=values, tags_alone=tags_alone) or empty for aspect in aspects]
            for view in views
        ]
        aligns = [self._align(c, [row[i] for row in grid]) for i, c in enumerate(spec.columns)]
        texts = [head, *([plain(cell) for cell in row] for row in grid)]
        weights = spec.widths or weigh_columns(texts)
        mark = self.language.decimal_mark
        columns = tuple(Column(align, w, mark) for align, w in zip(aligns, weights, strict=True))
        rows = [self._row(cells, columns) for cells in grid]
        old = self.ledger.compared if any(c.aspect == "was" for c in spec.columns) else None
        citations = dict.fromkeys(c for view in views for claim in view.claims for c in claim.sources)
        if old is not None:
            citations |= dict.fromkeys(c for view in views for c in old.cited(view.unit))
        missing = any(plain(cell) == self.language.word("no_value") for row in grid for cell in row)
        return Table(
            key=f"table/{spec.id}",
            location=location if location.file else spec.location,
            title=(Text(spec.title),),
            columns=columns,
            head=(self._head(head, columns),),
            body=tuple(band_rows(rows, bands, len(columns)) if spec.group_by else rows),
            source=(Note(tuple(citations)),) if citations else (),
            notes=self._notes(spec, missing=missing),
        )

    def _align(self, column: ColumnSpec, cells: Sequence[tuple[Inline, ...]]) -> Align:
        if column.aspect not in NUMERIC or not any(isinstance(i, FactReference) for cell in cells for i in cell):
            return "left"
        numerals = NumberFormat(self.language.decimal_mark, self.language.group_mark)
        return "decimal" if numerals.align(cells) else "right"

    # -------------------------------------------------------------- rows

    def _rows(self, spec: TableSpec) -> Iterator[FactView]:
        """Yield one view per row: a fact, each of its claims, or each point of its series."""
        alike = all(c.is_tag or c.aspect in OF_ALL_CLAIMS for c in spec.columns) and spec.rows.kind != "claims"
        for fact in select_facts(self.ledger, spec.rows):
            whole = FactView(fact, self.language)
            if alike:
                yield from (replace(whole, point=point) for point in fact.points) if fact.points else (whole,)
                continue
            disputed = spec.rows.kind == "claims"
            for point in fact.points:
                for claim in point.claims if len(point.claims) > 1 or not disputed else ():
                    yield replace(whole, point=point, claim=claim)
            if not fact.points:
                for claim in fact.claims:
                    yield replace(whole, claim=claim)

    def _sort_value(self, view: FactView, aspect: str) -> Sortable:
        found = None if aspect in view.fact.tags else sortable_of(view, aspect)
        return plain(self._content(view, aspect)) if found is None else found

    @staticmethod
    def _row(cells: Sequence[tuple[Inline, ...]], columns: Sequence[Column]) -> Row:
        pairs = zip(cells, columns, strict=True)
        # The first cell of a row is its header, unless the row has only one cell.
        headed = len(columns) > 1
        return Row(
            tuple(Cell((cell,), column.align, header=headed and i == 0) for i, (cell, column) in enumerate(pairs))
        )

    @staticmethod
    def _head(titles: Sequence[str], columns: Sequence[Column]) -> Row:
        pairs = zip(titles, columns, strict=True)
        aligns: list[tuple[str, Align]] = [(t, "right" if c.align == "decimal" else c.align) for t, c in pairs]
        return Row(tuple(Cell(((Text(title),),), align, header=True) for title, align in aligns))

    def _notes(self, spec: TableSpec, *, missing: bool) -> tuple[tuple[Inline, ...], ...]:
        notes = list(spec.notes)
        if missing:
            changes = spec.rows.kind not in OF_NO_FACTS and any(c.aspect in OF_EDITIONS for c in spec.columns)
            notes.append(self.language.word("no_change_note" if changes else "no_value_note"))
        return tuple((Text(note),) for note in notes)

    # -------------------------------------------------------------- cells

    def _content(
        self, view: FactView, aspect: str, *, values: bool = True, tags_alone: bool = False
    ) -> tuple[Inline, ...]:
        """Return what a cell prints of a row's fact; empty if nothing.

        `values`: old words are values, not statements. `tags_alone`: nothing else in the row is known to be part of the fact.
        """
        fact = view.fact
        if aspect == "source":
            sources = [self.ledger.sources[c.source] for claim in view.claims for c in claim.sources]
            names = dict.fromkeys(short_name(source, self.language) for source in sources)
            return (Text("; ".join(names)),) if names else ()
        if aspect == "topic":
            return (Text(self.ledger.topics[fact.topic].title),)
        if aspect in OF_EDITIONS:
            compared = self.ledger.compared
            if compared is None:
                return ()
            if aspect == "was":
                words, point = compared.words(view.unit, values=values), view.point.label if view.point else ""
                return (FactReference(fact.id, words, "former", point=point),) if words else ()
            word = compared.label(view.unit) or (_finding(view, compared) if aspect == "finding" else "")
            return (Text(change_word(word, self.language)),) if word else ()
        if aspect in fact.tags:
            tag = fact.tags[aspect]
            return TagText(tag, fact.id).printed().inlines if tags_alone else (Text(tag),)
        if aspect == "name" and not fact.name:
            aspect = "says"
        if aspect not in REF_ASPECT:
            return ()
        picked = replace(view, aspect=aspect)
        inlines = picked.printed().inlines if picked.has(aspect) else ()
        return raise_first(inlines, self.ledger.glossary) if aspect == "says" else inlines

    # -------------------------------------------------------------- series by year

    def _make_by_year(self, spec: TableSpec, location: Location) -> Table:
        """Return a table with one row per series and one column per date, and the unit of a series in its first column."""
        facts = select_facts(self.ledger, spec.rows)
        if flat := [fact for fact in facts if not fact.points]:
            message = f'a table by year needs series, and "{flat[0].id}" is not one'
            raise BriefingError(Problem("not-a-series", message, spec.location, "select facts that have series:"))
        if spec.sort_by:
            hint = "delete the line: rows are in the order of the facts"
            raise BriefingError(Problem("bad-order", "a table by year cannot be sorted", spec.sort_location, hint))
        years = next(column for column in spec.columns if column.aspect == "years")
        wanted = range(years.first or 1, (years.last or 9999) + 1)
        dates = {p.label: p.when for fact in facts for p in fact.points if p.when.year in wanted}
        labels = sorted(dates, key=lambda label: dates[label].key)
        empty = (Text(self.language.word("no_value")),)
        head: list[str] = []
        for column in spec.columns:
            own = [_heading(column, "", self.language)]
            head += [dates[label].words(self.language) for label in labels] if column is years else own
        grid = [[cell or empty for cell in self._cells_by_year(fact, spec, labels)] for fact in facts]
        first = [column is not years for column in spec.columns for _ in (labels if column is years else (None,))]
        aligns: list[Align] = ["left" if words else "right" for words in first]
        weights = weigh_columns([head, *([plain(cell) for cell in row] for row in grid)])
        columns = tuple(
            Column(align, weight, self.language.decimal_mark) for align, weight in zip(aligns, weights, strict=True)
        )
        rows = [self._row(cells, columns) for cells in grid]
        if spec.group_by:
            bands = [plain(self._content(FactView(fact, self.language), spec.group_by)) for fact in facts]
            rows = list(band_rows(rows, bands, len(columns)))
        shown = (claim for fact in facts for p in fact.points if p.label in dates for claim in p.claims)
        citations = dict.fromkeys(citation for claim in shown for citation in claim.sources)
        return Table(
            key=f"table/{spec.id}",
            location=location if location.file else spec.location,
            title=(Text(spec.title),),
            columns=columns,
            head=(self._head(head, columns),),
            body=tuple(rows),
            source=(Note(tuple(citations)),) if citations else (),
            notes=self._notes(spec, missing=any(cell == empty for row in grid for cell in row)),
        )

    def _cells_by_year(self, fact: Fact, spec: TableSpec, labels: Sequence[str]) -> Iterator[tuple[Inline, ...]]:
        """Yield the cells of one series. A unit that all its values have follows its name, in the first column of words."""
        view = FactView(fact, self.language)
        units = {c.value.unit_words(self.language) for p in fact.points for c in p.claims if c.value is not None}
        naming = next((column for column in spec.columns if column.aspect != "years"), None)
        unit = units.pop() if len(units) == 1 and naming is not None else ""
        points = {point.label: point for point in fact.points}
        for column in spec.columns:
            if column.aspect != "years":
                words = self._content(view, column.aspect)
                yield (*words, Text(f", {unit}")) if words and unit and column is naming else words
                continue
            for label in labels:
                cell = replace(view, point=points.get(label), aspect="figure" if unit else "value")
                valued = cell.point is not None and any(claim.value is not None for claim in cell.claims)
                yield cell.printed().inlines if valued else ()

    # -------------------------------------------------------------- judgements

    def _make_judgements(self, spec: TableSpec, location: Location) -> Table:
        """Return a table with one row per judgement, the sources of their bases, and the key of the scale if a column uses it."""
        judged = tuple(self.ledger.judgements.values())
        # Without a scale there are no judgements: that was reported when the dossier was read.
        printer = printer_of(self.ledger, self.language) if judged else None
        empty = (Text(self.language.word("no_value")),)
        if printer and spec.sort_by:
            cells = [printer.sortable(judgement, spec.sort_by) for judgement in judged]
            judged = tuple(judged[place] for place in order_of(spec, cells))
        grid = [[printer.aspect(j, c.aspect) or empty for c in spec.columns] for j in judged] if printer else []
        heads = [_heading(c, "", self.language) for c in spec.columns]
        weights = spec.widths or weigh_columns([heads, *([plain(cell) for cell in row] for row in grid)])
        made = tuple(Column("left", w) for w in weights)
        citations = tuple(dict.fromkeys(c for j in judged for c in printer.citations(j))) if printer else ()
        likely = any(column.aspect == "likelihood" for column in spec.columns)
        return Table(
            key=f"table/{spec.id}",
            location=location if location.file else spec.location,
            title=(Text(spec.title),),
            columns=made,
            head=(self._head(heads, made),),
            body=tuple(self._row(cells, made) for cells in grid),
            source=(Note(citations),) if citations else (),
            notes=(*self._notes(spec, missing=False), *(((printer.key_text(),),) if printer and likely else ())),
        )

    # -------------------------------------------------------------- sources

    def _make_sources(self, spec: TableSpec, location: Location) -> Table:
        """Return the list of all sources. `numbering.resolve` drops those that nothing cites and orders the rest."""
        columns = tuple(spec.columns)
        shown = frozenset(column.aspect for column in columns)
        grid = [
            [self._source_cell(source, c.aspect, shown) for c in columns] for source in self.ledger.sources.values()
        ]
        heads = [_heading(c, "", self.language) for c in columns]
        weights = spec.widths or weigh_columns([heads, *([plain(cell) for cell in row] for row in grid)])
        made = tuple(Column("left", w) for w in weights)
        rows = zip(self.ledger.sources.values(), grid, strict=True)
        return Table(
            key=f"table/{spec.id}",
            location=location if location.file else spec.location,
            title=(Text(spec.title),),
            columns=made,
            head=(self._head(heads, made),),
            body=tuple(
                replace(self._row(cells, made), anchor=f"source/{source.id}", location=source.location)
                for source, cells in rows
            ),
            notes=self._notes(spec, missing=False),
        )

    def _source_cell(self, source: Source, aspect: str, shown: frozenset[str]) -> tuple[Inline, ...]:
        """Return a cell of the list. Particulars without a column of their own go below the title or the entry."""
        nothing = (Text(self.language.word("no_value")),)
        if aspect == "number":
            return (CrossReference(f"source/{source.id}"),)
        if aspect in ("title", "entry"):
            # A citation style needs to know all cited sources first: `numbering.resolve` fills in the words.
            styled = aspect == "entry" and self.ledger.dossier.citation_style != "numeric"
            head: tuple[Inline, ...] = (Note((Citation(source.id),)),) if styled else (Text(source.title),)
            if aspect == "entry" and not styled:
                head = tuple(source_entry(source, self.language))
            # A style decides for itself whether an entry has the date of access.
            return (*head, *self._particulars(source, shown | {"accessed"} if styled else shown))
        if aspect == "date":
            words = source.date.words(self.language) if source.date else source.undated or self.language.word("undated")
            return (Text(words),)
        if aspect in ("url", "archived"):
            address = str(getattr(source, aspect))
            return (Link(address, (Text(address),)),) if address else nothing
        if aspect == "accessed":
            return (Text(source.accessed.words(self.language)),) if source.accessed else nothing
        if aspect == "via":
            return (Text(self._via(source)),) if source.via else nothing
        if aspect == "read":
            return (Text(self.language.word(f"read_{source.read}")),) if source.read else nothing
        words = str(getattr(source, aspect, ""))
        return (Text(words),) if words else nothing

    def _via(self, source: Source) -> str:
        """Return through which source this one was read: the short name of another source, or words."""
        named = self.ledger.sources.get(source.via)
        return short_name(named, self.language) if named is not None else source.via

    def _particulars(self, source: Source, shown: frozenset[str]) -> Iterator[Inline]:
        """Yield further lines about a source: what it is, how it was read, where a copy is, and when it was accessed."""
        if source.descriptor and "descriptor" not in shown:
            yield from (Break(), Text(source.descriptor))
        if source.via and "via" not in shown:
            yield from (Break(), Text(self.language.phrase("read_via", source=self._via(source))))
        parts: list[Inline] = []
        if source.archived and "archived" not in shown:
            parts.append(Link(source.archived, (Text(_raised(self.language.word("archived"))),)))
        if source.accessed is not None and "accessed" not in shown:
            words = self.language.phrase("accessed", date=source.accessed.words(self.language))
            parts.append(Text(words if parts else _raised(words)))
        for position, part in enumerate(parts):
            yield from (Text("; ") if position else Break(), part)


def default_sources(ledger: Ledger, language: Language, *, numbered: bool = True) -> TableSpec:
    """Return the list of sources for a dossier that declares none; with a citation style it has that style's entries."""
    # Imported sources are listed only if a fact cites them.
    cited = {citation.source for fact in ledger.facts.values() for citation in fact.cited}
    listed = [source for source in ledger.sources.values() if not source.imported or source.id in cited]
    widths = {"number": 1.0, "title": 5.0, "author": 2.0, "publisher": 2.0, "date": 2.0, "url": 4.0, "entry": 14.0}
    widths["reliability"] = 2.4
    graded = ledger.dossier.grades == "shown" and any(source.reliability for source in listed)
    if ledger.dossier.citation_style == "numeric" and not graded:
        shown = ["number", "title", "author", "publisher", "date", "url"]
        columns = [a for a in shown if a in ("number", "title") or any(getattr(s, a) for s in listed)]
    else:
        columns = [*(["number"] if numbered else []), "entry", *(["reliability"] if graded else [])]
    title = {"number": language.word("source_number")}
    specs = tuple(ColumnSpec(aspect, NO_LOCATION, title.get(aspect, "")) for aspect in columns)
    picked = tuple(widths[aspect] for aspect in columns)
    return TableSpec("sources", NO_LOCATION, language.word("sources"), RowsSpec("sources"), specs, widths=picked)


def default_judgements(language: Language) -> TableSpec:
    """Return the table of judgements for a dossier that declares none."""
    columns = tuple(
        ColumnSpec(aspect, NO_LOCATION) for aspect in ("text", "likelihood", "bar", "horizon", "confidence")
    )
    title = language.word("judgements")
    return TableSpec(
        "judgements", NO_LOCATION, title, RowsSpec("judgements"), columns, widths=(5.0, 2.2, 1.7, 2.0, 1.7)
    )


def printer_of(ledger: Ledger, language: Language) -> JudgementText:
    """Return the printer for the judgements of a ledger that has some."""
    assert ledger.scale is not None
    return JudgementText(ledger.scale, ledger.facts, language)


def conflict_of(fact: Fact, language: Language) -> TableSpec:
    """Return the table that compares the claims of one fact, with the columns that are not empty."""
    disputed = [point for point in fact.points if len(point.claims) > 1]
    claims = [*fact.claims, *(claim for point in disputed for claim in point.claims)]
    shown = ["by", "value", "counts", "as_of", "status", "source"]
    keys_of = {"as_of": ("as_of", "date"), "source": ("sources",)}
    if all(claim.status == "stated" for claim in claims):
        shown.remove("status")
    filled = [a for a in shown if any(getattr(c, key) for c in claims for key in keys_of.get(a, (a,)))]
    title = language.phrase("conflict", name=fact.name or fact.id.replace("_", " "))
    specs = tuple(ColumnSpec(aspect, NO_LOCATION) for aspect in filled)
    return TableSpec(f"conflict_{fact.id}", fact.location, title, RowsSpec("claims", names=(fact.id,)), specs)


def band_rows(rows: Sequence[Row], bands: Sequence[str], columns: int) -> Iterator[Row]:
    """Yield the rows under one band per group, groups in order of first appearance. `bands`: the group of each row."""
    groups: dict[str, list[Row]] = {}
    for name, row in zip(bands, rows, strict=True):
        groups.setdefault(name, []).append(row)
    for name, members in groups.items():
        yield Row((Cell(((Text(name),),), header=True, columns=columns),), kind="band")
        yield from members


def order_of(spec: TableSpec, cells: Sequence[Sortable], bands: Sequence[str] = ()) -> list[int]:
    """Return the indices of a table's rows in the order that it asks for. Raises BriefingError if units are mixed."""
    try:
        return order_rows(cells, bands, descending=spec.descending)
    except MixedUnitsError as error:
        found = " and ".join(f'"{unit}"' if unit != "no unit" else unit for unit in error.units)
        message = f"this table cannot be sorted by values in different units: {found}"
        hint = "sort by another column, or give each unit a band of its own with group_by:"
        raise BriefingError(Problem("mixed-units", message, spec.sort_location, hint)) from error


def change_word(label: str, language: Language) -> str:
    """Return the word for a label of a change, with a capital first letter.

    A superseded fact is "Updated": the new statement follows the label, and "Superseded" would be read as said of that.
    """
    return _raised(language.word("updated" if label == "superseded" else label))


def _raised(words: str) -> str:
    return words[0].upper() + words[1:]


def _finding(view: FactView, compared: Comparison) -> str:
    """Return the key of the word for a fact without a label: new, unverified, supported by a new source, or unchanged."""
    if view.unit not in compared.former:
        return "finding_new"
    if any(claim.status in ("unverified", "proposed") for claim in view.claims):
        return "finding_unverified"
    before = {citation.source for citation in compared.cited(view.unit)}
    now = {citation.source for claim in view.claims for citation in claim.sources}
    return "finding_supported" if now - before else "finding_unchanged"


def _heading(column: ColumnSpec, unit: str, language: Language, before: str = "") -> str:
    was = language.phrase("as_published", edition=before) if before and column.aspect == "was" else ""
    title = column.title or was or language.column(column.aspect)
    return f"{title} ({unit})" if unit else title
