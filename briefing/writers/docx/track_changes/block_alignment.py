"""Align two sequences: blocks of a body, rows of a table, words of a paragraph.

Items with equal keys at both ends are paired at once; in between, the path with the largest total
weight is taken. If that would take too long, keys that occur once on each side split the rest
first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

MOST_CELLS = 250_000
"""Pairs compared at once: 500 by 500."""
Pair = tuple[int, int]
Weight = Callable[[int, int], float]
"""Gain of pairing two items, by their indices; 0 or less if they cannot be paired."""
_Gap = tuple[int, int, int, int]


def align(old: Sequence[str], new: Sequence[str], weight: Weight) -> list[Pair]:
    """Return pairs of indices, increasing on both sides."""
    found: list[Pair] = []
    gaps: list[_Gap] = [(0, len(old), 0, len(new))]
    while gaps:
        low, high, new_low, new_high = gaps.pop()
        while low < high and new_low < new_high and old[low] == new[new_low]:
            found.append((low, new_low))
            low, new_low = low + 1, new_low + 1
        while low < high and new_low < new_high and old[high - 1] == new[new_high - 1]:
            high, new_high = high - 1, new_high - 1
            found.append((high, new_high))
        gap = (low, high, new_low, new_high)
        if low == high or new_low == new_high:
            continue
        if (high - low) * (new_high - new_low) <= MOST_CELLS:
            found += _best_path(gap, weight)
        elif anchors := _anchors(old, new, gap):
            found += anchors
            gaps += _between(anchors, gap)
    return sorted(found)


def _best_path(gap: _Gap, weight: Weight) -> Iterator[Pair]:
    """Yield the pairs with the largest total gain.

    Scores are computed from the end, so that the path is read forwards.
    """
    low, high, new_low, new_high = gap
    width = new_high - new_low
    scores = [[0.0] * (width + 1)]
    for at in range(high - 1, low - 1, -1):
        below, row = scores[-1], [0.0] * (width + 1)
        for column in range(width - 1, -1, -1):
            best = max(below[column], row[column + 1])
            gain = weight(at, new_low + column)
            row[column] = max(best, gain + below[column + 1]) if gain > 0 else best
        scores.append(row)
    scores.reverse()
    at = column = 0
    while at < high - low and column < width:
        here = scores[at][column]
        if here == scores[at + 1][column]:
            at += 1
        elif here == scores[at][column + 1]:
            column += 1
        else:
            yield low + at, new_low + column
            at, column = at + 1, column + 1


def _anchors(old: Sequence[str], new: Sequence[str], gap: _Gap) -> list[Pair]:
    """Return pairs of items that occur once on each side, as many as have one order on both."""
    low, high, new_low, new_high = gap
    counts, new_counts = Counter(old[low:high]), Counter(new[new_low:new_high])
    places = {key: at for at, key in enumerate(new[new_low:new_high], new_low) if new_counts[key] == 1}
    pairs = [(at, places[key]) for at, key in enumerate(old[low:high], low) if counts[key] == 1 and key in places]
    return _rising(pairs)


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the longest run of pairs whose second indices increase (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        ends[pile : pile + 1] = [index]
    found = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _between(anchors: Sequence[Pair], gap: _Gap) -> Iterator[_Gap]:
    low, high, new_low, new_high = gap
    for (at, place), (then, new_then) in pairwise([(low - 1, new_low - 1), *anchors, (high, new_high)]):
        yield at + 1, then, place + 1, new_then
