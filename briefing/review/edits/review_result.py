"""Merge the edits of several reviewed copies into one list, with ids, states and conflicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefing.document.passages import Passage
from briefing.readers.reviewed import Copy
from briefing.review.edits.conflicts import with_conflicts
from briefing.review.edits.edit_status import EditClassifier
from briefing.review.edits.edits import Edit
from briefing.review.edits.find_edits import find_edits
from briefing.review.edits.paragraph_pairing import pair
from briefing.review.edits.word_diff import around, keys_of

MIN_SHARE = 0.25
"""Share of a brief's passages that a copy of it must contain."""
_FEW = 3
_NEARLY_ALL = 0.6


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A copy with its name for messages, and the passages of the brief that it was built from."""

    name: str
    copy: Copy
    base: Sequence[Passage]


def common(copy: Copy, base: Sequence[Passage]) -> float:
    """Return the share of a brief's passages, of those with more than a few words, that are unchanged in a copy."""
    wanted = {keys_of(p.text) for p in base if len(keys_of(p.text)) > _FEW}
    there = {keys_of(text) for w in copy.body for text in (w.accepted, w.before)}
    return len(wanted & there) / len(wanted) if wanted else 1.0


def share_of_figures(copy: Copy, today: Sequence[Passage]) -> float:
    """Return the share of a brief's figures, each with the words around it, that a copy has: they tell briefs of one template apart.

    A copy with its title and nearly all its words is a copy too, whatever has become of the figures of a short brief.
    """
    texts = [text for written in copy.body for text in (written.accepted, written.before)]
    share = _share_of_figures(texts, today) if any(p.spans for p in today) else common(copy, today)
    title = next((keys_of(p.text) for p in today if p.kind == "front"), ())
    titled = any(keys_of(text) == title for text in texts)
    return 1.0 if share < MIN_SHARE and titled and common(copy, today) > _NEARLY_ALL else share


def _share_of_figures(texts: Iterable[str], today: Sequence[Passage]) -> float:
    """Return the share of a brief's figures, with a few words around each, that are in the texts."""
    there = "\n".join(_line(keys_of(text)) for text in texts)
    windows: set[tuple[str, ...]] = set()
    for passage in today:
        for span in passage.spans:
            before, after = around(passage.text, span.start, span.end, _FEW)
            windows.add(keys_of(f"{before}{passage.text[span.start : span.end]}{after}"))
    telling = {window for window in windows if len(window) > _FEW} or windows
    return sum(_line(window) in there for window in telling) / len(telling)


def _line(keys: Sequence[str]) -> str:
    """Return words so that they can be looked for in others as whole words."""
    return f" {' '.join(keys)} "


def is_copy(copy: Copy, base: Sequence[Passage]) -> bool:
    """Return True if a file contains enough of a brief's passages, changed or not, to be a copy of it."""
    return common(copy, base) >= MIN_SHARE or len(pair(base, copy.body).pairs) >= 2 * MIN_SHARE * len(base)


def review(copies: Sequence[Reviewed], classifier: EditClassifier | None) -> list[Edit]:
    """Return every edit of all copies that is not applied yet, in the order of the copies, then conflicts."""
    edits: list[Edit] = []
    for reviewed in copies:
        built = Counter(keys_of(p.text) for p in reviewed.base)
        found = find_edits(reviewed.base, reviewed.copy)
        if classifier is not None:
            classifier.match(reviewed.base)
        for one in _without_done(found, classifier) if classifier is not None else found:
            edit = replace(one, copy=reviewed.name)
            edits.append(classifier.classify(edit, built) if classifier is not None else replace(edit, way=""))
    left = [edit for edit in edits if edit.state != "done"]
    return with_conflicts([replace(edit, id=str(at)) for at, edit in enumerate(left, start=1)])


def _without_done(edits: Sequence[Edit], classifier: EditClassifier) -> list[Edit]:
    """Leave out the edits of a passage that already reads as if all of them were applied."""
    by_passage: dict[Passage, list[Edit]] = {}
    for edit in edits:
        if edit.passage is not None and edit.kind in ("prose", "cell") and edit.way:
            by_passage.setdefault(edit.passage, []).append(edit)
    done = {
        passage for passage, group in by_passage.items() if len(group) > 1 and classifier.already_reads(passage, group)
    }
    return [edit for edit in edits if not (edit.passage in done and edit in by_passage[edit.passage])]
