"""Turn Python values into the files of a dossier, and rows into a CSV file.

Values are read like any dossier that was typed, so every check, message and output is the same.
"""

from __future__ import annotations

import json
import numbers
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from briefing.problems.problem import BriefingError, Location, Problem

Records: TypeAlias = "Mapping[str, Mapping[str, Any]] | Iterable[Mapping[str, Any]] | Any"
"""Facts or sources: a mapping of ids to keys, an iterable of mappings with an `id`, or a pandas DataFrame with such a column."""

RESERVED = frozenset({"dossier", "sources", "tables", "figures", "judgements", "glossary", "changes"})
"""Names of the other files of a dossier, which no topic can have."""
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


def make_dossier_files(
    *,
    name: str,
    title: str,
    facts: Records,
    sources: Records,
    sections: Mapping[str, str],
    tables: Records,
    figures: Records,
    keys: Mapping[str, Any],
) -> dict[str, bytes]:
    """Return the files of a dossier by name. Raises BriefingError for records without an id and names that cannot be used."""
    topics: dict[str, dict[str, Any]] = {}
    for fact_id, entry in read_records(facts, "fact").items():
        topic = str(entry.pop("topic", "facts"))
        topics.setdefault(topic, {"title": title_of(topic), "facts": {}})["facts"][fact_id] = entry
    _check_names(name, sections, topics)
    # Facts that no section names are still there for tables, checks and the record.
    listed = [*sections, *(() if sections else topics), *([] if "sources" in sections else ["sources"])]
    dossier = {"title": title or "", **keys, "sections": listed}
    if sections:
        dossier["template"] = name
    values: dict[str, Any] = {"dossier": dossier, "sources": read_records(sources, "source"), **topics}
    values |= {"tables": read_records(tables, "table"), "figures": read_records(figures, "figure")}
    return {f"{key}.yaml": _yaml(value).encode() for key, value in values.items() if value}


def _check_names(name: str, sections: Mapping[str, str], topics: Iterable[str]) -> None:
    for kind, names in (("dossier", [name]), ("section", sections), ("topic", topics)):
        for each in names:
            if not _NAME.fullmatch(str(each)):
                hint = "use small letters, digits, hyphens and underscores"
                raise BriefingError(Problem("bad-name", f'"{each}" cannot name a {kind}', hint=hint))
            if kind == "topic" and each in RESERVED:
                hint = f"choose another, such as {each}_facts"
                raise BriefingError(Problem("bad-name", f'"{each}" cannot name a topic: it has another use', hint=hint))


def title_of(name: str) -> str:
    """Return the words of a name as a title."""
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def read_records(records: Records, kind: str) -> dict[str, dict[str, Any]]:
    """Return records by id, each a new dict without empty values. Raises BriefingError with a problem for each that is wrong."""
    found: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for number, (given_id, entry) in enumerate(_entries(records, kind), 1):
        location = Location(f'{kind}s["{given_id}"]' if given_id is not None else f"{kind}s[{number - 1}]")
        if not isinstance(entry, Mapping):
            message = f"{kind} {number} must be a mapping of keys to values (got {_describe(entry)})"
            problems.append(Problem("bad-record", message, location, 'for example: {"id": "a", "value": "3 GW"}'))
            continue
        values = {str(key): value for key, value in entry.items()}
        record_id = given_id if given_id is not None else values.pop("id", None)
        if is_empty(record_id):
            problems.append(Problem("missing-key", f"{kind} {number} has no id", location, "add an id to each record"))
        elif str(record_id) in found:
            message = f'two {kind}s have the id "{record_id}"'
            problems.append(Problem("duplicate-id", message, location, "give each its own id"))
        else:
            found[str(record_id)] = {key: value for key, value in values.items() if not is_empty(value)}
    if problems:
        raise BriefingError(*problems)
    return found


def _entries(records: Records, kind: str) -> Iterable[tuple[Any, Any]]:
    """Return pairs of id and record; the id is None where the record has it as a key."""
    if isinstance(records, Mapping):
        return records.items()
    rows = records
    if hasattr(records, "to_dict"):
        if hasattr(records, "to_frame"):
            message = f"{kind}s must be a DataFrame with one row for each, not a Series"
            raise BriefingError(
                Problem("bad-record", message, Location(f"{kind}s"), "use .to_frame().T, with a column id")
            )
        rows = records.to_dict("records")
    if isinstance(rows, str | bytes) or not isinstance(rows, Iterable):
        message = f"{kind}s must be a mapping, a list of mappings or a DataFrame (got {_describe(rows)})"
        hint = "for a file, use briefing.import_file"
        raise BriefingError(Problem("bad-record", message, Location(f"{kind}s"), hint))
    return ((None, row) for row in rows)


def _describe(value: Any) -> str:
    return f'"{value[:40]}"' if isinstance(value, str) else type(value).__name__


def is_empty(value: Any) -> bool:
    """Return True for an empty cell: None, "", or a missing value of pandas. Not-a-number is not equal to itself."""
    if type(value).__name__ in {"NAType", "NaTType"}:  # of pandas, which may not be installed
        return True
    return value is None or (isinstance(value, str) and not value) or (isinstance(value, float) and value != value)  # noqa: PLR0124


def _yaml(value: Any, indent: str = "") -> str:
    """Return values as YAML in the plain style that dossiers are written in: groups, lists of lines, quoted text."""
    if isinstance(value, Mapping):
        lines = []
        for key, inner in value.items():
            nested = isinstance(inner, Mapping | list | tuple)
            lines.append(
                f"{indent}{key}:\n{_yaml(inner, indent + '  ')}" if nested else f"{indent}{key}: {_yaml(inner)}\n"
            )
        return "".join(lines)
    if isinstance(value, list | tuple):
        return "".join(f"{indent}- {_yaml(inner)}\n" for inner in value)
    # A JSON string is a YAML string, whatever it holds.
    return json.dumps(text_of(value), ensure_ascii=False)


def text_of(value: Any) -> str:
    """Return a value as a person would type it: a date as 2025-09-17, 0.1 + 0.2 as 0.3, 4.0 as 4 and 1e20 with all its digits."""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    is_short = hasattr(value, "dtype") and isinstance(value, numbers.Real)  # of numpy
    if not isinstance(value, float | Decimal) and not is_short:
        return str(value)
    # A float has 15 digits that can be relied on; of a shorter one, `str` knows how many.
    number = Decimal(f"{value:.15g}" if isinstance(value, float) else str(value))
    if not number.is_finite():
        return str(value)
    text = format(number, "f")
    if not isinstance(value, Decimal) and "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def write_rows(rows: Any, path: Path) -> tuple[int, ...]:
    """Write rows, an iterable of mappings or a DataFrame, as a CSV file. Return the line at which each ends.

    Raises BriefingError for other values.
    """
    import csv

    entries = [entry for _, entry in _entries(rows, "row")]
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, Mapping):
            message = f"row {number} must be a mapping of columns to values (got {_describe(entry)})"
            raise BriefingError(Problem("bad-record", message, Location(f"rows[{number - 1}]")))
    columns = list(dict.fromkeys(key for entry in entries for key in entry))
    ends: list[int] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        line = 1
        for entry in entries:
            cells = {key: "" if is_empty(value) else text_of(value) for key, value in entry.items()}
            writer.writerow(cells)
            line += 1 + sum(len(cell.splitlines()) - 1 for cell in cells.values() if cell)
            ends.append(line)
    return tuple(ends)
