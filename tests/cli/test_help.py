"""Help pages, and the old names of options."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from briefing.cli.app import GROUPS, HIDDEN, app
from briefing.cli.help import RENAMED_OPTIONS


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False, env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})


def headings(text: str) -> dict[str, list[str]]:
    """The lines below each heading of a help page."""
    found: dict[str, list[str]] = {}
    title = ""
    for line in text.splitlines():
        if line.endswith(":") and not line.startswith(" "):
            title = line.removesuffix(":")
        elif line.strip():
            found.setdefault(title, []).append(line)
    return found


def test_every_command_has_one_whole_line_in_its_group() -> None:
    text = run("--help").stdout
    assert "…" not in text and "..." not in text.replace("[ARGS]...", "")
    found = headings(text)
    for group, commands in GROUPS.items():
        lines = found[group][: len(commands)]
        assert [line.split()[0] for line in lines] == list(commands)
        assert [" ".join(line.split()[1:]) for line in lines] == [line for _, line in commands.values()]
        assert all(len(line) <= 80 for line in lines)


def test_commands_that_are_not_listed_work() -> None:
    text = run("--help").stdout
    for name in HIDDEN:
        assert f"\n  {name} " not in text
        assert run(name, "--help").exit_code == 0


def test_every_command_is_listed_or_hidden() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert set(commands) == {*HIDDEN, *(name for each in GROUPS.values() for name in each)}


@pytest.mark.parametrize("command", ["build", "check", "watch", "batch"])
def test_options_come_in_groups(command: str) -> None:
    found = headings(run(command, "--help").stdout)
    names = {
        title: [word.strip(",") for line in lines for word in line.split()[:2] if word.startswith("--")]
        for title, lines in found.items()
    }
    assert list(names)[-3:] == ["Options", "Also in dossier.yaml", "More"]
    common = ["--theme", "--word-template", "--word-map", "--pdf-profile", "--word-markers"]
    assert names["Also in dossier.yaml"] == common
    first = {
        "build": ["--format", "--output", "--variant", "--release", "--draft", "--open"],
        "check": ["--variant", "--release", "--explain", "--json"],
        "watch": ["--format", "--output", "--variant", "--release", "--draft", "--open"],
        "batch": ["--rows", "--format", "--output", "--release", "--draft", "--only", "--resume", "--json"],
    }
    assert names["Options"] == first[command]
    assert names["More"][-1] == "--help"


@pytest.mark.parametrize("command", [name for each in GROUPS.values() for name in each])
def test_no_help_page_shows_a_type_of_the_library(command: str) -> None:
    text = run(command, "--help").stdout
    assert not any(mark in text for mark in ("<list", "<str", "<any", "<path", "<file", "list[", "<bool"))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "wind", "--title", "Wind").exit_code == 0


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("typed", "old"),
    [
        (["build", "wind", "--anew", "-f", "pdf"], "--anew"),
        (["check", "wind", "--cut", "short"], "--cut"),
        (["check", "wind", "--cut=short"], "--cut"),
        (["build", "wind", "--reply", "none.docx"], "--reply"),
    ],
)
def test_old_options_work_with_a_warning(typed: list[str], old: str) -> None:
    new = RENAMED_OPTIONS[old]
    was, now = run(*typed), run(*(word.replace(old, new) for word in typed))
    warning = f"warning[deprecated-option]: the option {old} is now called {new}\n"
    assert was.stderr.startswith(warning)
    assert was.stderr.endswith(now.stderr)
    assert "deprecated" not in now.stderr
    assert (was.exit_code, was.stdout.replace(", unchanged", "")) == (
        now.exit_code,
        now.stdout.replace(", unchanged", ""),
    )


@pytest.mark.usefixtures("place")
def test_what_follows_two_hyphens_is_no_option() -> None:
    result = run("build", "wind", "--", "--cut")
    assert "deprecated" not in result.stderr
    assert result.exit_code == 2
