"""Read an XLSX file as sheets of cells: stored values, as exact as the cells show them.

Formulas give their stored results; macros are never read. `files/ooxml.py` checks the file before openpyxl reads it.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from briefing.exchange.importing.footnotes import raised
from briefing.exchange.importing.sheet_links_and_hidden import Extras, cell_beyond, read_extras
from briefing.exchange.importing.sheet_model import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Sheet,
    Workbook,
    clean,
    column_name,
    text_cell,
)
from briefing.facts.xlsx_reader import number_as_typed, open_workbook, unreadable
from briefing.files.ooxml import Package, relations_name
from briefing.problems.problem import BriefingError, Location, Problem

LARGEST_NUMBER = 1e30
LAST_ROW = 4 * MAX_ROWS
"""Last row that is looked at: sheets have empty rows."""
NO_VALUE = "its formula has no stored value: open the file in a spreadsheet program and save it"
_NAME = re.compile(r"[!\n]")


def read_sheets(path: Path, display_path: str) -> Workbook:
    """Return every sheet of a file, including hidden ones."""
    package = open_workbook(path, display_path)
    with warnings.catch_warnings():
        # openpyxl warns of parts that it does not support, such as validations and drawings: we need none of them.
        warnings.simplefilter("ignore")
        try:
            return _read(package, path.name)
        except (ImportError, BriefingError):
            raise
        except Exception:  # noqa: BLE001  # a broken file makes openpyxl raise whatever its parts raise
            raise BriefingError(unreadable(display_path)) from None


def _read(package: Package, file: str) -> Workbook:
    from openpyxl import load_workbook  # noqa: PLC0415  # slow to load

    book = load_workbook(io.BytesIO(package.data), read_only=True, data_only=True, keep_links=False, rich_text=True)
    try:
        sheets: list[Sheet] = []
        problems: list[Problem] = []
        room = MAX_CELLS
        for each in book.worksheets:
            # Of a package with unusual part names, no links and hidden cells are found.
            part = str(getattr(each, "_worksheet_path", ""))
            content = package.content(part)
            extras = read_extras(content, package.content(relations_name(part)))
            numbered = list(_rows(each, file, room, extras))
            rows = [row for _, row in numbered]
            room -= sum(len(row) for row in rows)
            if len(rows) > MAX_ROWS or room <= 0:
                limit = f"{MAX_ROWS:,} rows" if len(rows) > MAX_ROWS else f"{MAX_CELLS:,} cells"
                location = Location(f"{file}!{_plain(each.title)}")
                hint = "copy the rows that the brief needs to a file of their own"
                raise BriefingError(Problem("too-large", f"this sheet has more than {limit}", location, hint))
            hidden = str(getattr(each, "sheet_state", "visible")) != "visible"
            numbers = [number for number, _ in numbered]
            beyond = cell_beyond(content, MAX_COLUMNS, LAST_ROW)
            sheets.append(Sheet(file, _plain(each.title), rows, hidden, extras.hidden, numbers, beyond=beyond))
        properties = book.properties
        saved = properties.modified.date().isoformat() if isinstance(properties.modified, datetime) else ""
        return Workbook(file, tuple(sheets), tuple(problems), clean(properties.title or "")[0], saved)
    finally:
        book.close()


def _plain(title: str) -> str:
    return _NAME.sub(" ", clean(title)[0]) or "sheet"


def _rows(sheet: Any, file: str, room: int, extras: Extras) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows that are not empty with their numbers, without empty cells at their end.

    Stop one row after the limit, so that the caller sees that it was exceeded.
    """
    sheet.reset_dimensions()  # the size that a file declares may be wrong
    prefix = f"{file}!{_plain(sheet.title)}"
    found = 0
    tall: dict[int, tuple[Cell, int]] = {}  # by column: a text merged with the cells below it, and its last row
    empty: object = None
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, max_row=LAST_ROW), 1):
        if row is empty:
            continue  # openpyxl yields one object for each of the rows that the file leaves out
        last = max((index for index, cell in enumerate(row, 1) if _has_content(cell, index, number, extras)), default=0)
        if not last:
            empty = row
            continue
        cells = [
            _with_extras(_cell(cell, f"{prefix}!{column_name(index)}{number}"), extras)
            for index, cell in enumerate(row[:last])
        ]
        _fill_merged(cells, number, tall, extras)
        if any(cells):
            yield number, cells
            found += 1
            room -= len(cells)
            if found > MAX_ROWS or room <= 0:
                return


def _fill_merged(cells: list[Cell], number: int, tall: dict[int, tuple[Cell, int]], extras: Extras) -> None:
    """Repeat a text in the rows of its merged cell; a figure is not repeated, because it is of all these rows together."""
    for index, (text, last) in list(tall.items()):
        if number > last:
            del tall[index]
        elif index < len(cells) and not cells[index]:
            cells[index] = text
    for index, cell in enumerate(cells if extras.merged else ()):
        columns, rows = extras.merged.get(cell.where, (1, 1))
        if rows > 1 and columns == 1 and cell.kind == "text" and cell.text:
            tall[index] = (cell, number + rows - 1)


def _has_content(cell: Any, index: int, number: int, extras: Extras) -> bool:
    if cell.value is not None:
        return True
    return bool(extras.unsaved) and f"{column_name(index - 1)}{number}" in extras.unsaved


def _with_extras(cell: Cell, extras: Extras) -> Cell:
    """Return the cell with its link and span, or as one that cannot be used if its formula has no stored value."""
    where = cell.where
    if extras.unsaved and not cell and where in extras.unsaved:
        return replace(cell, kind="fault", note=NO_VALUE)
    if where in extras.superscripts:
        text = "".join(raised(part) if high else part for part, high in extras.superscripts[where])
        cell = replace(text_cell(text, cell.location), strong=cell.strong)
    if where in extras.links or where in extras.merged or where in extras.sums:
        columns = extras.merged.get(where, (1, 1))[0]
        return replace(cell, link=extras.links.get(where, ""), span=columns, sums=where in extras.sums)
    return cell


def _cell(cell: Any, location: str) -> Cell:
    value, shape = cell.value, str(getattr(cell, "number_format", "") or "")
    if value is None:
        return Cell("", location)
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", location)
    if isinstance(value, int | float):
        if value != value or abs(value) > LARGEST_NUMBER:  # noqa: PLR0124  # True for NaN only
            return Cell("", location, "fault", note="its number is too large")
        text, note = round_as_shown(number_as_typed(value, shape), shape)
        return Cell(text, location, "number", shape, note)
    if isinstance(value, date | datetime):
        return _date(value, shape, location)
    if str(getattr(cell, "data_type", "")) == "e":
        return Cell("", location, "fault", note=f"it shows the error {value}")
    if isinstance(value, str):
        return replace(text_cell(value, location), strong=_is_bold(cell))
    if isinstance(value, list):
        return replace(text_cell(_with_superscripts(value), location), strong=_is_bold(cell))
    return Cell("", location, "fault", note="it contains a time of day or a duration")


def _is_bold(cell: Any) -> bool:
    font = getattr(cell, "font", None)
    return bool(font is not None and font.b)


def _with_superscripts(parts: list[Any]) -> str:
    """Return formatted text in which raised characters are the characters that Unicode has for them."""
    made = ""
    for part in parts:
        font, text = getattr(part, "font", None), getattr(part, "text", part)
        made += raised(str(text)) if font is not None and font.vertAlign == "superscript" else str(text)
    return made


def round_as_shown(text: str, shape: str) -> tuple[str, str]:
    """Round a stored number to the decimals that its cell shows, and add commas if the cell shows them.

    Return it with a note that gives the stored number, or "" if it was not rounded.
    """
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", shape.partition(";")[0])
    number, _, percent = text.partition(" ")
    note = ""
    digits = re.search(r"[0#](?:\.([0#?]+))?(?![0#.,?])", plain)
    scaled = re.search(r"[0#?],+(?![0#?])", plain) or re.search(r"[eE][+-]|/", plain)
    if digits and not scaled and plain.lower() != "general":
        decimals = len(digits[1] or "")
        if len(number.partition(".")[2]) > decimals:
            rounded = Decimal(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
            if rounded or not Decimal(number):
                note, number = f"rounded as the cell shows it (stored: {number})", f"{rounded:f}"
    if re.search(r"[#0],[#0]{3}", plain) and not scaled:
        whole, _, rest = number.partition(".")
        number = f"{int(whole):,}" + (f".{rest}" if rest else "") if int(whole) else number
    return f"{number} {percent}".rstrip(), note


def _date(value: date | datetime, shape: str, location: str) -> Cell:
    """Return a date as exact as its cell shows it: 2024, 2024-03 or 2024-03-09."""
    if isinstance(value, datetime):
        if value.time() != time() and "h" in shape.lower() and "d" not in shape.lower():
            return Cell("", location, "fault", note="it contains a time of day")
        value = value.date()
    if value.year < 1900 or value.year > 2999:
        return Cell("", location, "fault", note="its date is not between 1900 and 2999")
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", shape.partition(";")[0]).lower()
    text = value.isoformat()
    if "y" in plain and "d" not in plain:
        text = text[:7] if "m" in plain else text[:4]
    return Cell(text, location, "date", shape)
