"""Refuse edits that move printed facts to another paragraph: applying them would replace facts by typed words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.document.passages import NOTE, Passage
from briefing.review.edits.edits import Edit, refused
from briefing.review.edits.word_diff import has_keys, keys_of

MOVED = "words with printed facts or notes were moved to another paragraph: move them in the template"
_MIN_WORDS = 4


def without_moved(edits: Sequence[Edit], base: Iterable[Passage]) -> list[Edit]:
    """Return all edits, those refused that delete or insert words moved with their facts."""
    noted = {passage.block for passage in base if passage.kind == NOTE}
    deleted = [(at, keys) for at, edit in enumerate(edits) if len(keys := _deleted(edit, noted)) >= _MIN_WORDS]
    inserted = [
        (at, keys)
        for at, edit in enumerate(edits)
        if edit.kind in ("inserted", "prose") and len(keys := keys_of(edit.new)) >= _MIN_WORDS
    ]
    moved = {
        at
        for gone, lost in deleted
        for come, gained in inserted
        if has_keys(lost, gained) or has_keys(gained, lost)
        for at in (gone, come)
    }
    return [refused(edit, MOVED) if at in moved else edit for at, edit in enumerate(edits)]


def _deleted(edit: Edit, noted: set[str]) -> tuple[str, ...]:
    """Return the words that an edit deletes together with facts or notes."""
    passage = edit.passage
    if passage is None or not edit.old or edit.kind not in ("deleted", "prose"):
        return ()
    printed = any(span.start < edit.end and span.end > edit.start for span in passage.spans)
    return keys_of(edit.old) if printed or (edit.kind == "deleted" and edit.block in noted) else ()
