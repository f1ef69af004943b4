"""Find the cells of a table that became nothing, so that each of them is named in the report.

A cell with content is a figure of a fact, the name or another detail of a row with a fact, a heading, a unit, a note, or a
sign for "no figure". Whatever else there is, is listed here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from briefing.exchange.importing.cell_values import is_figure
from briefing.exchange.importing.headings import TIMES, Column
from briefing.exchange.importing.observations import FIELDS, Observation
from briefing.exchange.importing.sheet_frame import SheetFrame, cell_at
from briefing.exchange.importing.sheet_layout import Layout, free_values, skipped_columns
from briefing.exchange.importing.sheet_model import Cell, cells_of
from briefing.problems.problem import Location, Problem

MAX_ROWS_NAMED = 200
MAX_CELLS_NAMED = 8
_REPEATS = ("low", "high", "number")


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of the figures of a table: all of them, and those that are values of facts.

    `signs` are cells that say that there is no figure, and `sign_texts` what they contain.
    """

    figures: int
    imported: int
    signs: int = 0
    sign_texts: tuple[str, ...] = ()


def find_leftovers(
    frame: SheetFrame, layout: Layout, used: Iterable[Observation], named: Collection[str]
) -> tuple[Tally, list[Problem]]:
    """Return what became of the figures, and a problem for each row with cells that became nothing.

    `used` are the observations that became facts; `named` are the locations that other problems name.
    """
    observations = list(used)
    values = {cell.location for each in observations for cell in each.cells}
    rows = {each.row for each in observations}
    columns = free_values(frame, layout)
    details = _details(frame, layout)
    read: set[str] = {*frame.read, *values, *named}
    signs: list[str] = []
    figures: set[str] = set()
    for index, row in enumerate(frame.rows):
        given = [cell for column in columns if (cell := cell_at(row, column)) is not None]
        signs += [cell.text for cell in given if cell.no_figure]
        figures |= {c.location for c in given if not c.no_figure and (re.search("[0-9]", c.text) or c.kind == "fault")}
        read |= {cell.location for cell in given if cell.no_figure}
        if index in rows:
            read |= {cell.location for column in details if (cell := cell_at(row, column)) is not None}
        elif any(cell.location in named for cell in row):
            # Whoever looks up the cell that was named sees the row; figures in other columns are named too.
            found = [(column, cell) for column in details if (cell := cell_at(row, column)) is not None]
            read |= {cell.location for column, cell in found if column.role in TIMES or not is_figure(cell)}
    left = [cell for cell in cells_of(frame.sheet.rows) if cell.location not in read]
    figures |= {cell.location for cell in left if is_figure(cell)}
    tally = Tally(len(figures), len(figures & values), len(signs), tuple(dict.fromkeys(signs)))
    return tally, name_cells(left)


def name_cells(left: Sequence[Cell], why: str = "") -> list[Problem]:
    """Return a problem for each row of cells that were not imported; the last one counts those that are too many to name."""
    by_row: dict[str, list[Cell]] = {}
    for cell in left:
        by_row.setdefault(cell.where.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), []).append(cell)
    problems = [_not_imported(cells, why) for cells in list(by_row.values())[:MAX_ROWS_NAMED]]
    rest = [cell for cells in list(by_row.values())[MAX_ROWS_NAMED:] for cell in cells]
    if rest:
        message = f"not imported: {len(rest):,} more cells, from {rest[0].where} to {rest[-1].where}"
        problems.append(Problem("not-imported", message, Location(rest[0].location), severity="warning"))
    return problems


def _not_imported(cells: Sequence[Cell], why: str) -> Problem:
    named = [f'"{cell.text[:40]}" ({cell.where})' for cell in cells[:MAX_CELLS_NAMED]]
    if len(cells) > MAX_CELLS_NAMED:
        named.append(f"and {len(cells) - MAX_CELLS_NAMED} more cells up to {cells[-1].where}")
    message = f"not imported: {f'{why}: ' if why else ''}{', '.join(named)}"
    figures = any(is_figure(cell) for cell in cells)
    hint = "type it into the fact file, or give its column a heading and its row a name" if figures else ""
    return Problem("not-imported", message, Location(cells[0].location), hint, "warning" if figures else "note")


def _details(frame: SheetFrame, layout: Layout) -> list[Column]:
    """Return the columns whose cells are details of the figures of a row, or repeat them in an exported sheet."""
    skipped = skipped_columns(frame)
    roles = (*FIELDS, *TIMES, "name", "unit", *(_REPEATS if skipped else ()))
    named = [column for column in (*layout.labels, *layout.rest) if column.name]
    return [*named, *skipped, *(c for c in frame.columns if c.role in roles or c is layout.time)]
