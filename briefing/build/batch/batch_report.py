"""The report of a batch: one JSON object with one entry per brief, for programs and for `--only failed`.

It contains no time of day and no duration: the same inputs and files give the same report.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.build.manifest_reader import PROBLEM
from briefing.files.record_schema import Group, ListOf, OneOf, Text, Whole, mismatch
from briefing.files.regular_file import read_regular
from briefing.problems.problem import Problem, sort_problems

SCHEMA = "briefing/batch/1"
STATES = ("built", "unchanged", "failed")
LARGEST = 200_000_000
_BRIEF = Group(
    {"name": Text(1_000), "state": OneOf(STATES), "problems": ListOf(PROBLEM)},
    {"files": ListOf(Group({"name": Text(1_000), "pages": Whole()}), 100)},
)
_REPORT = Group({"schema": OneOf((SCHEMA,)), "briefs": ListOf(_BRIEF)}, {"release": Text(100)})


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """Result of one brief: `state` is one of STATES; names and page counts of its files; every problem.

    `withheld` says how much a release left out: for whoever makes it, and never in the report.
    """

    name: str
    state: str
    files: tuple[tuple[str, int], ...] = ()
    problems: tuple[Problem, ...] = ()
    withheld: tuple[str, ...] = ()


def write_report(
    template: str, rows: str, outcomes: Sequence[BatchOutcome], others: Sequence[Mapping[str, Any]], release: str = ""
) -> bytes:
    """Return the report, in the order of the rows. `others` are entries of an earlier report, for briefs not built this time."""
    briefs: list[Mapping[str, Any]] = []
    for outcome in outcomes:
        brief: dict[str, Any] = {"name": outcome.name, "state": outcome.state}
        if outcome.files:
            brief["files"] = [{"name": name, "pages": pages} for name, pages in outcome.files]
        brief["problems"] = [values_of(problem) for problem in sort_problems(outcome.problems)]
        briefs.append(brief)
    briefs += others
    report = {
        "schema": SCHEMA,
        "template": template,
        "rows": rows,
        **({"release": release} if release else {}),
        "counts": {state: sum(each["state"] == state for each in briefs) for state in STATES},
        "briefs": briefs,
    }
    return (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def failed_names(path: Path) -> frozenset[str] | None:
    """Return the names of failed briefs in a report; None if there is no report."""
    briefs = _read(path)
    return None if briefs is None else frozenset(brief["name"] for brief in briefs if brief["state"] == "failed")


def earlier_entries(path: Path, names: Collection[str], release: str = "") -> list[dict[str, Any]]:
    """Return a report's entries for these briefs, if it is of the same release: another may say more than this one may."""
    return [brief for brief in _read(path, release) or () if brief["name"] in names]


def _read(path: Path, release: str | None = None) -> list[dict[str, Any]] | None:
    """Return the entries of a report; None if it cannot be read, or is of another release."""
    try:
        report = json.loads(read_regular(path, LARGEST))
    except (OSError, ValueError, RecursionError):
        return None
    if mismatch(report, _REPORT) or release not in {None, report.get("release", "")}:
        return None
    briefs: list[dict[str, Any]] = report["briefs"]
    return briefs


def values_of(problem: Problem) -> dict[str, str | int]:
    """Return a problem as JSON values; line and column are 0 if unknown."""
    location: dict[str, str | int] = {
        "file": problem.location.file,
        "line": problem.location.line,
        "column": problem.location.column,
    }
    description: dict[str, str | int] = {
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }
    return location | description
