"""Writers turn a resolved document into a file's bytes. They number nothing, choose nothing and never import each other."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.problems.problem import Problem


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file in memory: its bytes, how many pages (0 = not known), and what the writer could not express."""

    data: bytes
    pages: int = 0
    problems: tuple[Problem, ...] = ()
