"""Read a series from a CSV or XLSX file in the dossier's folder to `Point`s.

A row has a year or date, a value, and optional columns.

Every cell that cannot be read is reported with its line and column. The rows come from `series_rows` or
`series_sheet`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from briefing.facts.dates import PartialDate, UnreadableValue, parse_date
from briefing.facts.dossier_folder import explain_absence, find_inside, read_text
from briefing.facts.ledger import Claim, Point, Source, Status
from briefing.facts.load_context import LoadContext
from briefing.facts.quantity import Quantity, QuantityError, parse_quantity
from briefing.facts.series_rows import Cell, Row, read_series_rows
from briefing.facts.unsafe_characters import strip_forbidden
from briefing.facts.value_types import read_status
from briefing.problems.problem import Location
from briefing.problems.suggest import did_you_mean

LARGEST = 10_000_000
ENDINGS = (".csv", ".xlsx")
NO_FIGURE = ".."
"""Symbol for a date without a figure (Office for National Statistics style guide, symbols in tables)."""
_FILL_IN = f'type it ("{NO_FIGURE}" if there is no figure), or delete the row'


def read_series(
    typed: str,
    location: Location,
    unit: str,
    defaults: Claim,
    context: LoadContext,
    *,
    fact: str,
    sourced: bool,
    decimal_mark: str = "",
) -> tuple[Point, ...]:
    """Return the points of a series, in the order of their first row.

    `defaults` holds what all points share, `fact` is the id. `sourced` means that the fact names a source for
    all rows, even if that source is unknown, which is reported at the fact. `decimal_mark` is that of the fact.
    """
    name, _, sheet = (part.strip() for part in typed.partition(", sheet "))
    path = _find(name, location, context)
    if path is None:
        return ()
    reader = _Reader(fact, unit, defaults, context, sourced=sourced, decimal_mark=decimal_mark)
    before = len(context.problems)
    for row in _rows(path, name, sheet, location, context):
        reader.add(row)
    if not reader.rows and len(context.problems) == before:
        context.report("no-rows", f'"{name}" has no rows', location)
    return reader.points()


def _find(name: str, location: Location, context: LoadContext) -> Path | None:
    path = find_inside(context.folder, name) if "/" not in name else None
    absence = explain_absence(context.folder, name, f'"{name}"', location) if path is None and "/" not in name else None
    if absence:
        context.problems.append(absence)
        return None
    if path is None or not name.endswith(ENDINGS):
        candidates = sorted(p.name for p in context.folder.iterdir() if p.name.endswith(ENDINGS))
        hint = did_you_mean(name, candidates) or "name a file in the dossier's folder, such as trade.csv"
        context.report("no-such-file", f'"{name}" is not a CSV or XLSX file in the dossier\'s folder', location, hint)
        return None
    return path


def _rows(path: Path, name: str, sheet: str, location: Location, context: LoadContext) -> Iterable[Row]:
    display_path = context.display_path_of(name)
    if name.endswith(".xlsx"):
        from briefing.facts.series_sheet import (  # noqa: PLC0415  # loads lxml, and few dossiers have a spreadsheet
            read_sheet_rows,
        )

        return read_sheet_rows(path, display_path, sheet, location, context)
    if sheet:
        context.report("needless-key", f'"{name}" has no sheets', location, f"series: {name}")
    text, problems = read_text(path, display_path, LARGEST)
    if text is not None:
        text, refused = strip_forbidden(text, display_path)
        problems += refused
    context.problems += problems
    return read_series_rows(text, display_path, context) if text is not None else ()


class _Reader:
    """Reader that collects the claims of a series by date."""

    def __init__(
        self, fact: str, unit: str, defaults: Claim, context: LoadContext, *, sourced: bool, decimal_mark: str
    ) -> None:
        self.decimal_mark = decimal_mark or context.decimal_mark
        self.fact, self.unit, self.defaults, self.context = fact, unit, defaults, context
        self.rows = 0
        # True once there is nothing more to report about missing sources.
        self.sources_checked = sourced
        self.claims: dict[PartialDate, tuple[Cell, list[Claim]]] = {}

    def add(self, row: Row) -> None:
        self.rows += 1
        dated = row.get("year") or row.get("date")
        valued = row.get("value")
        if dated is None or valued is None:
            missing = "year" if dated is None else "value"
            location = next(
                (Location(c.location.file, c.location.line, 1) for c in row.values()), self.defaults.location
            )
            self.context.report("empty-value", f"this row has no {missing}", location, _FILL_IN)
            return
        when = self._date(dated)
        claim = self._claim(row, valued, when) if when is not None else None
        if when is not None and claim is not None:
            self.claims.setdefault(when, (dated, []))[1].append(claim)

    def _claim(self, row: Row, valued: Cell, when: PartialDate) -> Claim | None:
        try:
            value = None if valued.text == NO_FIGURE else _value(valued, self.unit, self.decimal_mark)
        except QuantityError as error:
            corrected = f'"{error.corrected}"' if "," in error.corrected else error.corrected
            self.context.report("bad-value", error.message, valued.location, error.hint or corrected)
            return None
        text = {name: cell.text for name, cell in row.items()}
        sources = self.defaults.sources
        if "source" in row:
            sources = self.context.citations(text["source"], row["source"].location, f"{self.fact}[{when.iso}]")
        elif not sources:
            # Report a missing source once per file: a missing column is missing in every row.
            if not self.sources_checked and self.context.sources is not None:
                location = Location(valued.location.file, valued.location.line, 1)
                hint = 'fill in the column "source", or add a line "source:" to the fact'
                self.context.report("unsourced", f'this row of "{self.fact}" has no source', location, hint)
            self.sources_checked = True
        return replace(
            self.defaults,
            location=valued.location,
            value=value,
            as_of=(self._date(row["as_of"]) if "as_of" in row else None) or when,
            by=text.get("by") or self.defaults.by,
            counts=text.get("counts") or self.defaults.counts,
            note=text.get("note") or self.defaults.note,
            sources=sources,
            status=self._status(row),
            record=text.get("record", ""),
        )

    def _status(self, row: Row) -> Status:
        if "status" not in row:
            return self.defaults.status
        try:
            return read_status(row["status"].text)
        except UnreadableValue as error:
            hint = f'did you mean "{error.corrected}"?' if error.corrected else ""
            self.context.report(getattr(error, "code", "bad-status"), error.message, row["status"].location, hint)
            return self.defaults.status

    def _date(self, cell: Cell) -> PartialDate | None:
        try:
            return parse_date(cell.text)
        except UnreadableValue as error:
            self.context.report("bad-date", error.message, cell.location, error.suggestion)
            return None

    def points(self) -> tuple[Point, ...]:
        return tuple(
            Point(dated.text, when, dated.location, _name_claims(claims, self.context.sources or {}))
            for when, (dated, claims) in self.claims.items()
        )


def _value(cell: Cell, unit: str, decimal_mark: str) -> Quantity:
    """Return the value of a cell.

    A number stored as a number is unambiguous: 1.234 cannot mean 1,234 there, as it could in typed text.
    """
    return parse_quantity(cell.text, unit, counted=True, decimal_mark="point" if cell.is_number else decimal_mark)


def _name_claims(claims: list[Claim], sources: Mapping[str, Source]) -> tuple[Claim, ...]:
    """Name the claims of one date after their sources, or by number if the source is the same.

    A row without a claimant gets the publisher of its source: claims printed side by side must each be
    attributed.
    """
    if len(claims) == 1:
        return tuple(claims)
    named: dict[str, Claim] = {}
    for number, claim in enumerate(claims, start=1):
        source = claim.sources[0].source if claim.sources else ""
        name = source if source and source not in named else str(number)
        published = sources.get(source)
        by = claim.by or (published.publisher or published.author if published else "")
        named[name] = replace(claim, id=name, by=by)
    return tuple(named.values())
