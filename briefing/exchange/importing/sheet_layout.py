"""Detect how a sheet is laid out: one fact per row, one date per row, dates across the top, or figures across the top."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing.exchange.importing.cell_values import Mark, UnreadableCell, decimal_mark, read_value
from briefing.exchange.importing.date_cells import read_day
from briefing.exchange.importing.headings import SKIPPED, TIMES, Column, plain_words
from briefing.exchange.importing.sheet_frame import DATE_HEADING, SheetFrame, cell_at
from briefing.exchange.importing.sheet_model import Cell

Kind = Literal["records", "series", "dates", "wide", ""]
_CODES = re.compile(
    r"(?:.*\s)?(?:codes?|iso[23]?|nuts[0-9]?|fips|zip|plz|postcode|schlüssel|kennziffer|cas no\.?|hs)", re.IGNORECASE
)
"""Headings of columns whose numbers are names."""
SAMPLE = 300
"""Cells of a column that are looked at to find out what it contains."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Layout of a sheet.

    `values` are the columns of figures; `labels` name the rows, the most important first; `time` dates them; the columns in
    `rest` become tags. `dated` is True if the `values` are dates, not figures. `words` says how the sheet is read or, if
    `kind` is "", why it cannot be read.
    """

    kind: Kind
    words: str
    mark: Mark = ""
    values: tuple[Column, ...] = ()
    labels: tuple[Column, ...] = ()
    time: Column | None = None
    rest: tuple[Column, ...] = ()
    dated: bool = False


def detect_layout(frame: SheetFrame) -> Layout:
    """Return the layout of a sheet."""
    mark = decimal_mark(cell.text for row in frame.rows[:5000] for cell in row if cell.kind == "text")
    free = [c for c in frame.columns if not c.role and _cells(frame, c)]
    time = frame.column(*TIMES) or next((c for c in free[:2] if _holds_dates(frame, c)), None)
    free = [c for c in free if c is not time]
    codes = [c for c in free if _CODES.fullmatch(c.name) or _counts_rows(frame, c)]
    figures = [c for c in free if c not in codes and _holds_figures(frame, c, mark)]
    words = (*(c for c in free if c not in figures and c not in codes), *codes)
    value = _value_column(frame, figures, mark)
    name = frame.column("name")
    sentence = frame.column("says", "quote")
    if value is not None or (sentence is not None and not figures):
        labels = tuple(c for c in (name, *words) if c is not None)
        rest = tuple(c for c in free if c not in labels)
        if name is None and sentence is None and frame.column("id") is None and not labels:
            return _layout_of_series(Layout("", "", mark, (value,) if value else (), (), time, rest))
        return Layout("records", "one fact per row", mark, (value,) if value else (), labels, time, rest)
    found = Layout("", "", mark, tuple(figures), tuple(c for c in (name, *words) if c is not None), time)
    dated = [c for c in figures if c.dated]
    if len(dated) > 1 and not found.labels:
        return replace(found, words="dates are across the top, but no column names the rows")
    if len(dated) > 1:
        across = "one series per row, with dates across the top"
        return replace(found, kind="dates", words=across)
    return _layout_of_figures(frame, found, figures)


def _layout_of_figures(frame: SheetFrame, found: Layout, figures: Sequence[Column]) -> Layout:
    """Return the layout of a sheet whose columns of figures have no heading such as value."""
    days = tuple(c for c in found.labels if DATE_HEADING.search(c.name) and _holds_only_dates(frame, c))
    if not figures and days and len(days) < len(found.labels):
        labels = tuple(c for c in found.labels if c not in days)
        words = f"dates: a row for each {labels[0].name or 'row'}, a column for each date"
        return replace(found, kind="wide", words=words, values=days, labels=labels, dated=True)
    if not figures:
        return replace(
            found, words="no column contains figures, and none has the heading value, statement or quotation"
        )
    if not found.labels:
        return _layout_of_series(found)
    one = figures[0] if len(figures) == 1 else None
    if one is not None and (found.labels[0].role == "name" or one.dated):
        return replace(found, kind="records", words="one fact per row")
    head = found.labels[0].name or "row"
    words = f"one figure per cell: a row for each {head}, a column for each thing that is counted"
    if found.time is not None:
        keys = [tuple(c.text if (c := cell_at(row, label)) else "" for label in found.labels) for row in frame.rows]
        if len(set(keys)) < len(keys):
            words = f"series: a row for each {head} and date, a column for each thing that is counted"
    return replace(found, kind="wide", words=words)


def _layout_of_series(found: Layout) -> Layout:
    if found.time is None:
        return replace(found, words="no column names the rows, and none has the heading year or date")
    named = tuple(replace(c, role="") for c in found.values)
    return replace(found, kind="series", words=f"series: a row for each {found.time.name.lower()}", values=named)


def _value_column(frame: SheetFrame, figures: Sequence[Column], mark: Mark) -> Column | None:
    """Return the column of values; a heading such as total counts only if there are no other columns of figures."""
    value = frame.column("value", "number")
    if value is not None:
        others = [c for c in figures if not c.when]
        return None if value.weak and others and _holds_figures(frame, value, mark) else value
    return frame.column("low", "high") if not figures else None


def free_values(frame: SheetFrame, layout: Layout) -> tuple[Column, ...]:
    """Return the columns of figures, including one with a weak heading such as total among them."""
    value = frame.column("value")
    if layout.kind == "records" or value is None or value in layout.values or not value.weak:
        return layout.values
    both = (*layout.values, value)
    return tuple(sorted(both, key=lambda column: column.index))


def skipped_columns(frame: SheetFrame) -> tuple[Column, ...]:
    """Return the columns that are not read because others say the same."""
    return tuple(c for c in frame.columns if c.role in SKIPPED)


# ------------------------------------------------------------------ contents of a column


def _cells(frame: SheetFrame, column: Column) -> list[Cell]:
    """Return the first cells of a column that have a value."""
    found = []
    for row in frame.rows:
        cell = cell_at(row, column)
        if cell is not None and not cell.missing:
            found.append(cell)
            if len(found) >= SAMPLE:
                break
    return found


def _holds_figures(frame: SheetFrame, column: Column, mark: Mark) -> bool:
    cells = [cell for cell in _cells(frame, column) if cell.kind != "fault" and not cell.no_figure]
    read = [cell for cell in cells if not isinstance(read_value(cell, "", mark), UnreadableCell)]
    return bool(cells) and len(read) >= 0.6 * len(cells)


def _counts_rows(frame: SheetFrame, column: Column) -> bool:
    """Return True for a column with a heading such as No. that counts its rows: 1, 2, 3."""
    numbers = [cell.text for cell in _cells(frame, column) if cell.text.isdecimal()]
    plain = plain_words(column.cell.text) in ("no", "nr", "number", "lfd nr", "n", "rank", "rang", "")
    return plain and len(numbers) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _holds_only_dates(frame: SheetFrame, column: Column) -> bool:
    cells = _cells(frame, column)
    return bool(cells) and all(cell.kind == "date" or read_day(cell.text) is not None for cell in cells)


def _holds_dates(frame: SheetFrame, column: Column) -> bool:
    """Return True if every cell is a different date, whatever the heading; years must be in order."""
    cells = _cells(frame, column)
    texts = [cell.text for cell in cells]
    if len(texts) < 2 or len(set(texts)) < len(texts) or column.unit or DATE_HEADING.search(column.name):
        # The date since which a treaty is in force does not date the other figures of its row.
        return False
    if all(re.fullmatch(r"(?:19|20)[0-9]{2}", text) for text in texts):
        return texts == sorted(texts) or texts == sorted(texts, reverse=True)
    return all(cell.kind == "date" or (cell.kind == "text" and read_day(cell.text) is not None) for cell in cells)
