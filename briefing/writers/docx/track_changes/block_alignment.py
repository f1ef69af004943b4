"""Which things of an old row belong to which of a new one, in order: blocks of a body, rows of a table, words of a paragraph.

Takes keys and a measure of likeness, gives pairs. Knows nothing of what it pairs. What stands alike at both ends is paired at once;
between, the path of the greatest likeness is taken; where that would be too long to look for, keys that stand once on each side
part the rest first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

MOST_CELLS = 250_000
"""Pairs that are weighed against each other at once: 500 by 500."""
Pair = tuple[int, int]
Weight = Callable[[int, int], float]
"""How much is gained by pairing two, by their places; nothing or less where they cannot be."""
_Gap = tuple[int, int, int, int]


def align(old: Sequence[str], new: Sequence[str], weight: Weight) -> list[Pair]:
    """Pairs of places, rising on both sides."""
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
    """The pairs that gain most together. Scores are kept from the end, so that the path is read forward."""
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
    """What stands once on each side, as much of it as has one order on both."""
    low, high, new_low, new_high = gap
    counts, new_counts = Counter(old[low:high]), Counter(new[new_low:new_high])
    places = {key: at for at, key in enumerate(new[new_low:new_high], new_low) if new_counts[key] == 1}
    pairs = [(at, places[key]) for at, key in enumerate(old[low:high], low) if counts[key] == 1 and key in places]
    return _rising(pairs)


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest row of pairs whose second places rise, by patience."""
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
