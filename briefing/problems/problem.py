"""Problems found in user input, as values, and the base exception.

Any room may report a `Problem`; only `cli` prints one. Mistakes in the user's text are problems; an exception
is raised only where work cannot continue. Imports nothing else of this package.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Location of something that the user typed.

    `file` is a path as the user would write it. `line` and `column` count from 1; 0 means unknown.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        text = self.file
        if self.line:
            text += f":{self.line}"
            if self.column:
                text += f":{self.column}"
        return text


NO_LOCATION = Location("")


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem to report to the user.

    `code` is words joined by hyphens; it never changes once released, because users and scripts refer to it.
    """

    code: str
    message: str
    location: Location = NO_LOCATION
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        head = f"{self.location}: " if self.location.file else ""
        text = f"{head}{self.severity}[{self.code}]: {self.message}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems sorted by location, then code, without duplicates: the order of printing."""
    return sorted(
        dict.fromkeys(problems),
        key=lambda p: (p.location.file, p.location.line, p.location.column, p.code, p.message),
    )


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return True if any problem must stop a build."""
    return any(p.severity == "error" for p in problems)


class BriefingError(Exception):
    """Base class of all exceptions of this package. Carries the problems that stopped the work."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
