"""Amounts: a typed value as something to reckon with, its bound as an interval, its unit, and how exactly it is known.

Takes a `Quantity`, gives an `Amount`. "About" reaches half a step of the last digit that is not nought to each side, and never
more than a tenth of the number. Must not do sums (`reckoning`) and must not print (`printing`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from briefing.facts.formulas.intervals import INFINITY, NEAREST, OUTWARD, Interval, multiply, point
from briefing.facts.quantity import Quantity

SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}


@dataclass(frozen=True, slots=True)
class Measure:
    """What an amount is an amount of. `points` are percentage points; `mixed` means that only the analyst can name it."""

    currency: str = ""
    unit: str = ""
    percent: bool = False
    points: bool = False
    mixed: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether it is a number of nothing."""
        return self == BARE

    @property
    def key(self) -> tuple[object, ...]:
        """For comparing: words of units in small letters, one of them like several: 1 boat, 12 boats."""
        return (self.currency, singular(self.unit), self.percent, self.points, self.mixed)

    def words(self) -> str:
        """For problems: "USD", "soldiers", "%"."""
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
    """The unit in small letters as it is called of one. Good for comparing only: a word that ends like a plural is taken for one."""
    return " ".join(_singular(word) for word in unit.casefold().split())


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    ending = next((each for each in _PLURALS if each[0].search(word)), None)
    return ending[0].sub(ending[1], word) if ending else word


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and what is known of it.

    `said` is what the words say, `sure` what the number can be: they differ where it is `about` so much. `step` is the place of the
    last digit that means something, None where every digit does. `scales` and `bounds` are the words typed.
    """

    said: Interval
    sure: Interval
    measure: Measure = BARE
    about: bool = False
    step: Decimal | None = None
    scales: frozenset[str] = field(default_factory=frozenset)
    bounds: frozenset[str] = field(default_factory=frozenset)


def literal(value: Decimal, *, percent: bool = False) -> Amount:
    """A number typed in a formula: exact."""
    return Amount(point(value), point(value), Measure(percent=percent))


def amount_of(quantity: Quantity) -> Amount:
    """What the words of a value say."""
    high = quantity.high if quantity.high is not None else quantity.low
    said = Interval(quantity.low, high)
    sure = said
    step = _step(quantity)
    about = quantity.bound in ("about", "nearly")
    if about:
        below, above = _reach(quantity.low), _reach(high)
        sure = Interval(OUTWARD.low.subtract(said.low, below), OUTWARD.high.add(said.high, above))
        if quantity.bound == "nearly":
            sure = Interval(sure.low, said.high, sure.low_in, high_in=False)
    elif quantity.bound in ("more than", "at least"):
        said = sure = Interval(quantity.low, INFINITY, quantity.bound == "at least", high_in=False)
    elif quantity.bound:
        said = sure = Interval(-INFINITY, quantity.low, low_in=False, high_in=quantity.bound == "up to")
    factor = point(Decimal(10) ** SCALES.get(quantity.scale, 0))
    return Amount(
        multiply(said, factor, NEAREST),
        multiply(sure, factor, OUTWARD),
        Measure(quantity.currency, quantity.unit, quantity.percent),
        about,
        step * factor.low,
        frozenset({quantity.scale} - {""}),
        frozenset({quantity.bound} - {""}),
    )


def _step(quantity: Quantity) -> Decimal:
    """The place of the last digit that means something. The noughts of a round number mean nothing behind a bound, but two digits do."""
    texts = [text for text in (quantity.low_text, quantity.high_text) if text]
    return min(_step_of(text, rough=bool(quantity.bound)) for text in texts)


def _step_of(text: str, *, rough: bool) -> Decimal:
    whole, _, decimals = text.lstrip("-−").replace(",", "").partition(".")
    if decimals:
        return Decimal(1).scaleb(-len(decimals))
    if not rough:
        return Decimal(1)
    noughts = len(whole) - len(whole.rstrip("0")) if whole.strip("0") else 0
    return Decimal(1).scaleb(max(0, min(noughts, len(whole) - 2)))


def _reach(number: Decimal) -> Decimal:
    """How far "about" may be off: half a step of the last digit that is not nought, and at most a tenth."""
    if not number:
        return Decimal(0)
    bare = number.copy_abs()
    digits = bare.normalize(OUTWARD.high)
    half = Decimal(5).scaleb(int(digits.as_tuple().exponent) - 1)
    return min(half, OUTWARD.high.divide(bare, Decimal(10)))


def digits_of(amount: Amount) -> int | None:
    """How many digits of an amount mean something, two at least; None where all do."""
    if amount.step is None:
        return None
    return max(2, top_of(amount.said) - amount.step.adjusted() + 1)


def top_of(interval: Interval) -> int:
    """The place of the first digit of the greater end that there is."""
    ends = [end for end in (interval.low, interval.high) if end.is_finite() and end]
    return max((end.adjusted() for end in ends), default=0)
