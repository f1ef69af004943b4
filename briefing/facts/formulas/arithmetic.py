"""Sums with amounts: units that fit, bounds that carry over, digits that mean something.

Takes a tree whose names have been looked up, gives an `Amount`, or raises `FormulaError` where units do not fit or something is
divided by what may be nought. Must not know facts or print.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from briefing.facts.formulas.amounts import BARE, Amount, Measure, digits_of, literal, top_of
from briefing.facts.formulas.grammar import Call, FormulaError, Number, Tree
from briefing.facts.formulas.intervals import NEAREST, OUTWARD, Interval, Rounding, add, divide, multiply, negate
from briefing.facts.ledger import Operand
from briefing.facts.quantity_text import QuantityText

HUNDRED = literal(Decimal(100))


def evaluate(tree: Tree, amount_of: Callable[[Operand], Amount]) -> Amount:
    """What a formula comes to. `amount_of` looks a name up."""
    if isinstance(tree, Number):
        return literal(tree.value, percent=tree.percent)
    if isinstance(tree, Operand):
        return amount_of(tree)
    return _call(tree, [evaluate(part, amount_of) for part in tree.parts])


def _call(call: Call, parts: list[Amount]) -> Amount:
    first = parts[0]
    if call.verb == "negative":
        return replace(first, said=negate(first.said), sure=negate(first.sure))
    if call.verb == "sum":
        total = first
        for part in parts[1:]:
            total = _plus(total, part)
        return total
    second = parts[1]
    if call.verb == "difference":
        less = _plus(first, replace(second, said=negate(second.said), sure=negate(second.sure)))
        return replace(less, measure=Measure(points=True)) if first.measure.percent else less
    if call.verb == "product":
        return _times(first, second)
    if call.verb == "quotient":
        return _over(first, second)
    return _share(first, second) if call.verb == "share" else _growth(first, second)


def fit(amount: Amount, unit: QuantityText) -> Amount:
    """The amount in the unit that the fact names, where that is one for it."""
    measure = amount.measure
    wanted = Measure(unit.currency, unit.unit, unit.percent)
    if wanted == BARE:
        if measure.mixed:
            message = "multiplies or divides two different units, so the unit of its result must be typed"
            raise FormulaError("unit-mismatch", message, "add a line such as: unit: USD per soldier")
        return amount
    named = measure.mixed or (measure.is_bare and not wanted.currency)
    if wanted.percent and measure.is_bare:
        return replace(_times(amount, HUNDRED), measure=wanted)
    same = (measure.currency, measure.percent, measure.unit.casefold()) == (
        wanted.currency, wanted.percent, wanted.unit.casefold(),
    )  # fmt: skip
    of_money = bool(measure.currency) and measure.currency == wanted.currency
    in_points = measure.points and wanted.unit == "percentage points"
    if not (named or same or of_money or in_points):
        raise FormulaError(
            "unit-mismatch",
            f"has the unit {wanted.words()}, but its formula gives {measure.words()}",
            'delete the line "unit:", or change the formula',
        )
    return amount if measure.points else replace(amount, measure=wanted)


# ------------------------------------------------------------------ the four rules


def _merge(a: Amount, b: Amount, said: Interval, sure: Interval, measure: Measure) -> Amount:
    return Amount(said, sure, measure, a.about or b.about, None, a.scales | b.scales, a.bounds | b.bounds)


def _both(
    a: Amount, b: Amount, work: Callable[[Interval, Interval, Rounding], Interval | None]
) -> tuple[Interval, Interval] | None:
    said, sure = work(a.said, b.said, NEAREST), work(a.sure, b.sure, OUTWARD)
    return None if said is None or sure is None else (said, sure)


def _plus(a: Amount, b: Amount) -> Amount:
    if a.measure.key != b.measure.key or a.measure.mixed:
        message = f"adds or subtracts different units: {a.measure.words()} and {b.measure.words()}"
        raise FormulaError("unit-mismatch", message, "use the same unit and currency for both")
    both = _both(a, b, add)
    assert both is not None
    steps = [amount.step for amount in (a, b) if amount.step is not None]
    return replace(_merge(a, b, *both, a.measure), step=max(steps, default=None))


def _times(a: Amount, b: Amount) -> Amount:
    if a.measure.percent and not b.measure.is_bare:
        a = _fraction(a)
    elif b.measure.percent and not a.measure.is_bare:
        b = _fraction(b)
    bare = a.measure.is_bare or b.measure.is_bare
    measure = (a.measure if b.measure.is_bare else b.measure) if bare else Measure(mixed=True)
    both = _both(a, b, multiply)
    assert both is not None
    return _exact_to(_merge(a, b, *both, measure), a, b)


def _over(a: Amount, b: Amount) -> Amount:
    if b.measure.percent and not a.measure.percent:
        b = _fraction(b)
    both = _both(a, b, divide)
    if both is None:
        raise FormulaError("divides-by-zero", "divides by a number that is or may be zero", "")
    if a.measure.key == b.measure.key and not a.measure.mixed:
        merged = replace(_merge(a, b, *both, BARE), scales=frozenset())
    else:
        merged = _merge(a, b, *both, a.measure if b.measure.is_bare else Measure(mixed=True))
    return _exact_to(merged, a, b)


def _share(part: Amount, whole: Amount) -> Amount:
    return replace(_times(_ratio(part, whole, "a share"), HUNDRED), measure=Measure(percent=True))


def _growth(before: Amount, after: Amount) -> Amount:
    if before.sure.low <= 0:
        raise FormulaError("divides-by-zero", "computes growth from a number that is or may be zero or negative", "")
    grown = _plus(_ratio(after, before, "growth"), literal(Decimal(-1)))
    return replace(_times(grown, HUNDRED), step=grown.step and grown.step * 100, measure=Measure(percent=True))


def _ratio(a: Amount, b: Amount, what: str) -> Amount:
    if a.measure.key != b.measure.key or a.measure.mixed:
        message = f"computes {what} from different units: {a.measure.words()} and {b.measure.words()}"
        raise FormulaError("unit-mismatch", message, "use the same unit and currency for both")
    return _over(a, b)


def _fraction(percent: Amount) -> Amount:
    """90% as 0.9."""
    divided = _over(replace(percent, measure=BARE), HUNDRED)
    return replace(divided, scales=percent.scales)


def _exact_to(result: Amount, a: Amount, b: Amount) -> Amount:
    """The result with as many digits as the less exact of the two."""
    digits = [n for n in (digits_of(a), digits_of(b)) if n is not None]
    if not digits:
        return result
    return replace(result, step=Decimal(1).scaleb(top_of(result.said) - min(digits) + 1))
