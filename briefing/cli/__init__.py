"""The command line: the only room that prints and exits. One file per command; this one starts them.

Exit codes: 0 no errors, 1 errors, 2 wrong command, 130 interrupted.
"""

from __future__ import annotations

import errno
import gc
import sys

from briefing.build import internal_errors, time_limit

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def main() -> None:
    """Run `briefing`. The commands are imported only now, so that even an early Ctrl-C ends without a traceback."""
    time_limit.stop_on_signals()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Characters that the terminal's encoding lacks are printed as escapes, instead of raising an error.
            stream.reconfigure(errors="backslashreplace")
    # A brief is made of very many small objects that are all kept: rarer garbage collection saves a tenth of the time.
    gc.set_threshold(50_000, 20, 20)
    try:
        from briefing.cli.app import app

        app(prog_name="briefing")
    except KeyboardInterrupt:
        sys.exit(time_limit.INTERRUPTED)
    except Exception as error:
        if internal_errors.debugging():
            raise
        if isinstance(error, OSError) and error.filename is None and error.errno in NO_ROOM:
            # Not a file of a brief, which has a name, but the file or device that the output is redirected to.
            reason = (error.strerror or "unknown reason").lower()
            print(f"error[cannot-write]: the output cannot be written: {reason}", file=sys.stderr)
            sys.exit(1)
        print(f"error[internal]: {internal_errors.describe(error)}\n  hint: {internal_errors.HINT}", file=sys.stderr)
        sys.exit(1)
