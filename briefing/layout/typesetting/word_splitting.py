"""Where a group of slabs that no page can hold is cut.

Takes the group and what fits, gives the part to place first. A cut never leaves a table's caption and head with fewer than two
rows, nor the last row without the source and notes below it, where a page can hold those.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.layout.typesetting.frames import TableFrame
from briefing.layout.typesetting.pages import Slab

FEWEST_ROWS = 2

Fits = Callable[[Sequence[Slab]], bool]


def longest_part(group: Sequence[Slab], here: Fits, on_a_page: Fits) -> Sequence[Slab]:
    """The longest part that fits here, else the longest that fits on a page, else the first slab."""
    least, most = _first_rows(group), _last_row(group)
    if not on_a_page(group[:least]):
        least = 1
    if most < least or not on_a_page(group[most:]):
        most = len(group) - 1
    for fits in (here, on_a_page):
        # What is longer needs more room, so the longest that fits is found by halving.
        low, high = least - 1, most
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if fits(group[:middle]) else (low, middle - 1)
        if low >= least:
            return group[:low]
    return group[:1]


def _first_rows(group: Sequence[Slab]) -> int:
    """How many slabs there are up to the second row of a table that starts in the group; 1 if none does."""
    for at, slab in enumerate(group):
        if isinstance(slab.frame, TableFrame):
            heads = len(slab.frame.again) if slab in slab.frame.again else 0
            return min(at + heads + FEWEST_ROWS, len(group))
    return 1


def _last_row(group: Sequence[Slab]) -> int:
    """Where the last row of a table starts that has lines below it in the group; the group's length if none does."""
    for at in range(len(group) - 1, 0, -1):
        if group[at].frame is not None:
            return at if at < len(group) - 1 else len(group)
    return len(group)
