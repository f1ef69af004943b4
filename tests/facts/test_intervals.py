"""Whatever the numbers are, the result of working with them is inside the result of working with their intervals."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefing.facts.formulas.amounts import Amount, amount_of
from briefing.facts.formulas.arithmetic import evaluate
from briefing.facts.formulas.formatting import format_formula
from briefing.facts.formulas.grammar import FormulaError, Tree, operands, parse_formula
from briefing.facts.formulas.intervals import INFINITY, NEAREST, OUTWARD, Interval, add, divide, multiply, negate, point
from briefing.facts.ledger import Operand
from briefing.facts.quantity import Quantity, parse_quantity
from briefing.facts.quantity_text import QuantityText

NUMBERS = st.decimals(-10_000, 10_000, places=3)
BOUNDS = ("", "about ", "nearly ", "more than ", "at least ", "less than ", "up to ")


@st.composite
def held(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """An interval, and a number that is in it."""
    number = draw(NUMBERS)
    low = draw(st.one_of(st.just(-INFINITY), NUMBERS.filter(lambda n: n <= number)))
    high = draw(st.one_of(st.just(INFINITY), NUMBERS.filter(lambda n: n >= number)))
    low_in = low.is_finite() and (low == number or draw(st.booleans()))
    high_in = high.is_finite() and (high == number or draw(st.booleans()))
    return Interval(low, high, low_in, high_in), number


@given(held(), held())
def test_what_is_inside_stays_inside(a: tuple[Interval, Decimal], b: tuple[Interval, Decimal]) -> None:
    (first, x), (second, y) = a, b
    assert x + y in add(first, second, OUTWARD)
    assert x * y in multiply(first, second, OUTWARD)
    assert -x in negate(first)
    quotient = divide(first, second, OUTWARD)
    if quotient is None:
        assert second.low <= 0 <= second.high
    else:
        assert Fraction(x) / Fraction(y) >= (Fraction(quotient.low) if quotient.low.is_finite() else x - 10**30)
        assert Fraction(x) / Fraction(y) <= (Fraction(quotient.high) if quotient.high.is_finite() else x + 10**30)
        exact = Context(prec=50).divide(x, y)
        assert exact * y != x or exact in quotient


@given(held(), held())
def test_two_intervals_meet_if_a_number_is_in_both(a: tuple[Interval, Decimal], b: tuple[Interval, Decimal]) -> None:
    (first, x), (second, _) = a, b
    if x in second:
        assert first.meets(second)
    assert first.meets(second) == second.meets(first)


def test_single_numbers_stay_single() -> None:
    third = divide(point(Decimal(1)), point(Decimal(3)), NEAREST)
    assert third is not None and third.is_point
    assert not multiply(
        Interval(Decimal(0), Decimal(1)), Interval(Decimal(1), INFINITY, high_in=False), OUTWARD
    ).high_in


@st.composite
def typed(draw: st.DrawFn) -> tuple[Quantity, Decimal]:
    """A value as it could be typed, and a number that it can stand for."""
    bound = draw(st.sampled_from(BOUNDS))
    low = draw(st.decimals(1, 100_000, places=draw(st.integers(0, 2))))
    text = f"{low:f}"
    if bound in ("", "about ") and draw(st.booleans()):
        text += f"–{low + draw(st.integers(1, 50_000)):f}"
    quantity = parse_quantity(f"{bound}{text} soldiers")
    sure = amount_of(quantity).possible
    floor = sure.low if sure.low.is_finite() else sure.high - 1_000_000
    ceiling = sure.high if sure.high.is_finite() else sure.low + 1_000_000
    share = draw(st.integers(0, 1000))
    number = floor + (ceiling - floor) * share / 1000
    assume(number in sure)
    return quantity, number


FORMULAS = ("sum of a, b and c", "difference between a and b", "(a + b) / 2 - c * 3", "ratio of a to b", "share of a in b + c",
            "growth from a to b", "-(a - c) / b", "a / (b / c)")  # fmt: skip
FORMS: dict[str, Callable[[Fraction, Fraction, Fraction], Fraction]] = {
    "sum of a, b and c": lambda a, b, c: a + b + c,
    "difference between a and b": lambda a, b, _: a - b,
    "(a + b) / 2 - c * 3": lambda a, b, c: (a + b) / 2 - c * 3,
    "ratio of a to b": lambda a, b, _: a / b,
    "share of a in b + c": lambda a, b, c: a / (b + c) * 100,
    "growth from a to b": lambda a, b, _: (b - a) / a * 100,
    "-(a - c) / b": lambda a, b, c: -(a - c) / b,
    "a / (b / c)": lambda a, b, c: a / (b / c),
}


def work(tree: Tree, values: dict[str, Quantity]) -> Amount:
    return evaluate(tree, lambda operand: amount_of(values[operand.fact]))


@given(st.sampled_from(FORMULAS), typed(), typed(), typed())
def test_what_is_printed_is_true_of_the_true_numbers(
    formula: str, a: tuple[Quantity, Decimal], b: tuple[Quantity, Decimal], c: tuple[Quantity, Decimal]
) -> None:
    tree = parse_formula(formula)
    assert {operand.fact for operand in operands(tree)} <= {"a", "b", "c"}
    try:
        amount = work(tree, {"a": a[0], "b": b[0], "c": c[0]})
        value = format_formula(amount, QuantityText(), None, "percentage points")
    except FormulaError as error:
        if error.code not in ("divides-by-zero", "no-bounds"):
            raise
        return
    truth = FORMS[formula](*(Fraction(number) for _, number in (a, b, c)))
    sure = amount.possible
    assert (sure.low.is_infinite() or Fraction(sure.low) <= truth) and (
        sure.high.is_infinite() or truth <= Fraction(sure.high)
    )
    if value.bound in ("more than", "at least"):
        assert truth >= Fraction(value.low)
    if value.bound in ("less than", "fewer than", "up to"):
        assert truth <= Fraction(value.low)
    if not value.bound and value.high is not None:
        assert Fraction(value.low) <= truth <= Fraction(value.high)


@given(st.text(alphabet="abc.[]()+-*/, 0123456789%sumofratiobetweenandshareingrowthfromto", max_size=60))
def test_no_text_makes_the_grammar_stumble(text: str) -> None:
    try:
        tree = parse_formula(text)
    except FormulaError as error:
        if error.code not in ("bad-formula", "too-long"):
            raise
        return
    assert all(isinstance(operand, Operand) for operand in operands(tree))


def test_the_longest_and_deepest_formulas_are_read_without_recursion_trouble() -> None:
    assert parse_formula("(" * 11 + "a" + ")" * 11) == Operand("a")
    with pytest.raises(FormulaError, match="more than 12"):
        parse_formula("(" * 200 + "a" + ")" * 200)
