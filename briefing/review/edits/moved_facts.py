"""Words that print facts or bear notes and were carried into another paragraph: by hand only, since typed words are no facts.

Takes the edits of a copy; gives them, those refused that would take printed facts away in one place and type their words in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.document.passages import NOTE, Passage
from briefing.review.edits.edits import Edit, refused
from briefing.review.edits.word_diff import keys_of

CARRIED = "these words print facts or bear notes, and stand in another paragraph now: move them in the template"
_MIN_WORDS = 4


def without_moved(edits: Sequence[Edit], base: Iterable[Passage]) -> list[Edit]:
    """All edits; what was carried elsewhere with its facts can be neither struck out nor put in by itself."""
    noted = {passage.block for passage in base if passage.kind == NOTE}
    gone = [(at, keys) for at, edit in enumerate(edits) if len(keys := _gone(edit, noted)) >= _MIN_WORDS]
    came = [(at, keys) for at, edit in enumerate(edits) if len(keys := _came(edit)) >= _MIN_WORDS]
    carried = {at for pair in ((g, c) for g in gone for c in came if _share(g[1], c[1])) for at, _ in pair}
    return [refused(edit, CARRIED) if at in carried else edit for at, edit in enumerate(edits)]


def _gone(edit: Edit, noted: set[str]) -> tuple[str, ...]:
    """The words that an edit takes away, where facts or notes go with them."""
    passage = edit.passage
    if passage is None or not edit.old or edit.kind not in ("deleted", "prose"):
        return ()
    printed = any(span.start < edit.end and span.end > edit.start for span in passage.spans)
    return keys_of(edit.old) if printed or (edit.kind == "deleted" and edit.block in noted) else ()


def _came(edit: Edit) -> tuple[str, ...]:
    return keys_of(edit.new) if edit.kind in ("inserted", "prose") else ()


def _share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one holds the other, whole."""
    short, long = sorted((one, other), key=len)
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))
