"""Read a sheet of an XLSX file to the same rows of cells as `series_rows`, each with its row and column.

Of a formula, the stored result is read. The file is untrusted: `files/ooxml.py` checks it first, and rows and
columns are limited.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.facts.load_context import LoadContext
from briefing.facts.series_rows import (
    MOST_COLUMNS,
    MOST_PROBLEMS,
    MOST_ROWS,
    Cell,
    Row,
    check_head,
    report_long,
)
from briefing.facts.unsafe_characters import strip_forbidden_value
from briefing.facts.xlsx_reader import number_as_typed, open_workbook, unreadable
from briefing.problems.problem import BriefingError, Location
from briefing.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


def read_sheet_rows(
    path: Path, display_path: str, sheet: str, location: Location, context: LoadContext
) -> Iterator[Row]:
    """Yield the rows below the one that names the columns. `location` is where the series was named."""
    try:
        data = open_workbook(path, display_path).data
    except BriefingError as error:
        context.problems += error.problems
        return
    with warnings.catch_warnings():
        # openpyxl warns about features that it does not support (validations, drawings); a series does not need them.
        warnings.simplefilter("ignore")
        try:
            yield from _read(data, display_path, sheet, location, context)
        except ImportError:
            raise  # a broken installation, not a broken file
        except Exception:  # noqa: BLE001  # a broken file makes openpyxl raise whatever its parts raise
            context.problems.append(unreadable(display_path))


def _read(data: bytes, display_path: str, sheet: str, location: Location, context: LoadContext) -> Iterator[Row]:
    from openpyxl import load_workbook  # noqa: PLC0415  # slow to load, and few dossiers have a spreadsheet

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        name = _pick(book, sheet, display_path, location, context)
        if name:
            rows = book[name].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1)
            cells = (
                (number, [_cell(cell, display_path, number, place, context) for place, cell in enumerate(row, 1)])
                for number, row in enumerate(rows, 1)
                if any(cell.value is not None for cell in row)  # a far cell makes openpyxl yield every row before it
            )
            yield from _fitting(
                ((number, row) for number, row in cells if any(c.text for c in row)), display_path, context
            )
    finally:
        book.close()


def _pick(book: Workbook, sheet: str, display_path: str, location: Location, context: LoadContext) -> str:
    """Return the name of the sheet, or "" and a problem if that is not clear."""
    names = [one.title for one in book.worksheets]
    file = display_path.rpartition("/")[2]
    if sheet in names:
        return sheet
    if sheet:
        hint = did_you_mean(sheet, names) or f"choose one of: {', '.join(names[:10])}"
        context.report("no-such-sheet", f'"{file}" has no sheet "{sheet}"', location, hint)
        return ""
    if len(names) != 1:
        hint = f"series: {file}, sheet {names[0]}" if names else ""
        context.report(
            "no-such-sheet", f'"{file}" has {len(names)} sheets: name the one with the series', location, hint
        )
        return ""
    return names[0]


def _fitting(lines: Iterator[tuple[int, list[Cell]]], display_path: str, context: LoadContext) -> Iterator[Row]:
    """Yield the rows that fit the first one. Others are reported and skipped."""
    number, head = next(lines, (1, []))
    head = head[: max((place for place, cell in enumerate(head, 1) if cell.text), default=0)]
    columns = check_head(head, context, Location(display_path, number, 1)) if head else []
    before = len(context.problems)
    for number, cells in lines if columns else ():
        if number > MOST_ROWS + 1:
            hint = "keep only the rows that the brief prints"
            context.report(
                "too-large", f"this file has more than {MOST_ROWS:,} rows", Location(display_path, number), hint
            )
            return
        if len(context.problems) - before >= MOST_PROBLEMS:
            message = f"stopped after {MOST_PROBLEMS} problems: this row and those below it were not read"
            context.report(
                "more-problems",
                message,
                Location(display_path, number, 1),
                "correct the problems above, then check again",
            )
            return
        beyond = [cell for cell in cells[len(columns) :] if cell.text]
        if beyond:
            message = f"this row has more cells than the {len(columns)} columns that the first line names"
            context.report(
                "ragged-row", message, beyond[0].location, "give its column a name in the first line, or empty the cell"
            )
        elif not report_long(cells, context):
            yield {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell.text}


# ------------------------------------------------------------------ cells


def _cell(cell: Any, display_path: str, row: int, column: int, context: LoadContext) -> Cell:
    location = Location(display_path, row, column)
    value = cell.value
    if isinstance(value, str):
        text, problems = strip_forbidden_value(" ".join(value.split()), location)
        context.problems += problems
        return Cell(text, location)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(number_as_typed(value, str(cell.number_format or "")), location, is_number=True)
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value
    if isinstance(value, date | datetime):
        return Cell(value.isoformat(), location)
    return Cell("" if value is None else str(value), location)
