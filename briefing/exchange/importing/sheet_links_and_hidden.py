"""Read what openpyxl leaves out of a sheet in an XLSX file: links, hidden and merged cells, sums, formulas without a value.

Take the bytes of the sheet's XML part and of its relationships. Search the XML with patterns instead of parsing a tree,
because a large sheet would take too much memory.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from briefing.exchange.importing.sheet_model import column_name

MAX_LINKS = 20_000
MAX_MERGED = 20_000
MAX_LISTED = 5
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_NO_VALUE = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b([^>]*)>")
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_SUM = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*>\s*(?:SUM|SUBTOTAL|AGGREGATE)\((?:[0-9]+,)*"
    rb"\$?([A-Z]{1,3})\$?([0-9]+):\$?([A-Z]{1,3})\$?([0-9]+)[,)]",
    re.IGNORECASE,
)
_REFERENCE = re.compile(rb"<(?:\w+:)?c\b[^>]*?\sr=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_INLINE = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?is>((?:(?!</(?:\w+:)?is>).)*superscript.*?)</(?:\w+:)?is>", re.DOTALL
)
_RUN = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>(.*?)</(?:\w+:)?t>", re.DOTALL)
_LONGEST_FORMULA = 20_000
_TRUE = ("1", "true")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True)
class Extras:
    """`links` are web addresses by cell, such as C7; `hidden` lists hidden columns and rows in words, or is "".

    `unsaved` are the cells whose formula has no stored value: the program that wrote the file did not calculate it. `merged`
    gives the columns and rows that a merged cell covers; `sums` are the cells whose formula adds up cells of their column.
    `superscripts` are the parts of texts in the sheet itself, each with True if it is raised.
    """

    links: Mapping[str, str] = field(default_factory=dict)
    hidden: str = ""
    unsaved: frozenset[str] = frozenset()
    merged: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sums: frozenset[str] = frozenset()
    superscripts: Mapping[str, tuple[tuple[str, bool], ...]] = field(default_factory=dict)


def read_extras(sheet: bytes, relations: bytes) -> Extras:
    """Return the links, the hidden columns and rows, and the formulas without a value, of a sheet."""
    targets = {
        found["Id"]: found["Target"]
        for found in _attributes(_RELATION, relations)
        if {"Id", "Target"} <= found.keys() and found.get("TargetMode") == "External"
    }
    links: dict[str, str] = {}
    for found in _attributes(_LINK, sheet):
        name = next((value for key, value in found.items() if key.endswith(":id")), "")
        if name in targets and re.fullmatch(r"[A-Z]{1,3}[0-9]{1,7}", found.get("ref", "")) and len(links) < MAX_LINKS:
            links[found["ref"]] = targets[name]
    columns: list[str] = []
    for found in _attributes(_COLUMN, sheet):
        first, last = found.get("min", ""), found.get("max", "")
        if found.get("hidden") in _TRUE and first.isdecimal() and last.isdecimal() and 0 < int(first) <= 16_384:
            end = min(int(last), int(first) + MAX_LISTED)  # a forged file could hide millions
            columns += [column_name(index - 1) for index in range(int(first), end + 1)]
    hidden_rows = (found.get("r", "") for found in _attributes(_ROW, sheet) if found.get("hidden") in _TRUE)
    rows = [number for number in hidden_rows if number.isdecimal()]
    hidden = (_list_names("column", columns), _list_names("row", rows))
    concealed = " and ".join(part for part in hidden if part)
    unsaved, sums = frozenset(_unsaved_formulas(sheet)), frozenset(_sums(sheet))
    superscripts = dict(_superscripts(sheet)) if b"superscript" in sheet else {}
    return Extras(links, concealed, unsaved, _merged_cells(sheet), sums, superscripts)


def cell_beyond(sheet: bytes, columns: int, rows: int) -> str:
    """Return the first cell to the right of a number of columns or below a number of rows, "" if there is none."""
    last = column_name(columns - 1)
    for found in _REFERENCE.finditer(sheet):
        column = found[1].decode()
        if (len(column), column) > (len(last), last) or int(found[2]) > rows:
            return f"{column}{int(found[2])}"
    return ""


def column_index(name: str) -> int:
    """Return the index of a column, counted from 0, from its letters."""
    index = 0
    for letter in name:
        index = 26 * index + ord(letter) - ord("A") + 1
    return index - 1


def _merged_cells(sheet: bytes) -> dict[str, tuple[int, int]]:
    merged: dict[str, tuple[int, int]] = {}
    for found in _attributes(_MERGED, sheet):
        area = _AREA.fullmatch(found.get("ref", ""))
        if area is not None and len(merged) < MAX_MERGED:
            columns = column_index(area[3]) - column_index(area[1]) + 1
            merged[f"{area[1]}{area[2]}"] = (columns, int(area[4]) - int(area[2]) + 1)
    return merged


def _superscripts(sheet: bytes) -> Iterator[tuple[str, tuple[tuple[str, bool], ...]]]:
    """Yield the texts with raised parts that the sheet itself has; openpyxl reads those of the shared texts."""
    for cell in _INLINE.finditer(sheet):
        parts = []
        for run in _RUN.findall(cell[2]):
            text = b"".join(_TEXT.findall(run)).decode("utf-8", "replace")
            parts.append((html.unescape(text), b"superscript" in run))
        yield from ((found["r"], tuple(parts)) for found in _attributes(_CELL, cell[0]) if "r" in found and parts)


def _sums(sheet: bytes) -> Iterator[str]:
    """Yield the cells with a sum of several cells of one column: a total of rows, where one of a row adds up columns."""
    for match in _SUM.finditer(sheet):
        if match[2] == match[4] and match[3] != match[5]:
            yield from (found["r"] for found in _attributes(_SUM, match[0]) if "r" in found)


def _attributes(pattern: re.Pattern[bytes], data: bytes) -> Iterator[dict[str, str]]:
    for match in pattern.finditer(data):
        yield {
            name.decode("utf-8", "replace"): html.unescape((one or other).decode("utf-8", "replace"))
            for name, one, other in _ATTRIBUTE.findall(match[1])
        }


def _unsaved_formulas(sheet: bytes) -> Iterator[str]:
    """Yield the cells with a formula and no stored value. A stored empty text is a value."""
    for match in _NO_VALUE.finditer(sheet):
        before = sheet[max(0, match.start() - _LONGEST_FORMULA) : match.end()]
        for found in list(_attributes(_CELL, before))[-1:]:
            if found.get("t") != "str" and "r" in found:
                yield found["r"]


def _list_names(what: str, names: list[str]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - MAX_LISTED:,} more" if len(names) > MAX_LISTED else ""
    return f"{what}{'s' if len(names) > 1 else ''} {', '.join(names[:MAX_LISTED])}{more}"
