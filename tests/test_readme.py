"""Run the commands of the README and compare its fact, template and sentence with the files."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from handbook.console import commands_in, environment_with_briefing, run_shown
from readme_picture import PICTURE, digest_of_words, page_one, words_in_picture

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(os.name == "nt", reason="the commands are for a shell")
def test_the_commands_print_what_is_shown(tmp_path: Path) -> None:
    programs, here = tmp_path / "programs", tmp_path / "here"
    programs.mkdir()
    here.mkdir()
    environment = environment_with_briefing(programs)
    commands = commands_in(blocks("console"))
    assert len(commands) > 5
    for command, lines in commands:
        assert run_shown(command, lines, here, environment) == ""


def printed(*folders: Path, dossier: str = "russia-north-korea-edition-1") -> list[str]:
    """Return the paragraphs of a shipped brief, built with templates from these folders first."""
    from briefing.build.pipeline import compose_document
    from briefing.document.model import Paragraph, plain, walk

    folder = ROOT / "facts" / dossier
    document, problems = compose_document(folder, "facts", [*folders, ROOT / "templates"])
    assert document, problems
    return [plain(block.inlines) for block in walk(document.blocks) if isinstance(block, Paragraph)]


def test_the_fact_the_template_and_the_sentence_that_are_shown_are_those_of_the_brief() -> None:
    name = "russia-north-korea"
    facts = (ROOT / "facts" / name / "economy.yaml").read_text("utf-8")
    for line in blocks("yaml")[0].splitlines():
        assert f"\n{line}\n" in facts, line
    assert blocks("markdown")[0].strip() in (ROOT / "templates" / name / "summary.md").read_text("utf-8")
    (sentence,) = re.findall(
        r"^> (.*)$", re.sub(r"^```.*?^```", "", README, flags=re.MULTILINE | re.DOTALL), re.MULTILINE
    )
    assert any(sentence in paragraph for paragraph in printed(dossier=name)), sentence


def test_what_is_typed_prints_what_is_shown(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "reference" / "templates.md").read_text("utf-8").partition("\n## ")[0]
    rows = re.findall(r"^\| `(\{\{.*\}\})` \| (.*) \|$", page, re.MULTILINE)
    assert len(rows) == 4
    (tmp_path / "summary.md").write_text("# Summary\n\n" + "\n\n".join(typed for typed, _ in rows) + "\n", "utf-8")
    assert printed(tmp_path)[: len(rows)] == [shown for _, shown in rows]


def test_every_file_that_is_named_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_picture_is_of_the_page_that_is_built() -> None:
    assert words_in_picture(PICTURE.read_bytes()) == digest_of_words(page_one())
