"""Signals and the time limit of a build. Both raise in the main thread, so that every `finally` block cleans up."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

INTERRUPTED = 130
BRIEF_SECONDS = 120
REPEAT_SECONDS = 5
"""Time between two alarms. Python drops an exception raised inside `__del__` or a callback of the garbage collector."""


class OutOfTime(BaseException):
    """Raised when a brief exceeds its time limit. A BaseException, so that no `except Exception` catches it."""


def stop_on_signals() -> None:
    """Let SIGTERM and SIGHUP stop a command as Ctrl-C does."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # A signal that the caller has set to be ignored, as nohup does, stays ignored.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


@contextlib.contextmanager
def time_limit(seconds: float = BRIEF_SECONDS) -> Iterator[None]:
    """Raise OutOfTime in the block after that many seconds.

    Without SIGALRM (on Windows) and outside the main thread there is no limit.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_REAL, seconds, REPEAT_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _out_of_time(_number: int, _frame: FrameType | None) -> None:
    raise OutOfTime
