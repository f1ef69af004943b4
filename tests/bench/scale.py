"""Does time grow with the brief and no faster, and does memory stay low? One size in a process of its own, so that its peak is its own.

`python -m bench.scale` reports on every size, each by `python -m bench.scale pages|cells NUMBER`, which prints one line of JSON. A part
of `make bench`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from bench.content import make_brief
from bench.ours import make_document, write_pdf

PARTS_OF_A_PAGE = 0.516
"""Parts of the benchmark's brief that fill a page, near enough."""
CELLS_OF_A_ROW = 6
MEMORY = 300
"""Megabytes that a process may take at its peak, Python and everything included."""
SIZES = (("pages", (100, 300, 1_000)), ("cells", (10_000, 30_000, 100_000)))
EVEN = 1.3
"""How much dearer a page or a cell may be in the largest brief than in the smallest before growth is not called linear."""


def main() -> None:
    """Report, or measure the one size that is given."""
    if len(sys.argv) > 1:
        _measure(sys.argv[1], int(sys.argv[2]))
    else:
        _report()


def _measure(kind: str, number: int) -> None:
    """Write one PDF of a size; say how long it took and what the process needed."""
    if kind == "pages":
        brief = make_brief(parts=round(number * PARTS_OF_A_PAGE))
    else:
        brief = make_brief(parts=1, rows=number // CELLS_OF_A_ROW, paragraphs=0)
    document = make_document(brief)
    write_pdf(make_document(make_brief()))
    start = time.perf_counter()
    written = write_pdf(document)
    seconds = time.perf_counter() - start
    peak = _peak()
    units = written.pages if kind == "pages" else number
    print(json.dumps({"units": units, "pages": written.pages, "seconds": seconds, "peak": peak}))


def _peak() -> float:
    """Megabytes of this process at its largest. What `getrusage` says on Linux counts the parent before it forked, too."""
    status = Path("/proc/self/status")
    if status.exists():
        found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(found.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def _report() -> None:
    """Print every size, the time of a page or a cell at each, and the peak."""
    for kind, numbers in SIZES:
        each: list[float] = []
        for number in numbers:
            done = subprocess.run(
                [sys.executable, "-m", "bench.scale", kind, str(number)], capture_output=True, text=True, check=True
            )
            found = json.loads(done.stdout)
            each.append(found["seconds"] / found["units"] * 1_000)
            print(
                f"  {found['units']:>7,} {kind} ({found['pages']:>5,} pages)  {found['seconds']:7.2f} s"
                f"  {each[-1]:8.3f} ms each  peak {found['peak']:5.0f} MB"
                f"  {_verdict(found['peak'] <= MEMORY)} ({MEMORY} MB)"
            )
        growth = each[-1] / each[0]
        print(
            f"  one of the {kind} costs {growth:.2f} times as much in the largest  {_verdict(growth <= EVEN)} ({EVEN})"
        )


def _verdict(met: bool) -> str:
    return "met" if met else "MISSED"


if __name__ == "__main__":
    main()
