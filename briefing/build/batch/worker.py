"""One of the processes that build the briefs of a batch: reads orders, one JSON object a line, and answers each with a line.

Run by `crew` as `python -m briefing.build.batch.worker`. The first line is the commission. It ends when its input does, so that it never
outlives the batch that started it by more than the brief in hand; it never prints, for its standard output is the line to its master.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from briefing.build.batch.batch_report import Outcome, values_of
from briefing.build.manifest_reader import problems_of

BETWEEN = 20
"""Briefs from one look for rubbish to the next."""


def main() -> None:
    """Answer orders until there are no more."""
    # Ctrl-C goes to all processes of a terminal: what is to be done then is for the master to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders, answers = sys.stdin.buffer, _take_stdout()
    commission = json.loads(orders.readline() or b"{}")
    if not commission:
        return
    from briefing.build.batch.batch_options import read_commission
    from briefing.build.build_files import make_files
    from briefing.build.discovery import Shelved

    wanted = read_commission(commission)
    _get_ready(wanted.formats)
    # Rubbish is looked for between briefs, now and then, and what is loaded for good is never looked at: this saves a tenth of the time.
    gc.collect()
    gc.freeze()
    gc.disable()
    for number, line in enumerate(orders, start=1):
        order = json.loads(line)
        dossier = Shelved(order["name"], Path(order["folder"]), order["shown"])
        here = replace(wanted, output=Path(order["output"])) if "output" in order else wanted
        made = make_files(dossier, here, order["beside"])
        told = Outcome(dossier.name, made.state, made.files, made.problems, made.withheld)
        answers.write(_answer(told))
        answers.flush()
        if number % BETWEEN == 0:
            gc.collect()


def _get_ready(formats: Sequence[str]) -> None:
    """Load what a build needs, before the first order: a brief's time is not to be spent on that."""
    for name in formats:
        importlib.import_module(f"briefing.writers.{name}")


def _take_stdout() -> BinaryIO:
    """Standard output for answers alone: whatever else would be printed goes where errors go."""
    own = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(own, "wb")


def _answer(outcome: Outcome) -> bytes:
    told = {
        "state": outcome.state,
        "files": outcome.files,
        "problems": [values_of(problem) for problem in outcome.problems],
        "withheld": outcome.withheld,
    }
    return json.dumps(told).encode("ascii") + b"\n"


def read_answer(name: str, line: bytes) -> Outcome:
    """What came of a brief, out of the line that told it."""
    told: dict[str, Any] = json.loads(line)
    files = tuple((str(file), int(pages)) for file, pages in told["files"])
    return Outcome(name, told["state"], files, problems_of(told), tuple(told["withheld"]))


if __name__ == "__main__":
    main()
