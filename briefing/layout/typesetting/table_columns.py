"""Widths of table columns.

Each column has a weight, the width of its longest word and its width on one line. A column gets its
share by weight, but never less than its longest word while that is possible; what it does not need
goes to others. If not even the longest words fit, the widest columns are cut, so that short words
stay whole.
"""

from __future__ import annotations

from collections.abc import Sequence


def share_widths(
    total: float, weights: Sequence[float], minimum: Sequence[float], preferred: Sequence[float]
) -> list[float]:
    """Return widths in points that add up to `total`. `minimum` and `preferred` include the padding of a cell."""
    count = len(weights)
    if sum(minimum) >= total:
        # Cut the widest columns to one maximum at which all fill the table.
        left, level = total, 0.0
        for place, width in enumerate(sorted(minimum)):
            level = left / (count - place)
            if width > level:
                break
            left -= width
        return [min(width, level) for width in minimum]
    if sum(preferred) <= total:
        return _grow(total, preferred, [max(weight, 0.01) for weight in weights])
    widths = [0.0] * count
    free = set(range(count))
    room = total
    while free:
        weight = sum(max(weights[at], 0.01) for at in sorted(free))
        shares = {at: room * max(weights[at], 0.01) / weight for at in sorted(free)}
        # First those that would be narrower than their longest word, then those wider than they need.
        fixed = {at: minimum[at] for at in shares if shares[at] < minimum[at]}
        fixed = fixed or {at: max(preferred[at], minimum[at]) for at in shares if shares[at] > preferred[at]}
        if not fixed:
            for at, width in shares.items():
                widths[at] = width
            return widths
        for at, width in sorted(fixed.items()):
            widths[at] = width
            room -= width
            free.discard(at)
    return _grow(total, widths, list(widths))


def _grow(total: float, widths: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the widths, grown by weight to fill the table."""
    left, weight = total - sum(widths), sum(weights)
    if not weight:
        return list(widths)
    return [width + left * share / weight for width, share in zip(widths, weights, strict=True)]
