"""How a sheet is laid out, told by looking: one fact a row, a row a date, dates across the top, or figures across the top.

Takes a `Frame`, gives a `Layout` that says which columns are what. Must not make facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing.exchange.importing.cell_values import Mark, Unread, decimal_mark, read_value
from briefing.exchange.importing.date_cells import read_day
from briefing.exchange.importing.headings import PASSED_OVER, TIMES, Column, Frame, cell_at
from briefing.exchange.importing.sheets import Cell

Kind = Literal["records", "series", "dates", "wide", ""]
SAMPLE = 300
"""So many cells of a column tell what it holds."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`values` are the columns of figures, `labels` those that say what a row is of, the first before all others; `time` dates the rows.

    `rest` become tags. With no `kind` the sheet cannot be read, and `words` says why; else how it is read.
    """

    kind: Kind
    words: str
    mark: Mark = ""
    values: tuple[Column, ...] = ()
    labels: tuple[Column, ...] = ()
    time: Column | None = None
    rest: tuple[Column, ...] = ()


def tell_layout(frame: Frame) -> Layout:
    """The layout of a sheet."""
    mark = decimal_mark(cell.text for row in frame.rows[:5000] for cell in row if cell.kind == "text")
    free = [c for c in frame.columns if not c.role and _cells(frame, c)]
    time = frame.column(*TIMES) or next((c for c in free[:2] if _holds_dates(frame, c)), None)
    free = [c for c in free if c is not time]
    figures = [c for c in free if _holds_figures(frame, c, mark)]
    words = tuple(c for c in free if c not in figures)
    value = _value_column(frame, figures, mark)
    name = frame.column("name")
    told = frame.column("says", "quote")
    if value is not None or (told is not None and not figures):
        labels = tuple(c for c in (name, *words) if c is not None)
        rest = tuple(c for c in free if c not in labels)
        if name is None and told is None and frame.column("id") is None and not labels:
            return _of_dates(Layout("", "", mark, (value,) if value else (), (), time, rest))
        return Layout("records", "one fact a row", mark, (value,) if value else (), labels, time, rest)
    found = Layout("", "", mark, tuple(figures), tuple(c for c in (name, *words) if c is not None), time)
    dated = [c for c in figures if c.when and not c.unit and c.name == c.cell.text]
    if len(dated) > 1:
        return _across(found, dated)
    return _of_figures(frame, found, figures)


def _across(found: Layout, dated: Sequence[Column]) -> Layout:
    if not found.labels:
        return replace(found, kind="", words="dates stand across the top, and no column says what the rows are")
    others = tuple(c for c in found.values if c not in dated)
    return replace(
        found, kind="dates", words="a series a row, with dates across the top", values=tuple(dated), rest=others
    )


def _of_figures(frame: Frame, found: Layout, figures: Sequence[Column]) -> Layout:
    """A sheet of columns of figures, none of which is headed by a word for a value."""
    if not figures:
        return replace(found, words="no column holds figures, and none is headed value, statement or quotation")
    if not found.labels:
        return _of_dates(found)
    one = figures[0] if len(figures) == 1 else None
    if one is not None and (found.labels[0].role == "name" or (one.when and one.name == one.cell.text)):
        return replace(found, kind="records", words="one fact a row")
    head = found.labels[0].name or "row"
    words = f"a figure a cell: rows are of {head}, columns are what is counted"
    if found.time is not None and _repeat(frame, found.labels):
        words = f"series: a row for each {head} and date, columns are what is counted"
    return replace(found, kind="wide", words=words)


def _of_dates(found: Layout) -> Layout:
    if found.time is None:
        return replace(found, words="no column says what the rows are: head one with name, or with year or date")
    named = tuple(replace(c, role="") for c in found.values)
    return replace(found, kind="series", words=f"series: a row for each {found.time.name.lower()}", values=named)


def _value_column(frame: Frame, figures: Sequence[Column], mark: Mark) -> Column | None:
    """The column of values; one that is headed by a word such as total is one of several figures where there are others."""
    value = frame.column("value", "number")
    if value is not None:
        others = [c for c in figures if not c.when]
        return None if value.weak and others and _holds_figures(frame, value, mark) else value
    return frame.column("low", "high") if not figures else None


def free_values(frame: Frame, layout: Layout) -> tuple[Column, ...]:
    """The columns of figures, with one that is headed by a weak word for a value and stands among others."""
    value = frame.column("value")
    if layout.kind == "records" or value is None or value in layout.values or not value.weak:
        return layout.values
    both = (*layout.values, value)
    return tuple(sorted(both, key=lambda column: column.place))


def passed_over(frame: Frame) -> tuple[Column, ...]:
    """Columns that are not read since others say the same."""
    return tuple(c for c in frame.columns if c.role in PASSED_OVER)


# ------------------------------------------------------------------ what a column holds


def _cells(frame: Frame, column: Column) -> list[Cell]:
    """What stands in a column, as far as it is looked at."""
    found = []
    for row in frame.rows:
        cell = cell_at(row, column)
        if cell is not None and not cell.missing:
            found.append(cell)
            if len(found) >= SAMPLE:
                break
    return found


def _holds_figures(frame: Frame, column: Column, mark: Mark) -> bool:
    cells = [cell for cell in _cells(frame, column) if cell.kind != "fault"]
    read = [cell for cell in cells if not isinstance(read_value(cell, "", mark), Unread)]
    return bool(cells) and len(read) >= 0.6 * len(cells)


def _holds_dates(frame: Frame, column: Column) -> bool:
    """Whether it is surely a column of dates whatever its heading: every cell is one, no two the same, and years are years."""
    cells = _cells(frame, column)
    texts = [cell.text for cell in cells]
    if len(texts) < 2 or len(set(texts)) < len(texts) or column.unit:
        return False
    if all(re.fullmatch(r"(?:19|20)[0-9]{2}", text) for text in texts):
        return texts == sorted(texts) or texts == sorted(texts, reverse=True)
    return all(cell.kind == "date" or (cell.kind == "text" and read_day(cell.text) is not None) for cell in cells)


def _repeat(frame: Frame, labels: Sequence[Column]) -> bool:
    keys = [tuple(c.text if (c := cell_at(row, label)) else "" for label in labels) for row in frame.rows]
    return len(set(keys)) < len(keys)
