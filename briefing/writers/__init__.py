"""Writers turn a resolved document into a file's bytes.

They number nothing, decide nothing and never import each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.problems.problem import Problem


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A finished file in memory: bytes, number of pages (0: unknown), and problems."""

    data: bytes
    pages: int = 0
    problems: tuple[Problem, ...] = ()
