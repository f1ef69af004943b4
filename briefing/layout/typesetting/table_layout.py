"""Lay out tables: one layout box per row, or slices of a row that no page could hold.

The result includes caption, head, rows, source and notes, and the column widths. The table's frame
repeats the head on later pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from briefing.document.cache import MOST_ROWS, key_of
from briefing.document.model import Note, Row, Table
from briefing.language.decimals import tail_of
from briefing.layout.theme import Style
from briefing.layout.typesetting.caption_layout import below, caption
from briefing.layout.typesetting.frames import TableFrame
from briefing.layout.typesetting.grid import Grid, GridCell, lay_grid
from briefing.layout.typesetting.layout_context import LayoutContext, baseline, collect_notes
from briefing.layout.typesetting.line_tokens import Word
from briefing.layout.typesetting.pages import FilledRectangle, LayoutBox, Line
from briefing.layout.typesetting.paragraph_layout import extents, set_lines
from briefing.layout.typesetting.table_columns import share_widths

MOST_HEAD = 0.4
"""A head taller than this share of the page is not repeated on later pages."""
TALL_ROW = 0.45
"""A row taller than this share of the page may be split between its lines."""
NARROWEST = 24.0
SLACK = 1.0
"""Points added to a cell's width, because other programs round widths differently."""
FIRST_ROWS = 3
"""Number of rows that must fit on the page on which a table starts."""
SMALL_TABLE = 0.3
"""A table not taller than this share of the page is never split."""


def set_table(context: LayoutContext, table: Table, page_height: float) -> tuple[list[LayoutBox], tuple[float, ...]]:
    """Return all boxes of a table and its column widths. `page_height` is the height of the text area."""
    layout = _TableSetter(context, table, page_height)
    return layout.boxes(), tuple(layout.widths)


class _CellContent(NamedTuple):
    """A cell's words by paragraph, its style and alignment, and the width of what follows a decimal mark."""

    grid_cell: GridCell
    style: Style
    paragraphs: list[list[list[Word]]]
    align: str
    tail: float = 0.0


class _Extent(NamedTuple):
    """Widths of a paragraph in a cell: its widest word, all of it on one line, and the factor for Word.

    If its column aligns on the decimal mark, space for the column's longest tail is added; `tail`
    is its own.
    """

    column: int
    widest: float
    longest: float
    grown: float
    decimal: bool
    tail: float


@dataclass(slots=True)
class _RowContent:
    """Cells of a row, and the widths of those that are in one column.

    A cached row knows its last layout `set`, and what that was `set_for`: table, row, column edges
    and tails.
    """

    cells: list[_CellContent]
    extents: list[_Extent]
    set_for: tuple[object, ...] = ()
    set: tuple[list[_SetCell], float] = ([], 0.0)


class _SetCell(NamedTuple):
    """A cell set in lines: y from the top of its first row, height with padding, notes."""

    grid_cell: GridCell
    lines: list[Line]
    height: float
    notes: tuple[Note, ...]


_NOTHING = _RowContent([], [])


class _TableSetter:
    def __init__(self, context: LayoutContext, table: Table, page_height: float) -> None:
        self.context, self.table, self.page_height = context, table, page_height
        self.look = context.theme.table
        self.grid: Grid = lay_grid(table)
        self.rows: tuple[Row, ...] = (*table.head, *table.body)
        self.frame = TableFrame(0.0, context.measure, self.look)
        self.ends = self._last_rows()
        self.widths: list[float] = []
        self.tails: dict[int, float] = {}
        """The widest tail of each column that aligns on the decimal mark."""
        body_rows = [at for at, row in enumerate(self.rows) if at >= self.grid.head and row.kind != "band"]
        self.first_rows = body_rows[FIRST_ROWS - 1] if len(body_rows) >= FIRST_ROWS else self.grid.head

    def boxes(self) -> list[LayoutBox]:
        above = caption(self.context, self.table)
        self.context.fonts.problems.extend(self.grid.problems)
        made = self._rows() if self.grid.columns else []
        if above:
            above[0].anchors = (self.table.key,)
        elif made:
            made[0].anchors = (self.table.key, *made[0].anchors)
        under = below(self.context, self.table)
        if made:
            made[-1].keep = bool(under)
            made[-1].after = 0.0 if under else self.context.theme.style("body").after + 5.0
            made[0].before = 0.0 if above else self.context.theme.style("caption").before
        return [*above, *made, *under]

    # ------------------------------------------------------------ contents and widths

    def _contents(self) -> list[_RowContent]:
        """Return the cells of every row.

        Rows without spans are cached one by one: in the next edition a row may have other
        neighbours.
        """
        aligned = tuple([(column.align, column.mark) for column in self.table.columns])
        found: list[_RowContent] = []
        for number, (row, grid_cells) in enumerate(zip(self.rows, self.grid.rows, strict=True)):
            role = "table_head" if number < self.grid.head else "table_band" if row.kind != "body" else "table_cell"
            if len(self.rows) > MOST_ROWS or not self._has_no_spans(grid_cells):
                found.append(self._row_contents(row, grid_cells, role))
                continue
            make = partial(self._row_contents, row, grid_cells, role)
            found.append(
                self.context.cached((role, aligned, self.grid.columns, key_of(row)), make, lambda row: len(row.cells))
            )
        for content in (cell for contents in found for cell in contents.cells if cell.align == "decimal"):
            at = content.grid_cell.column
            self.tails[at] = max(self.tails.get(at, 0.0), content.tail)
        return found

    def _has_no_spans(self, grid_cells: Sequence[GridCell]) -> bool:
        """Return whether no span extends into or out of a row, as in nearly every row."""
        return len(grid_cells) == self.grid.columns and all(grid_cell.rows == 1 for grid_cell in grid_cells)

    def _row_contents(self, row: Row, grid_cells: Sequence[GridCell], role: str) -> _RowContent:
        style, columns = self.context.theme.style(role), self.table.columns
        location = row.location if row.location.file else self.table.location
        # Both formats share the column widths: those of the wider one. Word has font sizes in half points only.
        grown = max(1.0, round(style.size * 2) / 2 / style.size) * self.look.width_factor
        made = _RowContent([], [])
        for grid_cell in grid_cells:
            cell, column = grid_cell.cell, grid_cell.column
            paragraphs = [self.context.words.words(inlines, style, location) for inlines in cell.paragraphs]
            alone, align, tail_width = grid_cell.columns == 1, cell.align, 0.0
            if align == "left" and alone and column < len(columns):
                align = columns[column].align
            if align == "decimal" and (role == "table_head" or not alone or column >= len(columns)):
                align = "right"
            if align == "decimal":
                tail = tail_of(cell, columns[column].mark)
                tail_width = self.context.fonts.text_style(style, strong=tail.strong).measure(tail.text)
            made.cells.append(_CellContent(grid_cell, style, paragraphs, align, tail_width))
            for paragraph in paragraphs if alone else ():
                widest, longest = extents(paragraph)
                made.extents.append(_Extent(column, widest, longest, grown, align == "decimal", tail_width))
        return made

    def _widths(self, contents: list[_RowContent]) -> list[float]:
        count = self.grid.columns
        minimum, preferred = [NARROWEST] * count, [NARROWEST] * count
        pad = 2 * self.look.pad_x + SLACK
        for row in contents:
            for extent in row.extents:
                at = extent.column
                tail_room = self.tails[at] - extent.tail if extent.decimal else 0.0
                minimum[at] = max(minimum[at], (extent.widest + tail_room) * extent.grown + pad)
                preferred[at] = max(preferred[at], (extent.longest + tail_room) * extent.grown + pad)
        # An address or one very long word must not starve the other columns.
        most = self.context.measure * max(0.34, 1.4 / count)
        minimum = [min(width, most) for width in minimum]
        columns = self.table.columns
        weights = [columns[at].weight if at < len(columns) else 1.0 for at in range(count)]
        return share_widths(self.context.measure, weights, minimum, preferred)

    # ------------------------------------------------------------ rows

    def _rows(self) -> list[LayoutBox]:
        contents = self._contents()
        self.widths = self._widths(contents)
        edges = [0.0]
        for width in self.widths:
            edges.append(edges[-1] + width)
        heights: list[float] = []
        waiting: list[tuple[int, _SetCell]] = []
        set_rows: list[list[_SetCell]] = []
        for number, row in enumerate(contents):
            set_for = (self.table.key, number, edges, self.tails)  # The key too, because lines know their owner.
            if row.set_for != set_for:
                cells = [self._set_cell(number, content, edges) for content in row.cells]
                height = max([cell.height for cell in cells if cell.grid_cell.rows == 1], default=0.0)
                row.set_for, row.set = set_for, (cells, height)
            cells, height = row.set
            contents[number] = _NOTHING  # Free the words of the row: a table may have 100,000 cells.
            set_rows.append(cells)
            waiting += [(number + cell.grid_cell.rows - 1, cell) for cell in cells if cell.grid_cell.rows > 1]
            if self.grid.rows[number]:
                style = self.context.theme.style("table_head" if number < self.grid.head else "table_cell")
                height = max(height, style.leading + 2 * self.look.pad_y)
            for end, cell in waiting:
                if end == number:
                    height = max(height, cell.height - sum(heights[end - cell.grid_cell.rows + 1 :]))
            waiting = [pair for pair in waiting if pair[0] > number]
            heights.append(height)
        return self._boxes_of_rows(set_rows, heights, edges)

    def _set_cell(self, number: int, content: _CellContent, edges: list[float]) -> _SetCell:
        grid_cell, style = content.grid_cell, content.style
        left = edges[grid_cell.column] + self.look.pad_x
        measure = edges[grid_cell.column + grid_cell.columns] - self.look.pad_x - left
        down = baseline(style)
        y = self.look.pad_y
        align = "right" if content.align == "decimal" else content.align
        # A cell leaves space at its right for longer tails than its own.
        tail_room = self.tails[grid_cell.column] - content.tail if content.align == "decimal" else 0.0
        lines: list[Line] = []
        notes: tuple[Note, ...] = ()
        for index, paragraph in enumerate(content.paragraphs):
            owner = (self.table.key, "cell", number, grid_cell.order, index)
            room = measure - tail_room
            if extents(paragraph)[1] > room:  # Too long for one line: nothing to align.
                room = measure
            made = set_lines(paragraph, style, max(room, style.size), self.context.language, align)
            notes += collect_notes(made)
            for line in made:
                if line.segments:
                    lines.append(Line(left, y + down, line.segments, line.extra, owner))
                y += style.leading
        return _SetCell(grid_cell, lines, y + self.look.pad_y, notes)

    def _boxes_of_rows(self, rows: list[list[_SetCell]], heights: list[float], edges: list[float]) -> list[LayoutBox]:
        boxes: list[LayoutBox] = []
        hanging: list[tuple[float, _SetCell]] = []
        """Cells that extend into the next row, with the distance from their top."""
        last = len(rows) - 1
        for number, cells in enumerate(rows):
            height = heights[number]
            lines, straddles = self._lines_in_row(cells, hanging, height)
            notes = tuple([note for cell in cells for note in cell.notes])
            # Three rows at the start and two at the end stay together, and so do heads, bands and totals with rows.
            keep = straddles or number < self.first_rows or number == last - 1 or self.rows[number].kind == "band"
            keep = number < last and (keep or self.rows[number + 1].kind == "total")
            box = LayoutBox(height, lines=tuple(lines), rectangles=self._fills(number, height, edges), keep=keep)
            box.notes, box.frame = notes, self.frame
            box.anchors = (self.rows[number].anchor,) if self.rows[number].anchor else ()
            hanging = [(above + height, cell) for above, cell in hanging if above + height < cell.height - 1]
            hanging += [(height, cell) for cell in cells if cell.grid_cell.rows > 1 and cell.height > height + 1]
            boxes += self._slices(box) if height > self.page_height * TALL_ROW else [box]
        if sum(heights) <= self.page_height * SMALL_TABLE:
            for box in boxes[:-1]:
                box.keep = True
        head = sum(heights[: self.grid.head])
        if self.grid.head and head <= self.page_height * MOST_HEAD:
            self.frame.again = tuple(boxes[: self.grid.head])
        return boxes

    def _lines_in_row(
        self, cells: list[_SetCell], hanging: list[tuple[float, _SetCell]], height: float
    ) -> tuple[list[Line], bool]:
        """Return the lines within a row, y from the row's top, and whether a cell continues below it."""
        lines: list[Line] = []
        straddles = False
        for cell, offset in [*[(cell, 0.0) for cell in cells], *[(cell, -above) for above, cell in hanging]]:
            if cell.grid_cell.rows == 1:
                lines += cell.lines
                continue
            for line in cell.lines:
                y = line.y + offset
                if 0 < y <= height:
                    lines.append(line._replace(y=y))
                straddles = straddles or y > height
        return lines, straddles

    def _fills(self, number: int, height: float, edges: list[float]) -> tuple[FilledRectangle, ...]:
        """Return the fill of a row and the rule below it, which leaves out cells that continue in the next row."""
        row, measure, look = self.rows[number], self.context.measure, self.look
        if number < self.grid.head:
            rectangles = [FilledRectangle(0.0, 0.0, measure, height, look.head_fill)]
        else:
            fill = {"band": look.band_fill, "total": look.total_fill}.get(row.kind)
            rectangles = [FilledRectangle(0.0, 0.0, measure, height, fill)] if fill else []
        if number in {self.grid.head - 1, len(self.rows) - 1}:
            return tuple(rectangles)
        spans: list[tuple[int, int]] = []
        inset = 0.0
        if number < self.grid.head:
            # In the head there are rules only below cells that head several columns.
            cells = self.grid.rows[number]
            spans += [(cell.column, cell.column + cell.columns) for cell in cells if cell.columns > 1 == cell.rows]
            inset = look.pad_x
        else:
            for column in (column for column, end in enumerate(self.ends[number]) if end <= number):
                start = spans.pop()[0] if spans and spans[-1][1] == column else column
                spans.append((start, column + 1))
        for start, end in spans:
            x, right = edges[start] + inset, edges[end] - inset
            rectangles.append(FilledRectangle(x, height - look.rule_width / 2, right - x, look.rule_width, look.rule))
        return tuple(rectangles)

    def _last_rows(self) -> list[list[int]]:
        """Return for each row and column the last row of the cell that covers it."""
        found: list[list[int]] = []
        ends = [-1] * self.grid.columns
        for number, grid_cells in enumerate(self.grid.rows):
            if self._has_no_spans(grid_cells):
                ends = [number] * self.grid.columns
            else:
                ends = list(ends)
                for cell in grid_cells:
                    ends[cell.column : cell.column + cell.columns] = [number + cell.rows - 1] * cell.columns
            found.append(ends)
        return found

    def _slices(self, box: LayoutBox) -> list[LayoutBox]:
        """Split a tall row between its lines; at least two lines stay together at either end."""
        step = self.context.theme.style("table_cell").leading
        count = max(1, int((box.height - 2 * self.look.pad_y) / step + 0.001))
        slices: list[LayoutBox] = []
        top = 0.0
        for index in range(count):
            bottom = box.height if index == count - 1 else self.look.pad_y + (index + 1) * step
            lines = tuple(line._replace(y=line.y - top) for line in box.lines if top < line.y <= bottom)
            rectangles = tuple(
                rectangle._replace(height=bottom - top) for rectangle in box.rectangles if rectangle.y == 0.0
            )
            made = LayoutBox(bottom - top, lines=lines, rectangles=rectangles, frame=box.frame)
            made.keep = index == 0 or index == count - 2
            slices.append(made)
            top = bottom
        slices[0].anchors, slices[0].notes = box.anchors, box.notes
        slices[-1].keep = box.keep
        slices[-1].rectangles += tuple(
            rectangle._replace(y=rectangle.y - (box.height - slices[-1].height))
            for rectangle in box.rectangles
            if rectangle.y > 0
        )
        return slices
