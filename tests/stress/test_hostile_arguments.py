"""Hostile texts where a command takes a text, and in the names of files: an answer and an exit code, and never a traceback."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from stress.hostile_texts import as_bytes, hostile_text
from stress.outcome import OBEYED, faults_of, make
from typer.testing import CliRunner

from briefing.cli.app import app

COUNT = 240
A_BLOCK = 30
FIRST = 20_000
_LONGEST_NAME = 200
COMMANDS: list[list[str]] = [
    ["new", "made", "--title", "{}"],
    ["new", "{}"],
    ["build", "{}"],
    ["build", "x", "--theme", "{}"],
    ["build", "x", "--templates", "{}"],
    ["build", "x", "--release", "{}"],
    ["build", "x", "--variant", "{}"],
    ["check", "{}"],
    ["check", "--explain", "{}"],
    ["facts", "{}", "--dossier", "x"],
    ["build", "x", "--word-template", "{}"],
    ["why", "{}", "{}"],
    ["compare", "{}", "{}"],
    ["batch", "{}"],
    ["batch", "policy-brief", "--rows", "{}"],
    ["batch", "policy-brief", "--only", "{}"],
    ["import", "{}"],
    ["import", "facts/x/spending.csv", "{}"],
    ["import", "facts/x/spending.csv", "imported", "--topic", "{}", "--source", "{}"],
    ["export", "{}"],
    ["review", "{}"],
    ["verify", "{}"],
    ["freeze", "{}"],
    ["watch", "{}-is-not-there"],
    ["{}"],
    ["diff", "x", "{}"],
    ["trace", "{}", "--dossier", "x"],
]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="names are others there")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert _answer("new", "x")[0] == 0
    return tmp_path


def _answer(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, arguments)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def _faults_of_commands(number: int) -> list[str]:
    text = hostile_text(number)
    faults: list[str] = []
    for command in COMMANDS:
        arguments = [word.replace("{}", text) for word in command]
        try:
            code, output = _answer(*arguments)
        except Exception as error:  # noqa: BLE001  # which one it is goes into the report
            faults.append(f"text {number}, {command}: {type(error).__name__}: {error}")
            continue
        if code not in (0, 1, 2):
            faults.append(f"text {number}, {command}: exit code {code}")
        if "internal" in output or "Traceback" in output:
            faults.append(f"text {number}, {command}: {output!a}")
        if found := OBEYED.search(output):
            faults.append(f"text {number}, {command}: prints U+{ord(found[0]):04X}: {output!a}")
    if Path("facts/made").is_dir():
        faults += [f"text {number}, a brief of that title: {fault}" for fault in faults_of(make(Path("facts/made")))]
    return faults


def _faults_of_names(number: int) -> list[str]:
    """The text as the name of a dossier, of a topic, a series, a picture and a template, as far as a disk can hold it."""
    name = re.sub(r"[/\0]", "", hostile_text(number))
    name = as_bytes(name)[:_LONGEST_NAME].decode("utf-8", "surrogateescape")
    if not name.strip("."):
        return []
    faults: list[str] = []
    for pattern in ("facts/{}/dossier.yaml", "facts/x/{}.yaml", "facts/x/{}.csv", "facts/x/{}.png", "templates/{}.md"):
        path = Path(pattern.replace("{}", name))
        whole = path.name == "dossier.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path("facts/x", "dossier.yaml" if whole else "background.yaml"), path)
        folder = path.parent if whole else Path("facts/x")
        faults += [f"name {number}, {pattern}: {fault}" for fault in faults_of(make(folder))]
        code, output = _answer("check", str(folder))
        output += _answer("list")[1]
        if found := OBEYED.search(output):
            faults.append(f"name {number}, {pattern}: check or list prints U+{ord(found[0]):04X}: {output!a}")
        if code not in (0, 1, 2):
            faults.append(f"name {number}, {pattern}: exit code {code}")
        path.unlink()
    return faults


def _run(numbers: range, place: Path) -> None:
    faults: list[str] = []
    for number in numbers:
        faults += _faults_of_commands(number) + _faults_of_names(number)
        for each in place.iterdir():
            if each.is_dir() and each.name != "facts":
                shutil.rmtree(each)
        for each in Path("facts").iterdir():
            if each.name != "x":
                shutil.rmtree(each)
    assert not faults, "\n".join(faults)


def test_a_few_texts_are_answered(place: Path) -> None:
    _run(range(FIRST, FIRST + 3), place)


@pytest.mark.stress
@pytest.mark.parametrize("block", range(COUNT // A_BLOCK))
def test_texts_on_the_command_line_and_names_of_files_are_answered(block: int, place: Path) -> None:
    _run(range(FIRST + block * A_BLOCK, FIRST + (block + 1) * A_BLOCK), place)
