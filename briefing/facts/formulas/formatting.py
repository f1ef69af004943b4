"""Convert the `Amount` of a formula to a `Quantity`, which prints like a typed value.

Bound words are kept, and no more digits are printed than the least precise input allows. A limit is rounded to
its safe side: a number printed as "more than" so much is never less than that.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from briefing.facts.formulas.amounts import Amount
from briefing.facts.formulas.grammar import FormulaError
from briefing.facts.formulas.intervals import OUTWARD
from briefing.facts.quantity import Quantity
from briefing.facts.quantity_text import SCALES, QuantityText

LONGEST = 30
"""Maximum number of digits before the decimal mark of a result."""
_FINE = Decimal(1).scaleb(-24)  # ends that differ by less are equal: thirds have no exact decimal


def format_formula(amount: Amount, unit: QuantityText, decimals: int | None, points: str) -> Quantity:
    """Return the amount as a value. `points` is the word for percentage points.

    Raises FormulaError if the amount has no limit on either side, or is too large.
    """
    stated = amount.stated
    if stated.low.is_infinite() and stated.high.is_infinite():
        raise FormulaError(
            "no-bounds",
            "has a result with neither a lower nor an upper limit",
            "use inputs that limit the result on at least one side",
        )
    largest = max(abs(end) for end in (stated.low, stated.high) if end.is_finite())
    if largest.adjusted() >= LONGEST:
        raise FormulaError("too-long", f"has a result with more than {LONGEST} digits")
    scale = unit.scale or _scale(amount, largest)
    rounder = _Rounder(Decimal(1).scaleb(SCALES.get(scale, 0)), amount.step, decimals)
    bound, low, high = _bounded(amount, rounder)
    measure = replace(amount.measure, unit=points) if amount.measure.points else amount.measure
    numbers = f"{Decimal(low):,}–{Decimal(high):,}" if high else f"{Decimal(low):,}"
    parts = (bound, numbers, "%" if measure.percent else "", scale, measure.currency, measure.unit)
    return Quantity(
        bound=bound,
        low=Decimal(low),
        high=Decimal(high) if high else None,
        low_text=low,
        high_text=high,
        scale=scale,
        unit=measure.unit,
        currency=measure.currency,
        percent=measure.percent,
        written=" ".join(part for part in parts if part),
        counted=True,
    )


def _bounded(amount: Amount, rounder: _Rounder) -> tuple[str, str, str]:
    """Return the bound word and both ends as text; the second end is "" for a single number."""
    stated, possible = amount.stated, amount.possible
    if stated.low.is_infinite():
        word = "up to" if possible.high_in else "fewer than" if "fewer than" in amount.bounds else "less than"
        return word, rounder.up(possible.high), ""
    if stated.high.is_infinite():
        return "at least" if possible.low_in else "more than", rounder.down(possible.low), ""
    if amount.about:
        low, high = rounder.near(stated.low), rounder.near(stated.high)
        # "Nearly" is kept if it was the only bound and is still true of the result.
        nearly = amount.bounds == {"nearly"} and possible.high == stated.high and not possible.high_in
        return "nearly" if nearly and low == high else "about", low, high if high != low else ""
    if stated.is_point:
        return "", rounder.near(stated.low), ""
    low, high = rounder.down(stated.low), rounder.up(stated.high)
    return "", low, high if high != low else ""


def _scale(amount: Amount, largest: Decimal) -> str:
    """Return the scale word that suits the size of the result, at most the largest scale of its inputs."""
    most = max((SCALES[word] for word in amount.scales), default=0)
    choices = [word for word in SCALES if SCALES[word] <= most and (word != "thousand" or word in amount.scales)]
    fitting = [word for word in choices if largest >= Decimal(1).scaleb(SCALES[word])]
    return fitting[-1] if fitting else ""


class _Rounder:
    """Rounding to the last significant digit, or to a fixed number of decimals."""

    def __init__(self, scale: Decimal, step: Decimal | None, decimals: int | None) -> None:
        self.scale = scale
        place = -decimals if decimals is not None else step.adjusted() - scale.adjusted() if step is not None else None
        self.step = Decimal(1).scaleb(place) if place is not None else None

    def near(self, number: Decimal) -> str:
        return self._round(number, ROUND_HALF_UP)

    def down(self, number: Decimal) -> str:
        return self._round(number, ROUND_FLOOR)

    def up(self, number: Decimal) -> str:
        return self._round(number, ROUND_CEILING)

    def _round(self, number: Decimal, rounding: str) -> str:
        scaled = OUTWARD.low.divide(number, self.scale)
        if scaled.adjusted() > _FINE.adjusted():
            # Remove rounding errors of earlier divisions: 3 × (1 ÷ 3) is 1.
            scaled = scaled.quantize(_FINE, ROUND_HALF_EVEN, OUTWARD.low)
        step = self.step
        if step is None:
            return _plain(scaled.normalize(OUTWARD.low))
        steps = OUTWARD.low.divide(scaled, step).to_integral_value(rounding)
        return _plain(OUTWARD.low.multiply(steps, step).quantize(min(step, Decimal(1)), context=OUTWARD.low))


def _plain(number: Decimal) -> str:
    return f"{number:f}" if number else f"{abs(number):f}"
