"""Parse sources.json (CSL-JSON, as Zotero and others export it) to `Item`s.

Take the text of the file; return entries with their locations, and problems. A broken entry is reported and
skipped, the others are read. Numbers stay text.
"""

from __future__ import annotations

import json
import re
from typing import Any

from briefing.facts.list_items import (
    DATES,
    LONGEST,
    MOST,
    MOST_NAMES,
    NAME_PARTS,
    NAMES,
    Item,
    Lines,
    read_date,
    shorten,
    too_many,
)
from briefing.problems.problem import Location, Problem

_SPACE = re.compile(r"[\s,]*")
_NEXT = re.compile(r'\{\s*"(?:id|type|citation-key)"\s*:')
_MARKUP = re.compile(r"</?(?:i|b|sc|sup|sub|span)(?:\s[^<>]{0,80})?>")
# Fields that are long, private, or only of use to the program that wrote them.
_LEFT_OUT = frozenset("id citation-key type abstract annote note keyword source journalAbbreviation system_id".split())  # noqa: SIM905
_PLACED = ("title", "publisher", "container-title", "author", "issued", "accessed", "URL", "DOI", "type")


class _EntryError(Exception):
    """Raised for an invalid entry. `variable` is the part that is wrong."""

    def __init__(self, variable: str, message: str) -> None:
        super().__init__(message)
        self.variable, self.message = variable, message


def read_csl_json(text: str, display_path: str) -> tuple[list[Item], list[Problem]]:
    """Return the entries of the file, in order, and the problems with it."""
    lines = Lines(text, display_path)
    start = _SPACE.match(text)
    place = start.end() if start else 0
    if text[place : place + 1] != "[":
        hint = "export it from Zotero as CSL JSON"
        return [], [Problem("broken-json", "expected a list of sources: [ … ]", lines.at(place), hint)]
    items: list[Item] = []
    problems: list[Problem] = []
    place += 1
    while True:
        gap = _SPACE.match(text, place)
        place = gap.end() if gap else place
        if text[place : place + 1] in {"]", ""}:
            break
        place = _read_one(text, place, lines, items, problems)
        if len(items) > MOST:
            return items[:MOST], [*shorten(problems, display_path), too_many(display_path)]
    if text[place : place + 1] != "]" and not problems:
        problems.append(Problem("broken-json", 'the list is not closed: "]" is missing', lines.at(len(text))))
    return items, shorten(problems, display_path)


def _read_one(text: str, place: int, lines: Lines, items: list[Item], problems: list[Problem]) -> int:
    """Read the entry at `place`.

    Returns the place where it ends, or where the next one begins if it is broken.
    """
    decoder = json.JSONDecoder(
        object_pairs_hook=_without_duplicates, parse_int=str, parse_float=str, parse_constant=str
    )
    try:
        found, end = decoder.raw_decode(text, place)
    except json.JSONDecodeError as error:
        reason = error.msg[0].lower() + error.msg[1:]
        problems.append(Problem("broken-json", f"invalid JSON: {reason}", lines.at(min(error.pos, len(text)))))
        return _after(text, max(error.pos, place + 1))
    except RecursionError:
        problems.append(Problem("broken-json", "brackets are nested too deeply here", lines.at(place)))
        return _after(text, place + 1)
    except _EntryError as error:
        where = re.compile(rf'"{re.escape(error.variable)}"').search(text, place)
        problems.append(Problem("bad-entry", error.message, lines.at(where.start() if where else place)))
        return _after(text, place + 1)
    places = {name: lines.at(at) for name in _PLACED if (at := text.find(f'"{name}"', place, end)) >= 0}
    try:
        items.append(_item(found, lines.at(place), places))
    except _EntryError as error:
        where = re.compile(rf'"{re.escape(error.variable)}"').search(text, place, end)
        problems.append(Problem("bad-entry", error.message, lines.at(where.start() if where else place)))
    return end


def _after(text: str, place: int) -> int:
    found = _NEXT.search(text, place)
    return found.start() if found else len(text)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry = dict(pairs)
    if len(entry) < len(pairs):
        names = [name for name, _ in pairs]
        duplicate = next(name for name in names if names.count(name) > 1)
        raise _EntryError(duplicate, f'duplicate key "{duplicate}" in this entry')
    return entry


def _item(found: Any, location: Location, places: dict[str, Location]) -> Item:
    if not isinstance(found, dict):
        raise _EntryError("", "expected an entry: { … }")
    key = found.get("citation-key") or found.get("id")
    if not isinstance(key, str) or not key.strip():
        raise _EntryError("id", 'an entry needs an "id" (its citation key)')
    item = Item(key.strip(), location, places=places)
    item.details["type"] = _text("type", found.get("type", "document"))
    for variable, value in found.items():
        if variable in _LEFT_OUT or value in (None, "", [], {}):
            continue
        if variable in NAMES:
            item.details[variable] = _names(variable, value)
        elif variable in DATES:
            _take_date(item, variable, value)
        elif isinstance(value, str):
            item.details[variable] = _text(variable, value)
        elif variable in _PLACED:
            raise _EntryError(variable, f'"{variable}" of "{key}" must be text')
    return item


def _text(variable: str, value: object) -> str:
    if not isinstance(value, str):
        raise _EntryError(variable, f'"{variable}" must be text')
    if len(value) > LONGEST:
        raise _EntryError(variable, f'"{variable}" has more than {LONGEST:,} characters')
    return " ".join(_MARKUP.sub("", value).split())


def _names(variable: str, value: object) -> tuple[dict[str, str], ...]:
    if not isinstance(value, list) or len(value) > MOST_NAMES:
        raise _EntryError(variable, f'"{variable}" must be a list of at most {MOST_NAMES} names')
    names = []
    for entry in value:
        if not isinstance(entry, dict):
            raise _EntryError(variable, f'"{variable}" must be a list of at most {MOST_NAMES} names')
        name = {part: _text(variable, entry[part]) for part in NAME_PARTS if entry.get(part)}
        if not name.get("family") and not name.get("literal"):
            raise _EntryError(variable, f'a name in "{variable}" has neither "family" nor "literal"')
        names.append({"literal": name["literal"]} if "literal" in name else name)
    return tuple(names)


def _take_date(item: Item, variable: str, value: object) -> None:
    """Store a date as parts. Text in place of a date ("n.d.", "spring") is kept as it is."""
    if isinstance(value, str):
        value = {"raw": value}
    if not isinstance(value, dict):
        raise _EntryError(variable, f'"{variable}" is not a date')
    parts = value.get("date-parts")
    if parts:
        try:
            dates = tuple(tuple(int(part) for part in day if part not in (None, "")) for day in parts)
        except (TypeError, ValueError):
            raise _EntryError(
                variable, f'"{variable}" is not a date: "date-parts" must contain year, month and day'
            ) from None
        if not 1 <= len(dates) <= 2 or not all(1 <= len(day) <= 3 for day in dates):
            raise _EntryError(variable, f'"{variable}" is not a date: "date-parts" must contain year, month and day')
        item.details[variable] = dates
        return
    text = _text(variable, value.get("raw") or value.get("literal") or "")
    if dated := read_date(text):
        item.details[variable] = dated
    elif text:
        item.literal[variable] = text
