"""The rules, one a file: CODE, SEVERITY and `check(case)`. `RULES` lists them; a rule that is not in it does not run.

A rule sees a `Case` and nothing else, and gives problems at the line where they can be mended. The page of the same name in
`checks/pages` tells the user what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from briefing.checks.case import Case
from briefing.checks.rules import planned_without_word
from briefing.errors import Problem, Severity


class Rule(Protocol):
    """A module of this folder."""

    @property
    def CODE(self) -> str: ...  # noqa: N802  # a constant of each module
    @property
    def SEVERITY(self) -> Severity: ...  # noqa: N802
    def check(self, case: Case) -> Iterator[Problem]: ...


RULES: tuple[Rule, ...] = (planned_without_word,)
