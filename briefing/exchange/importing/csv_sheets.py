"""Read a CSV file as one sheet, whatever program saved it.

Accepts UTF-8, UTF-16 and Windows-1252; commas, semicolons, tabs and bars; cells with line breaks.
"""

from __future__ import annotations

import csv
import io
import re
from itertools import islice

from briefing.exchange.importing.sheet_model import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Sheet,
    Workbook,
    column_name,
    text_cell,
)
from briefing.problems.problem import BriefingError, Location, Problem

SEPARATORS = (",", ";", "\t", "|")
_MAX_CELL = 131_072
"""Most characters in one cell."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Exports put an apostrophe before such a cell, so that a spreadsheet program does not read it as a formula.
_GUARDED = re.compile("'+[=+\\-@\t\r]")


def read_delimited(data: bytes, file: str, display_path: str) -> Workbook:
    """Return the file as a workbook of one sheet."""
    text, guessed = _decode(data, display_path)
    separator = _separator(text)
    note = Problem("encoding-guessed", guessed, Location(display_path), severity="note") if guessed else None
    first = text.split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:  # a line that Excel writes to remember the separator
        separator, text = first[4], "\n" + text.split("\n", 1)[1]
    csv.field_size_limit(_MAX_CELL)  # one limit for the whole process, which other readers set as well
    try:
        records = list(islice(csv.reader(io.StringIO(text), delimiter=separator), 4 * MAX_ROWS))
    except csv.Error as error:
        message, hint = f"this file cannot be read: {error}", "open it in a spreadsheet program and save it as .xlsx"
        raise BriefingError(Problem("unreadable-sheet", message, Location(display_path), hint)) from None
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    cells = 0
    for number, record in enumerate(records, 1):
        made = [
            text_cell(raw[1:] if _GUARDED.match(raw) else raw, f"{file}!{column_name(index)}{number}")
            for index, raw in enumerate(record[:MAX_COLUMNS])
        ]
        while made and not made[-1]:
            made.pop()
        if made:
            rows.append(made)
            numbers.append(number)
            cells += len(made)
        if len(rows) > MAX_ROWS or cells > MAX_CELLS:
            limit = f"{MAX_ROWS:,} rows" if len(rows) > MAX_ROWS else f"{MAX_CELLS:,} cells"
            hint = "copy the rows that the brief needs to a file of their own"
            raise BriefingError(Problem("too-large", f"this file has more than {limit}", Location(display_path), hint))
    return Workbook(file, (Sheet(file, "", rows, numbers=numbers),), (note,) if note else ())


def _decode(data: bytes, display_path: str) -> tuple[str, str]:
    """Return the text, and what was guessed about its encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return _lines(data.decode(encoding)), ""
            except UnicodeDecodeError:
                break
    if b"\x00" in data[:1000]:
        half = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
        try:
            return _lines(data.decode(half)), "this file was read as UTF-16"
        except UnicodeDecodeError:
            hint = "save it as CSV UTF-8, or as .xlsx"
            raise BriefingError(Problem("not-text", "this file is not text", Location(display_path), hint)) from None
    try:
        return _lines(data.decode("utf-8")), ""
    except UnicodeDecodeError:
        note = "this file is not UTF-8 and was read as Windows-1252: check letters with accents"
        return _lines(data.decode("cp1252", errors="replace")), note


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _separator(text: str) -> str:
    """Return the separator that splits most of the first lines into the same number of cells; if several do, into most cells."""
    best, score = ",", (0, 0)
    for mark in SEPARATORS:
        try:
            rows = [row for row in islice(csv.reader(io.StringIO(text), delimiter=mark), 30) if any(row)]
        except csv.Error:
            continue
        widths = [len(row) for row in rows]
        usual = max(set(widths), key=lambda width: (widths.count(width), width)) if widths else 0
        found = (widths.count(usual) if usual > 1 else 0, usual)
        if found > score:
            best, score = mark, found
    return best
