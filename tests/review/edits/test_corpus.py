"""Every copy of the corpus: what is found is what was done, no more and no less."""

from __future__ import annotations

import pytest
from review.edits.corpus import CASES
from review.edits.making import Case
from review.edits.reviewing import Shelf
from review.edits.score import score, told


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("dossiers"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_found_is_what_was_done(shelf: Shelf, case: Case) -> None:
    found = shelf.review(case)
    reached = score(found, case.truth)
    assert (reached.precision, reached.recall) == (1.0, 1.0), told(found, case.truth)


def test_no_two_cases_have_one_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
