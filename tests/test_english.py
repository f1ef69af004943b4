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
OTHER_WORDINGS = re.compile(
    r"""["'](?:there (?:is|was) )?no (?:\{\w+\}|fact|source|judgement|claim|template|language|section|table|figure|footnote|macro|dossier"""
    r"""|column|sheet|format|command|file) \\?["{]|\bfile cannot be opened\b|\b(?:appears|listed) twice\b|\bleave out one of\b"""
    r"|\bguard it\b|\bprints the signs?\b",
)
"""Wordings of messages for which `.github/CONTRIBUTING.md` names another, such as `unknown fact "x"`."""


@pytest.mark.parametrize(
    ("text", "found"), [("The problem is told.", True), ("It stands nowhere.", True), ("There is no file.", False)]
)
def test_the_search_finds_phrases(text: str, found: bool) -> None:
    assert bool(STILTED.search(text)) is found


@pytest.mark.parametrize(
    ("code", "found"), [("""f'no fact "{name}"'""", True), ("""f'"{owner}" has no claim "{name}"'""", False)]
)
def test_the_search_finds_other_wordings(code: str, found: bool) -> None:
    assert bool(OTHER_WORDINGS.search(code)) is found


def test_messages_have_one_wording_for_one_kind_of_failure() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in MODULES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if OTHER_WORDINGS.search(line)
    ] == []


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
