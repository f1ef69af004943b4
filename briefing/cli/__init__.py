"""The command line: the one room that prints, exits, and knows of signals and the time.

Exit codes: 0 clean or warnings only, 1 problems, 2 the command itself is wrong, 130 interrupted.
One file a command; this one starts them and catches what must never reach the user as a traceback.
"""

from __future__ import annotations

import gc
import sys

from briefing.build import internal_errors as faults
from briefing.build import time_limit as interrupts


def main() -> None:
    """Run `briefing`. Everything else is imported only now, so that even an early Ctrl-C ends without a traceback."""
    interrupts.stop_on_signals()
    _print_anything()
    # A brief is a great many small things that stay until it is written: to look for rubbish less often saves a tenth of the time.
    gc.set_threshold(50_000, 20, 20)
    try:
        from briefing.cli.app import app

        app(prog_name="briefing")
    except KeyboardInterrupt:
        sys.exit(interrupts.INTERRUPTED)
    except Exception as error:
        if faults.debugging():
            raise
        print(f"error[internal]: {faults.describe(error)}\n  hint: {faults.HINT}", file=sys.stderr)
        sys.exit(1)


def _print_anything() -> None:
    """A character that the terminal's encoding lacks is printed as an escape, never as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
