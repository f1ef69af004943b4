"""The journal of a running batch, one line per finished brief, so that a batch that was stopped can be resumed.

Lines that were only half written are ignored. A journal belongs to one template with its options; with others it does not count.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefing.files.record_schema import Group, OneOf, Schema, Text, mismatch
from briefing.files.regular_file import read_regular

SCHEMA = "briefing/batch-journal/1"
LARGEST = 100_000_000
_ENTRY = Group({"name": Text(1_000), "state": Text(20)})


def head_line(request: str) -> str:
    """Return the first line. `request` is a hash of all options."""
    return _line({"schema": SCHEMA, "commission": request})


def done_line(name: str, state: str) -> str:
    """Return the line of a finished brief."""
    return _line({"name": name, "state": state})


def read_journal(path: Path, request: str) -> dict[str, str] | None:
    """Return the state of each finished brief, by name; None if there is no journal with these options."""
    try:
        lines = read_regular(path, LARGEST).split(b"\n")
    except OSError:
        return None
    if _read(lines[0], Group({"schema": OneOf((SCHEMA,)), "commission": OneOf((request,))})) is None:
        return None
    # The last line is incomplete if there is no line feed after it.
    entries = [_read(line, _ENTRY) for line in lines[1:-1]]
    return {entry["name"]: entry["state"] for entry in entries if entry is not None}


def _line(values: Mapping[str, str]) -> str:
    return json.dumps(values, ensure_ascii=True) + "\n"


def _read(line: bytes, schema: Schema) -> dict[str, Any] | None:
    """Return the values of a line, None if they are not as the schema says."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return values if not mismatch(values, schema) else None
