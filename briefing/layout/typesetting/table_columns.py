"""How wide the columns of a table are.

Takes, for each column, its weight, the width of its longest word and its width on one line; gives widths that fill the
table. A column gets its share by weight, never less than its longest word while that can be had, and what it does not need goes to
those that do. Where not even the longest words have room, the widest columns give way, so that short words stay whole.
"""

from __future__ import annotations

from collections.abc import Sequence


def share_widths(
    total: float, weights: Sequence[float], least: Sequence[float], wished: Sequence[float]
) -> list[float]:
    """Widths in points that add up to `total`. `least` and `wished` include the padding of a cell."""
    count = len(weights)
    if sum(least) >= total:
        return _level(total, least)
    if sum(wished) <= total:
        return _spread(total, wished, [max(weight, 0.01) for weight in weights])
    widths = [0.0] * count
    free = set(range(count))
    room = total
    while free:
        weight = sum(max(weights[at], 0.01) for at in sorted(free))
        shares = {at: room * max(weights[at], 0.01) / weight for at in sorted(free)}
        # First those that would fall below their longest word, then those that have more than they wish.
        fixed = {at: least[at] for at in shares if shares[at] < least[at]}
        fixed = fixed or {at: max(wished[at], least[at]) for at in shares if shares[at] > wished[at]}
        if not fixed:
            for at, width in shares.items():
                widths[at] = width
            return widths
        for at, width in sorted(fixed.items()):
            widths[at] = width
            room -= width
            free.discard(at)
    return _spread(total, widths, list(widths))


def _level(total: float, widths: Sequence[float]) -> list[float]:
    """Widths cut to one level at which they fill the table."""
    left, level = total, 0.0
    for place, width in enumerate(sorted(widths)):
        level = left / (len(widths) - place)
        if width > level:
            break
        left -= width
    return [min(width, level) for width in widths]


def _spread(total: float, widths: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Widths, grown by weight to fill the table."""
    left, weight = total - sum(widths), sum(weights)
    if not weight:
        return list(widths)
    return [width + left * share / weight for width, share in zip(widths, weights, strict=True)]
