"""Parse a CSV file to rows of cells, each with its line and column.

The values are comma-separated and the first line names the columns (RFC 4180, but with one record per line).
Columns, rows, cells and problems are limited in number, so that a file of another kind is reported in a few
lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefing.facts.load_context import LoadContext
from briefing.problems.problem import Location
from briefing.problems.suggest import did_you_mean

MOST_ROWS = 50_000
MOST_COLUMNS = 40
LONGEST_CELL = 2_000
MOST_PROBLEMS = 50
"""Maximum number of problems reported for one file; the rest of its rows is not read."""
COLUMNS: Mapping[str, str] = {
    "year": "The year of the value. A file has this column or `date`.",
    "date": "The date of the value, as exact as it is known: 2025, 2025-03, 2025-03-15.",
    "value": "The value, or `..` if there is no figure. Put a value with commas in quotation marks.",
    "source": "The sources of the row, in place of those of the fact.",
    "status": "The status of the value, in place of that of the fact.",
    "note": "A remark on the row.",
    "by": "Who gives the value. Two rows of one date with different claimants are two claims.",
    "counts": "What the value counts, in place of `counts` of the fact.",
    "as_of": "The date that the value describes.",
    "record": "The number of the row in another register.",
}
"""Columns of a series, with their descriptions for the reference documentation."""
_CELL = re.compile(r' *"((?:[^"]|"")*)" *(?:,|$)|([^",]*)(?:,|$)')


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a cell, stripped, and its location.

    `is_number` means that a spreadsheet stored it as a number, not as text.
    """

    text: str
    location: Location
    is_number: bool = False


Row = Mapping[str, Cell]


def read_series_rows(text: str, display_path: str, context: LoadContext) -> Iterator[Row]:
    """Yield the rows that fit the first line. Others are reported and skipped."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if len(lines) > MOST_ROWS + 1:
        hint = "keep only the rows that the brief prints"
        place = Location(display_path, lines[MOST_ROWS + 1][0])
        context.report("too-large", f"this file has more than {MOST_ROWS:,} rows", place, hint)
        return
    head = _split(lines[0][1], Location(display_path, lines[0][0]), context) if lines else []
    columns = check_head(head, context, Location(display_path, 1))
    before = len(context.problems)
    for position, (number, line) in enumerate(lines[1:] if columns else (), start=1):
        place = Location(display_path, number, 1)
        if len(context.problems) - before >= MOST_PROBLEMS:
            more = len(lines) - position
            message = (
                f"stopped after {MOST_PROBLEMS} problems: this row and those below it ({more:,} in all) were not read"
            )
            context.report("more-problems", message, place, "correct the problems above, then check again")
            return
        cells = _split(line, place, context)
        if report_long(cells, context):
            continue
        if len(cells) == len(columns):
            yield {name: cell for name, cell in zip(columns, cells, strict=True) if name and cell.text}
        elif cells:
            many = f"more than {MOST_COLUMNS}" if len(cells) > MOST_COLUMNS else str(len(cells))
            message = f"this row has {many} cells, but the first line names {len(columns)} columns"
            hint = _correct_row(cells, len(columns)) if len(cells) <= MOST_COLUMNS else ""
            context.report("ragged-row", message, place, hint)


def report_long(cells: list[Cell], context: LoadContext) -> bool:
    """Report the first cell that is too long.

    The text after the last cell that is read was not split, and is not checked.
    """
    for cell in cells[:MOST_COLUMNS]:
        if len(cell.text) > LONGEST_CELL:
            message = f"a cell has more than {LONGEST_CELL:,} characters"
            context.report("too-long", message, cell.location, 'move a long note to "note:" of the fact')
            return True
    return False


def _split(line: str, place: Location, context: LoadContext) -> list[Cell]:
    """Split a line into cells, at most one more than allowed.

    Reports unbalanced quotation marks and return none then.
    """
    if '"' not in line and "\t" not in line:
        cells, column = [], 1
        for part in line.split(",", MOST_COLUMNS):
            start = column + len(part) - len(part.lstrip())
            cells.append(Cell(part.strip(), Location(place.file, place.line, start)))
            column += len(part) + 1
        return cells
    cells, position = [], 0
    while position <= len(line) and len(cells) <= MOST_COLUMNS:
        match = _CELL.match(line, position)
        if match is None:
            location = Location(place.file, place.line, position + 1)
            hint = "put a cell with a comma or a quotation mark in quotation marks, and double each quotation mark inside it"
            context.report("bad-quotation", "the quotation marks of this cell are not balanced", location, hint)
            return []
        quoted, bare = match[1], match[2]
        body = quoted.replace('""', '"') if quoted is not None else bare
        start = match.start(1) if quoted is not None else match.start(2) + len(bare) - len(bare.lstrip())
        cells.append(Cell(body.strip(), Location(place.file, place.line, start + 1)))
        position = match.end() if match[0].endswith(",") else len(line) + 1
    return cells


def _correct_row(cells: list[Cell], wanted: int) -> str:
    """Return the corrected row: missing cells empty, a number split at its commas joined again, as in 2022,"11,000"."""
    texts = [cell.text for cell in cells]
    if len(texts) < wanted:
        return ",".join(f'"{text}"' if "," in text else text for text in texts) + "," * (wanted - len(texts))
    for start in range(len(texts)):
        end = start + len(texts) - wanted + 1
        number = ",".join(texts[start:end])
        if re.fullmatch(r".*?\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
            return ",".join([*texts[:start], f'"{number}"', *texts[end:]])
    return ""


def _as_column(text: str) -> str:
    """Return the column that a heading names in whatever case, such as Year or AS OF; other text as it is."""
    name = text.lower().replace(" ", "_")
    return name if name in COLUMNS else text


def check_head(head: list[Cell], context: LoadContext, place: Location) -> list[str]:
    """Return the names of the columns, "" for an unknown one; none if the rows cannot be read with them."""
    if len(head) > MOST_COLUMNS:
        message = f"this file has more than {MOST_COLUMNS} columns"
        context.report("too-large", message, head[MOST_COLUMNS].location, f"use only these: {', '.join(COLUMNS)}")
        return []
    if report_long(head, context):
        return []
    names = [_as_column(cell.text) for cell in head]
    location = head[0].location if head else place
    if len(names) == 1 and re.search(r"[;\t|]", names[0]):
        context.report(
            "not-comma-separated",
            "the columns of this file are not separated by commas",
            location,
            "replace the separators with commas, or save the table as .xlsx and name that file",
        )
        return []
    for position, (cell, name) in enumerate(zip(head, names, strict=True)):
        if name not in COLUMNS:
            hint = did_you_mean(cell.text, COLUMNS) or f"choose one of: {', '.join(COLUMNS)}"
            context.report("unknown-column", f'unknown column "{cell.text}"', cell.location, hint)
        elif name in names[:position]:
            context.report("duplicate-column", f'duplicate column "{cell.text}"', cell.location)
    if {"year", "date"} <= set(names):
        context.report(
            "conflicting-keys", '"year" and "date" cannot be used together: a row has only one of them', location
        )
    missing = [] if {"year", "date"} & set(names) else ["year"]
    missing += [] if "value" in names else ["value"]
    for name in missing:
        context.report(
            "missing-column",
            f'a series needs the column "{name}"',
            location,
            "begin the file with a line such as: year,value,source",
        )
    return (
        [] if missing else [name if name in COLUMNS and name not in names[:i] else "" for i, name in enumerate(names)]
    )
