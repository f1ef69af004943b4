"""Relative widths of table columns, from the words of their cells.

A compromise between the longest word, which must not break, and the amount of text. Used by hand-written and declared tables.
"""

from __future__ import annotations

import math
from collections.abc import Sequence


def weigh_columns(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Return relative widths of the columns of `rows`: rows of cell texts, all of the same length, header row first."""
    if not rows:
        return ()
    widths = []
    for texts in zip(*rows, strict=True):
        longest_word = max((len(word) for text in texts for word in text.split()), default=1)
        typical = sorted(len(text) for text in texts)[(len(texts) * 3) // 4]
        widths.append(round(max(min(longest_word, 24) + 1.0, min(4.2 * math.sqrt(typical), 46.0), 5.0), 2))
    return tuple(widths)
