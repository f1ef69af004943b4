"""Read tables.yaml to `TableSpec`s by id.

Unknown names in rows and columns are reported with the nearest known one. `briefing.compose.declared_tables`
makes the tables.
"""

from __future__ import annotations

import re

from briefing.facts.ids import IdError, check_id
from briefing.facts.judgement_text import ASPECTS as JUDGEMENT_ASPECTS
from briefing.facts.ledger import ColumnSpec, TableSpec
from briefing.facts.load_context import LoadContext
from briefing.facts.row_selection_text import KnownNames, read_rows, unknown
from briefing.facts.schema import TableSchema
from briefing.facts.validate import validate
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import NO_LOCATION

FACT_ASPECTS = (
    "name", "says", "value", "number", "unit", "when", "date", "as_of", "by", "counts", "status", "note", "source", "record",
    "topic", "grade", "was", "change", "finding", "years",
)  # fmt: skip
SOURCE_ASPECTS = (
    "number",
    "title",
    "publisher",
    "author",
    "date",
    "url",
    "type",
    "short",
    "note",
    "archived",
    "accessed",
    "reliability",
    "descriptor",
    "read",
    "via",
    "party",
    "entry",
)
GRADES = ("grade", "reliability")  # fmt: skip

CHANGE_ASPECTS = ("record", "name", "was", "now", "change", "says", "source", "topic", "status")
_YEARS = re.compile(r"years ([0-9]{4}) to ([0-9]{4})")
"""The column `years` with the first and the last year to show."""
OTHERS = {"sources": SOURCE_ASPECTS, "judgements": JUDGEMENT_ASPECTS, "changes": CHANGE_ASPECTS}


def read_tables(node: Node, known: KnownNames, context: LoadContext) -> dict[str, TableSpec]:
    """Return the tables by id, in file order; report problems to the context."""
    tables: dict[str, TableSpec] = {}
    for table_id, entry in node.group.items():
        try:
            check_id(table_id)
        except IdError as error:
            context.report(error.code, error.message, entry.key, f"{error.corrected}:" if error.corrected else "")
        fields = validate(TableSchema, entry, context.problems)
        if fields is not None:
            tables[table_id] = _TableBuilder(entry, fields, known, context).build(table_id)
        else:
            context.undeclared.add(table_id)
    return tables


class _TableBuilder:
    """Builder of one `TableSpec` from its validated entry."""

    def __init__(self, node: Node, fields: TableSchema, known: KnownNames, context: LoadContext) -> None:
        self.node, self.fields, self.known, self.context = node, fields, known, context
        of = fields.rows.strip()
        self.of_sources = of == "sources"
        self.of_facts = of not in OTHERS
        self.aspects = OTHERS.get(of, FACT_ASPECTS)
        self.tags = tuple(known.tags) if self.of_facts else ()

    def build(self, table_id: str) -> TableSpec:
        fields = self.fields
        columns = self._columns()
        if self.of_sources and self.context.citation_style != "numeric" and all(c.aspect != "entry" for c in columns):
            message = f'this list of sources does not follow the citation style "{self.context.citation_style}"'
            hint = 'use the column "entry" alone'
            self.context.report("list-out-of-style", message, self.node.key, hint, "warning")
        sort_by, _, order = fields.sort_by.partition(" ")
        sort_location = self.node.group["sort_by"].location if sort_by else NO_LOCATION
        if order not in ("", "descending"):
            self._report("bad-order", f'unknown order "{order}"', "sort_by", f"sort_by: {sort_by} descending")
        if sort_by and self.of_sources:
            self._report(
                "bad-order", "sources are always listed in the order of their numbers", "sort_by", "delete the line"
            )
        return TableSpec(
            id=table_id,
            location=self.node.key,
            title=fields.title,
            rows=read_rows(fields.rows, self.node.group["rows"].location, self.known, self.context),
            columns=tuple(c for c in columns if not self._is_hidden(c)),
            group_by=self._aspect(fields.group_by, "group_by"),
            sort_by=self._aspect(sort_by, "sort_by"),
            descending=order == "descending",
            notes=tuple(fields.note),
            tlp=fields.tlp,
            widths=tuple(
                w for w, c in zip(self._widths(len(columns)), columns, strict=False) if not self._is_hidden(c)
            ),
            sort_location=sort_location,
        )

    def _is_hidden(self, column: ColumnSpec) -> bool:
        """Return True if a column holds grades and the dossier does not show them."""
        return column.aspect in GRADES and self.context.grades != "shown"

    def _report(self, code: str, message: str, key: str, hint: str = "") -> None:
        self.context.report(code, message, self.node.group[key].location, hint)

    # -------------------------------------------------------------- columns

    def _columns(self) -> tuple[ColumnSpec, ...]:
        items = self.node.group["columns"].content
        columns = []
        for text, item in zip(self.fields.columns, items if isinstance(items, list) else (), strict=False):
            aspect, _, title = text.partition(" as ")
            aspect = aspect.strip()
            first = last = 0
            if of_years := _YEARS.fullmatch(aspect):
                aspect, first, last = "years", int(of_years[1]), int(of_years[2])
            if aspect not in self.aspects and aspect not in self.tags:
                names = (*self.aspects, *self.tags)
                self.context.problems.append(unknown("unknown-column", "column", aspect, names, item.location))
            if aspect in GRADES and not self.context.grades:
                message = (
                    f'the column "{aspect}" contains grades, but dossier.yaml does not say whether they are printed'
                )
                hint = "add grades: shown to dossier.yaml, or grades: hidden, which leaves the column out"
                self.context.report("grades-hidden", message, item.location, hint)
            columns.append(ColumnSpec(aspect, item.location, title.strip(), aspect in self.tags, first, last))
        return tuple(columns)

    def _aspect(self, name: str, key: str) -> str:
        if name and name not in self.aspects and name not in self.tags:
            names = (*self.tags, *self.aspects)
            self.context.problems.append(
                unknown("unknown-column", "column", name, names, self.node.group[key].location)
            )
        return name

    def _widths(self, columns: int) -> tuple[float, ...]:
        typed = self.fields.widths.replace(",", " ").split()
        if not typed:
            return ()
        if not all(re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})?", width) and float(width) > 0 for width in typed):
            self._report(
                "bad-widths",
                "widths must be numbers, one per column: how wide each is compared with the others",
                "widths",
                "widths: 2 1 1",
            )
        elif len(typed) != columns:
            self._report("bad-widths", f"{len(typed)} widths for {columns} columns", "widths")
        else:
            return tuple(float(width) for width in typed)
        return ()
