"""Files that an earlier version issued stay readable: compare, verify, why, review, diff and build take them today.

tests/data/issued was written once, by commit d5ac21a, and is never written again.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import briefing
from briefing.cli.app import app

ISSUED = Path(__file__).parent / "data" / "issued"
FILES = ("out/wind-power.pdf", "out/wind-power.docx")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder as it was when the brief went out."""
    shutil.copytree(ISSUED, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def change_staff(folder: Path) -> None:
    path = folder / "facts/wind-power/background.yaml"
    text = path.read_text("utf-8")
    assert text.count("about 1,200 people") == 1
    path.write_text(text.replace("about 1,200 people", "about 1,300 people"), "utf-8")


def test_the_files_are_those_of_their_build_record() -> None:
    record = json.loads((ISSUED / "out/wind-power.build.json").read_text("utf-8"))
    told = {file["name"]: file["sha256"] for file in record["files"]}
    there = {Path(name).name: hashlib.sha256((ISSUED / name).read_bytes()).hexdigest() for name in FILES}
    assert told == there


@pytest.mark.parametrize("file", FILES)
def test_verify_finds_none_altered(place: Path, file: str) -> None:
    del place
    done = run("verify", file)
    assert done.exit_code == 0, done.output
    assert "38 figures" in done.stdout
    assert "none altered" in done.stdout


def test_compare_finds_the_two_files_the_same(place: Path) -> None:
    del place
    done = run("compare", *FILES)
    assert (done.exit_code, done.stdout) == (0, "same: 93 pieces\n")


@pytest.mark.parametrize("file", FILES)
def test_why_answers(place: Path, file: str) -> None:
    del place
    (found,) = briefing.why(file, "35.2")
    assert found.fact == "spending"
    done = run("why", file, "35.2")
    assert done.exit_code == 0
    assert "Annual report on the example programme, Example Agency, 2024-03-31, p. 21" in done.stdout
    assert 'Figure 1 under "Developments": "35.2"' in done.stdout


def test_review_of_a_copy_that_nobody_touched_finds_no_edit(place: Path) -> None:
    del place
    done = run("review", "out/wind-power.docx")
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith("0 edits in 1 copy\n")
    assert briefing.review(["out/wind-power.docx"]).edits == ()


def test_diff_of_the_frozen_edition_finds_what_has_changed_since(place: Path) -> None:
    frozen = "facts/wind-power/editions/1.json"
    assert briefing.diff(frozen, "wind-power") == []
    change_staff(place)
    assert [change.id for change in briefing.diff(frozen, "wind-power")] == ["staff"]
    done = run("diff", frozen, "wind-power")
    assert done.exit_code in {0, 1}
    assert re.search(r"1,200.*1,300", done.stdout, re.DOTALL)


@pytest.mark.parametrize("file", FILES)
def test_diff_of_a_finished_file_finds_what_has_changed_since(place: Path, file: str) -> None:
    assert briefing.diff(file, "wind-power") == []
    change_staff(place)
    assert [change.id for change in briefing.diff(file, "wind-power")] == ["staff"]


def test_freeze_finds_the_frozen_edition_unchanged(place: Path) -> None:
    before = (place / "facts/wind-power/editions/1.json").read_bytes()
    done = run("freeze", "wind-power")
    assert done.exit_code == 0, done.output
    assert "unchanged" in done.stdout
    assert (place / "facts/wind-power/editions/1.json").read_bytes() == before


def test_a_build_goes_well_beside_the_old_record(place: Path) -> None:
    done = run("build", "wind-power")
    assert done.exit_code == 0, done.output
    assert json.loads((place / "out/wind-power.build.json").read_text("utf-8"))["dossier"] == "wind-power"
    for file in FILES:
        assert run("compare", file, str(ISSUED / file)).stdout == "same: 93 pieces\n"
