"""Read the manifest of an earlier build, `NAME.build.json`, and check its files.

Its content is not trusted: `read_record` returns only what has the shape of a manifest, and `read_own_record` only what this user's program
wrote there, by the register of builds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefing.build.build_register import is_registered
from briefing.files.record_schema import Group, ListOf, OneOf, Schema, Text, Whole, mismatch
from briefing.files.regular_file import read_regular
from briefing.problems.problem import Location, Problem

SCHEMA = "briefing/build/1"
RECORD_ENDING = ".build.json"
LARGEST_RECORD = 50_000_000
LARGEST_FILE = 2_000_000_000
"""Bytes of a finished file."""

PROBLEM = Group(
    {"severity": OneOf(("error", "warning", "note")), "code": Text(100), "message": Text(100_000)},
    {"hint": Text(100_000), "file": Text(10_000), "line": Whole(), "column": Whole()},
)
"""A problem, in every record that has some."""
_FILE = Group(
    {"name": Text(1_000), "bytes": Whole(high=LARGEST_FILE), "sha256": Text(64, re.compile(r"[0-9a-f]{64}"), "a hash")},
    {"pages": Whole()},
)
_MANIFEST: Schema = Group(
    {"schema": OneOf((SCHEMA,)), "files": ListOf(_FILE, 100, least=1), "problems": ListOf(PROBLEM)},
    {"dossier": Text(1_000), "marking": Text(1_000), "inputs": Group({})},
)


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
    """Return the manifest in a file, whoever wrote it, or None if it is not one."""
    try:
        record = json.loads(read_regular(path, LARGEST_RECORD))
    except (OSError, ValueError, RecursionError):
        return None
    return record if not mismatch(record, _MANIFEST) else None


def read_own_record(path: Path) -> dict[str, Any] | None:
    """Return the manifest in a file if it is the one that this user's program wrote there last, else None."""
    try:
        data = read_regular(path, LARGEST_RECORD)
        record = json.loads(data) if is_registered(path, data) else None
    except (OSError, ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and record.get("schema") == SCHEMA else None


def all_files_match(record: Mapping[str, Any], output: Path) -> bool:
    """Return True if all files of a build exist with the bytes that were written."""
    for file in record["files"]:
        path = output / Path(str(file["name"])).name
        try:
            if sha256(read_regular(path, LARGEST_FILE)).hexdigest() != file["sha256"]:
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
