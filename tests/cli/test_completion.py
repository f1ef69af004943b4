"""Completion as bash asks for it: with the script that `--show-completion` prints, in a real shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefing.cli.app import app

ASK = """
eval "$(briefing --show-completion bash)"
while IFS= read -r line; do
    read -ra COMP_WORDS <<< "$line"
    [[ "$line" == *" " ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]}-1)) COMPREPLY=()
    _briefing_completion briefing
    echo "${COMPREPLY[*]}"
done
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dossier that was built, one that is broken, and the command."""
    folder = tmp_path_factory.mktemp("place")
    before = Path.cwd()
    os.chdir(folder)
    try:
        for name in ("wind", "broken"):
            assert CliRunner().invoke(app, ["new", name, "--title", name]).exit_code == 0
        assert CliRunner().invoke(app, ["build", "wind"]).exit_code == 0
    finally:
        os.chdir(before)
    (folder / "facts/broken/background.yaml").write_text("facts: [", "utf-8")
    (folder / "facts/broken/dossier.yaml").write_text("title: [", "utf-8")
    program = folder / "programs" / "briefing"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nfrom briefing.cli import main\nmain()\n", "utf-8")
    program.chmod(0o755)
    return folder


def offered(place: Path, *lines: str) -> list[str]:
    """What is offered for the last word of each line."""
    more = {
        "PATH": f"{place / 'programs'}{os.pathsep}{os.environ['PATH']}",
        "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1",
    }
    done = subprocess.run(
        ["bash", "-c", ASK], cwd=place, env={**os.environ, **more}, input="\n".join(lines) + "\n", capture_output=True,
        text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_names_are_offered(place: Path) -> None:
    expected = {
        "briefing wa": "watch",
        "briefing build wi": "wind",
        "briefing watch b": "broken",
        "briefing build --theme mini": "ministry",
        "briefing new x --template tw": "two-page",
        "briefing trace staf": "staff",
        "briefing trace budget_s": "budget_spent",
        "briefing facts --dossier wind house": "households",
        "briefing facts --dossier broken house": "households",  # of what can be read
        "briefing facts --dossier nowhere house": "",
        "briefing build russia-north-korea --variant one": "one-page",
        "briefing facts wi": "wind",
        "briefing facts wind househ": "households",
        "briefing why out/wind.pdf spending_": "spending_growth",
        "briefing why out/wind.docx spending_": "spending_growth",
        "briefing why out/none.pdf spending_": "",
        "briefing why facts/wind/dossier.yaml spending_": "",
        "briefing check --explain typed-f": "typed-figure",
        "briefing diff wind br": "broken",
        "briefing review x.docx --dossier wi": "wind",
        "briefing build --format d": "docx",
    }
    assert dict(zip(expected, offered(place, *expected), strict=True)) == expected


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_in_an_empty_folder_what_is_shipped_is_offered(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place / "programs", tmp_path / "programs")
    assert offered(tmp_path, "briefing build red", "briefing trace ships_su") == [
        "red-sea-shipping",
        "ships_sunk ships_supported",
    ]
