"""The journal of a running batch, one line per finished brief, so that a batch that was stopped can be resumed.

Lines that were only half written are ignored. A journal belongs to one template with its options; with others it does not count.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SCHEMA = "briefing/batch-journal/1"
LARGEST = 100_000_000


def head_line(request: str) -> str:
    """Return the first line. `request` is a hash of all options."""
    return _line({"schema": SCHEMA, "commission": request})


def done_line(name: str, state: str) -> str:
    """Return the line of a finished brief."""
    return _line({"name": name, "state": state})


def read_journal(path: Path, request: str) -> dict[str, str] | None:
    """Return the state of each finished brief, by name; None if there is no journal with these options."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return None
    head = _read(lines[0])
    if head.get("schema") != SCHEMA or head.get("commission") != request:
        return None
    # The last line is incomplete if there is no line feed after it.
    entries = [_read(line) for line in lines[1:-1]]
    return {str(entry["name"]): str(entry["state"]) for entry in entries if "name" in entry and "state" in entry}


def _line(values: Mapping[str, str]) -> str:
    return json.dumps(values, ensure_ascii=True) + "\n"


def _read(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
