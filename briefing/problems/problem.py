"""What went wrong in what the user wrote, as values, and the one exception root.

Takes nothing, imports nothing of ours. Every room may report a `Problem`; only `cli` prints one.
A problem is for the user's text; an exception is for what cannot go on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where something was typed. `file` is a path as the user would write it; line and column count from 1, 0 = unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        return place


NOWHERE = Origin("")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing the user should know. `code` is words joined by hyphens and never changes once released."""

    code: str
    message: str
    origin: Origin = NOWHERE
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        head = f"{self.origin}: " if self.origin.file else ""
        text = f"{head}{self.severity}[{self.code}]: {self.message}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by place, then code, without repeats: the order in which they are shown."""
    return sorted(
        dict.fromkeys(problems),
        key=lambda p: (p.origin.file, p.origin.line, p.origin.column, p.code, p.message),
    )


def has_errors(problems: Iterable[Problem]) -> bool:
    """True when any problem must stop a build."""
    return any(p.severity == "error" for p in problems)


class BriefingError(Exception):
    """The only exception root. Carries the problems that made going on impossible."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(p.message for p in problems))
        self.problems = problems
