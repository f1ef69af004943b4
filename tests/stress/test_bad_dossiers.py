"""A thousand damaged dossiers, and templates that would never end: two sound files, or problems with their places.

`make stress` runs all; a few run with the other tests. One block again: pytest -m stress -k "damaged and 17".
"""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest
from stress.bad_dossiers import ENDLESS, STRANGE, copy_dossier, damage
from stress.outcome import SECONDS, Watch, faults_of, make
from stress.sheet import FOLDER, TEMPLATE, lay_out

from briefing.build.discovery import shipped_folder
from briefing.build.scaffold import NewDossier, make_dossier

CASES = 1_000
A_BLOCK = 40
SHIPPED = ("red-sea-shipping", "russia-north-korea")
# A shipped dossier takes ten times as long as a small one.
KINDS = (
    "new",
    "sheet",
    "new",
    "sheet",
    "new",
    "sheet",
    "new",
    "sheet",
    "red-sea-shipping",
    "sheet",
    "new",
    "sheet",
    "russia-north-korea",
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and pipes are others there")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    make_dossier(Path("kept/facts"), Path("kept/templates"), NewDossier("new", "A dossier", date="2025-07"))
    lay_out({})
    shutil.move(FOLDER, "kept/facts/sheet")
    shutil.move(TEMPLATE, "kept/templates/hostile")
    return tmp_path


def _source(kind: str) -> tuple[Path, Path]:
    """The folders of a sound dossier and of the template that it is printed with."""
    if kind in SHIPPED:
        return shipped_folder("facts") / kind, shipped_folder("templates") / kind
    return Path("kept/facts", kind), Path("kept/templates", {"new": "new", "sheet": "hostile"}[kind])


def run_case(number: int) -> list[str]:
    """Damage one dossier and build it; what is wrong with what came of it."""
    for name in ("facts", "templates", "out"):
        shutil.rmtree(name, ignore_errors=True)
    folder, templates = copy_dossier(*_source(KINDS[number % len(KINDS)]), Path())
    done = damage(number, folder, templates)
    watch = Watch()
    faults = faults_of(make(folder))
    if watch.seconds > SECONDS + 5:
        faults.append(f"took {watch.seconds:.0f} s")
    return [f"case {number} ({'; '.join(done)}): {fault}" for fault in faults]


def _run_cases(numbers: range) -> None:
    faults = [fault for number in numbers for fault in run_case(number)]
    assert not faults, "\n".join(faults)


def test_a_few_damaged_dossiers_are_built_or_told() -> None:
    _run_cases(range(20))


@pytest.mark.stress
@pytest.mark.parametrize("block", range(CASES // A_BLOCK))
def test_damaged_dossiers_are_built_or_told(block: int) -> None:
    _run_cases(range(block * A_BLOCK, (block + 1) * A_BLOCK))


@pytest.mark.stress
@pytest.mark.parametrize("number", range(len(ENDLESS) + len(STRANGE)))
@pytest.mark.parametrize("kind", ["new", "sheet"])
def test_what_would_never_end_is_stopped_and_told(kind: str, number: int) -> None:
    """Each of the things that a template may not hold, on a line of its own in a template that is printed."""
    folder, templates = copy_dossier(*_source(kind), Path())
    file = templates / ("new/developments.md" if kind == "new" else "hostile/prose.md")
    file.write_text(f"{file.read_text('utf-8')}\n{[*ENDLESS, *STRANGE][number]}\n", "utf-8")
    watch = Watch()
    made = make(folder)
    assert watch.seconds < SECONDS / 2
    assert faults_of(made) == []
    if number < len(ENDLESS):
        assert made.state == "failed"
        assert {problem.code for problem in made.problems if problem.severity == "error"} <= {
            "template-too-greedy",
            "template-error",
        }


def test_a_dossier_that_takes_too_long_is_stopped_and_told() -> None:
    folder, _ = copy_dossier(*_source("new"), Path())
    gc.disable()  # Hypothesis has a callback of the collector, and Python drops an alarm that rings inside it
    try:
        made = make(folder, seconds=0.01)
    finally:
        gc.enable()
    assert faults_of(made) == []
    assert [(problem.code, problem.location.file) for problem in made.problems] == [("out-of-time", "facts/new")]
