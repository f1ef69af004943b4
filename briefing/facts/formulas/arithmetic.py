"""Arithmetic with amounts: check units, carry bounds over and track significant digits.

Evaluate the tree of a formula to an `Amount`. Raise `FormulaError` if units do not match, or on division by a
number that may be zero. Independent of facts and of printing.
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
    """Return the amount that a formula evaluates to. `amount_of` looks up the amount of a name."""
    if isinstance(tree, Number):
        return literal(tree.value, percent=tree.percent)
    if isinstance(tree, Operand):
        return amount_of(tree)
    parts = [evaluate(part, amount_of) for part in tree.parts]
    first = parts[0]
    if tree.verb == "negative":
        return replace(first, stated=negate(first.stated), possible=negate(first.possible))
    if tree.verb == "sum":
        total = first
        for part in parts[1:]:
            total = _plus(total, part)
        return total
    second = parts[1]
    if tree.verb == "difference":
        return _minus(first, second)
    if tree.verb == "change" and first.measure.percent and second.measure.percent:
        # From 50% to 52% is 2 percentage points; "rose by 4%" would be misread.
        return _minus(second, first)
    if tree.verb == "product":
        return _times(first, second)
    if tree.verb == "quotient":
        return _over(first, second)
    if tree.verb == "share":
        return replace(_times(_ratio(first, second, "a share"), HUNDRED), measure=Measure(percent=True))
    if first.possible.low <= 0:
        raise FormulaError(
            "divides-by-zero", f"computes {tree.verb} from a number that is or may be zero or negative", ""
        )
    grown = _plus(_ratio(second, first, tree.verb), literal(Decimal(-1)))
    return replace(_times(grown, HUNDRED), step=grown.step and grown.step * 100, measure=Measure(percent=True))


def limit_digits(tree: Tree, amount: Amount) -> Amount:
    """Return the result of a share, growth or change in percent with at most one decimal, or two significant digits below 0.1%.

    Its inputs often justify five digits, which nobody reads. Only the whole formula is limited, never a part of another one.
    """
    if not (isinstance(tree, Call) and tree.verb in ("share", "growth", "change") and amount.measure.percent):
        return amount
    least = Decimal(1).scaleb(min(-1, top_of(amount.stated) - 1))
    return amount if amount.step is not None and amount.step >= least else replace(amount, step=least)


def fit(amount: Amount, unit: QuantityText) -> Amount:
    """Return the amount in the unit that the fact names. Raises FormulaError if that unit does not match."""
    measure = amount.measure
    wanted = Measure(unit.currency, unit.unit, unit.percent)
    if wanted == BARE:
        if measure.mixed:
            message = "multiplies or divides different units, so it needs a unit of its own"
            raise FormulaError("unit-mismatch", message, "add a line such as: unit: USD per soldier")
        return amount
    nameable = measure.mixed or (measure.is_bare and not wanted.currency)
    if wanted.percent and measure.is_bare:
        return replace(_times(amount, HUNDRED), measure=wanted)
    same = (measure.currency, measure.percent, measure.unit.casefold()) == (
        wanted.currency, wanted.percent, wanted.unit.casefold(),
    )  # fmt: skip
    of_money = bool(measure.currency) and measure.currency == wanted.currency
    in_points = measure.points and wanted.unit == "percentage points"
    if not (nameable or same or of_money or in_points):
        raise FormulaError(
            "unit-mismatch",
            f"has the unit {wanted.words()}, but its formula gives {measure.words()}",
            'delete the line "unit:", or change the formula',
        )
    return amount if measure.points else replace(amount, measure=wanted)


# ------------------------------------------------------------------ the four rules


def _merge(a: Amount, b: Amount, stated: Interval, possible: Interval, measure: Measure) -> Amount:
    return Amount(stated, possible, measure, a.about or b.about, None, a.scales | b.scales, a.bounds | b.bounds)


def _both(
    a: Amount, b: Amount, work: Callable[[Interval, Interval, Rounding], Interval | None]
) -> tuple[Interval, Interval] | None:
    stated, possible = work(a.stated, b.stated, NEAREST), work(a.possible, b.possible, OUTWARD)
    return None if stated is None or possible is None else (stated, possible)


def _plus(a: Amount, b: Amount) -> Amount:
    if a.measure.key != b.measure.key or a.measure.mixed:
        message = f"adds or subtracts values with different units: {a.measure.words()} and {b.measure.words()}"
        raise FormulaError("unit-mismatch", message, "use the same unit and currency for both")
    both = _both(a, b, add)
    assert both is not None
    steps = [amount.step for amount in (a, b) if amount.step is not None]
    return replace(_merge(a, b, *both, a.measure), step=max(steps, default=None))


def _minus(a: Amount, b: Amount) -> Amount:
    less = _plus(a, replace(b, stated=negate(b.stated), possible=negate(b.possible)))
    return replace(less, measure=Measure(points=True)) if a.measure.percent else less


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


def _ratio(a: Amount, b: Amount, what: str) -> Amount:
    if a.measure.key != b.measure.key or a.measure.mixed:
        message = f"computes {what} from different units: {a.measure.words()} and {b.measure.words()}"
        raise FormulaError("unit-mismatch", message, "use the same unit and currency for both")
    return _over(a, b)


def _fraction(percent: Amount) -> Amount:
    """Convert a percentage to a fraction: 90% to 0.9."""
    divided = _over(replace(percent, measure=BARE), HUNDRED)
    return replace(divided, scales=percent.scales)


def _exact_to(result: Amount, a: Amount, b: Amount) -> Amount:
    """Return the result with as many significant digits as the less precise of the two amounts."""
    digits = [n for n in (digits_of(a), digits_of(b)) if n is not None]
    if not digits:
        return result
    return replace(result, step=Decimal(1).scaleb(top_of(result.stated) - min(digits) + 1))
