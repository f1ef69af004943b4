"""Align two sequences of hashable keys, in about linear time.

Items that occur once in both sequences are anchors, as many as keep their order (patience diff). Between anchors the shortest
edit script is found (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986), a limited number of steps at a time,
so that sequences with little in common do not take quadratic time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

Pairs = list[tuple[int, int]]
Keys = Sequence[Hashable]
Stretch = tuple[int, int, int, int]
"""The ranges a:b of the left and c:d of the right sequence."""

_MAX_STEPS = 300
"""Maximum number of differences that are searched at a time."""


def align(left: Keys, right: Keys) -> Pairs:
    """Return pairs of indices of equal items, ascending on both sides."""
    a, b, c, d = _trimmed(left, right)
    found = list(zip(range(a), range(c), strict=True))
    for at, to in _anchors(left, right, (a, b, c, d)):
        found += [*_shortest(left, right, (a, at, c, to)), (at, to)]
        a, c = at + 1, to + 1
    found += _shortest(left, right, (a, b, c, d))
    return found + list(zip(range(b, len(left)), range(d, len(right)), strict=True))


def _trimmed(left: Keys, right: Keys) -> Stretch:
    """Return the ranges without the common beginning and end: most files differ little or not at all."""
    a, b, c, d = 0, len(left), 0, len(right)
    while a < b and c < d and left[a] == right[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and left[b - 1] == right[d - 1]:
        b, d = b - 1, d - 1
    return a, b, c, d


def _anchors(left: Keys, right: Keys, stretch: Stretch) -> Pairs:
    """Return items that occur once on either side, as many as keep their order."""
    a, b, c, d = stretch
    here, there = Counter(left[a:b]), Counter(right[c:d])
    places = {right[at]: at for at in range(c, d) if there[right[at]] == 1}
    return _longest_rising([(at, places[left[at]]) for at in range(a, b) if here[left[at]] == 1 and left[at] in places])


def _longest_rising(pairs: Pairs) -> Pairs:
    """Return the longest subsequence of pairs that ascends on both sides."""
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
    """Yield the pairs of a range, a limited number of steps at a time."""
    a, b, c, d = stretch
    while a < b and c < d:
        pairs, a, c = _walk(left, right, (a, b, c, d))
        yield from pairs


def _walk(left: Keys, right: Keys, stretch: Stretch) -> tuple[Pairs, int, int]:
    """Follow the shortest path to the end of a range, or as far as the steps lead; return its pairs and its end.

    `reached[k]` is the furthest index on the left of a path on diagonal k: the index on the left minus that on the right.
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
    """Return the pairs of a path in order, from its end back to its beginning."""
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
