"""A minus after a word of rising or falling."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.dossier import BODY, FACTS, check, fact, facts, prose

FACT = facts(fact("growth", "name: Growth", "value: −29.5 %"), fact("cold", "name: Cold", "value: −5 °C"))


def found(folder: Path, sentence: str) -> list[tuple[str, int]]:
    problems = check(folder, {FACTS: FACT, BODY: prose(sentence)})
    return [(p.message, p.location.line) for p in problems if p.code == "direction-twice"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Imports fell by {{ growth }}.", "fell by"),
        ("Imports fell by about {{ growth }}.", "fell by about"),
        ("Imports were down {{ growth }}.", "down"),
        ("There was a decrease of {{ growth }} in a year.", "decrease of"),
        ("Imports **rose** by {{ growth }}.", "rose by"),
        ("Imports decreased by a further {{ growth }}.", "decreased by a further"),
    ],
)
def test_a_minus_after_a_word_of_falling_is_reported(tmp_path: Path, sentence: str, words: str) -> None:
    assert [message for message, _ in found(tmp_path, sentence)] == [f"“{words}” and a minus give the direction twice"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Imports changed by {{ growth }}.",
        "Temperatures fell to {{ cold }}.",
        "Temperatures fell from 3 to {{ cold }}.",
        "The rise was {{ growth }}, which is a fall.",
        "Growth was down, at {{ growth }}.",
    ],
)
def test_other_figures_with_a_minus_are_not(tmp_path: Path, sentence: str) -> None:
    assert found(tmp_path, sentence) == []
