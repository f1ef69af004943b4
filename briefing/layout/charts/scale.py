"""Scales from values to lengths, with round steps or as long as the values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

FAR_FROM_ZERO = 0.5
"""An axis need not start at zero if its lowest value exceeds this share of its highest."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Map values to lengths; `low` and `high` enclose every value."""

    low: float
    high: float
    length: float
    step: float

    def at(self, value: float) -> float:
        """Return the length from `low` to a value."""
        return (value - self.low) / (self.high - self.low) * self.length

    def ticks(self) -> list[float]:
        """Return round values from low to high."""
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * i for i in range(count + 1)]


def make_scale(values: Sequence[float], length: float, *, steps: int = 4, round_ends: bool = True) -> Scale:
    """Return a scale from zero, because columns and bars on any other would mislead.

    `round_ends` is for axes with ticks.
    """
    return _between(min([0.0, *values]), max([0.0, *values]), length, steps, round_ends=round_ends)


def make_line_scale(values: Sequence[float], length: float, *, steps: int = 4) -> Scale:
    """Return a scale for lines on a grid: from zero, or from near the lowest value if all are far from zero."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if high > low > 0 and low > high * FAR_FROM_ZERO:
        return _between(low, high, length, steps, round_ends=True)
    return make_scale(values, length, steps=steps)


def _between(low: float, high: float, length: float, steps: int, *, round_ends: bool) -> Scale:
    if high == low:
        high = low + 1.0
    rough = (high - low) / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1.0, 2.0, 2.5, 5.0, 10.0) if m * power >= rough * 0.999)
    if round_ends:
        low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Scale(low, high, length, step)


def write_tick(value: float, step: float) -> str:
    """Return a tick's number with no more decimals than its step has."""
    decimals = next((count for count in range(10) if math.isclose(round(step, count), step, rel_tol=1e-9)), 10)
    shown = f"{value:,.{decimals}f}"
    return "0" if float(shown.replace(",", "")) == 0 else shown.replace("-", "−")
