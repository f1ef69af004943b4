"""Read the links of cells, the hidden rows and columns, and the formulas without a value, of a sheet in an XLSX file.

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
MAX_LISTED = 5
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_NO_VALUE = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_LONGEST_FORMULA = 20_000
_TRUE = ("1", "true")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True)
class Extras:
    """`links` are web addresses by cell, such as C7; `hidden` lists hidden columns and rows in words, or is "".

    `unsaved` are the cells whose formula has no stored value: the program that wrote the file did not calculate it.
    """

    links: Mapping[str, str] = field(default_factory=dict)
    hidden: str = ""
    unsaved: frozenset[str] = frozenset()


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
    return Extras(links, " and ".join(part for part in hidden if part), frozenset(_unsaved_formulas(sheet)))


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
