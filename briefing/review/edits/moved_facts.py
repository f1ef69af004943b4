"""Refuse edits that move printed facts to another paragraph: applying them would replace facts by typed words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.document.passages import NOTE, Passage
from briefing.review.edits.edits import Edit, refused
from briefing.review.edits.word_diff import keys_of

MOVED = "words with printed facts or notes were moved to another paragraph: move them in the template"
_MIN_WORDS = 4


def without_moved(edits: Sequence[Edit], base: Iterable[Passage]) -> list[Edit]:
    """Return all edits, those refused that delete or insert words moved with their facts."""
    noted = {passage.block for passage in base if passage.kind == NOTE}
    deleted = [(at, keys) for at, edit in enumerate(edits) if len(keys := _deleted(edit, noted)) >= _MIN_WORDS]
    inserted = [(at, keys) for at, edit in enumerate(edits) if len(keys := _inserted(edit)) >= _MIN_WORDS]
    moved = {at for pair in ((d, i) for d in deleted for i in inserted if _overlap(d[1], i[1])) for at, _ in pair}
    return [refused(edit, MOVED) if at in moved else edit for at, edit in enumerate(edits)]


def _deleted(edit: Edit, noted: set[str]) -> tuple[str, ...]:
    """Return the words that an edit deletes together with facts or notes."""
    passage = edit.passage
    if passage is None or not edit.old or edit.kind not in ("deleted", "prose"):
        return ()
    printed = any(span.start < edit.end and span.end > edit.start for span in passage.spans)
    return keys_of(edit.old) if printed or (edit.kind == "deleted" and edit.block in noted) else ()


def _inserted(edit: Edit) -> tuple[str, ...]:
    return keys_of(edit.new) if edit.kind in ("inserted", "prose") else ()


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return True if the longer text contains all of the shorter one."""
    short, long = sorted((one, other), key=len)
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))
