"""Where each cell of a table stands: row, column and spans, made regular.

Takes a table, gives for each row its cells with their columns. A span that runs past the table, or from the head into the
body, is cut; a row that is short is filled with empty cells; a cell that has no column left is reported. So every
table that can be written has one shape in print and in the structure of a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from briefing.document.model import Cell, Row, Table
from briefing.problems.problem import Problem

EMPTY = Cell()


class Spot(NamedTuple):
    """A cell in its place. `order` is its number in its row (-1: a filler), the spans are cut to the table."""

    cell: Cell
    order: int
    column: int
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Spots by row, head rows first; `head` rows are heads. A row may have no spot, when all of it is covered from above."""

    rows: tuple[tuple[Spot, ...], ...]
    head: int
    columns: int
    problems: tuple[Problem, ...]

    def rows_with_cells(self, number: int, spot: Spot) -> int:
        """How many rows with cells of their own the spot of a row spans."""
        return 1 + sum(1 for spots in self.rows[number + 1 : number + spot.rows] if spots)


def lay_grid(table: Table) -> Grid:
    """The regular grid of a table; as many columns as it declares, or as its widest row if it declares none."""
    columns = len(table.columns) or max(
        (sum(max(1, c.columns) for c in row.cells) for row in (*table.head, *table.body)), default=0
    )
    problems: list[Problem] = []
    rows = [*_section(table, table.head, columns, problems), *_section(table, table.body, columns, problems)]
    return Grid(tuple(rows), len(table.head), columns, tuple(problems))


def _section(table: Table, rows: tuple[Row, ...], columns: int, problems: list[Problem]) -> list[tuple[Spot, ...]]:
    taken = [0] * columns
    """For each column, how many rows below are covered by a cell above."""
    laid: list[tuple[Spot, ...]] = []
    for number, row in enumerate(rows):
        if len(row.cells) == columns and not any(taken) and all(c.columns == 1 == c.rows for c in row.cells):
            # Nearly every row of nearly every table.
            laid.append(tuple([Spot(cell, at, at, 1, 1) for at, cell in enumerate(row.cells)]))
            continue
        spots: list[Spot] = []
        index, column = 0, 0
        while column < columns:
            if taken[column]:
                column += 1
                continue
            filler = index >= len(row.cells)
            cell = EMPTY if filler else row.cells[index]
            width = 1
            while width < cell.columns and column + width < columns and not taken[column + width]:
                width += 1
            height = max(1, min(cell.rows, len(rows) - number))
            spots.append(Spot(cell, -1 if filler else index, column, width, height))
            for covered in range(column, column + width):
                taken[covered] = height
            index += 1
            column += width
        if index < len(row.cells):
            message = f"a row of the table has {len(row.cells)} cells where only {index} have room"
            problems.append(Problem("table-shape", message, table.origin, f"the table has {columns} columns"))
        taken = [max(0, left - 1) for left in taken]
        laid.append(tuple(spots))
    return laid
