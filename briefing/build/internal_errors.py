"""Internal errors: the message for the user, and the switch for tracebacks."""

from __future__ import annotations

import os

SWITCH = "BRIEFING_DEBUG"
HINT = (
    "this is a bug in briefing, not in your files; please report it with the output of the same command after "
    "`briefing --debug`"
)


def debugging() -> bool:
    """Return True if tracebacks are printed: after `briefing --debug`, or if BRIEFING_DEBUG is set."""
    return bool(os.environ.get(SWITCH))


def start_debugging() -> None:
    """Print tracebacks from now on."""
    os.environ[SWITCH] = "1"


def describe(error: BaseException) -> str:
    """Return the type of an error and its message, on one line."""
    return f"{type(error).__name__}: {error}".strip(": ").splitlines()[0]
