"""Write tables: fixed widths, repeated head rows, spans, bands and totals (ISO/IEC 29500-1, 17.4).

Widths are given three times (`tblW`, `tblGrid`, `tcW`), because Word uses one and other programs
another; fills are set on every cell, because not all programs apply those of a table style.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from briefing.document.cache import MOST_ROWS, BoundedCache, key_of
from briefing.document.model import Align, Cell, Column, Row, Table, Text, plain
from briefing.language.decimals import tail_of
from briefing.writers.docx import style_names as names
from briefing.writers.docx.base_package import Base
from briefing.writers.docx.captions import has_lines_below, write_caption, write_lines_below
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.runs import write_inlines
from briefing.writers.docx.wordml import escape, twips

# Text directly under a table would touch its rule; Word wants a paragraph between two tables and at the end anyway.
_SPACER = '<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>'
_KEEP_NEXT = "<w:keepNext/>"
_WHOLE_UP_TO = 8
"""Tables of up to this many rows are not split between pages, as the PDF keeps small ones whole."""
_EMPTY = Cell()
_RIGHT = '<w:jc w:val="right"/>'
_ALIGNMENTS: dict[Align, str] = {"left": "", "right": _RIGHT, "centre": '<w:jc w:val="center"/>', "decimal": _RIGHT}
_LOOK_FIRST_ROW, _LOOK_LAST_ROW, _LOOK_FIRST_COLUMN, _LOOK_NO_COLUMN_BANDS = 0x0020, 0x0040, 0x0080, 0x0400


CACHE_CHARACTERS = 1_500_000
"""Characters of rows in each generation of the cache."""
ROWS: BoundedCache[tuple[Base, str]] = BoundedCache(CACHE_CHARACTERS)


@dataclass(frozen=True, slots=True)
class _RowLook:
    """Formatting of a row's cells."""

    style: str
    fill: str = ""
    bottom: bool = False
    keep: bool = False


def write_table(table: Table, rendering: Rendering) -> str:
    """Return a table with its caption and the lines below it."""
    weights = rendering.widths.get(table.key) or [column.weight for column in table.columns]
    if not weights:  # A table that declares no columns has those of its widest row.
        rows = (*table.head, *table.body)
        weights = [1.0] * (max((sum(cell.columns for cell in row.cells) for row in rows), default=1) or 1)
    widths = column_widths(weights, twips(rendering.text_width))
    caption = write_caption(table, rendering)
    body = _TableWriter(table, widths, rendering).xml()
    return caption + body + (write_lines_below(table, rendering) or rendering.paragraph("", names.SOURCE, _SPACER))


def column_widths(weights: Sequence[float], total: int) -> list[int]:
    """Return the width of each column in twips, by weight; together exactly `total`."""
    weights = [max(weight, 0.01) for weight in weights] or [1.0]
    whole = sum(weights)
    edges = [round(total * sum(weights[:index]) / whole) for index in range(len(weights) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _is_plain(cell: Cell) -> bool:
    """Return whether a cell has only text and no spans, and so may be cached: facts have numbered markers."""
    if cell.columns != 1 or cell.rows != 1:
        return False
    return all(isinstance(inline, Text) for inlines in cell.paragraphs for inline in inlines)


class _TableWriter:
    """Write one table.

    `_covered` has, by column, how many more rows a cell from above covers, and how many columns it
    takes.
    """

    def __init__(self, table: Table, widths: list[int], rendering: Rendering) -> None:
        self._table = table
        self._widths = widths
        self._rendering = rendering
        self._covered: dict[int, tuple[int, int]] = {}
        # The XML before a cell's content is the same for all cells alike, and a long table has many.
        self._openings: dict[tuple[object, ...], str] = {}
        self._stops = {at: self._stop(at, c) for at, c in enumerate(table.columns) if c.align == "decimal"}
        aligned = tuple([(column.align, column.mark) for column in table.columns])
        self._place = (tuple(widths), aligned, tuple(self._stops.items()))

    def xml(self) -> str:
        table = self._table
        fills = self._rendering.theme.table
        look = _RowLook(names.TABLE_HEAD, fills.head_fill, bottom=True)
        rows = [self._cached_row(row, look, head=True) for row in table.head]
        self._covered.clear()
        last = len(table.body) - 1
        below = has_lines_below(table)
        for index, row in enumerate(table.body):
            inner = index < last and len(table.body) <= _WHOLE_UP_TO
            keep = last > 0 and (inner or index == 0 or index == last - 1 or (index == last and below))
            if row.kind == "band":
                look = _RowLook(names.TABLE_BAND, fills.band_fill)
            elif row.kind == "total":
                look = _RowLook(names.TABLE_TOTAL, fills.total_fill, keep=keep)
            else:
                look = _RowLook(names.TABLE_TEXT, keep=keep)
            rows.append(self._cached_row(row, look, head=False))
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self._widths)
        return f"<w:tbl>{self._properties()}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def _properties(self) -> str:
        table = self._table
        total = bool(table.body) and table.body[-1].kind == "total"
        row_heads = any(row.cells and row.cells[0].header for row in table.body if row.kind == "body")
        flags = (
            (_LOOK_FIRST_ROW if table.head else 0)
            | (_LOOK_LAST_ROW if total else 0)
            | (_LOOK_FIRST_COLUMN if row_heads else 0)
            | _LOOK_NO_COLUMN_BANDS
        )
        title = escape(plain(table.title))
        named = ""
        if title:
            label = f"{escape(table.label)}. " if table.label else ""
            named = f'<w:tblCaption w:val="{title}"/><w:tblDescription w:val="{label}{title}"/>'
        return (
            f'<w:tblPr><w:tblStyle w:val="{self._rendering.style(names.TABLE)}"/>'
            f'<w:tblW w:w="{sum(self._widths)}" w:type="dxa"/>{self._rendering.base.table_indent}'
            '<w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="{flags:04X}" w:firstRow="{int(bool(table.head))}" w:lastRow="{int(total)}" '
            f'w:firstColumn="{int(row_heads)}" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>{named}</w:tblPr>'
        )

    def _cached_row(self, row: Row, look: _RowLook, *, head: bool) -> str:
        """Return a row, from the cache if possible.

        A row without spans and targets is the same in every brief. One with notes, links or
        references is written for each brief, because those are numbered and collected in order.
        """
        long = len(self._table.body) > MOST_ROWS
        if long or self._covered or row.anchor or len(row.cells) != len(self._widths):
            return self._row(row, look, head=head)
        base = self._rendering.base
        key = (id(base), self._place, look, head, key_of(row))
        known = ROWS.get(key)
        if known is not None:
            return known[1]
        made = self._row(row, look, head=head)
        if all(map(_is_plain, row.cells)):
            ROWS.keep(key, (base, made), len(made))  # The base is stored beside the row, so that its id is not reused.
        return made

    def _row(self, row: Row, look: _RowLook, *, head: bool) -> str:
        """Return a row whose cells fill the grid exactly, whatever the model's cells add up to."""
        count = len(self._widths)
        cells = deque(row.cells)
        pieces = []
        column = 0
        anchor = row.anchor
        while column < count:
            if column in self._covered:
                more_rows, span = self._covered.pop(column)
                if more_rows > 1:
                    self._covered[column] = (more_rows - 1, span)
                opening = self._opening(column, span, look, "<w:vMerge/>")
                pieces.append(f"{opening}{self._rendering.paragraph('', look.style)}</w:tc>")
                column += span
                continue
            cell = cells.popleft() if cells else _EMPTY
            span = 1  # A cell ends at the end of the table, or at a cell from above.
            while span < cell.columns and column + span < count and column + span not in self._covered:
                span += 1
            if cell.rows > 1:
                self._covered[column] = (cell.rows - 1, span)
            pieces.append(self._cell(cell, column, span, look, anchor))
            anchor = ""
            column += span
        if cells:
            message = f"a row of the table has {len(row.cells)} cells, but only {len(row.cells) - len(cells)} fit"
            hint = f"the table has {count} columns"
            self._rendering.report("table-shape", message, self._table.location, hint, "error")
        repeated = "<w:tblHeader/>" if head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(pieces)}</w:tr>"

    def _cell(self, cell: Cell, column: int, span: int, look: _RowLook, anchor: str) -> str:
        merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        columns = self._table.columns
        align = cell.align
        if align == "left" and span == 1 and column < len(columns):
            align = columns[column].align  # A cell that spans columns sets its own alignment.
        if align == "decimal" and (look.style == names.TABLE_HEAD or span > 1):
            align = "right"
        style, properties = self._paragraph_look(cell, look, align, self._stops.get(column, ""))
        pieces = [self._opening(column, span, look, merge)]
        for inlines in cell.paragraphs or ((),):
            content = write_inlines(inlines, self._rendering)
            if anchor:
                content = self._rendering.bookmark(anchor, content)
                content = self._rendering.comments.around(anchor, content)
                anchor = ""
            pieces.append(self._rendering.paragraph(content, style, properties))
        pieces.append("</w:tc>")
        return "".join(pieces)

    def _stop(self, at: int, column: Column) -> str:
        """Return the tab stop for decimal alignment: in a cell, figures align on it without a tab."""
        theme = self._rendering.theme
        widest = 0.0
        for row in self._table.body:
            style = theme.style("table_cell" if row.kind == "body" else "table_band")
            starts = accumulate((cell.columns for cell in row.cells), initial=0)
            for start, cell in zip(starts, row.cells, strict=False):
                if start == at and cell.columns == 1:
                    tail = tail_of(cell, column.mark)
                    width = self._rendering.measure(tail.text, style.size, style.bold or tail.strong)
                    widest = max(widest, width)
        place = self._widths[at] - twips(2 * theme.table.pad_x + widest)
        return f'<w:tabs><w:tab w:val="decimal" w:pos="{max(place, 0)}"/></w:tabs>'

    def _paragraph_look(self, cell: Cell, look: _RowLook, align: Align, stop: str) -> tuple[str, str]:
        """Return style and direct properties of a cell's paragraphs."""
        keep = _KEEP_NEXT if look.keep else ""
        if align == "decimal" and stop:
            header = cell.header and look.style == names.TABLE_TEXT
            return names.TABLE_ROW_HEAD if header else look.style, keep + stop
        if look.style == names.TABLE_TEXT:
            if cell.header:
                return names.TABLE_ROW_HEAD, keep + _ALIGNMENTS[align]
            if align == "right":
                return names.TABLE_NUMBER, keep
        return look.style, keep + _ALIGNMENTS[align]

    def _opening(self, column: int, span: int, look: _RowLook, merge: str) -> str:
        """Return `w:tc` up to its content."""
        key = (column, span, look.fill, look.bottom, merge)
        known = self._openings.get(key)
        if known is None:
            width = sum(self._widths[column : column + span])
            spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.fill}"/>' if look.fill else ""
            bottom = '<w:vAlign w:val="bottom"/>' if look.bottom else ""
            known = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merge}{fill}{bottom}</w:tcPr>'
            self._openings[key] = known
        return known
