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
    return tuple(round(_weight([row[i] for row in rows]), 2) for i in range(len(rows[0])))


def _weight(texts: Sequence[str]) -> float:
    longest_word = max((len(word) for text in texts for word in text.split()), default=1)
    lengths = sorted(len(text) for text in texts)
    typical = lengths[(len(lengths) * 3) // 4] if lengths else 1
    return max(min(longest_word, 24) + 1.0, min(4.2 * math.sqrt(typical), 46.0), 5.0)
