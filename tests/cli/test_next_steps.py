"""What a person at a terminal is told to do next, after each command: a step that is there and works."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from briefing.cli.app import app


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run("new", "wind", "--title", "Wind").exit_code == 0
    monkeypatch.setattr("briefing.cli.report.is_seen", lambda: True)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def next_of(*arguments: str) -> str:
    """The one next step that a command tells, on standard error."""
    result = run(*arguments)
    (told,) = [line for line in result.stderr.splitlines() if line.startswith("next: ")]
    assert "next:" not in result.stdout
    return told.removeprefix("next: ")


def test_after_each_command_a_step_is_told() -> None:
    assert next_of("check") == "briefing build wind"
    assert next_of("build", "wind") == "briefing watch wind builds again each time you save"
    assert next_of("facts", "--dossiers") == "briefing build wind"
    assert "edition: 2 and supersedes: 1" in next_of("freeze")
    assert "$schema=../../schemas/topic.schema.json" in next_of("schema")
    assert "passage:" in next_of("factcheck")
    assert next_of("facts") == "briefing facts programme_started shows everything about one"
    assert run("facts", "programme_started").exit_code == 0


def test_after_something_wrong_it_is_said_where_it_is_explained() -> None:
    file = Path("facts/wind/background.yaml")
    text = file.read_text("utf-8")
    file.write_text(text.replace("    source: annual_report, p. 12; audit, p. 3\n", ""), "utf-8")
    steps = {next_of(command, "wind") for command in ("check", "build")}
    assert steps == {"briefing check --explain unsourced"}
    assert run("check", "--explain", "unsourced").exit_code == 0


def test_programs_are_told_nothing() -> None:
    assert "next:" not in run("check", "--json").output
    assert "next:" not in run("facts", "--json").output
