"""The benchmark runs to its end: no part of it can stop the others, and its processes start with nothing of their parent's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from bench import batch, batch_peers, single

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are others there")

# Parts of a benchmark, as modules: one that hangs and so does what it started, one that fails, one that is well.
STUCK = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("stuck is running")
time.sleep(600)
"""
MODULES = {"stuck": STUCK, "broken": "raise SystemExit(3)", "well": "print('well is done')"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in MODULES.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    tests = Path(__file__).parent
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (tmp_path, tests, tests.parent))))
    return tmp_path


def parts(*named: tuple[str, float]) -> list[str]:
    """A program that runs these parts, each with its limit."""
    made = ", ".join(f"Part({name!r}, 'Title of {name}', ({name!r},), {limit})" for name, limit in named)
    return [sys.executable, "-c", f"import sys; from bench.run import Part, run_parts; sys.exit(run_parts([{made}]))"]


@pytest.mark.usefixtures("place")
def test_a_part_that_overruns_its_limit_is_killed_with_what_it_started_and_the_others_go_on() -> None:
    # Both the part and what it started hold the pipe: it ends when they have.
    done = subprocess.run(parts(("stuck", 5), ("well", 60)), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert "Title of stuck (load " in done.stdout
    assert "stuck is running\n  stuck timed out after 5 s\n" in done.stdout
    assert "well is done\n" in done.stdout
    assert "1 of 2 parts done" in done.stdout


@pytest.mark.usefixtures("place")
def test_a_part_that_fails_is_told_and_the_others_go_on() -> None:
    done = subprocess.run(parts(("broken", 60), ("well", 60)), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert "broken failed with exit code 3" in done.stdout
    assert "well is done" in done.stdout


@pytest.mark.usefixtures("place")
def test_all_is_well_where_every_part_is() -> None:
    done = subprocess.run(parts(("well", 60)), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0
    assert "1 of 1 parts done" in done.stdout


@pytest.mark.usefixtures("place", "heard_signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_benchmark_that_is_stopped_leaves_no_process_behind(name: str) -> None:
    program = parts(("stuck", 600))
    program[-1] = f"from briefing.build.time_limit import stop_on_signals; stop_on_signals(); {program[-1]}"
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        while process.stdout.readline() != "stuck is running\n":
            assert process.poll() is None
        process.send_signal(getattr(signal, name))
        process.communicate(timeout=60)
    assert process.returncode


def test_a_part_that_is_not_there_is_told() -> None:
    command = [sys.executable, "-m", "bench.run", "rate"]
    kept = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=kept, timeout=60)
    assert done.returncode == 2
    assert "no such part: rate; there are again, " in done.stderr


def test_peers_race_in_processes_that_have_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that a thread of ours holds would never open in a fork of this process: Typst's threads made it hang."""
    monkeypatch.setitem(batch_peers._KEPT, "ours", "a lock that is held")
    program = "from bench import batch_peers; assert 'ours' not in batch_peers._KEPT"
    assert batch_peers.race(exec, [program] * 4, [program] * 2) > 0


def test_each_process_does_one_thing_before_the_clock_starts(tmp_path: Path) -> None:
    program = f"import os, pathlib; pathlib.Path({str(tmp_path)!r}, str(os.getpid())).touch()"
    batch_peers.race(exec, [], [program] * 2)
    assert len(list(tmp_path.iterdir())) == 2


def test_typst_may_have_run_in_this_process_before_a_race(tmp_path: Path) -> None:
    pytest.importorskip("typst", reason='Typst is not installed (pip install ".[bench]")')
    fonts = Path(__file__).parents[1] / "briefing" / "fonts"
    (tmp_path / "sources").mkdir()
    for name in ("a", "b"):
        (tmp_path / "sources" / f"{name}.typ").write_text('#set document(title: "T")\n= Heading', "utf-8")
    work = partial(batch_peers.typst, place=tmp_path, out=tmp_path, fonts=fonts)
    work("a")
    batch_peers.race(work, ["a", "b"], ["a", "b"])
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF")


def test_every_program_gets_the_shipped_fonts() -> None:
    """Without them the others would set other letters, or stop at a Korean one."""
    assert batch.FONTS == single.FONTS
    assert len(list(batch.FONTS.glob("*.ttf"))) >= 10
