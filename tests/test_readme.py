"""The README is true: its commands are run, and what it shows of facts is in the files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, list[str]]]:
    """Each command of the console blocks in order, with the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for block in blocks("console"):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def pattern_of(lines: list[str]) -> str:
    """A line that is only "…" stands for any lines, "…" in a line for anything."""
    parts = ["(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + "\n" for line in lines]
    return "".join(parts)


@pytest.mark.skipif(os.name == "nt", reason="the commands are for a shell")
def test_the_commands_print_what_is_shown(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "briefing"
    program.write_text(f"#!{sys.executable}\nfrom briefing.cli import main\nmain()\n", "utf-8")
    program.chmod(0o755)
    here = tmp_path / "here"
    here.mkdir()
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    assert commands()
    for command, lines in commands():
        done = subprocess.run(
            command, shell=True, cwd=here, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert re.fullmatch(pattern_of(lines), done.stdout), f"$ {command}\n{done.stdout}"


def test_the_fact_that_is_shown_is_in_the_dossier() -> None:
    fact = blocks("yaml")[0]
    file = (ROOT / "facts" / "russia-north-korea" / "military_cooperation.yaml").read_text("utf-8")
    uncommented = re.sub(r" +#.*", "", file)
    for line in fact.splitlines():
        assert f"\n{line}\n" in uncommented, line


def test_what_is_typed_prints_what_is_shown(tmp_path: Path) -> None:
    from briefing.build import make_document
    from briefing.model import Paragraph, plain, walk

    rows = re.findall(r"^\| `(\{\{.*\}\})` \| (.*) \|$", README, re.MULTILINE)
    assert rows
    (tmp_path / "summary.md").write_text("# Summary\n\n" + "\n\n".join(typed for typed, _ in rows) + "\n", "utf-8")
    folder = ROOT / "facts" / "russia-north-korea"
    document, problems = make_document(folder, "facts", [tmp_path, ROOT / "templates"])
    assert document, problems
    printed = [plain(block.inlines) for block in walk(document.blocks) if isinstance(block, Paragraph)]
    assert printed[: len(rows)] == [shown for _, shown in rows]


def test_every_file_that_is_named_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
