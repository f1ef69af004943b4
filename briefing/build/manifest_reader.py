"""Read the manifest of an earlier build, `NAME.build.json`, and check its files. The content is not trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefing.problems.problem import Location, Problem

SCHEMA = "briefing/build/1"
RECORD_ENDING = ".build.json"
LARGEST_RECORD = 50_000_000


def find_records(name: str, output: Path, names: Sequence[str] | None = None) -> Iterator[Path]:
    """Yield the manifests that may be of a dossier's brief: a marking, a variant or DRAFT may follow its name.

    `names` are the folder's files, if they are known.
    """
    if names is None:
        try:
            names = sorted(path.name for path in output.iterdir() if path.name.startswith(name))
        except OSError:
            return
    for file in names:
        stem = file.removesuffix(RECORD_ENDING)
        if file != stem and (stem == name or stem.startswith(f"{name}_")):
            yield output / file


def read_record(path: Path) -> dict[str, Any] | None:
    """Return the manifest in a file, or None if it is not one."""
    try:
        if path.stat().st_size > LARGEST_RECORD:
            return None
        record = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and record.get("schema") == SCHEMA else None


def all_files_match(record: Mapping[str, Any], output: Path) -> bool:
    """Return True if all files of a build exist with the bytes that were written."""
    for file in record["files"]:
        path = output / Path(str(file["name"])).name
        try:
            if sha256(path.read_bytes()).hexdigest() != file["sha256"]:
                return False
        except OSError:
            return False
    return bool(record["files"])


def problems_of(record: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return the problems in a manifest."""
    return tuple(
        Problem(
            entry["code"],
            entry["message"],
            Location(entry.get("file", ""), entry.get("line", 0), entry.get("column", 0)),
            entry.get("hint", ""),
            entry["severity"],
        )
        for entry in record["problems"]
    )
