"""Run changed inputs of six kinds through the commands, for some minutes, and list what went wrong.

    python -m fuzz --minutes 120 --seed 7      # two hours; a fault ends with 1
    python -m fuzz --seed 7 --case 1234        # one of its cases again

The inputs of each case in which something went wrong are kept in out/fuzz/SEED-CASE, with the commands and what they printed.
"""

from __future__ import annotations

import argparse
import contextlib
import random  # noqa: TID251  # from the seed that the user gives
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from fuzz import dossiers, finished_files, records, settings, spreadsheets, templates
from fuzz.command import Command, Outcome, faults_of, run, warm_up
from fuzz.material import Material
from fuzz.mutations import Choose

KINDS: dict[str, Callable[[Choose, Path, Material], list[Command]]] = {
    "dossiers": dossiers.make,
    "templates": templates.make,
    "settings": settings.make,
    "finished files": finished_files.make,
    "records": records.make,
    "spreadsheets": spreadsheets.make,
}
"""What makes a case of each kind; kinds take turns."""
KEPT = Path("out/fuzz")


def make_case(seed: int, number: int, folder: Path, material: Material) -> tuple[str, list[Command]]:
    """Write the inputs of one case into a new folder; its kind, and the commands to be run there. A number is always the same case."""
    kind = list(KINDS)[number % len(KINDS)]
    folder.mkdir(parents=True)
    return kind, KINDS[kind](random.Random(f"{seed}-{number}"), folder, material)


def run_case(seed: int, number: int, folder: Path, material: Material) -> tuple[str, list[Outcome], list[str]]:
    """Run one case; its kind, how its commands ended, and what was wrong with that."""
    kind, commands = make_case(seed, number, folder, material)
    outcomes = [run(command, folder) for command in commands]
    faults = [fault for outcome in outcomes for fault in faults_of(outcome, folder)]
    return kind, outcomes, list(dict.fromkeys(faults))


def keep(seed: int, number: int, outcomes: list[Outcome], faults: list[str], material: Material) -> None:
    """Keep the inputs of a case as they were before its commands ran, with what these said."""
    kept = KEPT / f"{seed}-{number}"
    shutil.rmtree(kept, ignore_errors=True)
    make_case(seed, number, kept, material)
    said = (
        f"$ python -m briefing {' '.join(map(repr, outcome.command))}\n{outcome.said}\n"
        f"exit {outcome.code}, {outcome.seconds:.1f} s, {outcome.memory / 1e6:.0f} MB\n"
        for outcome in outcomes
    )
    (kept / "what_happened.txt").write_text("\n".join((*faults, "", *said)), "utf-8")


@dataclass
class Tally:
    """What has come of all cases so far."""

    cases: Counter[str] = field(default_factory=Counter)
    outcomes: dict[str, list[Outcome]] = field(default_factory=lambda: defaultdict(list))
    found: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Names of the cases in which each fault was seen."""

    def run(self, seed: int, number: int, place: Path, material: Material) -> None:
        """Run a case and count what comes of it."""
        name, folder = f"{seed}-{number}", place / str(number)
        try:
            kind, outcomes, faults = run_case(seed, number, folder, material)
        except Exception:  # noqa: BLE001  # a fault of the fuzzer, after which it goes on
            self.found[f"no case: {traceback.format_exc().strip().splitlines()[-1]}"].append(name)
            return
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        self.cases[kind] += 1
        # What commands printed would fill the memory of this process, and so of each that is forked from it.
        self.outcomes[kind] += [replace(outcome, said="") for outcome in outcomes]
        for fault in faults:
            self.found[fault].append(name)
        if faults:
            keep(seed, number, outcomes, faults, material)
            print(f"{name}: {'; '.join(faults)}", flush=True)

    def lines(self) -> Iterator[str]:
        """Yield a line for each kind, and then one for each fault."""
        for kind, outcomes in self.outcomes.items():
            past = sum(outcome.past_reading for outcome in outcomes)
            slowest, largest = max(outcome.seconds for outcome in outcomes), max(outcome.memory for outcome in outcomes)
            yield (
                f"{kind}: {self.cases[kind]} cases, {len(outcomes)} commands, {past} of them built or read something; "
                f"longest {slowest:.1f} s, largest {largest / 1e6:.0f} MB"
            )
        for fault, names in sorted(self.found.items()):
            yield f"{len(names)} × {fault}: {KEPT}/{names[0]}"


def main() -> int:
    """Run cases until the time is over, or Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="python -m fuzz", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="run only the case of this number")
    parser.add_argument("--kind", choices=list(KINDS), help="run only cases of this kind")
    given = parser.parse_args()
    first, step = (list(KINDS).index(given.kind), len(KINDS)) if given.kind else (0, 1)
    warm_up()
    tally = Tally()
    end = time.monotonic() + given.minutes * 60
    with tempfile.TemporaryDirectory(prefix="briefing-fuzz-") as folder, contextlib.suppress(KeyboardInterrupt):
        material = Material(Path(folder, "material"))
        for number in [given.case] if given.case is not None else count(first, step):
            tally.run(given.seed, number, Path(folder, "case"), material)
            if time.monotonic() > end:
                break
    print("\n".join(tally.lines()))
    return 1 if tally.found else 0


if __name__ == "__main__":
    sys.exit(main())
