"""The long runs of `make stress`: kills at any moment, disks that are really full, very many briefs, very long ones."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.stress, pytest.mark.skipif(os.name == "nt", reason="signals and disks are others there")]

COMMAND = [sys.executable, "-c", "from briefing.cli import main; main()"]

# Writes two files of 3 MB each, generation after generation, and says when each is done.
WRITER = """
import sys
from pathlib import Path
from briefing.files.atomic_write import write_files
for generation in range(10_000):
    data = f"{generation:08d}".encode() * 400_000
    write_files(Path("out"), {"brief.pdf": data, "brief.docx": data})
    print(generation, flush=True)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_kill_at_any_moment_leaves_whole_files() -> None:
    """SIGKILL, forty times, each a little later than the last: a target is always one generation from end to end."""
    for attempt in range(40):
        with subprocess.Popen([sys.executable, "-c", WRITER], stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(attempt * 0.0013)
            process.send_signal(signal.SIGKILL)
        for name in ("brief.pdf", "brief.docx"):
            data = Path("out", name).read_bytes()
            assert len(data) == 3_200_000
            assert data == data[:8] * 400_000
    # What a kill left behind is hidden, and a later build neither trips over it nor takes it for its own.
    assert all(path.name.startswith(".brief.") for path in Path("out").iterdir() if path.suffix in {".part", ".old"})


@pytest.mark.usefixtures("heard_signals")
def test_an_interrupt_at_any_moment_leaves_whole_files_of_one_generation() -> None:
    """SIGINT, forty times: both targets are of one generation, and nothing else is there."""
    program = f"try:\n    exec({WRITER!r})\nexcept KeyboardInterrupt:\n    pass"
    for attempt in range(40):
        shutil.rmtree("out", ignore_errors=True)
        with subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(attempt * 0.0013)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)
        held = {path.name: path.read_bytes()[:8] for path in Path("out").iterdir()}
        assert set(held) == {"brief.pdf", "brief.docx"}
        assert held["brief.pdf"] == held["brief.docx"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB, if we may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        not mount
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=64k", "none", folder], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("this user may not mount a disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_is_told_and_keeps_the_old_files(small_disk: Path) -> None:
    subprocess.run([*COMMAND, "new", "x"], check=True, capture_output=True)
    for name in ("x.pdf", "x.docx"):
        (small_disk / name).write_bytes(b"old")
    (small_disk / "filler").write_bytes(b"x" * 50_000)
    done = subprocess.run(
        [*COMMAND, "build", "x", "--output", str(small_disk)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "error[cannot-write]" in done.stderr
    assert "free some space on the disk" in done.stderr
    assert {path.name: path.read_bytes()[:3] for path in small_disk.iterdir()} == {
        "x.pdf": b"old", "x.docx": b"old", "filler": b"xxx",
    }  # fmt: skip


def test_hundreds_of_briefs_are_built_by_one_command() -> None:
    subprocess.run([*COMMAND, "new", "x000"], check=True, capture_output=True)
    for number in range(1, 300):
        shutil.copytree("facts/x000", f"facts/x{number:03d}")
    Path("facts/x150/sources.yaml").write_text("broken: [", "utf-8")
    done = subprocess.run([*COMMAND, "build"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "1 of 300 briefs not built" in done.stderr
    assert len(list(Path("out").iterdir())) == 3 * 299


def test_a_brief_of_thousands_of_pages_is_built_or_told() -> None:
    """Twenty thousand facts under one topic: whatever happens, it ends within the time limit and without a traceback."""
    subprocess.run([*COMMAND, "new", "long"], check=True, capture_output=True)
    lines = ["title: Long", "facts:"]
    for number in range(20_000):
        lines += [
            f"  fact_{number}:",
            f"    says: Fact number {number} came to {{value}}",
            f"    value: {number} people",
        ]
        lines += ["    date: 2024", "    source: annual_report"]
    Path("facts/long/background.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    started = time.monotonic()
    done = subprocess.run([*COMMAND, "build", "long"], capture_output=True, text=True, check=False)
    assert time.monotonic() - started < 150
    assert "Traceback" not in done.stderr
    assert "internal" not in done.stderr
    assert done.returncode in (0, 1)
    assert Path("out/long.pdf").is_file() == (done.returncode == 0)
