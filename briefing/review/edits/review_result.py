"""Several reviewed copies → one list of edits.

Takes what each copy was built from and the dossier as it stands; gives every edit with an id, its state, and conflicts between copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.document.passages import Passage
from briefing.readers.reviewed import Copy
from briefing.review.edits.conflicts import with_conflicts
from briefing.review.edits.edit_status import EditStatus
from briefing.review.edits.edits import Edit
from briefing.review.edits.find_edits import find_edits
from briefing.review.edits.paragraph_pairing import pair
from briefing.review.edits.word_diff import keys_of

LEAST = 0.25
"""The share of passages that a copy must have in common with what it is said to be a copy of."""
_FEW = 3


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A copy by the name under which it is told, and the passages of what it was built from."""

    name: str
    copy: Copy
    base: Sequence[Passage]


def common(copy: Copy, base: Sequence[Passage]) -> float:
    """The share of passages of a brief that stand in a copy as they were, of those with more than a few words."""
    wanted = {keys_of(p.text) for p in base if len(keys_of(p.text)) > _FEW}
    there = {keys_of(text) for w in copy.body for text in (w.accepted, w.before)}
    return len(wanted & there) / len(wanted) if wanted else 1.0


def is_copy(copy: Copy, base: Sequence[Passage]) -> bool:
    """Whether a file is a copy of a brief: whether enough of it stands there, changed or not."""
    return common(copy, base) >= LEAST or len(pair(base, copy.body).pairs) >= 2 * LEAST * len(base)


def review(copies: Sequence[Reviewed], standing: EditStatus | None) -> list[Edit]:
    """Every edit of all copies that is not done yet, in the order of the copies, then conflicts."""
    edits: list[Edit] = []
    for reviewed in copies:
        built = Counter(keys_of(p.text) for p in reviewed.base)
        found = find_edits(reviewed.base, reviewed.copy)
        if standing is not None:
            standing.follow(reviewed.base)
        for one in _not_said(found, standing) if standing is not None else found:
            edit = replace(one, copy=reviewed.name)
            edits.append(standing.hold(edit, built) if standing is not None else replace(edit, way=""))
    left = [edit for edit in edits if edit.state != "done"]
    return with_conflicts([replace(edit, id=str(at)) for at, edit in enumerate(left, start=1)])


def _not_said(edits: Sequence[Edit], standing: EditStatus) -> list[Edit]:
    """The edits less those of passages that read by now as all edits of their words would have them."""
    by_passage: dict[Passage, list[Edit]] = {}
    for edit in edits:
        if edit.passage is not None and edit.kind in ("prose", "cell") and edit.way:
            by_passage.setdefault(edit.passage, []).append(edit)
    said = {passage for passage, group in by_passage.items() if len(group) > 1 and standing.says(passage, group)}
    return [edit for edit in edits if not (edit.passage in said and edit in by_passage[edit.passage])]
