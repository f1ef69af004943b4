"""Tables as slabs: one a row, or slices of a row that no page could hold.

Takes a table, gives its caption, head, rows, source and notes as slabs, and the widths of its columns. The head is set again on
later pages by the table's frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from briefing.document.cache import MOST_ROWS, row_key
from briefing.document.model import Cell, Note, Row, Table
from briefing.language.decimals import tail_of
from briefing.layout.theme import Style
from briefing.layout.typesetting.caption_layout import below, caption
from briefing.layout.typesetting.frames import TableFrame
from briefing.layout.typesetting.grid import Grid, Spot, lay_grid
from briefing.layout.typesetting.layout_context import Setting, baseline, collect_notes
from briefing.layout.typesetting.line_tokens import Word
from briefing.layout.typesetting.pages import Box, Line, Slab
from briefing.layout.typesetting.paragraph_layout import extents, set_lines
from briefing.layout.typesetting.table_columns import share_widths
from briefing.problems.problem import Origin

MOST_HEAD = 0.4
"""A head taller than this share of the page is not set again on later pages."""
TALL_ROW = 0.45
"""A row taller than this share of the page may be split between its lines."""
NARROWEST = 24.0
SLACK = 1.0
"""Points more than a cell's words need: other programs round widths otherwise than we do."""
FIRST_ROWS = 3
"""A table starts on a page only with so many of its rows."""
SMALL_TABLE = 0.3
"""A table not taller than this share of the page is kept whole."""


class _Content(NamedTuple):
    """A cell's words by paragraph, the style they are set in, their alignment, and the width of what follows a decimal mark."""

    spot: Spot
    style: Style
    paragraphs: list[list[list[Word]]]
    align: str
    tail: float = 0.0


class _Extent(NamedTuple):
    """How wide a paragraph of a cell is: its widest word, all of it on one line, and by how much Word's is wider.

    Where its column aligns on the decimal mark, room for the column's longest tail comes to that: `tail` is its own.
    """

    column: int
    widest: float
    longest: float
    grown: float
    decimal: bool
    tail: float


@dataclass(slots=True)
class _Contents:
    """The cells of a row, and how wide those are that stand in one column.

    A row that is remembered knows how it was set last, and `where`: in which table, as which row, between which edges.
    """

    cells: list[_Content]
    extents: list[_Extent]
    where: tuple[object, ...] = ()
    set: tuple[list[_Tall], float] = ([], 0.0)


class _Tall(NamedTuple):
    """A cell set in lines: y from the top of its first row, height with padding, notes."""

    spot: Spot
    lines: list[Line]
    height: float
    notes: tuple[Note, ...]


def set_table(setting: Setting, table: Table, page_height: float) -> tuple[list[Slab], tuple[float, ...]]:
    """All slabs of a table, and the widths of its columns. `page_height` is the height of the text area."""
    setter = _TableSetter(setting, table, page_height)
    return setter.slabs(), tuple(setter.widths)


_NOTHING = _Contents([], [])


def _cells(row: _Contents) -> int:
    return len(row.cells)


class _TableSetter:
    def __init__(self, setting: Setting, table: Table, page_height: float) -> None:
        self.setting, self.table, self.page_height = setting, table, page_height
        self.look = setting.theme.table
        self.grid: Grid = lay_grid(table)
        self.rows: tuple[Row, ...] = (*table.head, *table.body)
        self.frame = TableFrame(0.0, setting.measure, self.look)
        self.ends = self._last_rows()
        self.widths: list[float] = []
        self.tails: dict[int, float] = {}
        """The widest tail of each column that aligns on the decimal mark."""
        bodies = [at for at, row in enumerate(self.rows) if at >= self.grid.head and row.kind != "band"]
        self.first_rows = bodies[FIRST_ROWS - 1] if len(bodies) >= FIRST_ROWS else self.grid.head

    def slabs(self) -> list[Slab]:
        above = caption(self.setting, self.table)
        self.setting.inks.problems.extend(self.grid.problems)
        made = self._rows() if self.grid.columns else []
        if above:
            above[0].anchors = (self.table.key,)
        elif made:
            made[0].anchors = (self.table.key, *made[0].anchors)
        under = below(self.setting, self.table)
        if made:
            made[-1].keep = bool(under)
            made[-1].after = 0.0 if under else self.setting.theme.style("body").after + 5.0
            made[0].before = 0.0 if above else self.setting.theme.style("caption").before
        return [*above, *made, *under]

    # ------------------------------------------------------------ contents and widths

    def _contents(self) -> list[_Contents]:
        """The cells of every row. Of a row that stands by itself they are remembered: next edition it may have other neighbours."""
        aligned = tuple([(column.align, column.mark) for column in self.table.columns])
        found: list[_Contents] = []
        for number, (row, spots) in enumerate(zip(self.rows, self.grid.rows, strict=True)):
            role = "table_head" if number < self.grid.head else "table_band" if row.kind != "body" else "table_cell"
            if len(self.rows) > MOST_ROWS or not self._alone(spots):
                found.append(self._row_contents(row, spots, role))
                continue
            make = partial(self._row_contents, row, spots, role)
            found.append(self.setting.remember((role, aligned, self.grid.columns, row_key(row)), make, _cells))
        for content in (cell for contents in found for cell in contents.cells if cell.align == "decimal"):
            at = content.spot.column
            self.tails[at] = max(self.tails.get(at, 0.0), content.tail)
        return found

    def _alone(self, spots: Sequence[Spot]) -> bool:
        """Whether no span reaches into a row or out of it: nearly every row."""
        return len(spots) == self.grid.columns and all(spot.rows == 1 for spot in spots)

    def _row_contents(self, row: Row, spots: Sequence[Spot], role: str) -> _Contents:
        style = self.setting.theme.style(role)
        origin = row.origin if row.origin.file else self.table.origin
        cells = [self._content(spot, style, origin, head=role == "table_head") for spot in spots]
        alone = [cell for cell in cells if cell.spot.columns == 1]
        return _Contents(cells, [extent for cell in alone for extent in self._extents(cell)])

    def _content(self, spot: Spot, style: Style, origin: Origin, *, head: bool) -> _Content:
        cell = spot.cell
        words = self.setting.words
        paragraphs = [words.words(inlines, style, origin) for inlines in cell.paragraphs]
        align = self._align(cell, spot, head=head)
        if align != "decimal":
            return _Content(spot, style, paragraphs, align)
        tail = tail_of(cell, self.table.columns[spot.column].mark)
        width = self.setting.inks.ink(style, strong=tail.strong).measure(tail.text)
        return _Content(spot, style, paragraphs, align, width)

    def _align(self, cell: Cell, spot: Spot, *, head: bool) -> str:
        columns = self.table.columns
        align = cell.align
        if align == "left" and spot.columns == 1 and spot.column < len(columns):
            align = columns[spot.column].align
        if align == "decimal" and (head or spot.columns > 1 or spot.column >= len(columns)):
            return "right"
        return align

    def _beyond(self, content: _Content) -> float:
        """The room that a cell leaves at its right for longer tails than its own."""
        return self.tails[content.spot.column] - content.tail if content.align == "decimal" else 0.0

    def _widths(self, contents: list[_Contents]) -> list[float]:
        count = self.grid.columns
        least, wished = [NARROWEST] * count, [NARROWEST] * count
        pad = 2 * self.look.pad_x + SLACK
        for row in contents:
            for extent in row.extents:
                at = extent.column
                beyond = self.tails[at] - extent.tail if extent.decimal else 0.0
                least[at] = max(least[at], (extent.widest + beyond) * extent.grown + pad)
                wished[at] = max(wished[at], (extent.longest + beyond) * extent.grown + pad)
        # An address or one monstrous word must not starve the other columns.
        most = self.setting.measure * max(0.34, 1.4 / count)
        least = [min(width, most) for width in least]
        columns = self.table.columns
        weights = [columns[at].weight if at < len(columns) else 1.0 for at in range(count)]
        return share_widths(self.setting.measure, weights, least, wished)

    def _extents(self, content: _Content) -> Iterator[_Extent]:
        """How wide a cell's paragraphs are in the wider of the two formats, since the widths found here hold in both.

        Word knows sizes in half points only.
        """
        size = content.style.size
        grown = max(1.0, round(size * 2) / 2 / size) * self.look.breadth
        for paragraph in content.paragraphs:
            widest, longest = extents(paragraph)
            yield _Extent(content.spot.column, widest, longest, grown, content.align == "decimal", content.tail)

    # ------------------------------------------------------------ rows

    def _rows(self) -> list[Slab]:
        contents = self._contents()
        self.widths = self._widths(contents)
        edges = [0.0]
        for width in self.widths:
            edges.append(edges[-1] + width)
        heights: list[float] = []
        waiting: list[tuple[int, _Tall]] = []
        tall_rows: list[list[_Tall]] = []
        for number, row in enumerate(contents):
            cells, height = self._set_row(number, row, edges)
            contents[number] = _NOTHING  # a table of 100,000 cells need not keep its words beside its lines
            tall_rows.append(cells)
            waiting += [(number + cell.spot.rows - 1, cell) for cell in cells if cell.spot.rows > 1]
            height = max(height, self._least_height(number))
            for end, cell in waiting:
                if end == number:
                    height = max(height, cell.height - sum(heights[end - cell.spot.rows + 1 :]))
            waiting = [pair for pair in waiting if pair[0] > number]
            heights.append(height)
        return self._slabs_of_rows(tall_rows, heights, edges)

    def _set_row(self, number: int, row: _Contents, edges: list[float]) -> tuple[list[_Tall], float]:
        """The cells of a row in lines, and the height of those that stand in it alone. Lines know whose they are, and where."""
        where = (self.table.key, number, edges, self.tails)
        if row.where != where:
            cells = [self._set_cell(number, content, edges) for content in row.cells]
            height = max([cell.height for cell in cells if cell.spot.rows == 1], default=0.0)
            row.where, row.set = where, (cells, height)
        return row.set

    def _least_height(self, number: int) -> float:
        if not self.grid.rows[number]:
            return 0.0
        style = self.setting.theme.style("table_head" if number < self.grid.head else "table_cell")
        return style.leading + 2 * self.look.pad_y

    def _set_cell(self, number: int, content: _Content, edges: list[float]) -> _Tall:
        spot, style = content.spot, content.style
        left = edges[spot.column] + self.look.pad_x
        measure = edges[spot.column + spot.columns] - self.look.pad_x - left
        down = baseline(style)
        y = self.look.pad_y
        align = "right" if content.align == "decimal" else content.align
        lines: list[Line] = []
        notes: tuple[Note, ...] = ()
        for index, paragraph in enumerate(content.paragraphs):
            owner = (self.table.key, "cell", number, spot.order, index)
            room = measure - self._beyond(content)
            if extents(paragraph)[1] > room:  # too long for one line: nothing to align
                room = measure
            made = set_lines(paragraph, style, max(room, style.size), self.setting.language, align)
            notes += collect_notes(made)
            for line in made:
                if line.segments:
                    lines.append(Line(left, y + down, line.segments, line.extra, owner))
                y += style.leading
        return _Tall(spot, lines, y + self.look.pad_y, notes)

    def _slabs_of_rows(self, rows: list[list[_Tall]], heights: list[float], edges: list[float]) -> list[Slab]:
        slabs: list[Slab] = []
        hanging: list[tuple[float, _Tall]] = []
        """Cells that reach into the next row, with how far down their top is above it."""
        last = len(rows) - 1
        for number, cells in enumerate(rows):
            height = heights[number]
            lines, straddles = self._lines_in_row(cells, hanging, height)
            notes = tuple([note for cell in cells for note in cell.notes])
            keep = straddles or self._keeps(number, last)
            slab = Slab(
                height, lines=tuple(lines), boxes=self._fills(number, height, edges), keep=keep and number < last
            )
            slab.notes, slab.frame = notes, self.frame
            slab.anchors = (self.rows[number].anchor,) if self.rows[number].anchor else ()
            hanging = [(above + height, cell) for above, cell in hanging if above + height < cell.height - 1]
            hanging += [(height, cell) for cell in cells if cell.spot.rows > 1 and cell.height > height + 1]
            slabs += self._slices(slab) if height > self.page_height * TALL_ROW else [slab]
        if sum(heights) <= self.page_height * SMALL_TABLE:
            for slab in slabs[:-1]:
                slab.keep = True
        head = sum(heights[: self.grid.head])
        if self.grid.head and head <= self.page_height * MOST_HEAD:
            self.frame.again = tuple(slabs[: self.grid.head])
        return slabs

    def _keeps(self, number: int, last: int) -> bool:
        """Whether a row stays with the next: heads and bands with rows, three rows at the start and two at the end."""
        if number < self.first_rows or number == last - 1 or self.rows[number].kind == "band":
            return True
        return number < last and self.rows[number + 1].kind == "total"

    def _lines_in_row(
        self, cells: list[_Tall], hanging: list[tuple[float, _Tall]], height: float
    ) -> tuple[list[Line], bool]:
        """The lines of cells whose tops lie within a row, y from the row's top; whether a cell goes on below it."""
        lines: list[Line] = []
        straddles = False
        for cell, offset in [*[(cell, 0.0) for cell in cells], *[(cell, -above) for above, cell in hanging]]:
            if cell.spot.rows == 1:
                lines += cell.lines
                continue
            for line in cell.lines:
                y = line.y + offset
                if 0 < y <= height:
                    lines.append(line._replace(y=y))
                straddles = straddles or y > height
        return lines, straddles

    def _fills(self, number: int, height: float, edges: list[float]) -> tuple[Box, ...]:
        """The fill of a row and the rule below it, which leaves out cells that go on in the next row."""
        row, measure, look = self.rows[number], self.setting.measure, self.look
        if number < self.grid.head:
            boxes = [Box(0.0, 0.0, measure, height, look.head_fill)]
        else:
            fill = {"band": look.band_fill, "total": look.total_fill}.get(row.kind)
            boxes = [Box(0.0, 0.0, measure, height, fill)] if fill else []
        if number in {self.grid.head - 1, len(self.rows) - 1}:
            return tuple(boxes)
        colour, thick = look.rule, look.rule_width
        for start, end in self._closed(number):
            x = edges[start] + (look.pad_x if number < self.grid.head else 0.0)
            right = edges[end] - (look.pad_x if number < self.grid.head else 0.0)
            boxes.append(Box(x, height - thick / 2, right - x, thick, colour))
        return tuple(boxes)

    def _closed(self, number: int) -> list[tuple[int, int]]:
        """Runs of columns whose cells end with a row; in the head, only below cells that head several columns."""
        ends = self.ends[number]
        if number < self.grid.head:
            return [
                (spot.column, spot.column + spot.columns)
                for spot in self.grid.rows[number]
                if spot.columns > 1 == spot.rows
            ]
        runs: list[tuple[int, int]] = []
        for column in range(self.grid.columns):
            if ends[column] > number:
                continue
            if runs and runs[-1][1] == column:
                runs[-1] = (runs[-1][0], column + 1)
            else:
                runs.append((column, column + 1))
        return runs

    def _last_rows(self) -> list[list[int]]:
        """For each row and column, the last row of the cell that covers it."""
        found: list[list[int]] = []
        ends = [-1] * self.grid.columns
        for number, spots in enumerate(self.grid.rows):
            if self._alone(spots):
                ends = [number] * self.grid.columns
            else:
                ends = list(ends)
                for spot in spots:
                    ends[spot.column : spot.column + spot.columns] = [number + spot.rows - 1] * spot.columns
            found.append(ends)
        return found

    def _slices(self, slab: Slab) -> list[Slab]:
        """A tall row cut between its lines; two lines at least stay together at either end."""
        step = self.setting.theme.style("table_cell").leading
        count = max(1, int((slab.height - 2 * self.look.pad_y) / step + 0.001))
        slices: list[Slab] = []
        top = 0.0
        for index in range(count):
            bottom = slab.height if index == count - 1 else self.look.pad_y + (index + 1) * step
            lines = tuple(line._replace(y=line.y - top) for line in slab.lines if top < line.y <= bottom)
            boxes = tuple(box._replace(height=bottom - top) for box in slab.boxes if box.y == 0.0)
            made = Slab(bottom - top, lines=lines, boxes=boxes, frame=slab.frame)
            made.keep = index == 0 or index == count - 2
            slices.append(made)
            top = bottom
        slices[0].anchors, slices[0].notes = slab.anchors, slab.notes
        slices[-1].keep = slab.keep
        slices[-1].boxes += tuple(
            box._replace(y=box.y - (slab.height - slices[-1].height)) for box in slab.boxes if box.y > 0
        )
        return slices
