"""The time limit of a build."""

from __future__ import annotations

import time

import pytest

from briefing.build import time_limit
from briefing.build.time_limit import OutOfTime


def work(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


class SlowToDelete:
    def __del__(self) -> None:
        work(0.3)


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(OutOfTime), time_limit.time_limit(0.05):
        work(5)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_alarm_that_python_drops_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first alarm comes inside `__del__`, where Python reports the exception and goes on."""
    monkeypatch.setattr(time_limit, "REPEAT_SECONDS", 0.1)

    def drop_the_first_and_work() -> None:
        held = SlowToDelete()
        del held
        work(5)

    with pytest.raises(OutOfTime), time_limit.time_limit(0.05):
        drop_the_first_and_work()


def test_nothing_is_stopped_afterwards() -> None:
    with time_limit.time_limit(0.05):
        pass
    work(0.1)
