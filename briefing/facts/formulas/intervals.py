"""Interval arithmetic with decimal numbers, for values such as "more than 11,000" or "25,000–30,000".

The result of an operation contains the results for all numbers in its operands. Ends that are not exact are
rounded outwards (`OUTWARD`), or to the nearest number (`NEAREST`) where a single number must stay single.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

INFINITY = Decimal("Infinity")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rounding:
    """Decimal contexts that round the low and the high end."""

    low: Context
    high: Context


def _context(rounding: str) -> Context:
    return Context(prec=60, rounding=rounding, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


OUTWARD = Rounding(_context(ROUND_FLOOR), _context(ROUND_CEILING))
NEAREST = Rounding(_context(ROUND_HALF_EVEN), _context(ROUND_HALF_EVEN))


@dataclass(frozen=True, slots=True)
class Interval:
    """Interval from `low` to `high`, which may be infinite.

    `low_in` and `high_in`: whether the end belongs to it.
    """

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
        """Return True if the two intervals have a number in common."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return low < high or (low == high and low in self and low in other)


def point(value: Decimal) -> Interval:
    """Return the interval of a single number."""
    return Interval(value, value)


def negate(a: Interval) -> Interval:
    """Return -a."""
    return Interval(a.high.copy_negate(), a.low.copy_negate(), a.high_in, a.low_in)


def add(a: Interval, b: Interval, rounding: Rounding) -> Interval:
    """Return a + b."""
    low, high = rounding.low.add(a.low, b.low), rounding.high.add(a.high, b.high)
    return Interval(low, high, a.low_in and b.low_in, a.high_in and b.high_in)


def multiply(a: Interval, b: Interval, rounding: Rounding) -> Interval:
    """Return a × b."""

    def product(x: Decimal, y: Decimal, context: Context) -> Decimal:
        # Zero times infinity is zero here: an infinite end is never reached.
        return ZERO if not x or not y else context.multiply(x, y)

    return _hull(a, b, rounding, product)


def divide(a: Interval, b: Interval, rounding: Rounding) -> Interval | None:
    """Return a ÷ b, or None if b can be zero or arbitrarily close to it."""
    if b.low <= 0 <= b.high:
        return None

    def quotient(x: Decimal, y: Decimal, context: Context) -> Decimal:
        if x.is_infinite() and y.is_infinite():
            return ZERO  # the lower limit of such a quotient; the finite ends give the other
        return context.divide(x, y)

    return _hull(a, b, rounding, quotient)


def _hull(
    a: Interval, b: Interval, rounding: Rounding, work: Callable[[Decimal, Decimal, Context], Decimal]
) -> Interval:
    """Return the smallest interval that contains the results for all ends.

    An end that two pairs of ends produce belongs to the interval if it does for one of them.
    """
    ends = [(x, x_in, y, y_in) for x, x_in in _ends(a) for y, y_in in _ends(b)]
    lows = [(work(x, y, rounding.low), _is_in(x, x_in, y, y_in)) for x, x_in, y, y_in in ends]
    highs = [(work(x, y, rounding.high), _is_in(x, x_in, y, y_in)) for x, x_in, y, y_in in ends]
    low, high = min(value for value, _ in lows), max(value for value, _ in highs)
    return Interval(low, high, any(i for v, i in lows if v == low), any(i for v, i in highs if v == high))


def _ends(a: Interval) -> tuple[tuple[Decimal, bool], tuple[Decimal, bool]]:
    return (a.low, a.low_in), (a.high, a.high_in)


def _is_in(x: Decimal, x_in: bool, y: Decimal, y_in: bool) -> bool:
    """Return True if the result of two ends belongs to the interval: both belong, or one is a zero that belongs."""
    return (x_in and y_in) or (x_in and not x) or (y_in and not y)
