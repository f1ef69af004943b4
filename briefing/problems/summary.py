"""Counts in words, such as "2 errors, 1 warning", for messages and for the repr of results."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.problems.problem import Problem


def plural(number: int, noun: str, many: str = "") -> str:
    """Return a number with its noun: 1 page, 2 pages. `many` is an irregular plural."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {many or f'{noun}s'}"


def count(problems: Iterable[Problem]) -> str:
    """Return the number of problems by severity, such as "2 errors, 1 warning", or "no problems"."""
    severities = [problem.severity for problem in problems]
    found = {severity: severities.count(severity) for severity in ("error", "warning", "note")}
    parts = [plural(number, severity) for severity, number in found.items() if number]
    return ", ".join(parts) or "no problems"
