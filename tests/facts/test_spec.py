"""Runs tests/spec/facts/*.md (see `spec_runner`), and holds them to what the package can report."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from facts.spec_runner import parse_spec, run_spec

SPECS = sorted((Path(__file__).parents[1] / "spec" / "facts").glob("*.md"))
ROOM = Path(__file__).parents[2] / "briefing" / "facts"
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
TEMPLATE_SPECS = sorted((Path(__file__).parents[1] / "spec" / "templates").glob("*.md"))
# Codes that no spec file can show: test_load.py, test_sheet.py and test_imported.py in this folder show the first seven,
# test_handling.py and test_variants.py the others.
SHOWN_ELSEWHERE = {
    "outside-folder",
    "unreadable-file",
    "too-large",
    "no-such-sheet",
    "unreadable-sheet",
    "too-many-sources",
    "more-problems",
    "nothing-released",
    "unknown-variant",
}
# These report nothing while a dossier is read: templates, labels and variants have specs and tests of their own.
NOT_READING = {
    "views.py",
    "release.py",
    "tlp.py",
    "variants.py",
    "record.py",
    "selection.py",
    "judgement_text.py",
    "sort_order.py",
}


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_spec_gives_the_problems_that_it_says(path: Path) -> None:
    spec = parse_spec(path.read_text("utf-8"))
    assert run_spec(spec) == spec.expected


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_a_spec_has_one_heading_and_says_one_thing(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


def reported_codes() -> Iterator[str]:
    """Every code that a call in the room hands to whatever makes a problem of it, and the codes in tables of shapes."""
    for path in sorted(path for path in ROOM.rglob("*.py") if path.name not in NOT_READING):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            texts = (
                node.args[:3] if isinstance(node, ast.Call) else node.elts[:1] if isinstance(node, ast.Tuple) else []
            )
            for text in texts:
                if isinstance(text, ast.Constant) and isinstance(text.value, str) and CODE.fullmatch(text.value):
                    yield text.value


def test_every_code_has_a_spec() -> None:
    shown = {
        code
        for path in (*SPECS, *TEMPLATE_SPECS)
        for code in re.findall(r"(?:error|warning|note)\[([a-z0-9-]+)\]", path.read_text("utf-8"))
    }
    codes = set(reported_codes()) - {
        "en-gb",
        "utf-8",
        "utf-8-sig",
        "citation-key",
        "date-parts",
        "non-dropping-particle",
    }
    assert len(codes) > 50
    assert sorted(codes - shown - SHOWN_ELSEWHERE) == []


def test_every_problem_ends_without_a_full_stop_and_has_a_place() -> None:
    for path in SPECS:
        for line in parse_spec(path.read_text("utf-8")).expected.splitlines():
            if not line.startswith("  hint:"):
                assert re.match(r"facts/\S[^:]*(?::\d+:\d+)?: (?:error|warning|note)\[[a-z0-9-]+\]: \S", line), line
                assert not line.endswith("."), line
