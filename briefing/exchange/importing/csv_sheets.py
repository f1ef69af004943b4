"""A CSV file as any program saves it → one sheet: UTF-8, UTF-16 or Windows-1252; commas, semicolons, tabs; cells over several lines.

Takes the bytes, gives a `Workbook`. Must not know what a cell means.
"""

from __future__ import annotations

import csv
import io
from itertools import islice

from briefing.exchange.importing.sheets import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Sheet,
    Workbook,
    column_name,
    text_cell,
)
from briefing.problems.problem import BriefingError, Origin, Problem

SEPARATORS = (",", ";", "\t", "|")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# A spreadsheet program reads such a cell as a formula, so whoever exports it puts an apostrophe before it.
_GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")


def read_delimited(data: bytes, file: str, shown: str) -> Workbook:
    """The one sheet of the file."""
    text, guessed = _decode(data, shown)
    separator = _separator(text)
    note = Problem("encoding-guessed", guessed, Origin(shown), severity="note") if guessed else None
    first = text.split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:  # what Excel writes to tell itself
        separator, text = first[4], "\n" + text.split("\n", 1)[1]
    rows: list[list[Cell]] = []
    cells = 0
    for number, row in enumerate(_records(text, separator, shown), 1):
        made = [_cell(raw, f"{file}!{column_name(place)}{number}") for place, raw in enumerate(row[:MOST_COLUMNS])]
        while made and not made[-1]:
            made.pop()
        if made:
            rows.append(made)
            cells += len(made)
        if len(rows) > MOST_ROWS or cells > MOST_CELLS:
            limit = f"{MOST_ROWS:,} rows" if len(rows) > MOST_ROWS else f"{MOST_CELLS:,} cells"
            hint = "keep the rows that the brief needs, in a file of their own"
            raise BriefingError(Problem("too-large", f"this file has more than {limit}", Origin(shown), hint))
    return Workbook(file, (Sheet(file, "", rows),), (note,) if note else ())


def _decode(data: bytes, shown: str) -> tuple[str, str]:
    """The text, and what was guessed of its encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return _lines(data.decode(encoding)), ""
            except UnicodeDecodeError:
                break
    if b"\x00" in data[:1000]:
        half = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
        try:
            return _lines(data.decode(half)), "read as UTF-16"
        except UnicodeDecodeError:
            hint = "save it as CSV UTF-8, or as .xlsx"
            raise BriefingError(Problem("not-text", "this file is not text", Origin(shown), hint)) from None
    try:
        return _lines(data.decode("utf-8")), ""
    except UnicodeDecodeError:
        told = "read as Windows-1252, since it is not UTF-8: look whether letters with accents are right"
        return _lines(data.decode("cp1252", errors="replace")), told


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _separator(text: str) -> str:
    """The one that parts the first lines into the same number of cells, two or more; of several the one that parts into most."""
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


def _records(text: str, separator: str, shown: str) -> list[list[str]]:
    try:
        return list(islice(csv.reader(io.StringIO(text), delimiter=separator), 4 * MOST_ROWS))
    except csv.Error as error:
        hint = "open it in a spreadsheet program and save it as .xlsx"
        raise BriefingError(Problem("unreadable-sheet", f"this cannot be read: {error}", Origin(shown), hint)) from None


def _cell(raw: str, place: str) -> Cell:
    return text_cell(raw[1:] if raw.startswith(_GUARDED) else raw, place)
