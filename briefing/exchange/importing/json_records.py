"""Read a JSON file as sheets: a list of records, an object of such lists by topic, or the output of `briefing export`.

The first row of each sheet names the columns.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from briefing.exchange.importing.sheet_model import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Sheet,
    Workbook,
    clean,
    text_cell,
)
from briefing.problems.problem import BriefingError, Location, Problem

_FORM = 'use a list of records, [{"name": …, "value": …}, …], or an object with such lists by topic'
MAX_DIGITS = 30
_WRAPPERS = ("facts", "data", "records", "rows", "items", "results", "values", "observations")


class _Number(str):
    """A number with the digits of the file."""

    __slots__ = ()


def read_records(data: bytes, file: str, display_path: str) -> Workbook:
    """Return the file as a workbook with one sheet per list."""
    here = Location(display_path)
    try:
        read = json.loads(data.decode("utf-8-sig"), parse_float=_Number, parse_int=_Number, parse_constant=str)
    except UnicodeDecodeError:
        raise BriefingError(Problem("not-utf-8", "the file is not UTF-8 text", here, "save it as UTF-8")) from None
    except json.JSONDecodeError as error:
        location = Location(display_path, error.lineno, error.colno)
        raise BriefingError(Problem("bad-json", f"invalid JSON: {error.msg}", location)) from None
    except (RecursionError, ValueError):
        raise BriefingError(Problem("bad-json", "the file is nested too deeply to be a list of facts", here)) from None
    lists = dict(_lists(read))
    if not lists:
        raise BriefingError(Problem("no-records", "the file has no list of records", here, _FORM))
    sheets = tuple(_sheet(records, name, file, display_path) for name, records in lists.items())
    title = read.get("title", "") if isinstance(read, dict) else ""
    return Workbook(file, sheets, title=clean(title)[0] if isinstance(title, str) else "")


def _lists(read: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the lists of records by name. A key such as "data" that only wraps the one list gives no name."""
    if _is_records(read):
        return [("", read)]
    if not isinstance(read, dict):
        return []
    found = [(str(name), value) for name, value in read.items() if _is_records(value)]
    facts = [name for name, _ in found if name != "sources"]
    if not found and all(isinstance(value, dict) for value in read.values()) and read:
        # The file is an object of records by id.
        return [("", [{"id": name, **value} for name, value in read.items()])]
    return [("" if facts == [name] and name in _WRAPPERS else name, value) for name, value in found]


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _sheet(records: list[dict[str, Any]], name: str, file: str, display_path: str) -> Sheet:
    columns = list(dict.fromkeys(key for record in records[: MAX_ROWS + 1] for key in record))
    if len(records) > MAX_ROWS or len(columns) > MAX_COLUMNS or len(records) * len(columns) > MAX_CELLS:
        message = f"a list has more than {MAX_ROWS:,} records, {MAX_COLUMNS} keys or {MAX_CELLS:,} values"
        raise BriefingError(Problem("too-large", message, Location(display_path), "split it into several files"))
    label = clean(name)[0].replace("!", " ")
    prefix = f"{file}!{label}" if label else f"{file}!"
    head = [text_cell(key, f"{prefix}.{clean(key)[0]}") for key in columns]
    rows = [head]
    for number, record in enumerate(records):
        row = [_cell(record.get(key), f"{prefix}[{number}].{clean(key)[0]}") for key in columns]
        if any(row):
            rows.append(row)
    return Sheet(file, label, rows)


def _cell(value: Any, location: str) -> Cell:
    if value is None or value in ("", [], {}):
        return Cell("", location)
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", location)
    if isinstance(value, _Number):
        number = Decimal(value) if len(value) <= 2 * MAX_DIGITS else Decimal("Infinity")
        if not number.is_finite() or (number and abs(number.adjusted()) > MAX_DIGITS):
            return Cell("", location, "fault", note="its number is too large or has too many digits")
        return Cell(f"{number:f}", location, "number")
    if isinstance(value, str):
        return text_cell(value, location)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return text_cell("; ".join(value), location)
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        return text_cell("; ".join(f"{key}: {item}" if item else key for key, item in value.items()), location)
    return Cell("", location, "fault", note="it contains a list or an object inside a record")
