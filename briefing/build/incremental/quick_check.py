"""Quick up-to-date check: the same program, options and bytes of all files. It must not import anything that reads facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RequestedBuild:
    """Program and options of a requested build, as JSON values."""

    program: str
    options: Mapping[str, Any]


def same_files(inputs: Mapping[str, Any], requested: RequestedBuild, files: Mapping[str, str]) -> bool:
    """Return True if program, options and files are the same."""
    return same_options(inputs, requested) and inputs["files"] == dict(files)


def same_options(inputs: Mapping[str, Any], requested: RequestedBuild) -> bool:
    """Return True if program and options are the same."""
    return bool(inputs["program"] == requested.program and inputs["options"] == dict(requested.options))
