"""Which items of two lists belong together, in order, in about linear time.

Takes two lists of keys that can be hashed; gives pairs of places. What stands once in both lists anchors the rest (patience
difference: as many anchors as keep their order). Between anchors the shortest way from one list to the other is found (Myers,
"An O(ND) Difference Algorithm", 1986), a bounded number of steps at a time, so that lists that have little in common cost no
more than their length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

Pairs = list[tuple[int, int]]
Keys = Sequence[Hashable]
Stretch = tuple[int, int, int, int]
"""a:b of the left list and c:d of the right."""

_MAX_STEPS = 300
"""Differences that are weighed against one another at a time."""


def align(left: Keys, right: Keys) -> Pairs:
    """Places of equal items, rising on both sides."""
    a, b, c, d = _trimmed(left, right)
    found = list(zip(range(a), range(c), strict=True))
    for at, to in _anchors(left, right, (a, b, c, d)):
        found += [*_shortest(left, right, (a, at, c, to)), (at, to)]
        a, c = at + 1, to + 1
    found += _shortest(left, right, (a, b, c, d))
    return found + list(zip(range(b, len(left)), range(d, len(right)), strict=True))


def _trimmed(left: Keys, right: Keys) -> Stretch:
    """The lists without what is the same at either end: most files differ in little or nothing."""
    a, b, c, d = 0, len(left), 0, len(right)
    while a < b and c < d and left[a] == right[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and left[b - 1] == right[d - 1]:
        b, d = b - 1, d - 1
    return a, b, c, d


def _anchors(left: Keys, right: Keys, stretch: Stretch) -> Pairs:
    """Items that stand once on either side, as many as keep their order."""
    a, b, c, d = stretch
    here, there = Counter(left[a:b]), Counter(right[c:d])
    places = {right[at]: at for at in range(c, d) if there[right[at]] == 1}
    return _longest_rising([(at, places[left[at]]) for at in range(a, b) if here[left[at]] == 1 and left[at] in places])


def _longest_rising(pairs: Pairs) -> Pairs:
    """As many pairs as rise on both sides."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for place, (_, to) in enumerate(pairs):
        at = bisect_left(tops, to)
        before.append(ends[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        tops[at : at + 1] = [to]
    chain: Pairs = []
    place = ends[-1] if ends else -1
    while place >= 0:
        chain.append(pairs[place])
        place = before[place]
    return chain[::-1]


def _shortest(left: Keys, right: Keys, stretch: Stretch) -> Iterator[tuple[int, int]]:
    """Pairs of a stretch, so many steps at a time."""
    a, b, c, d = stretch
    while a < b and c < d:
        pairs, a, c = _walk(left, right, (a, b, c, d))
        yield from pairs


def _walk(left: Keys, right: Keys, stretch: Stretch) -> tuple[Pairs, int, int]:
    """The way to the end, or as far as the steps lead; the pairs on it, and where it ends.

    `reached[k]` is how far a way has come on the left, where k is that less how far it has come on the right.
    """
    a, b, c, d = stretch
    wide, high = b - a, d - c
    reached = {1: 0}
    history: list[dict[int, int]] = []
    for step in range(_MAX_STEPS + 1):
        history.append(dict(reached))
        for k in range(-step, step + 1, 2):
            down = k == -step or (k != step and reached.get(k - 1, -1) < reached.get(k + 1, -1))
            x = reached[k + 1] if down else reached[k - 1] + 1
            while x < wide and 0 <= x - k < high and left[a + x] == right[c + x - k]:
                x += 1
            reached[k] = x
            if x >= wide and x - k >= high:
                return _trace(history, k, x, a, c), b, d
    last = range(-_MAX_STEPS, _MAX_STEPS + 1, 2)
    within = ((2 * reached[k] - k, reached[k], k) for k in last if reached[k] <= wide and reached[k] - k <= high)
    _, x, k = max(within, default=(0, wide, wide - high))
    if not history or x + x - k <= 0:
        return [], b, d
    return _trace(history, k, x, a, c), a + x, c + x - k


def _trace(history: list[dict[int, int]], k: int, x: int, a: int, c: int) -> Pairs:
    """Back from where a way has come to its beginning; its pairs in order."""
    pairs: Pairs = []
    for step in range(len(history) - 1, -1, -1):
        reached = history[step]
        down = k == -step or (k != step and reached.get(k - 1, -1) < reached.get(k + 1, -1))
        before = k + 1 if down else k - 1
        start = reached[before] if down else reached[before] + 1
        pairs += [(a + at, c + at - k) for at in range(x - 1, start - 1, -1)]
        if step == 0:
            break
        x, k = reached[before], before
    return pairs[::-1]
