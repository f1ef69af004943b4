"""Arrange the cells of a table on a regular grid: row, column and spans.

A span that extends beyond the table, or from the head into the body, is cut; a short row is filled
with empty cells; a cell without a free column is reported. So every table has one shape in print
and in the structure of a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from briefing.document.model import Cell, Row, Table
from briefing.problems.problem import Problem

EMPTY = Cell()


class GridCell(NamedTuple):
    """A cell on the grid. `order` is its number in its row (-1: a filler); the spans are cut to the table."""

    cell: Cell
    order: int
    column: int
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Grid cells by row, the `head` rows first. A row covered entirely from above has none."""

    rows: tuple[tuple[GridCell, ...], ...]
    head: int
    columns: int
    problems: tuple[Problem, ...]

    def rows_with_cells(self, number: int, grid_cell: GridCell) -> int:
        """Return the number of rows with cells of their own that a cell spans."""
        return 1 + sum(1 for grid_cells in self.rows[number + 1 : number + grid_cell.rows] if grid_cells)


def lay_grid(table: Table) -> Grid:
    """Return the regular grid of a table, with as many columns as it declares, or as its widest row."""
    columns = len(table.columns) or max(
        (sum(max(1, c.columns) for c in row.cells) for row in (*table.head, *table.body)), default=0
    )
    problems: list[Problem] = []
    rows = [*_section(table, table.head, columns, problems), *_section(table, table.body, columns, problems)]
    return Grid(tuple(rows), len(table.head), columns, tuple(problems))


def _section(table: Table, rows: tuple[Row, ...], columns: int, problems: list[Problem]) -> list[tuple[GridCell, ...]]:
    taken = [0] * columns
    """For each column, the number of rows below that a cell above covers."""
    laid: list[tuple[GridCell, ...]] = []
    for number, row in enumerate(rows):
        if len(row.cells) == columns and not any(taken) and all(c.columns == 1 == c.rows for c in row.cells):
            # Fast path for nearly every row of nearly every table.
            laid.append(tuple([GridCell(cell, at, at, 1, 1) for at, cell in enumerate(row.cells)]))
            continue
        grid_cells: list[GridCell] = []
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
            grid_cells.append(GridCell(cell, -1 if filler else index, column, width, height))
            for covered in range(column, column + width):
                taken[covered] = height
            index += 1
            column += width
        if index < len(row.cells):
            message = f"a row of the table has {len(row.cells)} cells, but only {index} fit"
            problems.append(Problem("table-shape", message, table.location, f"the table has {columns} columns"))
        taken = [max(0, left - 1) for left in taken]
        laid.append(tuple(grid_cells))
    return laid
