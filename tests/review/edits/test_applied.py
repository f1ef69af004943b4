"""What `briefing review --apply` writes for every copy of the corpus: nothing at a wrong place, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from review.edits.applying import apply
from review.edits.corpus import CASES
from review.edits.making import Case
from review.edits.reviewing import Shelf


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("dossiers"))


@pytest.mark.parametrize("case", [case for case in CASES if case.truth], ids=lambda case: case.name)
def test_nothing_is_written_at_a_wrong_place(shelf: Shelf, tmp_path: Path, case: Case) -> None:
    assert not apply(shelf, case, tmp_path / "dossier").wrong
