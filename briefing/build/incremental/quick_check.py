"""The short look at whether a brief is what a build would make: the same program, the same wishes, the same bytes in all files.

Takes the record of an earlier build. Must import nothing that reads facts: where all is as it was, nothing else is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Wanted:
    """What decides beside files: the program, and all that was asked for (`options`, plain values)."""

    program: str
    options: Mapping[str, Any]


def same_files(inputs: Mapping[str, Any], wanted: Wanted, files: Mapping[str, str]) -> bool:
    """The short look: the same program, wishes and files."""
    return same_wishes(inputs, wanted) and inputs["files"] == dict(files)


def same_wishes(inputs: Mapping[str, Any], wanted: Wanted) -> bool:
    """Whether the program and what is asked for are the same."""
    return bool(inputs["program"] == wanted.program and inputs["options"] == dict(wanted.options))
