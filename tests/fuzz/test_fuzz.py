"""The fuzzer sees what it is there to see, and its cases are the same each time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fuzz.__main__ import KINDS, make_case
from fuzz.command import faults_of, run
from fuzz.material import Material

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can watch a process as this does"),
    # A worker of pytest has a thread; the process that is forked from it starts none.
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
]


def _break() -> None:
    raise KeyError("planted")


def _report() -> None:
    print("error[internal]: KeyError: planted")


def _use_words_of_python() -> None:
    print("error[template-error]: 'NoneType' object is not iterable")


def _sleep() -> None:
    time.sleep(60)


def _loop_in_c() -> None:
    sum(range(10**12))


def _fill_memory() -> None:
    assert b"x" * 1_100_000_000


def _exit() -> None:
    sys.exit(3)


def _write_outside() -> None:
    Path("../outside.txt").write_text("planted", "utf-8")


def _leave_behind() -> None:
    Path("out").mkdir()
    Path("out/x.pdf.1a2b3c4d.part").write_text("planted", "utf-8")


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        (_break, "traceback: : KeyError: 'planted'"),
        (_report, "internal: : internal]: KeyError: planted"),
        (_use_words_of_python, "words of Python: briefing check: NoneType"),
        (_sleep, "too slow: briefing check"),
        (_loop_in_c, "too slow: briefing check"),
        (_fill_memory, "too large: briefing check"),
        (_exit, "exit code 3: briefing check"),
        (_write_outside, "outside: briefing check"),
        (_leave_behind, "left behind: briefing check: x.pdf.….part"),
    ],
)
def test_a_planted_fault_is_found(
    planted: Callable[[], None], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.cli.main", planted)
    outcome = run(("check",), tmp_path, seconds=2)
    assert [fault for fault in faults_of(outcome, tmp_path) if fault.startswith(told)], outcome
    assert not (tmp_path.parent / "outside.txt").exists()


def test_a_command_of_ours_is_no_fault(tmp_path: Path) -> None:
    for command, code in ((("new", "x", "--title", "X"), 0), (("build", "x"), 0), (("build", "y"), 2)):
        outcome = run(command, tmp_path)
        assert (outcome.code, list(faults_of(outcome, tmp_path))) == (code, []), outcome.said
        assert outcome.past_reading == (code == 0)


def test_a_seed_gives_the_same_cases_each_time(tmp_path: Path) -> None:
    first, second = (Material(tmp_path / name / "material") for name in ("a", "b"))
    for number in range(len(KINDS) * 2):
        one, other = tmp_path / "a" / str(number), tmp_path / "b" / str(number)
        assert make_case(7, number, one, first) == make_case(7, number, other, second)
        assert _contents(one) == _contents(other), number


def _contents(folder: Path) -> dict[str, object]:
    return {
        path.relative_to(folder).as_posix(): path.is_file() and not path.is_symlink() and path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if not path.name.startswith(".said")
    }
