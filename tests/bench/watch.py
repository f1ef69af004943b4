"""How long `briefing watch` takes from a save to the new files: the example that `briefing new` makes, and the longest shipped brief.

Each save changes a figure or a word, as somebody who types would; the clock runs from just before the save until both files are
other files on disk.

    PYTHONPATH=tests python -m bench.watch [ROUNDS]
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 20
WAIT = 60.0
COMMAND = [sys.executable, "-c", "from briefing.cli import main; main()"]


def measure(rounds: int = ROUNDS) -> list[str]:
    """One line a brief: the median of so many saves, and the slowest."""
    return [
        _told(name, pages, _save_often(name, pages, rounds))
        for name, pages in (("example", 3), ("russia-north-korea", 15))
    ]


def _told(name: str, pages: int, took: list[float]) -> str:
    middle, worst = statistics.median(took), max(took)
    return f"watch: {name}, {pages} pages, both formats: {middle:.3f} s from save to files (slowest of {len(took)}: {worst:.3f} s)"


def _save_often(name: str, pages: int, rounds: int) -> list[float]:
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        if name == "example":
            subprocess.run([*COMMAND, "new", name, "--title", "An example"], cwd=place, check=True, capture_output=True)
        else:
            shutil.copytree(ROOT / "facts" / name, place / "facts" / name)
        file = place / "facts" / name / "dossier.yaml"
        text = file.read_text("utf-8")
        files = [place / "out" / f"{name}.{ending}" for ending in ("pdf", "docx")]
        with _watching(name, place):
            _wait(files, [0, 0])
            time.sleep(1.0)  # it has said so and is listening
            return [_save_once(file, _changed(text, turn), files) for turn in range(rounds)]


def _changed(text: str, turn: int) -> str:
    """Another subtitle each time: it stands on page 1, and in what both files say of themselves."""
    lines = [line for line in text.splitlines() if not line.startswith("subtitle:")]
    return "\n".join([f"subtitle: Draft of save {turn + 1}", *lines]) + "\n"


def _save_once(file: Path, text: str, files: list[Path]) -> float:
    before = [path.stat().st_ino for path in files]
    started = time.perf_counter()
    file.write_text(text, "utf-8")
    _wait(files, before)
    took = time.perf_counter() - started
    time.sleep(0.3)  # nobody saves without a pause
    return took


def _wait(files: list[Path], before: list[int]) -> None:
    until = time.monotonic() + WAIT
    while any(not path.exists() or path.stat().st_ino == old for path, old in zip(files, before, strict=True)):
        if time.monotonic() > until:
            raise TimeoutError(f"no new files after {WAIT:.0f} seconds")
        time.sleep(0.002)


@contextmanager
def _watching(name: str, place: Path) -> Iterator[None]:
    started = subprocess.Popen(
        [*COMMAND, "watch", name], cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        started.terminate()
        started.wait()


if __name__ == "__main__":
    for told in measure(*[int(each) for each in sys.argv[1:2]]):
        print(told)
