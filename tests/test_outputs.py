"""The comparison of outputs, `python -m outputs`, sees what changed and only that."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from outputs.build import ROOT
from outputs.compare import compare_folders
from typer.testing import CliRunner

from briefing.cli.app import app

DOSSIER = ROOT / "tests" / "dossiers" / "released"


def build(folder: Path, old: str = "", new: str = "") -> Path:
    """The files of a small dossier, with one thing in it changed."""
    shutil.copytree(DOSSIER, folder)
    facts = folder / "facts" / "port" / "findings.yaml"
    text = facts.read_text("utf-8")
    assert old in text
    facts.write_text(text.replace(old, new, 1), "utf-8")
    out = folder / "out"
    typed = ["build", str(folder / "facts" / "port"), "--templates", str(folder / "templates"), "--output", str(out)]
    assert CliRunner().invoke(app, typed).exit_code == 0
    return out


def test_the_same_outputs_do_not_differ(tmp_path: Path) -> None:
    assert compare_folders(build(tmp_path / "a"), build(tmp_path / "b"), 9) == []


def test_a_changed_value_is_seen_in_each_file(tmp_path: Path) -> None:
    found = compare_folders(build(tmp_path / "a"), build(tmp_path / "b", "14 plots", "15 plots"), 999)
    assert [line.partition(":")[0] for line in found] == [
        f"port_TLP-AMBER.{kind}" for kind in ("build.json", "docx", "pdf")
    ]
    assert all("15 plots" in line for line in found[:2])


@pytest.mark.parametrize("gone", ["port_TLP-AMBER.pdf", "port_TLP-AMBER.build.json"])
def test_a_file_that_is_gone_or_new_is_named(tmp_path: Path, gone: str) -> None:
    before, after = build(tmp_path / "a"), build(tmp_path / "b")
    (after / gone).unlink()
    assert compare_folders(before, after, 9) == [f"{gone}: is gone"]
    assert compare_folders(after, before, 9) == [f"{gone}: is new"]


def test_of_a_build_record_only_what_follows_from_the_program_is_masked(tmp_path: Path) -> None:
    before, after = build(tmp_path / "a"), build(tmp_path / "b")
    path = after / "port_TLP-AMBER.build.json"
    record = json.loads(path.read_text("utf-8"))
    record["inputs"]["program"] = "another"
    path.write_text(json.dumps(record), "utf-8")
    assert compare_folders(before, after, 9) == []
    record["inputs"]["options"]["draft"] = True
    path.write_text(json.dumps(record), "utf-8")
    assert len(compare_folders(before, after, 9)) == 1
