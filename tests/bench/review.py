"""How well `briefing review` reads what reviewers did, over the judged corpus of tests/review: printed by `make bench`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from gates.libreoffice import uno_missing
from review.edits.applying import apply
from review.edits.corpus import CASES
from review.edits.editor import Editor
from review.edits.editor_cases import EDITOR_CASES
from review.edits.reviewing import Shelf
from review.edits.score import Score, score

TARGET = 0.98


def main() -> None:
    """Print precision and recall of edits found, and how many were applied where nobody asked for it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "dossiers").mkdir()
        shelf = Shelf(Path(folder) / "dossiers")
        count, reached, missed = _found(shelf)
        applied, wrong = _applied(shelf, Path(folder))
    print(f"  cases {count}, edits {reached.true}, told {reached.found}, right {reached.right}")
    for name, share in (("precision", reached.precision), ("recall", reached.recall)):
        print(f"  {name:9} {share:.4f}  {'met' if share > TARGET else 'MISSED'} (above {TARGET})")
    print(f"  applied   {applied} edits, wrong {wrong}  {'MISSED' if wrong else 'met'} (none)")
    for name in missed:
        print(f"  not exact: {name}")


def _found(shelf: Shelf) -> tuple[int, Score, list[str]]:
    results = [(case.name, score(shelf.review(case), case.truth)) for case in CASES]
    if uno_missing():
        print(f"  without the cases of a real editor: {uno_missing()}")
    else:
        with Editor() as editor:
            for case in EDITOR_CASES:
                found = shelf.find(case.base, shelf.edited(case, editor), case.markers)
                results.append((f"LibreOffice: {case.name}", score(found, case.truth)))
    missed = [name for name, each in results if not each.found == each.true == each.right]
    return len(results), sum((each for _, each in results), Score()), missed


def _applied(shelf: Shelf, folder: Path) -> tuple[int, int]:
    done = [apply(shelf, case, folder / f"applied-{at}") for at, case in enumerate(CASES) if case.truth]
    return sum(each.count for each in done), sum(len(each.wrong) for each in done)


if __name__ == "__main__":
    main()
