"""Run changed inputs of six kinds through the commands, for some minutes, and list what went wrong.

    python -m fuzz --minutes 120 --seed 7      # two hours; a fault ends with 1
    python -m fuzz --seed 7 --case 1234        # one of its cases again

The inputs of each case in which something went wrong are kept in out/fuzz/SEED-CASE, with the commands and what they printed.
"""

from __future__ import annotations

import argparse
import random  # noqa: TID251  # from the seed that the user gives
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
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


def main() -> int:
    """Run cases until the time is over."""
    parser = argparse.ArgumentParser(
        prog="python -m fuzz", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="run only the case of this number")
    parser.add_argument("--kind", choices=list(KINDS), help="run only cases of this kind")
    given = parser.parse_args()
    warm_up()
    ran: dict[str, list[Outcome]] = defaultdict(list)
    cases: Counter[str] = Counter()
    found: dict[str, list[int]] = defaultdict(list)
    end = time.monotonic() + given.minutes * 60
    with tempfile.TemporaryDirectory(prefix="briefing-fuzz-") as place:
        material = Material(Path(place, "material"))
        for number in [given.case] if given.case is not None else _numbers(given.kind):
            folder = Path(place, "case", str(number))
            try:
                kind, outcomes, faults = run_case(given.seed, number, folder, material)
            except Exception:  # noqa: BLE001  # a fault of the fuzzer, after which it goes on
                found[f"no case: {traceback.format_exc().strip().splitlines()[-1]}"].append(number)
                continue
            shutil.rmtree(folder, ignore_errors=True)
            ran[kind] += outcomes
            cases[kind] += 1
            for fault in faults:
                found[fault].append(number)
            if faults:
                keep(given.seed, number, outcomes, faults, material)
                print(f"{given.seed}-{number}: {'; '.join(faults)}", flush=True)
            if time.monotonic() > end:
                break
    for kind, outcomes in ran.items():
        print(_summary(kind, cases[kind], outcomes))
    for fault, numbers in sorted(found.items()):
        print(f"{len(numbers)} × {fault}: {KEPT}/{given.seed}-{numbers[0]}")
    return 1 if found else 0


def _numbers(kind: str | None) -> Iterator[int]:
    return count() if kind is None else count(list(KINDS).index(kind), len(KINDS))


def _summary(kind: str, cases: int, outcomes: list[Outcome]) -> str:
    past = sum(outcome.past_reading for outcome in outcomes)
    slowest, largest = max(outcome.seconds for outcome in outcomes), max(outcome.memory for outcome in outcomes)
    return (
        f"{kind}: {cases} cases, {len(outcomes)} commands, {past} of them built or read something; "
        f"longest {slowest:.1f} s, largest {largest / 1e6:.0f} MB"
    )


if __name__ == "__main__":
    sys.exit(main())
