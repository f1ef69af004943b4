"""Split a sheet into its tables: side by side, below each other, with or without empty rows between them.

Cells that touch belong together. What touches is a table if words stand above figures or dates, with names or dates at the
left; the rest (titles, notes, rows after an empty one) belongs to the nearest table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from briefing.exchange.importing.cell_values import is_figure
from briefing.exchange.importing.date_cells import read_day
from briefing.exchange.importing.footnotes import read_footnotes
from briefing.exchange.importing.sheet_model import Cell, Sheet, cells_of, column_name

MAX_BLOCKS = 100
"""More blocks of touching cells than this are a sheet with gaps, not a sheet with tables."""
REMARK = re.compile(
    r"(sources?|quellen?|fuentes?|fonti?|fonte|notes?|anmerkung(?:en)?|hinweise?|notas?|remarques?)\s*[:.]\s*(\S.*)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LOOK_BELOW = 12


@dataclass(slots=True, eq=False)
class _Block:
    """Cells that touch: for each row, by its index, the columns from first to last.

    `head` is its row of headings, if it is a table; `joined` is the block that it became a part of.
    """

    segments: list[tuple[int, int, int]] = field(default_factory=list)
    top: int = 0
    bottom: int = 0
    left: int = 0
    right: int = 0
    head: int = -1
    joined: _Block | None = None

    def whole(self) -> _Block:
        """Return the block that this one is now a part of."""
        return self if self.joined is None else self.joined.whole()

    def add(self, row: int, first: int, last: int) -> None:
        if not self.segments:
            self.top, self.bottom, self.left, self.right = row, row, first, last
        self.segments.append((row, first, last))
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, first), max(self.right, last)

    def absorb(self, other: _Block) -> None:
        for segment in other.segments:
            self.add(*segment)

    def overlaps(self, other: _Block) -> bool:
        return self.shares_rows(other) and self.shares_columns(other)

    def shares_rows(self, other: _Block) -> bool:
        return self.top <= other.bottom and other.top <= self.bottom

    def shares_columns(self, other: _Block) -> bool:
        return self.left <= other.right and other.left <= self.right


@dataclass(frozen=True, slots=True)
class SplitSheet:
    """The tables of a sheet, each as a sheet that has only its cells, and the cells that belong to none of them."""

    tables: tuple[Sheet, ...]
    loose: tuple[Cell, ...] = ()


def split_tables(sheet: Sheet) -> SplitSheet:
    """Return the tables of a sheet; the sheet itself if it is one table, or none."""
    blocks = _blocks(sheet)
    tables = []
    for block in blocks if 1 < len(blocks) <= MAX_BLOCKS else ():
        head = _head_of_table(_cut(sheet, block))
        if head >= 0:
            block.head = sorted({row for row, _, _ in block.segments})[head]
            tables.append(block)
    parts, loose = [sheet], []
    if tables:
        loose = _join_loose(sheet, tables, [block for block in blocks if block not in tables])
        parts = [_cut(sheet, block) for block in _join_repeated_heads(sheet, tables)]
    found = [piece for part in parts for piece in _split_rows(part)]
    if len(found) == 1 and not loose:
        return SplitSheet((sheet,))
    left = tuple(cell for block in loose for cell in cells_of(_cut(sheet, block).rows))
    return SplitSheet(
        tuple(replace(each, area=_area(each)) for each in found) if len(found) > 1 else tuple(found), left
    )


# ------------------------------------------------------------------ cells that touch


def _blocks(sheet: Sheet) -> list[_Block]:
    """Return the blocks of touching cells, from top to bottom; blocks whose rectangles overlap are one."""
    blocks: list[_Block] = []
    above: list[tuple[int, int, _Block]] = []
    for index, row in enumerate(sheet.rows):
        if sheet.gap_before(index):
            above = []
        current: list[tuple[int, int, _Block]] = []
        for first, last in _segments(row):
            touched = dict.fromkeys(
                each.whole() for left, right, each in above if left <= last + 1 and first - 1 <= right
            )
            block, *others = touched or [_Block()]
            for other in others:
                block.absorb(other)
                other.joined = block
            if not touched:
                blocks.append(block)
            block.add(index, first, last)
            current.append((first, last, block))
        above = current
        if len(blocks) > 50 * MAX_BLOCKS:
            return []
    return _join_overlapping([block for block in blocks if block.joined is None])


def _segments(row: Sequence[Cell]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for index, cell in enumerate(row):
        if cell:
            if found and found[-1][1] == index - 1:
                found[-1] = (found[-1][0], index)
            else:
                found.append((index, index))
    return found


def _join_overlapping(blocks: list[_Block]) -> list[_Block]:
    if len(blocks) > MAX_BLOCKS:
        return []
    changed = True
    while changed:
        changed = False
        for block in blocks:
            other = next((b for b in blocks if b is not block and b.overlaps(block)), None)
            if other is not None:
                block.absorb(other)
                blocks.remove(other)
                changed = True
                break
    return sorted(blocks, key=lambda block: (block.top, block.left))


# ------------------------------------------------------------------ what is a table


def _is_table(sheet: Sheet) -> bool:
    return _head_of_table(sheet) >= 0


def _head_of_table(sheet: Sheet) -> int:
    """Return the row of headings above figures or dates, if names or dates are in the first column; -1 if it is not a table."""
    for index in range(min(len(sheet.rows) - 1, 2 * _LOOK_BELOW)):
        if _is_head(sheet, index):
            left = min(column for row in sheet.rows[index:] for column, cell in enumerate(row) if cell)
            below = [cell for row in sheet.rows[index + 1 :] for cell in row[left : left + 1] if cell]
            head = sheet.rows[index][left] if left < len(sheet.rows[index]) else None
            named = head is not None and bool(head) and not is_figure(head)
            words = any(cell.kind != "number" and not is_figure(cell) for cell in below)
            return index if words or (named and all(_is_date(cell) for cell in below)) else -1
    return -1


def _is_head(sheet: Sheet, index: int) -> bool:
    """Return True for a row of words, or of years in order, above figures or dates."""
    filled = [(column, cell) for column, cell in enumerate(sheet.rows[index]) if cell]
    words = [cell for _, cell in filled if cell.kind == "text" and not cell.missing and not is_figure(cell)]
    if len(filled) < 2 or any(cell.kind in ("date", "fault") or cell.missing for _, cell in filled):
        return False
    years = [cell.text for _, cell in filled if _YEAR.fullmatch(cell.text)]
    if len(words) + len(years) < len(filled) or (years and not words and len(years) < 3):
        return False
    ordered = len(set(years)) == len(years) and years in (sorted(years), sorted(years, reverse=True))
    # The years of two groups of columns repeat; two figures that look like years do not.
    repeated = len(years) > 3 and all(years.count(year) == years.count(years[0]) for year in years)
    if years and not ordered and not repeated:
        return False
    contrast = 0
    for column, head in filled:
        below = _cells_below(sheet, index, column)
        if below and sum(is_figure(cell) or cell.kind in ("number", "date") for cell in below) >= 0.6 * len(below):
            contrast += not all(_YEAR.fullmatch(cell.text) for cell in below) or not _YEAR.fullmatch(head.text)
    return contrast > 0


def _cells_below(sheet: Sheet, index: int, column: int) -> list[Cell]:
    """Return the first cells below a heading that have a value, down to the next empty row."""
    found: list[Cell] = []
    for below in range(index + 1, min(len(sheet.rows), index + 1 + _LOOK_BELOW)):
        if sheet.gap_before(below) and below > index + 2:
            break
        row = sheet.rows[below]
        if column < len(row) and row[column] and not row[column].missing and row[column].kind != "fault":
            found.append(row[column])
    # A second row of headings, of units or years, does not count.
    return found[1:] if len(found) > 1 and found[0].kind == "text" and not is_figure(found[0]) else found


def _is_date(cell: Cell) -> bool:
    return (
        cell.kind == "date"
        or bool(_YEAR.fullmatch(cell.text))
        or (cell.kind == "text" and read_day(cell.text) is not None)
    )


def is_line(row: Sequence[Cell]) -> bool:
    """Return True for a row with one cell of text: a title, a note or the name of a group of rows."""
    filled = [cell for cell in row if cell]
    return len(filled) == 1 and filled[0].kind == "text" and not is_figure(filled[0])


def is_remark(row: Sequence[Cell]) -> bool:
    """Return True for a line such as "Source: World Bank" or "a) provisional"."""
    text = next((cell.text for cell in row if cell), "")
    return is_line(row) and bool(REMARK.match(text) or read_footnotes(text) or text[:1] in "©_")


# ------------------------------------------------------------------ tables below each other


def _split_rows(sheet: Sheet) -> list[Sheet]:
    """Split below rows of figures where a title, or an empty row, and another row of headings follow."""
    starts: list[int] = []
    data_above = False
    for index in range(len(sheet.rows) - 1):
        row = sheet.rows[index]
        filled = [cell for cell in row if cell]
        if len(filled) < 2:
            continue
        opened = index > 0 and (sheet.gap_before(index) or is_line(sheet.rows[index - 1]))
        if data_above and opened and _is_head(sheet, index) and _is_table(_rows(sheet, index, len(sheet.rows))):
            start = _first_line(sheet, index)
            if start == index and _same_head(sheet, index, starts):
                continue
            starts.append(start)
            data_above = False
        elif sum(is_figure(cell) or cell.kind == "date" for cell in filled) >= 1 and not _is_head(sheet, index):
            data_above = True
    bounds = [0, *starts, len(sheet.rows)]
    return [_rows(sheet, first, last) for first, last in pairwise(bounds)] if starts else [sheet]


def _first_line(sheet: Sheet, head: int) -> int:
    """Return the row at which the title above a row of headings begins."""
    start = head
    while start > 0 and is_line(sheet.rows[start - 1]) and not is_remark(sheet.rows[start - 1]):
        if sheet.gap_before(start) and not (start == head and sheet.gap_before(start - 1)):
            break
        start -= 1
    return start


def _same_head(sheet: Sheet, index: int, starts: Sequence[int]) -> bool:
    """Return True if a row repeats the headings of the table above, as printed tables do on each page."""
    texts = [cell.text for cell in sheet.rows[index]]
    return any([cell.text for cell in row] == texts for row in sheet.rows[starts[-1] if starts else 0 : index])


# ------------------------------------------------------------------ what belongs to which table


def _join_loose(sheet: Sheet, tables: list[_Block], loose: list[_Block]) -> list[_Block]:
    """Add to each table the blocks that belong to it; return those that belong to none."""
    owners = [(block, _owner(sheet, tables, block)) for block in _columns_apart(tables, loose)]
    for block, owner in owners:
        if owner is not None:
            owner.absorb(block)
    return [block for block, owner in owners if owner is None]


def _columns_apart(tables: Sequence[_Block], loose: Sequence[_Block]) -> list[_Block]:
    """Join the blocks that are below each other at the right of a table: they are columns after an empty one, or an aside."""
    joined: list[_Block] = []
    for block in loose:
        beside = any(t.right < block.left and t.shares_rows(block) for t in tables)
        other = next((b for b in joined if b.shares_columns(block)), None) if beside else None
        if other is not None and any(t.right < other.left and t.shares_rows(other) for t in tables):
            other.absorb(block)
        else:
            joined.append(block)
    return joined


def _owner(sheet: Sheet, tables: Sequence[_Block], block: _Block) -> _Block | None:
    """Return the table that a block belongs to, None if it is an aside or about several tables."""
    rows = _cut(sheet, block).rows
    beside = [t for t in tables if t.right < block.left and t.shares_rows(block)]
    if beside:
        # Columns after an empty one have figures or words beside the rows of the table, not only beside its headings.
        table = max(beside, key=lambda t: t.right)
        return table if block.bottom > table.head and not all(is_line(row) for row in rows) else None
    above = max(
        (t for t in tables if t.bottom < block.top and t.shares_columns(block)), key=lambda t: t.bottom, default=None
    )
    below = min(
        (t for t in tables if t.top > block.bottom and t.shares_columns(block)), key=lambda t: t.top, default=None
    )
    if len(tables) == 1:
        return None if tables[0].shares_rows(block) else tables[0]
    if below is None or not all(is_line(row) for row in rows) or all(is_remark(row) for row in rows):
        return above
    gap = sheet.number(below.top) - sheet.number(block.bottom)
    if above is None:  # a line at the top of a sheet with several tables is about all of them
        return below if gap <= 2 and block.top > 0 else None
    return below if gap <= sheet.number(block.top) - sheet.number(above.bottom) else above


def _join_repeated_heads(sheet: Sheet, tables: list[_Block]) -> list[_Block]:
    """Join a table to the one above it that has the same headings in the same columns, and no title between them."""
    joined: list[_Block] = []
    for block in tables:
        first = [cell.text for cell in _cut(sheet, block).rows[0]]
        above = next((t for t in joined if (t.left, t.right) == (block.left, block.right)), None)
        if above is not None and any([c.text for c in row] == first for row in _cut(sheet, above).rows):
            above.absorb(block)
        else:
            joined.append(block)
    return joined


# ------------------------------------------------------------------ parts of a sheet


def _cut(sheet: Sheet, block: _Block) -> Sheet:
    """Return the sheet with only the cells of a block; the columns keep their places."""
    kept: dict[int, list[Cell]] = {}
    for index, first, last in sorted(block.segments):
        row = sheet.rows[index]
        cells = kept.setdefault(index, [])
        cells += [Cell("", row[column].location) for column in range(len(cells), first)]
        cells += row[first : last + 1]
    numbers = [sheet.number(index) for index in kept]
    return replace(sheet, rows=list(kept.values()), numbers=numbers, beyond="")


def _rows(sheet: Sheet, first: int, last: int) -> Sheet:
    numbers = [sheet.number(index) for index in range(first, last)]
    return replace(sheet, rows=sheet.rows[first:last], numbers=numbers)


def _area(sheet: Sheet) -> str:
    columns = [index for row in sheet.rows for index, cell in enumerate(row) if cell]
    first, last = column_name(min(columns)), column_name(max(columns))
    return f"{first}{sheet.number(0)}:{last}{sheet.number(len(sheet.rows) - 1)}"
