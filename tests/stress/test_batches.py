"""Long runs of batches for `make stress`: killed at any moment, on a full disk, into a folder that may not be written."""

from __future__ import annotations

import hashlib
import json
import os
import random  # noqa: TID251  # seeded: the same moments each time, as far as a clock can
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from bench.countries import TEMPLATE, write_countries

pytestmark = [pytest.mark.stress, pytest.mark.skipif(os.name == "nt", reason="signals and disks are others there")]

COMMAND = [sys.executable, "-c", "from briefing.cli import main; main()", "batch", TEMPLATE, "--jobs", "2"]
BRIEFS = 60
KILLS = 50
SEED = 20261128


def contents(folder: Path) -> dict[str, str]:
    """All files but the report, which tells what was built this time and what before."""
    files = sorted(path for path in folder.iterdir() if not path.name.endswith(".batch.json"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def assert_whole(out: Path) -> int:
    """Every file that has its name is whole; gives how many records tell the truth of theirs."""
    true = 0
    for path in out.iterdir() if out.exists() else ():
        if path.name.startswith("."):
            continue
        data = path.read_bytes()
        if path.suffix == ".pdf":
            assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"), path
        elif path.suffix == ".docx":
            with zipfile.ZipFile(path) as package:
                assert package.testzip() is None
        elif path.name.endswith(".build.json"):
            record = json.loads(data)
            true += all(
                hashlib.sha256((out / file["name"]).read_bytes()).hexdigest() == file["sha256"]
                for file in record["files"]
            )
    return true


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_countries(tmp_path, BRIEFS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def kill(after: float, out: str, *arguments: str, everybody: bool) -> bool:
    """Start a batch and kill -9 it after so many seconds, its processes with it or not; False if it was done before."""
    with subprocess.Popen(
        [*COMMAND, "--output", out, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        time.sleep(after)
        if process.poll() is not None:
            return False
        if everybody:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    return True


def test_fifty_kills_at_random_moments_leave_no_half_file_and_resume_completes(place: Path) -> None:
    started = time.monotonic()
    assert run("--output", "clean").returncode == 0
    whole, clean = time.monotonic() - started, contents(place / "clean")
    chance = random.Random(SEED)
    killed = 0
    for round_ in range(KILLS * 4):
        if killed == KILLS:
            break
        if round_ % 5 == 0:
            shutil.rmtree(place / "out", ignore_errors=True)
        more = ["--resume"] if round_ % 5 else []
        if kill(chance.uniform(0.1, whole * 0.9), "out", *more, everybody=bool(round_ % 3)):
            killed += 1
        # A process whose master is gone ends with the brief in its hand.
        time.sleep(0.5 if round_ % 3 == 0 else 0)
        assert_whole(place / "out")
        if round_ % 5 == 4:
            done = run("--output", "out", "--resume")
            assert done.returncode == 0, (round_, done.stderr)
            assert contents(place / "out") == clean, round_
    assert killed == KILLS


def test_processes_end_soon_after_their_master(place: Path) -> None:
    with subprocess.Popen([*COMMAND, "--output", "out"], stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
    left = ["any"]
    for _ in range(100):
        left = subprocess.run(
            ["pgrep", "-g", str(process.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        if not left:
            break
        time.sleep(0.1)
    assert left == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A disk of 4 MB, if we may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = [shutil.which("mount") or "", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if not mount[0] or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk may be mounted here")
    return folder


def test_a_full_disk_fails_what_does_not_fit_and_room_completes_it(place: Path, small_disk: Path) -> None:
    try:
        done = run("--output", str(small_disk))
        assert done.returncode in {1, 2}
        assert "error[cannot-write]" in done.stderr
        assert "free some space on the disk" in done.stderr
        assert assert_whole(small_disk) > 0
        assert not [path for path in small_disk.iterdir() if path.suffix == ".part"]
        subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
        done = run("--output", str(small_disk))
        assert done.returncode == 0, done.stderr
        assert assert_whole(small_disk) == BRIEFS
    finally:
        subprocess.run(["umount", str(small_disk)], check=False)


def test_a_read_only_output_is_told_before_anything_is_built(place: Path, small_disk: Path) -> None:
    try:
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
        started = time.monotonic()
        done = run("--output", str(small_disk))
        assert done.returncode == 2
        assert "read-only" in done.stderr
        assert time.monotonic() - started < 10
    finally:
        subprocess.run(["umount", str(small_disk)], check=False)


def test_a_dossier_that_takes_for_ever_costs_its_time_limit_and_no_more(place: Path) -> None:
    template = place / "templates" / TEMPLATE / "endless.md"
    loop = "{% for a in range(15000) %}\nWords, words, words, words, words: {{ gdp }}.\n\n{% endfor %}"
    template.write_text(f"# Endless\n\n{loop}\n", "utf-8")
    (place / "facts" / "albania" / "dossier.yaml").write_text("title: Slow\nsections:\n  - endless\n", "utf-8")
    done = run("--time-limit", "3")
    assert done.returncode == 1
    assert "facts/albania: error[out-of-time]: timed out after 3 seconds" in done.stderr
    assert assert_whole(place / "out") == BRIEFS - 1
