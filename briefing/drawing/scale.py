"""From values to lengths: a scale with a zero base and round steps. Imports nothing of ours."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values to lengths; `low` and `high` are round and span every value and zero."""

    low: float
    high: float
    length: float
    step: float

    def at(self, value: float) -> float:
        """The length from `low` to a value."""
        return (value - self.low) / (self.high - self.low) * self.length

    def ticks(self) -> list[float]:
        """Round values from low to high."""
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * i for i in range(count + 1)]


def make_scale(values: list[float], length: float, steps: int = 4) -> Scale:
    """A scale for values: columns and bars must start at zero, else their lengths would lie."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if high == low:
        high = low + 1.0
    step = _round_step((high - low) / steps)
    return Scale(math.floor(low / step) * step, math.ceil(high / step - 1e-9) * step, length, step)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m * power for m in (1.0, 2.0, 2.5, 5.0, 10.0) if m * power >= rough * 0.999)


def write_tick(value: float, step: float) -> str:
    """A tick's number with no more decimals than its step has."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step < 1 else 0
    if step in (2.5, 0.25):
        decimals += 1
    return f"{value:,.{decimals}f}".replace("-", "−")
