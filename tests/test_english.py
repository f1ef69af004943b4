"""Plain English: docstrings begin as PEP 257 asks, and words and turns of phrase that readers stumbled over do not come back.

A list of phrases is a help, not the judge: it finds what was found before. Phrases are looked for in the text that people read, which is
docstrings, comments, messages and documentation, not in names.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "briefing").rglob("*.py"))
PAGES = sorted(
    [
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "briefing").rglob("*.md"),
        *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md", ".github/CONTRIBUTING.md")),
    ]
)
QUESTIONS = re.compile(r"(?:What|Which|Whether|Where|How|Who|When|The same)\b")
STILTED = re.compile(
    r"\b(?:is|are|was|were) told\b|\btells? of\b|\bstands? (?:nowhere|in|beside|behind|there|where|as)\b"
    r"|(?<!there )\bis no (?!longer|more|such)|(?<!-)\banew\b|\bmends?\b|\bheld against\b|\blies? (?:in|beside|below)\b"
    r"|\bcame of\b|\bin its stead\b|\bnought\b|\bby the time that\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("text", "found"), [("The problem is told.", True), ("It stands nowhere.", True), ("There is no file.", False)]
)
def test_the_search_finds_phrases(text: str, found: bool) -> None:
    assert bool(STILTED.search(text)) is found


def test_no_docstring_begins_with_a_question_word() -> None:
    begun = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}: {docstring.splitlines()[0]}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and (docstring := ast.get_docstring(node) or "")
        and QUESTIONS.match(docstring)
    ]
    assert begun == []


@pytest.mark.parametrize("paths", [MODULES, PAGES], ids=["code", "pages"])
def test_no_stilted_phrase_is_in_what_people_read(paths: list[Path]) -> None:
    assert [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if STILTED.search(line)
    ] == []
