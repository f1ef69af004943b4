"""Faults of ours: what a user is told of them, and when the traceback is shown."""

from __future__ import annotations

import os

SWITCH = "BRIEFING_DEBUG"
HINT = (
    "this is a fault in briefing, not in your files; please report it, with what the same command prints after "
    "`briefing --debug`"
)


def debugging() -> bool:
    """True when tracebacks are wanted: `briefing --debug …`, or BRIEFING_DEBUG set to anything."""
    return bool(os.environ.get(SWITCH))


def start_debugging() -> None:
    """Show tracebacks from here on."""
    os.environ[SWITCH] = "1"


def describe(error: BaseException) -> str:
    """One line: the kind of error and what it says."""
    return f"{type(error).__name__}: {error}".strip(": ").splitlines()[0]
