"""Split a group of layout boxes that no page can hold.

A split never leaves a table's caption and head with fewer than two rows, nor the last row without
the source and notes below it, if a page can hold those.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.layout.typesetting.frames import TableFrame
from briefing.layout.typesetting.pages import LayoutBox

FEWEST_ROWS = 2

Fits = Callable[[Sequence[LayoutBox]], bool]


def longest_part(group: Sequence[LayoutBox], here: Fits, on_a_page: Fits) -> Sequence[LayoutBox]:
    """Return the longest part that fits here, else the longest that fits on a page, else the first box."""
    least, most = _first_rows(group), _last_row(group)
    if not on_a_page(group[:least]):
        least = 1
    if most < least or not on_a_page(group[most:]):
        most = len(group) - 1
    for fits in (here, on_a_page):
        # A longer part needs more room, so the longest that fits is found by bisection.
        low, high = least - 1, most
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if fits(group[:middle]) else (low, middle - 1)
        if low >= least:
            return group[:low]
    return group[:1]


def _first_rows(group: Sequence[LayoutBox]) -> int:
    """Return the number of boxes up to the second row of a table that starts in the group; 1 if none does."""
    for at, box in enumerate(group):
        if isinstance(box.frame, TableFrame):
            heads = len(box.frame.again) if box in box.frame.again else 0
            return min(at + heads + FEWEST_ROWS, len(group))
    return 1


def _last_row(group: Sequence[LayoutBox]) -> int:
    """Return the index of the last row of a table that has lines below it in the group.

    The group's length if none does.
    """
    for at in range(len(group) - 1, 0, -1):
        if group[at].frame is not None:
            return at if at < len(group) - 1 else len(group)
    return len(group)
