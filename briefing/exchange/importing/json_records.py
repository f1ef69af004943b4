"""A JSON file → sheets: a list of records, an object of such lists by topic, or what `briefing export` writes.

Takes the bytes, gives a `Workbook` whose first row of each sheet names the columns. Must not know what a cell means.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from briefing.exchange.importing.sheets import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Sheet,
    Workbook,
    clean,
    text_cell,
)
from briefing.problems.problem import BriefingError, Origin, Problem

_FORM = 'a list of records, [{"name": …, "value": …}, …], or an object that holds such lists by topic'
MOST_DIGITS = 30
_WRAPPERS = ("facts", "data", "records", "rows", "items", "results", "values", "observations")


class _Number(str):
    """A number as it stands in the file, digit by digit."""

    __slots__ = ()


def read_records(data: bytes, file: str, shown: str) -> Workbook:
    """The sheets of the file: one a list."""
    here = Origin(shown)
    try:
        read = json.loads(data.decode("utf-8-sig"), parse_float=_Number, parse_int=_Number, parse_constant=str)
    except UnicodeDecodeError:
        raise BriefingError(Problem("not-utf-8", "the file is not UTF-8 text", here, "save it as UTF-8")) from None
    except json.JSONDecodeError as error:
        place = Origin(shown, error.lineno, error.colno)
        raise BriefingError(Problem("bad-json", f"this is not JSON: {error.msg}", place)) from None
    except (RecursionError, ValueError):
        raise BriefingError(Problem("bad-json", "this is nested too deep to be a list of facts", here)) from None
    lists = dict(_lists(read))
    if not lists:
        raise BriefingError(Problem("no-records", "there is no list of records in this file", here, _FORM))
    sheets = tuple(_sheet(records, name, file, shown) for name, records in lists.items())
    title = read.get("title", "") if isinstance(read, dict) else ""
    return Workbook(file, sheets, title=clean(title)[0] if isinstance(title, str) else "")


def _lists(read: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    """The lists of records by name. One that only wraps the file's one list has no name of its own."""
    if _is_records(read):
        return [("", read)]
    if not isinstance(read, dict):
        return []
    found = [(str(name), value) for name, value in read.items() if _is_records(value)]
    facts = [name for name, _ in found if name != "sources"]
    if not found and all(isinstance(value, dict) for value in read.values()) and read:
        # An object of records by id.
        return [("", [{"id": name, **value} for name, value in read.items()])]
    return [("" if facts == [name] and name in _WRAPPERS else name, value) for name, value in found]


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _sheet(records: list[dict[str, Any]], name: str, file: str, shown: str) -> Sheet:
    columns = list(dict.fromkeys(key for record in records[: MOST_ROWS + 1] for key in record))
    if len(records) > MOST_ROWS or len(columns) > MOST_COLUMNS or len(records) * len(columns) > MOST_CELLS:
        message = f"more than {MOST_ROWS:,} records, {MOST_COLUMNS} keys or {MOST_CELLS:,} values in one list"
        raise BriefingError(Problem("too-large", message, Origin(shown), "split it into several files"))
    label = clean(name)[0].replace("!", " ")
    prefix = f"{file}!{label}" if label else f"{file}!"
    head = [text_cell(key, f"{prefix}.{clean(key)[0]}") for key in columns]
    rows = [head]
    for number, record in enumerate(records):
        row = [_cell(record.get(key), f"{prefix}[{number}].{clean(key)[0]}") for key in columns]
        if any(row):
            rows.append(row)
    return Sheet(file, label, rows)


def _cell(value: Any, place: str) -> Cell:
    if value is None or value in ("", [], {}):
        return Cell("", place)
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", place)
    if isinstance(value, _Number):
        return _number(value, place)
    if isinstance(value, str):
        return text_cell(value, place)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return text_cell("; ".join(value), place)
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        return text_cell("; ".join(f"{key}: {item}" if item else key for key, item in value.items()), place)
    return Cell("", place, "fault", note="it holds a list or an object within a record")


def _number(typed: str, place: str) -> Cell:
    number = Decimal(typed) if len(typed) <= 2 * MOST_DIGITS else Decimal("Infinity")
    if not number.is_finite() or (number and abs(number.adjusted()) > MOST_DIGITS):
        return Cell("", place, "fault", note="its number is too large, or has too many digits, to be a figure")
    return Cell(f"{number:f}", place, "number")
