"""Intervals of decimal numbers: what a number can be when it is said to be "more than 11,000" or "25,000–30,000".

Takes and gives `Interval`s. Whatever the numbers inside are, the result of working with them is inside the result. Ends that do
not come out even are rounded outwards (`OUTWARD`), or to the nearest (`NEAREST`) where a single figure is to stay single.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

INFINITY = Decimal("Infinity")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rounding:
    """How ends are rounded, low and high."""

    low: Context
    high: Context


def _context(rounding: str) -> Context:
    return Context(prec=60, rounding=rounding, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


OUTWARD = Rounding(_context(ROUND_FLOOR), _context(ROUND_CEILING))
NEAREST = Rounding(_context(ROUND_HALF_EVEN), _context(ROUND_HALF_EVEN))


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, either of them infinite; `low_in` and `high_in` tell whether an end is itself one of the numbers."""

    low: Decimal
    high: Decimal
    low_in: bool = True
    high_in: bool = True

    @property
    def is_point(self) -> bool:
        return self.low == self.high

    def __contains__(self, number: Decimal) -> bool:
        above = self.low < number or (self.low_in and number == self.low)
        return above and (number < self.high or (self.high_in and number == self.high))

    def meets(self, other: Interval) -> bool:
        """Whether one number is in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return low < high or (low == high and low in self and low in other)


def point(value: Decimal) -> Interval:
    """One number."""
    return Interval(value, value)


def negate(a: Interval) -> Interval:
    """-a"""
    return Interval(a.high.copy_negate(), a.low.copy_negate(), a.high_in, a.low_in)


def add(a: Interval, b: Interval, rounding: Rounding) -> Interval:
    """A + b"""
    low, high = rounding.low.add(a.low, b.low), rounding.high.add(a.high, b.high)
    return Interval(low, high, a.low_in and b.low_in, a.high_in and b.high_in)


def multiply(a: Interval, b: Interval, rounding: Rounding) -> Interval:
    """A × b"""

    def product(x: Decimal, y: Decimal, context: Context) -> Decimal:
        # Nothing of something without end is nothing: the end itself is never reached.
        return ZERO if not x or not y else context.multiply(x, y)

    return _hull(a, b, rounding, product)


def divide(a: Interval, b: Interval, rounding: Rounding) -> Interval | None:
    """A ÷ b; None where b can be zero, or as near to it as one likes."""
    if b.low <= 0 <= b.high:
        return None

    def quotient(x: Decimal, y: Decimal, context: Context) -> Decimal:
        if x.is_infinite() and y.is_infinite():
            return ZERO  # one end of what such a quotient can be; the other is that of the finite ends
        return context.divide(x, y)

    return _hull(a, b, rounding, quotient)


def _hull(
    a: Interval, b: Interval, rounding: Rounding, work: Callable[[Decimal, Decimal, Context], Decimal]
) -> Interval:
    """From the least to the greatest that comes of the ends. An end that is reached in two ways is in if it is in one of them."""
    ends = [(x, x_in, y, y_in) for x, x_in in _ends(a) for y, y_in in _ends(b)]
    lows = [(work(x, y, rounding.low), _is_in(x, x_in, y, y_in)) for x, x_in, y, y_in in ends]
    highs = [(work(x, y, rounding.high), _is_in(x, x_in, y, y_in)) for x, x_in, y, y_in in ends]
    low, high = min(value for value, _ in lows), max(value for value, _ in highs)
    return Interval(low, high, any(i for v, i in lows if v == low), any(i for v, i in highs if v == high))


def _ends(a: Interval) -> tuple[tuple[Decimal, bool], tuple[Decimal, bool]]:
    return (a.low, a.low_in), (a.high, a.high_in)


def _is_in(x: Decimal, x_in: bool, y: Decimal, y_in: bool) -> bool:
    """Whether the result of two ends is reached: both are in, or one is a zero that is in and makes zero of anything."""
    return (x_in and y_in) or (x_in and not x) or (y_in and not y)
