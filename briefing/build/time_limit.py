"""Signals and the time limit: how a build is stopped from outside, with nothing half-written left behind.

Both raise in the main thread, so that everything on the way out is tidied by the `finally` that owns it.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

INTERRUPTED = 130
BRIEF_SECONDS = 120


class OutOfTime(BaseException):
    """A brief took longer than it may. Like KeyboardInterrupt no `except Exception` may swallow it."""


def stop_on_signals() -> None:
    """SIGTERM and SIGHUP stop a command as Ctrl-C does."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # What the caller has told us to ignore (nohup does) stays ignored.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


@contextlib.contextmanager
def time_limit(seconds: float = BRIEF_SECONDS) -> Iterator[None]:
    """Raise OutOfTime in the block after so many seconds.

    A last resort: there is no limit where the system has no SIGALRM, and in a thread that is not the main one.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _out_of_time(_number: int, _frame: FrameType | None) -> None:
    raise OutOfTime
