"""Match passages of an earlier build to passages of the current brief.

Equal passages are matched as far as their order allows. Between these anchors, passages at the same place are matched, then
the most similar ones. So equal paragraphs are distinguished by their neighbours, and an inserted or deleted paragraph does
not shift the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefing.document.passages import NOTE, Passage
from briefing.document.sequence_alignment import LEAST_ALIKE, align, likeness
from briefing.review.edits.word_diff import keys_of

_MAX_PAIRS = 400
"""Maximum number of passages between two anchors that are all compared with each other."""


def match_passages(base: Sequence[Passage], today: Sequence[Passage]) -> dict[Passage, Passage]:
    """Return the current passage for each earlier one; passages that no longer exist are missing."""
    found: dict[Passage, Passage] = {}
    for notes in (False, True):
        here, there = ([p for p in side if (p.kind == NOTE) is notes] for side in (base, today))
        anchors = align([_keys(p) for p in here], [_keys(p) for p in there])
        a = c = 0
        for at, to in [*anchors, (len(here), len(there))]:
            found |= _between(here[a:at], there[c:to])
            if at < len(here):
                found[here[at]] = there[to]
            a, c = at + 1, to + 1
    # Passages that occur exactly once in both briefs are the same, wherever they are.
    built, now = Counter(map(_keys, base)), Counter(map(_keys, today))
    places = {_keys(p): p for p in today}
    unique = {p: places[_keys(p)] for p in base if p not in found and built[_keys(p)] == now[_keys(p)] == 1}
    return found | unique


def _keys(passage: Passage) -> tuple[str, tuple[str, ...]]:
    return passage.kind, keys_of(passage.text)


def _between(base: Sequence[Passage], today: Sequence[Passage]) -> dict[Passage, Passage]:
    """Match passages between two anchors: similar ones at the same place, then the most similar ones."""
    found: dict[Passage, Passage] = {}
    places = {(p.block, p.kind, p.place): p for p in today}
    left = list(today)
    for passage in base:
        same_place = places.get((passage.block, passage.kind, passage.place))
        if same_place is not None and same_place in left and _alike(passage, same_place) >= LEAST_ALIKE:
            found[passage] = same_place
            left.remove(same_place)
    for passage in [p for p in base if p not in found][:_MAX_PAIRS]:
        likest = max(left[:_MAX_PAIRS], key=lambda one, passage=passage: _alike(passage, one), default=None)  # type: ignore[misc]
        if likest is not None and _alike(passage, likest) >= LEAST_ALIKE:
            found[passage] = likest
            left.remove(likest)
    for passage in [p for p in base if p not in found]:
        same_place = places.get((passage.block, passage.kind, passage.place))
        if same_place is not None and same_place in left and len(base) == len(today):
            found[passage] = same_place
            left.remove(same_place)
    return found


def _alike(one: Passage, other: Passage) -> float:
    return likeness(keys_of(one.text), keys_of(other.text)) if one.kind == other.kind else 0.0
