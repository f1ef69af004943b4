"""The page on spreadsheets is true: its commands are run on its sheet, and the facts that it shows are those that are made."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_readme import pattern_of

PAGE = (Path(__file__).parents[1] / "docs" / "how-to" / "spreadsheets.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(os.name == "nt", reason="the commands are for a shell")
def test_the_commands_do_what_the_page_says(tmp_path: Path) -> None:
    programs, here = tmp_path / "programs", tmp_path / "here"
    programs.mkdir()
    here.mkdir()
    program = programs / "briefing"
    program.write_text(f"#!{sys.executable}\nfrom briefing.cli import main\nmain()\n", "utf-8")
    program.chmod(0o755)
    (here / "costs.csv").write_text(blocks("csv")[0], "utf-8")
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    commands = [part for block in blocks("console") for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
    assert len(commands) == 5
    for part in commands:
        command, *lines = part.splitlines()
        done = subprocess.run(
            command, shell=True, cwd=here, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert re.fullmatch(pattern_of(lines), done.stdout), f"$ {command}\n{done.stdout}"
        if command == "briefing import costs.csv":
            assert blocks("yaml")[0] in (here / "facts/costs/costs.yaml").read_text("utf-8")
