"""Worker process of a batch: reads one JSON job per line and answers each with a JSON line.

Started by `pool` as `python -m briefing.build.batch.worker`. The first line holds the options of the batch. The process ends when its
input does, so it never outlives the batch by more than one brief. It prints nothing else: standard output belongs to the pool.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from briefing.build.batch.batch_report import BatchOutcome, values_of
from briefing.build.manifest_reader import problems_of

BETWEEN = 20
"""Number of briefs between two garbage collections."""


def main() -> None:
    """Answer jobs until there are no more."""
    # Ctrl-C goes to all processes of a terminal; the main process decides what happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Standard output is for answers only; anything else that is printed goes to standard error.
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    shared = json.loads(requests.readline() or b"{}")
    if not shared:
        return
    from briefing.build.batch.batch_options import BatchOptions
    from briefing.build.build_files import build_files
    from briefing.build.discovery import DossierRef
    from briefing.build.isolation import confine
    from briefing.writers.registry import format_names, load_writer

    confine(answers)
    job = BatchOptions.from_json(shared).job
    # What a build needs is loaded before the first job, so that it does not count against a brief's time limit.
    for name in set(job.options.formats) & set(format_names()):
        load_writer(name)
    # Garbage is collected only between briefs, and never among what is loaded for good: this saves a tenth of the time.
    gc.collect()
    gc.freeze()
    gc.disable()
    for number, line in enumerate(requests, start=1):
        request = json.loads(line)
        dossier = DossierRef(request["name"], Path(request["folder"]), request["display_path"])
        brief_job = replace(job, output=Path(request["output"])) if "output" in request else job
        result = build_files(dossier, brief_job, request["existing"])
        outcome = BatchOutcome(dossier.name, result.state, result.files, result.problems, result.withheld)
        answers.write(_answer(outcome))
        answers.flush()
        if number % BETWEEN == 0:
            gc.collect()


def _answer(outcome: BatchOutcome) -> bytes:
    values = {
        "state": outcome.state,
        "files": outcome.files,
        "problems": [values_of(problem) for problem in outcome.problems],
        "withheld": outcome.withheld,
    }
    return json.dumps(values).encode("ascii") + b"\n"


def read_answer(name: str, line: bytes) -> BatchOutcome:
    """Return the result of a brief from the line that a worker answered."""
    values: dict[str, Any] = json.loads(line)
    files = tuple((str(file), int(pages)) for file, pages in values["files"])
    return BatchOutcome(name, values["state"], files, problems_of(values), tuple(values["withheld"]))


if __name__ == "__main__":
    main()
