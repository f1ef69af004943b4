"""Copies of several reviewers at once: what contradicts is told as a conflict, and none of it is applied."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from review.edits.dossiers import HARBOUR, built, write_harbour
from review.edits.making import both, put
from review.edits.reviewing import edits_in, run
from review.edits.surgery import ANNA, BORIS, Word

CLOSED = "and the year closed with"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_harbour(tmp_path)


def _copies(folder: Path, **changes: Callable[[Word], object]) -> list[str]:
    brief = built(folder, HARBOUR)
    for (name, make), author in zip(changes.items(), (ANNA, BORIS), strict=True):
        word = Word.read(brief)
        word.author = author
        make(word)
        (folder / f"{name}.docx").write_bytes(word.data())
    return [f"{name}.docx" for name in changes]


def test_two_values_for_one_figure_are_a_conflict_and_neither_is_proposed(folder: Path) -> None:
    files = _copies(folder, a=put("4,100", "4,200", CLOSED), b=put("4,100", "4,300", "The port grew"))
    found = edits_in(folder, *files)
    assert [edit["kind"] for edit in found] == ["figure", "figure", "conflict"]
    assert found[2]["edits"] == [found[0]["id"], found[1]["id"]]
    before = (folder / "facts/harbour/trade.yaml").read_bytes()
    assert run(folder, *files, "--apply").exit_code == 0
    assert (folder / "facts/harbour/trade.yaml").read_bytes() == before


def test_one_value_by_two_reviewers_is_no_conflict(folder: Path) -> None:
    files = _copies(folder, a=put("4,100", "4,200", CLOSED), b=put("4,100", "4,200", CLOSED))
    assert [edit["kind"] for edit in edits_in(folder, *files)] == ["figure", "figure"]
    assert run(folder, *files, "--apply").exit_code == 0
    assert not edits_in(folder, *files)


def test_two_wordings_are_a_conflict_and_what_agrees_is_applied(folder: Path) -> None:
    files = _copies(folder, a=both(put("higher", "better"), put("by hand", "in ink")), b=put("higher", "lower"))
    done = run(folder, *files, "--apply", "--json")
    left = json.loads(done.stdout)["edits"]
    assert sorted(edit["kind"] for edit in left) == ["conflict", "prose", "prose"]
    assert "in ink" in (folder / "templates/harbour/trade.md").read_text("utf-8")
    assert "higher" in (folder / "templates/harbour/summary.md").read_text("utf-8")
