"""Break lines: total fit for justified text, greedy for ragged text.

Take the widths of boxes and the possible breaks after each; return the index after the last box
of each line. Total fit is Knuth and Plass, "Breaking Paragraphs into Lines" (1981), with badness
growing with the cube of the stretch; the search is limited by bisection over running sums, so that
time grows with the number of boxes, not its square.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

NEVER = float("inf")
STRETCH, SHRINK = 0.6, 0.28
"""Largest stretch and shrink of a space at ratio 1, as shares of its width."""
SECOND_HYPHEN = 4_000.0
"""Penalty for two consecutive lines that end in a hyphen."""
SHORT_LAST = 900.0
"""Penalty for a last line shorter than a seventh of the measure."""


@dataclass(slots=True)
class Boxes:
    """The boxes of a paragraph, in parallel lists, widths in points.

    `spaces[i]` follows box i and vanishes at a line end; `hyphens[i]` is added if a line ends after
    box i; `costs[i]` is the penalty for ending a line there, NEVER if that is not allowed.
    """

    widths: list[float] = field(default_factory=list)
    spaces: list[float] = field(default_factory=list)
    hyphens: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    def add(self, width: float, space: float = 0.0, hyphen: float = 0.0, cost: float = NEVER) -> None:
        self.widths.append(width)
        self.spaces.append(space)
        self.hyphens.append(hyphen)
        self.costs.append(cost)


def greedy(boxes: Boxes, measure: float, *, raggedness: float = 0.2) -> list[int]:
    """Return line ends, each line as full as possible.

    A break with a penalty (a hyphen) is used only if the line would otherwise be shorter than the
    measure by more than the share `raggedness`. A box wider than the measure gets a line of its
    own.
    """
    ends: list[int] = []
    count, start = len(boxes.widths), 0
    while start < count:
        width, at = 0.0, start
        free, free_width, dear = 0, 0.0, 0
        while at < count:
            width += boxes.widths[at]
            at += 1
            if width > measure + 0.01 and at - 1 > start:
                break
            if boxes.costs[at - 1] == 0.0:
                free, free_width = at, width
            elif boxes.costs[at - 1] < NEVER and width + boxes.hyphens[at - 1] <= measure + 0.01:
                dear = at
            if at == count:
                free, free_width = count, width
            width += boxes.spaces[at - 1]
        end = free
        if dear > free and (not free or measure - free_width > raggedness * measure):
            end = dear
        if not end:
            end = max(start + 1, at - 1)
        ends.append(end)
        start = end
    return ends


def fit(boxes: Boxes, measure: float, tolerance: float) -> list[int] | None:
    """Return the line ends with the lowest total badness; None if no solution is within `tolerance`."""
    costs, hyphens = boxes.costs, boxes.hyphens
    count = len(costs)
    widths = [0.0, *accumulate(boxes.widths)]
    spaces = [0.0, *accumulate(boxes.spaces)]
    tightest = [w + s * (1 - SHRINK) for w, s in zip(widths, spaces, strict=True)]
    loosest = [w + s * (1 + STRETCH * tolerance) for w, s in zip(widths, spaces, strict=True)]
    widest_space = max(boxes.spaces, default=0.0) * (1 + STRETCH * tolerance)
    widest_hyphen = max(hyphens, default=0.0)
    best = [NEVER] * (count + 1)
    came = [0] * (count + 1)
    best[0] = 0.0
    for start in range(count):
        so_far = best[start]
        if so_far == NEVER:
            continue
        hyphened = start > 0 and hyphens[start - 1] > 0
        # The space after the last box of a line vanishes: the bounds allow for it, and _price() is exact.
        low = bisect_left(loosest, measure + loosest[start] - widest_hyphen, start + 1)
        high = min(bisect_right(tightest, measure + tightest[start] + widest_space, start + 1), count)
        for end in range(max(low, start + 1), high + 1):
            if end < count and costs[end - 1] == NEVER:
                continue
            space = spaces[end - 1] - spaces[start]
            hyphen = hyphens[end - 1] if end < count else 0.0
            slack = measure - (widths[end] - widths[start]) - space - hyphen
            price = so_far + _price(slack, space, tolerance, end == count, measure)
            if end < count:
                price += costs[end - 1] + (SECOND_HYPHEN if hyphened and hyphen else 0.0)
            if price < best[end]:
                best[end], came[end] = price, start
        last = widths[count] - widths[start] + spaces[count - 1] - spaces[start]
        if last <= measure and low > count:
            price = so_far + (SHORT_LAST if last < measure / 7 else 0.0)
            if price < best[count]:
                best[count], came[count] = price, start
    if best[count] == NEVER:
        return None
    ends: list[int] = []
    at = count
    while at > 0:
        ends.append(at)
        at = came[at]
    return ends[::-1]


def _price(slack: float, space: float, tolerance: float, last: bool, measure: float) -> float:
    """Return the badness of a line. `slack` is what its spaces (`space` wide in total) must take up."""
    if last and slack >= 0:
        return SHORT_LAST if slack > measure * 6 / 7 else 0.0
    if space <= 0:
        return NEVER if slack < -0.01 or slack > 0.5 else 1.0
    ratio = slack / (space * (STRETCH if slack > 0 else SHRINK))
    if ratio < -1 or ratio > tolerance:
        return NEVER
    return float((1 + 100 * abs(ratio) ** 3) ** 2)
