"""Random changes of words and figures, tracked or not: each is found, as it was made, and nothing else."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from review.edits import surgery as s
from review.edits.applying import apply
from review.edits.making import Case
from review.edits.reviewing import Shelf
from review.edits.score import Truth, score, told
from review.edits.surgery import ANNA, Word

from briefing.document.passages import Passage, passages_in_record
from briefing.problems.problem import NO_LOCATION
from briefing.readers.reviewed import read_copy

FRESH = ("zebra", "quartz", "Ypsilon", "xylem", "kiosk", "vortex", "jigsaw", "fjord")
APART = 3
"""Words that stay between two changes in one paragraph, so that they are two."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change by letters of a passage, and the edit that it is."""

    passage: Passage
    start: int
    end: int
    new: str
    tracked: bool
    truth: Truth


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("dossiers"))


def _passages(shelf: Shelf) -> list[Passage]:
    """The paragraphs of prose, less one with a number that a field counts; each text stands once in the brief."""
    record = read_copy(shelf.brief("harbour"), NO_LOCATION).record
    assert record is not None
    return [p for p in passages_in_record(record) if p.kind == "paragraph" and "Table 3" not in p.text]


def _words(passage: Passage) -> list[tuple[int, int]]:
    """The letters of words that belong to no fact and touch none."""
    return [
        found.span()
        for found in re.finditer(r"\w+", passage.text)
        if all(found.end() + 2 < span.start or found.start() > span.end + 2 for span in passage.spans)
    ]


def _change(draw: st.DrawFn, passage: Passage, place: tuple[int, int], fresh: str, *, tracked: bool) -> Change:
    start, end = place
    author = ANNA if tracked else ""
    old = passage.text[start:end]
    kind = draw(st.sampled_from(("replace", "insert", "delete")))
    if kind == "insert":
        return Change(passage, start, start, fresh + " ", tracked, Truth("prose", "", fresh, author=author))
    if kind == "replace":
        return Change(passage, start, end, fresh, tracked, Truth("prose", old, fresh, author=author))
    gone = end + 1 if passage.text[end : end + 1] == " " else end
    return Change(passage, start, gone, "", tracked, Truth("prose", old, "", author=author))


def _figure(draw: st.DrawFn, passage: Passage, *, tracked: bool) -> Change | None:
    """A number in a printed value, put another way."""
    spans = [span for span in passage.spans if span.aspect == "value"]
    if not spans:
        return None
    span = draw(st.sampled_from(spans))
    old = passage.text[span.start : span.end]
    found = draw(st.sampled_from(list(re.finditer(r"\d[\d.,]*", old))))
    number = str(draw(st.integers(1, 9_999)))
    if number == found.group():
        return None
    new = old[: found.start()] + number + old[found.end() :]
    truth = Truth(
        "figure", old, new, span.fact, span.claim, span.point, author=ANNA if tracked else "", block=passage.block
    )
    return Change(passage, span.start + found.start(), span.start + found.end(), number, tracked, truth)


@st.composite
def changes(draw: st.DrawFn, passages: list[Passage]) -> list[Change]:
    """Up to three changes in each of up to four paragraphs, those of one paragraph some words apart."""
    made: list[Change] = []
    fresh = iter(draw(st.permutations(FRESH)))
    for passage in draw(st.lists(st.sampled_from(passages), min_size=1, max_size=4, unique_by=lambda p: p.text)):
        words, at = _words(passage), 0
        for _ in range(draw(st.integers(0, 2))):
            at += draw(st.integers(0, 4))
            if at < len(words):
                made.append(_change(draw, passage, words[at], next(fresh), tracked=draw(st.booleans())))
                at += APART + 1
        figure = _figure(draw, passage, tracked=draw(st.booleans())) if draw(st.booleans()) else None
        if figure is not None:
            made.append(figure)
    return made


def _case(made: list[Change], *, scattered: bool = False, marks: bool = True) -> Case:
    """A copy in which all of them were made."""

    def make(word: Word) -> None:
        if scattered:
            s.scatter(word)
        for passage in dict.fromkeys(change.passage for change in made):
            paragraph = word.paragraph(passage.text)
            for change in sorted((c for c in made if c.passage is passage), key=lambda c: -c.start):
                word.author = ANNA if change.tracked else ""
                s.replace_at(word, paragraph, change.start, change.end, change.new)
        if not marks:
            s.drop_marks(word)

    return Case("random", make, tuple(change.truth for change in made))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_random_changes_are_found_as_they_were_made(shelf: Shelf, data: st.DataObject) -> None:
    made = data.draw(changes(_passages(shelf)))
    case = _case(made, scattered=data.draw(st.booleans()), marks=data.draw(st.booleans()))
    found = shelf.review(case)
    reached = score(found, case.truth)
    note(told(found, case.truth))
    assert (reached.precision, reached.recall) == (1.0, 1.0)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_random_changes_are_applied_where_they_were_made_or_not_at_all(shelf: Shelf, data: st.DataObject) -> None:
    case = _case(data.draw(changes(_passages(shelf))))
    with tempfile.TemporaryDirectory() as folder:
        assert not apply(shelf, case, Path(folder) / "dossier").wrong
