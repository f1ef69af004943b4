"""A sheet of an XLSX file → the same rows of cells that `series_rows` gives, each with its row and column.

Takes the path and the name of the sheet, gives rows. What a formula came to is read, never the formula. The file is somebody
else's: how large it is unpacked, how many rows and columns are looked at and what its XML may hold are bounded before anything
is read of it. Must not know what a cell means.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.errors import Origin
from briefing.facts.characters import make_value_safe
from briefing.facts.reading import Reading
from briefing.facts.series_rows import (
    COLUMNS,
    MOST_COLUMNS,
    MOST_PROBLEMS,
    MOST_ROWS,
    Cell,
    Row,
    check_head,
    report_long,
)
from briefing.nearest import did_you_mean

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

LARGEST = 10_000_000
LARGEST_UNPACKED = 40_000_000
MOST_PARTS = 2_000
# A document type can make a file unfold without end; no spreadsheet program writes one.
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0[DE]\0|\0<\0!\0[DE]")


def read_sheet_rows(path: Path, shown: str, sheet: str, origin: Origin, reading: Reading) -> Iterator[Row]:
    """The rows below the one that names the columns. `origin` is where the series was named."""
    data = _read_bounded(path, shown, reading)
    if data is None:
        return
    with warnings.catch_warnings():
        # What openpyxl does not know of a file (validations, drawings) is no concern of a series.
        warnings.simplefilter("ignore")
        try:
            yield from _read(data, shown, sheet, origin, reading)
        except ImportError:
            raise  # that is our installation, not the file
        except Exception:  # noqa: BLE001  # a broken file makes openpyxl raise whatever its parts raise
            _report_unreadable(shown, reading)


def _read_bounded(path: Path, shown: str, reading: Reading) -> bytes | None:
    """The bytes of a file that may be opened."""
    data = b""
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            reading.report(
                "too-large",
                f"this file is larger than {LARGEST // 1_000_000} MB",
                Origin(shown),
                "split it into several files",
            )
            return None
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                message = f"this file unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB"
                reading.report("too-large", message, Origin(shown), "keep the one sheet that the brief prints")
                return None
            safe = not any(_DOCTYPE.search(package.read(part)) for part in parts)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        safe = False
    if not safe:
        _report_unreadable(shown, reading)
        return None
    return data


def _report_unreadable(shown: str, reading: Reading) -> None:
    hint = "open it in a spreadsheet program and save it as .xlsx again, without a password"
    reading.report("unreadable-sheet", "this file cannot be read as a spreadsheet", Origin(shown), hint)


def _read(data: bytes, shown: str, sheet: str, origin: Origin, reading: Reading) -> Iterator[Row]:
    from openpyxl import load_workbook  # noqa: PLC0415  # slow to load, and few dossiers have a spreadsheet

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        name = _pick(book, sheet, shown, origin, reading)
        if name:
            rows = book[name].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1)
            cells = (
                [_cell(cell, shown, number, place, reading) for place, cell in enumerate(row, 1)]
                for number, row in enumerate(rows, 1)
            )
            yield from _fitting(
                ((number, row) for number, row in enumerate(cells, 1) if any(c.text for c in row)), shown, reading
            )
    finally:
        book.close()


def _pick(book: Workbook, sheet: str, shown: str, origin: Origin, reading: Reading) -> str:
    """The name of the sheet that is meant, "" where that is not clear."""
    names = [one.title for one in book.worksheets]
    file = shown.rpartition("/")[2]
    if sheet in names:
        return sheet
    if sheet:
        hint = did_you_mean(sheet, names) or f"sheets there are: {', '.join(names[:10])}"
        reading.report("no-such-sheet", f'"{file}" has no sheet "{sheet}"', origin, hint)
        return ""
    if len(names) != 1:
        hint = f"series: {file}, sheet {names[0]}" if names else ""
        reading.report(
            "no-such-sheet", f'"{file}" has {len(names)} sheets: name the one that holds the series', origin, hint
        )
        return ""
    return names[0]


def _fitting(lines: Iterator[tuple[int, list[Cell]]], shown: str, reading: Reading) -> Iterator[Row]:
    """The rows that fit the first. One that does not is reported and left out."""
    number, head = next(lines, (1, []))
    head = head[: max((place for place, cell in enumerate(head, 1) if cell.text), default=0)]
    if len(head) > MOST_COLUMNS:
        message = f"this file has more than {MOST_COLUMNS} columns"
        reading.report("too-large", message, head[MOST_COLUMNS].origin, f"columns are: {', '.join(COLUMNS)}")
        return
    columns = [] if report_long(head, reading) or not head else check_head(head, reading, Origin(shown, number, 1))
    before = len(reading.problems)
    for number, cells in lines if columns else ():
        if number > MOST_ROWS + 1:
            hint = "keep here what the brief prints, and the rest elsewhere"
            reading.report("too-large", f"this file has more than {MOST_ROWS:,} rows", Origin(shown, number), hint)
            return
        if len(reading.problems) - before >= MOST_PROBLEMS:
            message = f"{MOST_PROBLEMS} problems stand above this row: it and what follows was not read"
            reading.report("more-problems", message, Origin(shown, number, 1), "mend those and look again")
            return
        beyond = [cell for cell in cells[len(columns) :] if cell.text]
        if beyond:
            message = f"this row has a cell beyond the {len(columns)} columns that the first line names"
            reading.report(
                "ragged-row", message, beyond[0].origin, "give its column a name in the first line, or empty the cell"
            )
        elif not report_long(cells, reading):
            yield {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell.text}


# ------------------------------------------------------------------ cells


def _cell(cell: Any, shown: str, row: int, column: int, reading: Reading) -> Cell:
    origin = Origin(shown, row, column)
    value = cell.value
    if isinstance(value, str):
        text, problems = make_value_safe(" ".join(value.split()), origin)
        reading.problems += problems
        return Cell(text, origin)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(_number(value, str(cell.number_format or "")), origin, clear=True)
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value
    if isinstance(value, date | datetime):
        return Cell(value.isoformat(), origin)
    return Cell("" if value is None else str(value), origin)


def _number(value: float, shape: str) -> str:
    """A stored number as it would be typed: without what binary fractions add, with the noughts and the % that its cell shows."""
    number = Decimal(f"{value:.15g}")
    shown = shape.partition(";")[0]
    percent = "%" in shown
    if percent:
        number = number.scaleb(2)
    text = f"{number.normalize():f}" if number else "0"
    decimals = re.search(r"0\.(0+)", shown)
    if decimals:
        whole, _, behind = text.partition(".")
        text = f"{whole}.{behind.ljust(len(decimals[1]), '0')}"
    return f"{text} %" if percent else text
