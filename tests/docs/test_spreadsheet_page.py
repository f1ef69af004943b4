"""Run the commands of the page on spreadsheets on its sheet and compare the facts that it shows with those imported."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from handbook.console import commands_in, environment_with_briefing, run_shown

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "spreadsheets.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(os.name == "nt", reason="the commands are for a shell")
def test_the_commands_do_what_the_page_says(tmp_path: Path) -> None:
    programs, here = tmp_path / "programs", tmp_path / "here"
    programs.mkdir()
    here.mkdir()
    (here / "costs.csv").write_text(blocks("csv")[0], "utf-8")
    environment = environment_with_briefing(programs)
    commands = commands_in(blocks("console"))
    assert len(commands) == 5
    for command, lines in commands:
        assert run_shown(command, lines, here, environment) == ""
        if command == "briefing import costs.csv":
            assert blocks("yaml")[0] in (here / "facts/costs/costs.yaml").read_text("utf-8")
