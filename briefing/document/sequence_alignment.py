"""Align two sequences: words of two texts, pieces of two files, blocks of a body, rows of a table.

`align` pairs equal items, in about linear time. Items that occur once in both sequences are anchors, as many as keep their
order (patience diff). Between anchors the shortest edit script is found (Myers, "An O(ND) Difference Algorithm and Its
Variations", 1986), a limited number of steps at a time, so that sequences with little in common do not take quadratic time.

`align_similar` also pairs items that are similar. It takes the path with the largest total gain (Needleman and Wunsch, 1970),
and splits long sequences at anchors first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence

LEAST_ALIKE = 0.4
"""Similarity, from 0 to 1, from which one text counts as the other, changed."""
MAX_PAIRS = 250_000
"""Maximum number of pairs that `align_similar` compares at a time: 500 by 500."""
_MAX_STEPS = 300
"""Maximum number of differences that `align` searches at a time."""

Pairs = list[tuple[int, int]]
"""Indices of both sequences, ascending on both sides."""
Keys = Sequence[Hashable]
Gain = Callable[[int, int], float]
"""Gain of pairing two items, by their indices; 0 or less if they cannot be paired."""
Stretch = tuple[int, int, int, int]
"""The ranges a:b of the left and c:d of the right sequence."""


def align(left: Keys, right: Keys) -> Pairs:
    """Return pairs of equal items."""
    a, b, c, d = _trimmed(left, right, (0, len(left), 0, len(right)))
    found = list(zip(range(a), range(c), strict=True))
    for at, to in _anchors(left, right, (a, b, c, d)):
        found += [*_shortest(left, right, (a, at, c, to)), (at, to)]
        a, c = at + 1, to + 1
    found += _shortest(left, right, (a, b, c, d))
    return found + list(zip(range(b, len(left)), range(d, len(right)), strict=True))


def align_similar(left: Keys, right: Keys, gain: Gain) -> Pairs:
    """Return pairs of equal items at both ends, and in between those with the largest total gain."""
    found: Pairs = []
    stretches: list[Stretch] = [(0, len(left), 0, len(right))]
    while stretches:
        stretch = stretches.pop()
        a, b, c, d = inner = _trimmed(left, right, stretch)
        found += zip(range(stretch[0], a), range(stretch[2], c), strict=True)
        found += zip(range(b, stretch[1]), range(d, stretch[3]), strict=True)
        if (b - a) * (d - c) <= MAX_PAIRS:
            found += best_pairs(inner, gain)
        elif anchors := _anchors(left, right, inner):
            found += anchors
            for at, to in [*anchors, (b, d)]:
                stretches.append((a, at, c, to))
                a, c = at + 1, to + 1
    return sorted(found)


def best_pairs(stretch: Stretch, gain: Gain) -> Iterator[tuple[int, int]]:
    """Yield the pairs of two ranges with the largest total gain, in quadratic time.

    Gains are added up from the end, so that the path is read forwards.
    """
    a, b, c, d = stretch
    width = d - c
    totals = [[0.0] * (width + 1)]
    for at in range(b - 1, a - 1, -1):
        below, row = totals[-1], [0.0] * (width + 1)
        for column in range(width - 1, -1, -1):
            best = max(below[column], row[column + 1])
            gained = gain(at, c + column)
            row[column] = max(best, gained + below[column + 1]) if gained > 0 else best
        totals.append(row)
    totals.reverse()
    at = column = 0
    while at < b - a and column < width:
        here = totals[at][column]
        if here == totals[at + 1][column]:
            at += 1
        elif here == totals[at][column + 1]:
            column += 1
        else:
            yield a + at, c + column
            at, column = at + 1, column + 1


def likeness(one: Keys, other: Keys) -> float:
    """Return the share of items that two sequences have in common, in any order, from 0 to 1."""
    if not one or not other:
        return 0.0
    left: dict[Hashable, int] = {}
    for key in one:
        left[key] = left.get(key, 0) + 1
    common = 0
    for key in other:
        if left.get(key, 0) > 0:
            left[key] -= 1
            common += 1
    return 2 * common / (len(one) + len(other))


def _trimmed(left: Keys, right: Keys, stretch: Stretch) -> Stretch:
    """Return the ranges without their common beginning and end: most files differ little or not at all."""
    a, b, c, d = stretch
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
    """Yield the pairs of equal items in a range by the shortest edit script, a limited number of steps at a time."""
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
