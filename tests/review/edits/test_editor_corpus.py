"""The part of the corpus that LibreOffice makes: what is found in its files is what was done in it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pytest
from review.edits.editor import Editor
from review.edits.editor_cases import EDITOR_CASES, EditorCase
from review.edits.reviewing import Shelf
from review.edits.score import score, told

pytestmark = pytest.mark.reader("uno")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("dossiers"))


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    with Editor() as opened:
        yield opened


@pytest.mark.parametrize("case", EDITOR_CASES, ids=lambda case: case.name)
def test_what_is_found_is_what_was_done(shelf: Shelf, editor: Editor, case: EditorCase) -> None:
    found = shelf.find(case.base, shelf.edited(case, editor), case.markers)
    reached = score(found, case.truth)
    assert (reached.precision, reached.recall) == (1.0, 1.0), told(found, case.truth)


def test_editors_that_run_side_by_side_have_an_office_each() -> None:
    """They had one between them, and the first to close took it from the other: in two runs of the tests, or a run of the benchmark."""
    file = io.BytesIO()
    docx.Document().save(file)
    with Editor() as one:
        one.edit(file.getvalue(), ())
        with Editor() as other:
            other.edit(file.getvalue(), ())
        assert one.edit(file.getvalue(), ())
