"""Split a table into its parts: headings, rows of figures, and the titles, units, sources and notes around them.

Take a sheet; return a `SheetFrame`. Footnote marks are taken off names and figures here, and counts of days below the heading
of a date become dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from briefing.exchange.importing.cell_values import is_figure
from briefing.exchange.importing.date_cells import read_day
from briefing.exchange.importing.footnotes import RAISED, Footnote, lowered, plain_letters, read_footnotes, split_marks
from briefing.exchange.importing.headings import TIMES, Column, find_head, read_columns, title_in_head
from briefing.exchange.importing.row_context import RowContext, read_contexts
from briefing.exchange.importing.sheet_model import Cell, Sheet, cells_of
from briefing.exchange.importing.sheet_tables import REMARK, is_line
from briefing.exchange.importing.unit_text import NO_UNIT, UnitLine, read_heading, read_unit_line

FREE_TEXT = ("says", "quote", "note", "source", "url", "passage", "record", "id", "source_titles")
"""Columns whose texts keep every character."""
LONGEST_NAME = 80
DATE_HEADING = re.compile(
    r"\b(?:date|dated|since|(?:in|into) force|entry into force|signed on|datum|seit|inkrafttreten|in kraft|unterzeichnet am|tag"
    r"|entrée en vigueur|depuis|fecha|desde)\b|^(?:signed|ratified|adopted|expires|expiry|deadline|unterzeichnet)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:genesis-)?(?:table|tabelle|tab\.|tableau|cuadro|tabla)\s*:?\s*[A-Z]?[0-9][0-9.–-]*[a-z]?\s*[:.–—-]?\s*",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s_=*–—-]{3,}")
_MARK = re.compile(rf"[a-z]|[{RAISED}]{{1,2}}|[*†‡§¶]+|[(\[]?(?:[a-z]|[0-9]{{1,2}})[)\]]")
_FLAG = re.compile("[a-z]{1,3}")
_SERIALS = range(20_000, 60_000)
"""Counts of days from 1954 to 2064."""


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """The parts of a table. `source` and `unit` are given for all of it, above the headings or below the rows.

    `contexts` say for each of the `rows` which group it belongs to, and whether it is a total. `footnotes` are texts by mark;
    `notes` are other lines around the table. `read` are the locations of all cells that became one of these parts.
    """

    sheet: Sheet
    columns: tuple[Column, ...]
    rows: tuple[Sequence[Cell], ...]
    contexts: tuple[RowContext, ...] = ()
    title: str = ""
    source: Cell | None = None
    unit: UnitLine = NO_UNIT
    footnotes: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Cell, ...] = ()
    groups: tuple[Cell, ...] = ()
    read: frozenset[str] = frozenset()

    def column(self, *roles: str) -> Column | None:
        """Return the first column with one of these roles."""
        return next((c for role in roles for c in self.columns if c.role == role), None)


def cell_at(row: Sequence[Cell], column: Column | None) -> Cell | None:
    """Return the cell of a row in a column; None if it is empty."""
    if column is None or column.index >= len(row) or not row[column.index]:
        return None
    return row[column.index]


def frame_sheet(sheet: Sheet) -> SheetFrame | None:
    """Split a sheet into its parts; return None if it has no row of headings."""
    head = find_head(sheet)
    if head is None:
        return None
    lines = _Lines(sheet, head)
    footnotes = {note.mark: note.text for note in reversed(lines.footnotes)}
    columns = tuple(read_columns(sheet, head, footnotes))
    above = [cell for row in sheet.rows[: head.start] for cell in row if cell.text] + title_in_head(sheet, head)
    unit = _unit_above(above)
    titles = [c for c in above if not REMARK.match(c.text) and _title(c, unit)]
    title = _title(titles[0], unit) if titles else ""
    notes = [c for c in above if c not in titles[:1] and c.text != unit.text and not REMARK.match(c.text)]
    exported = any(column.role == "id" for column in columns)
    kept = [list(row) if exported else _without_marks(row, columns, footnotes) for row in lines.rows]
    flags = _take_flags(kept, columns) if not exported else []
    dated = _with_dates(kept, _without_time_above_names(columns, kept))
    columns = _without_time_above_names(columns, kept)
    contexts = read_contexts(dated, lines.gaps, columns)
    rows = [(row, context) for row, context in zip(dated, contexts, strict=True) if not context.heads_group]
    # A figure among the headings is one only above other figures.
    full = {index for row in lines.rows for index, cell in enumerate(row) if cell and is_figure(cell)}
    heads = [(column, cell) for index in head for column, cell in enumerate(sheet.rows[index])]
    headings = [cell for column, cell in heads if column in full or not is_figure(cell)]
    groups = [context.head for context in contexts if context.heads_group and context.head is not None]
    return SheetFrame(
        sheet,
        columns,
        tuple(row for row, _ in rows),
        tuple(context for _, context in rows),
        title,
        lines.source,
        unit,
        footnotes,
        (*notes, *lines.notes),
        tuple(groups),
        frozenset(cell.location for cell in (*headings, *above, *lines.cells, *groups, *flags) if cell),
    )


def _title(cell: Cell, unit: UnitLine) -> str:
    """Return the title that a line above a table gives, without its number and unit; "" if it is none."""
    text = _NUMBERED.sub("", cell.text)
    if cell.text == unit.text:
        read = read_heading(text)
        text = read.name if read.unit and text.endswith((")", "]")) and len(read.name) > 2 else ""
    text = plain_letters(text)
    return text[:1].upper() + text[1:] if 2 < len(text) <= 120 else ""


# ------------------------------------------------------------------ lines between and below the rows


class _Lines:
    """The rows of figures of a table, and the lines between and below them: source, footnotes, other notes."""

    def __init__(self, sheet: Sheet, head: range) -> None:
        self.source: Cell | None = None
        self.footnotes: list[Footnote] = []
        self.notes: list[Cell] = []
        self.rows: list[Sequence[Cell]] = []
        self.gaps: list[bool] = []
        self.cells: list[Cell] = []
        for cell in cells_of(sheet.rows[: head.start]):
            self._take(cell)
        heads = [[cell.text for cell in sheet.rows[index]] for index in head]
        indexes = range(head.stop, len(sheet.rows))
        last = max((index for index in indexes if _is_data(sheet.rows[index])), default=head.stop)
        wide = max((sum(map(bool, row)) for row in sheet.rows[head.start :]), default=0) > 1
        gap = below = False
        for index in indexes:
            row = sheet.rows[index]
            gap = gap or sheet.gap_before(index)
            below = below or (index > last and gap)
            if not any(row):
                continue  # its characters could not be printed
            if [cell.text for cell in row] in heads:
                self.cells += [cell for cell in row if cell]
            elif not (wide and self._is_note(row, after=index > last, below=below)):
                self.rows.append(row)
                self.gaps.append(gap)
                gap = False

    def _is_note(self, row: Sequence[Cell], *, after: bool, below: bool) -> bool:
        """Read a row that is a line of text, not figures; `after` the last figures, `below` an empty row after them."""
        filled = [cell for cell in row if cell]
        first, text = filled[0], " ".join(cell.text for cell in filled)
        if after and len(filled) == 2 and (_MARK.fullmatch(first.text) or first.missing) and filled[1].kind == "text":
            self.footnotes.append(Footnote(lowered(first.text), plain_letters(filled[1].text)))
            self.cells += filled
            return True
        alone = len(filled) == 2 and not is_figure(filled[1]) and not REMARK.match(first.text)
        if alone and (REMARK.match(text) or (after and len(read_footnotes(text)) == 1)):
            # "Source:" is in one cell and its name in the next; likewise "1)" and the footnote.
            self._take(replace(filled[1], text=text))
            self.cells += filled
            return True
        if not is_line(row):
            return False
        if self._take(first) or (after and read_footnotes(first.text)):
            if not REMARK.match(first.text):
                self.footnotes += read_footnotes(first.text)
            self.cells.append(first)
            return True
        if after and (
            below or len(first.text) > LONGEST_NAME or first.text[:1] in "©_*" or _RULE.fullmatch(first.text)
        ):
            below_all = not _RULE.fullmatch(first.text)
            self.notes += [first] if below_all else []
            self.cells.append(first)
            return True
        return False

    def _take(self, cell: Cell) -> bool:
        """Take a line such as "Source: World Bank"; the first source is that of the table, others are notes."""
        match = REMARK.match(cell.text)
        if match is None:
            return False
        if match[1].lower()[0] in "sqf" and self.source is None:
            self.source = replace(cell, text=plain_letters(match[2]))
        elif found := read_footnotes(match[2]):
            self.footnotes += found
        else:
            self.notes.append(cell)
        return True


def _is_data(row: Sequence[Cell]) -> bool:
    """Return True for a row with a figure or a date, or with several cells that are no remark."""
    filled = [cell for cell in row if cell]
    if any(is_figure(cell) or cell.kind == "date" for cell in filled):
        return len(filled) > 1 or filled[0].kind != "text"
    if len(filled) == 2:
        text = " ".join(cell.text for cell in filled)
        first = filled[0]
        return not (REMARK.match(text) or read_footnotes(text) or _MARK.fullmatch(first.text) or first.missing)
    return len(filled) > 2


def _unit_above(above: Sequence[Cell]) -> UnitLine:
    """Return the unit that a line above the headings gives, such as "Figures are in US$ m."; the nearest line counts."""
    return next((line for cell in reversed(above) if (line := read_unit_line(cell.text)).unit), NO_UNIT)


# ------------------------------------------------------------------ cells


def _without_marks(row: Sequence[Cell], columns: Sequence[Column], known: Mapping[str, str]) -> list[Cell]:
    """Return a row whose cells have their footnote marks apart from their text."""
    made = []
    for cell, column in zip(row, columns, strict=False):
        if cell.kind == "text" and cell.text and not cell.missing:
            free = column.role in FREE_TEXT
            text, mark = (plain_letters(cell.text), "") if free else split_marks(cell.text, known)
            cell = replace(cell, text=text, mark=mark) if text != cell.text else cell  # noqa: PLW2901  # the same cell
        made.append(cell)
    return made


def _take_flags(rows: Sequence[list[Cell]], columns: Sequence[Column]) -> list[Cell]:
    """Make flags such as "p" in a column without heading the footnote marks of the figures at their left."""
    taken: list[Cell] = []
    for column in columns:
        cells = [cell for row in rows if (cell := cell_at(row, column)) is not None]
        if column.cell.text or not column.index or not cells or not all(_FLAG.fullmatch(c.text) for c in cells):
            continue
        for row in rows:
            cell = cell_at(row, column)
            if cell is not None and row[column.index - 1]:
                row[column.index - 1] = replace(row[column.index - 1], mark=cell.text)
                row[column.index] = Cell("", cell.location)
                taken.append(cell)
    return taken


def _without_time_above_names(columns: tuple[Column, ...], rows: Sequence[Sequence[Cell]]) -> tuple[Column, ...]:
    """Return the columns, of which one that is headed "TIME", left of years, and holds names has no role."""
    if sum(column.dated for column in columns) < 2:
        return columns
    made = []
    for column in columns:
        cells = [cell for row in rows if (cell := cell_at(row, column)) is not None]
        names = column.role in TIMES and not any(cell.kind == "date" or read_day(cell.text) for cell in cells)
        made.append(replace(column, role="") if names else column)
    return tuple(made)


def _with_dates(rows: Sequence[list[Cell]], columns: Sequence[Column]) -> list[list[Cell]]:
    """Return the rows with dates in place of counts of days, in columns whose heading says that they hold dates."""
    for column in columns:
        if column.role in TIMES or column.unit or not DATE_HEADING.search(column.name):
            continue
        cells = [row[column.index] for row in rows if column.index < len(row)]
        numbers = [cell for cell in cells if cell and not cell.missing and cell.kind != "date"]
        if not numbers or not all(re.fullmatch(r"[0-9]{5}", c.text) and int(c.text) in _SERIALS for c in numbers):
            continue
        for row in rows:
            cell = cell_at(row, column)
            if cell is not None and cell.kind != "date" and (day := read_day(cell.text, serial=True)):
                row[column.index] = replace(cell, text=day.iso, kind="date", note=day.note)
    return list(rows)
