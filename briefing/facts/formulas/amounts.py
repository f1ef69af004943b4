"""Amounts: typed values made ready for arithmetic, as intervals with a unit and a precision.

`amount_of` converts a `Quantity`. "About" extends half a unit of the last non-zero digit to each side, and
never more than a tenth of the number. Arithmetic is in `arithmetic`, printing in `formatting`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from briefing.facts.formulas.intervals import INFINITY, NEAREST, OUTWARD, Interval, multiply, point
from briefing.facts.quantity import Quantity
from briefing.facts.quantity_text import SCALES


@dataclass(frozen=True, slots=True)
class Measure:
    """Unit of an amount.

    `points` means percentage points. `mixed` means a product or quotient of two units, which only the analyst
    can name.
    """

    currency: str = ""
    unit: str = ""
    percent: bool = False
    points: bool = False
    mixed: bool = False

    @property
    def is_bare(self) -> bool:
        """Return True if the number has no unit at all."""
        return self == BARE

    @property
    def key(self) -> tuple[object, ...]:
        """Return a key for comparison: units in lower case, and singular, so that 1 boat and 12 boats are one unit."""
        return (self.currency, singular(self.unit), self.percent, self.points, self.mixed)

    def words(self) -> str:
        """Return the unit in words for problems: "USD", "soldiers", "%"."""
        named = "%" if self.percent else "percentage points" if self.points else ""
        return " ".join(part for part in (named, self.currency, self.unit) if part) or "no unit"


BARE = Measure()
_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "people": "person",
    "persons": "person",
    "children": "child",
    "feet": "foot",
}
_PLURALS = (
    (re.compile(r"(?<=\w\w)ies$"), "y"), (re.compile(r"(?<=\w)(ss|x|z|ch|sh)es$"), r"\1"), (re.compile(r"(?<=\w\w[^s])s$"), ""),
)  # fmt: skip


def singular(unit: str) -> str:
    """Return the unit in lower case and singular. For comparison only: any word that ends like a plural is shortened."""
    return " ".join(_singular(word) for word in unit.casefold().split())


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    ending = next((each for each in _PLURALS if each[0].search(word)), None)
    return ending[0].sub(ending[1], word) if ending else word


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its uncertainty.

    `stated` is the interval that the words say, `possible` the one in which the number can lie: they differ if
    it is "about" so much. `step` is the value of the last significant digit (1,000 for "about 12,000"), None if
    every digit is significant. `scales` and `bounds` are the scale and bound words that were typed.
    """

    stated: Interval
    possible: Interval
    measure: Measure = BARE
    about: bool = False
    step: Decimal | None = None
    scales: frozenset[str] = field(default_factory=frozenset)
    bounds: frozenset[str] = field(default_factory=frozenset)


def literal(value: Decimal, *, percent: bool = False) -> Amount:
    """Return the amount of a number typed in a formula, which is exact."""
    return Amount(point(value), point(value), Measure(percent=percent))


def amount_of(quantity: Quantity) -> Amount:
    """Return the amount that a typed value stands for."""
    high = quantity.high if quantity.high is not None else quantity.low
    stated = Interval(quantity.low, high)
    possible = stated
    texts = [text for text in (quantity.low_text, quantity.high_text) if text]
    step = min(_step(text, rough=bool(quantity.bound)) for text in texts)
    about = quantity.bound in ("about", "nearly")
    if about:
        below, above = _reach(quantity.low), _reach(high)
        possible = Interval(OUTWARD.low.subtract(stated.low, below), OUTWARD.high.add(stated.high, above))
        if quantity.bound == "nearly":
            possible = Interval(possible.low, stated.high, possible.low_in, high_in=False)
    elif quantity.bound in ("more than", "at least"):
        stated = possible = Interval(quantity.low, INFINITY, quantity.bound == "at least", high_in=False)
    elif quantity.bound:
        stated = possible = Interval(-INFINITY, quantity.low, low_in=False, high_in=quantity.bound == "up to")
    factor = point(Decimal(10) ** SCALES.get(quantity.scale, 0))
    return Amount(
        multiply(stated, factor, NEAREST),
        multiply(possible, factor, OUTWARD),
        Measure(quantity.currency, quantity.unit, quantity.percent),
        about,
        step * factor.low,
        frozenset({quantity.scale} - {""}),
        frozenset({quantity.bound} - {""}),
    )


def _step(text: str, *, rough: bool) -> Decimal:
    """Return the value of the last significant digit.

    In a `rough` number, one after a bound, the final zeros are not significant, but at least two digits are.
    """
    whole, _, decimals = text.lstrip("-−").replace(",", "").partition(".")
    if decimals:
        return Decimal(1).scaleb(-len(decimals))
    if not rough:
        return Decimal(1)
    noughts = len(whole) - len(whole.rstrip("0")) if whole.strip("0") else 0
    return Decimal(1).scaleb(max(0, min(noughts, len(whole) - 2)))


def _reach(number: Decimal) -> Decimal:
    """Return how far "about" may be off: half a unit of the last non-zero digit, at most a tenth of the number."""
    if not number:
        return Decimal(0)
    bare = number.copy_abs()
    digits = bare.normalize(OUTWARD.high)
    half = Decimal(5).scaleb(int(digits.as_tuple().exponent) - 1)
    return min(half, OUTWARD.high.divide(bare, Decimal(10)))


def digits_of(amount: Amount) -> int | None:
    """Return the number of significant digits of an amount, at least two; None if all are significant."""
    if amount.step is None:
        return None
    return max(2, top_of(amount.stated) - amount.step.adjusted() + 1)


def top_of(interval: Interval) -> int:
    """Return the decimal exponent of the larger finite end."""
    ends = [end for end in (interval.low, interval.high) if end.is_finite() and end]
    return max((end.adjusted() for end in ends), default=0)
