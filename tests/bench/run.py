"""The benchmark: how long our files take beside those of others, in one run on one machine. `make bench` starts it.

    PYTHONPATH=tests python -m bench.run [ROUNDS] [PART…]

Each part runs in a process of its own, with a time limit. A part that overruns its limit is killed, with every process that it
started, and reported; the others go on. Prints what was measured, on what, and each ratio beside its target; a missed target is
printed as missed, and judged by eye: on a machine that does other work (its load stands beside each part), ratios say little. The exit
code is 1 where a part failed or timed out.
"""

from __future__ import annotations

import contextlib
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

from briefing.build.time_limit import INTERRUPTED, stop_on_signals

ROUNDS = 24
GRACE = 10.0
"""Seconds that processes have to end by themselves before they are killed."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the benchmark: a module with its arguments, and the seconds that it may take."""

    name: str
    title: str
    command: tuple[str, ...]
    limit: float


# The limits are ten times or more what a part takes on two idle cores.
PARTS = (
    Part("again", "Single briefs: the same brief again", ("bench.single", "again"), 600),
    Part("edition", "Single briefs: the next edition each time", ("bench.single", "edition"), 600),
    Part("another", "Single briefs: another brief each time", ("bench.single", "another"), 900),
    Part("growth", "Growth (PDF, each size in a process of its own)", ("bench.scale",), 900),
    Part("review", "Reviewed copies: edits found, of those that were made", ("bench.review",), 1200),
    Part("watch", "From a save to both files (briefing watch)", ("bench.watch",), 900),
    Part("rates", "Many briefs: rates", ("bench.batch", "rates"), 1800),
    Part("cold", "Many briefs: one brief, started afresh", ("bench.batch", "cold"), 600),
    Part("workers", "Many briefs: two processes against one", ("bench.batch", "workers"), 900),
    Part("memory", "Many briefs: memory", ("bench.batch", "memory"), 1800),
)


def main() -> None:
    """Run the parts named, or all of them, in about ten minutes."""
    stop_on_signals()
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    names = [word for word in sys.argv[1:] if not word.isdecimal()]
    known = [part.name for part in PARTS]
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        sys.exit(2)
    _introduce()
    rounds = numbers[0] if numbers else ROUNDS
    chosen = [_with_rounds(part, rounds) for part in PARTS if part.name in (names or known)]
    try:
        sys.exit(run_parts(chosen))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _with_rounds(part: Part, rounds: int) -> Part:
    """Single briefs are made so many times, and may take longer where that is more often than usual."""
    if part.command[0] != "bench.single":
        return part
    return replace(part, command=(*part.command, str(rounds)), limit=part.limit * max(1.0, rounds / ROUNDS))


def run_parts(parts: Sequence[Part]) -> int:
    """Run one part after another, whatever becomes of each. Return the exit code."""
    started = time.monotonic()
    failed = []
    for part in parts:
        print(f"\n{part.title} (load {os.getloadavg()[0]:.1f})", flush=True)
        problem = _run(part)
        if problem:
            failed.append(f"{part.name} {problem}")
            print(f"  {part.name} {problem}", flush=True)
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    print(f"\n{len(parts) - len(failed)} of {len(parts)} parts done, in {minutes} min {seconds} s")
    for line in failed:
        print(f"  {line}")
    return 1 if failed else 0


def _run(part: Part) -> str:
    """Run a part with its time limit. Return what went wrong, or nothing."""
    with tempfile.TemporaryDirectory(prefix="briefing-bench-", ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", *part.command],
            env=os.environ | {"TMPDIR": folder},
            start_new_session=True,
        )
        try:
            code = process.wait(part.limit)
        except subprocess.TimeoutExpired:
            return f"timed out after {part.limit:g} s"
        finally:
            _end(process)
    return f"failed with exit code {code}" if code else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a part: its process and all that it started, first so that they can tidy up, then for certain."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
            until = time.monotonic() + GRACE
            while time.monotonic() < until:
                process.poll()
                os.killpg(process.pid, 0)
                time.sleep(0.05)


def _introduce() -> None:
    """Print what is measured, and on what."""
    print(f"Machine   {_processor()}, {os.cpu_count()} cores; {platform.platform(terse=True)}")
    packages = ("reportlab", "python-docx", "uharfbuzz", "jinja2", "typst", "weasyprint", "docxtpl")
    versions = ", ".join(f"{name} {_version(name)}" for name in packages)
    print(f"Versions  Python {platform.python_version()}, {versions}", flush=True)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"


if __name__ == "__main__":
    main()
