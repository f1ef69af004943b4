"""What is told of a wrong command: every command has an example that the command line itself takes."""

from __future__ import annotations

import shlex
import subprocess
import sys

import pytest
from typer.main import get_command

from briefing.cli.app import app
from briefing.cli.usage_errors import EXAMPLES, OTHER_WORDS, VALUES


def test_every_command_has_an_example_and_every_other_word_leads_to_one() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert set(EXAMPLES) == set(commands)
    assert set(OTHER_WORDS.values()) <= set(commands)
    assert not set(OTHER_WORDS) & set(commands)


@pytest.mark.parametrize("command", EXAMPLES)
def test_the_example_is_one_that_is_taken(command: str) -> None:
    group = get_command(app)
    words = shlex.split(EXAMPLES[command])
    assert words[:2] == ["briefing", command]
    with group.commands[command].make_context(command, words[2:]) as context:  # type: ignore[attr-defined]
        assert not context.args


def test_what_could_stand_behind_an_option_is_taken() -> None:
    group = get_command(app)
    known: dict[str, tuple[str, object]] = {}
    for command, each in group.commands.items():  # type: ignore[attr-defined]
        for option in each.params:
            for name in option.opts:
                known.setdefault(name, (command, option))
    assert set(VALUES) <= set(known)
    for name, value in VALUES.items():
        command, _ = known[name]
        words = [*shlex.split(EXAMPLES[command])[2:], name, *shlex.split(value)]
        with group.commands[command].make_context(command, words):  # type: ignore[attr-defined]
            pass


def test_what_is_missing_is_what_a_command_cannot_do_without_and_what_is_too_much_is_all_that_it_takes() -> None:
    assert "briefing import needs FILE\n" in _told("import")
    assert "FILE and DOSSIER" in _told("import", "a.csv", "b", "c")


def _told(*arguments: str) -> str:
    command = [sys.executable, "-c", "from briefing.cli import main; main()", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    return done.stderr
