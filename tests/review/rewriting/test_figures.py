"""Figures and dates as a reviewer types them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.facts.dates import PartialDate
from briefing.facts.quantity import parse_quantity
from briefing.facts.quantity_text import BOUNDS, SCALES
from briefing.language import load_language
from briefing.review.rewriting import CannotApply, typed_date, typed_value

ENGLISH = load_language("en-GB")


@pytest.mark.parametrize(
    ("printed", "old", "unit", "typed"),
    [
        ("$5.6–9.8 billion", "3–4 billion USD", "", "5.6–9.8 billion USD"),
        ("$5.6\u00a0billion", "$3 billion", "", "$5.6 billion"),
        ("about 12,000 soldiers", "about 11,000 soldiers", "", "about 12,000 soldiers"),
        ("about 12,000 soldiers", "11,000", "soldiers", "about 12,000"),
        ("about 12,000 soldiers", "11000", "soldiers", "about 12000"),
        ("About 12,000", "11,000", "", "about 12,000"),
        ("45%", "40 %", "", "45 %"),
        ("45%", "40%", "", "45%"),
        ("45%", "40", "%", "45"),
        ("45%", "40 per cent", "", "45 per cent"),
        ("−45%", "−40 %", "", "−45 %"),
        ("more than 1.2 million barrels", "about 2 million barrels", "", "more than 1.2 million barrels"),
        ("$52.9 million", "34.4", "million USD", "52.9"),
        ("$3 billion", "34.4", "million USD", "3 billion"),
        ("3 million roubles", "2 million roubles", "", "3 million roubles"),
        ("CHF 5 million", "CHF 4 million", "", "CHF 5 million"),
        ("CHF 5 million", "4 million CHF", "", "5 million CHF"),
        ("2015", "2012", "", "2015"),
        ("$9.8 billion", "", "", "9.8 billion USD"),
    ],
)
def test_a_figure_is_typed_in_the_manner_of_the_old_one(printed: str, old: str, unit: str, typed: str) -> None:
    assert typed_value(printed, old, unit) == typed


@pytest.mark.parametrize(
    "printed", ["12k", "over 12,000 men", "$5.6bn", "1.000", "12 000", "", "many", "12,000 or 13,000", "45 per cent"]
)
def test_what_would_print_otherwise_is_for_a_person(printed: str) -> None:
    with pytest.raises(CannotApply):
        typed_value(printed, "11,000 soldiers", "")


def test_what_was_not_printed_is_taken_from_the_old_value() -> None:
    assert typed_value("4.2", "3.8 million USD", "", aspect="figure") == "4.2 million USD"
    assert typed_value("about 12,000", "11,000 soldiers", "", aspect="number") == "about 12,000 soldiers"


NUMBERS = st.one_of(
    st.integers(0, 10**7).map(lambda n: f"{n:,}"), st.decimals(0, 999, places=1, allow_nan=False).map(str)
)


@settings(deadline=None)
@given(
    st.sampled_from(["", *(f"{bound} " for bound in BOUNDS)]), NUMBERS, st.sampled_from(["", *(f" {scale}" for scale in SCALES)]),
    st.sampled_from(["", " USD", " soldiers", " EUR", " %"]), st.sampled_from(["3", "about 3 million USD", "11,000 soldiers", "$4", "3 %"]),
    st.sampled_from(["", "soldiers", "million USD", "%"]),
)  # fmt: skip
def test_what_is_typed_prints_as_the_reviewer_wrote_it(  # noqa: PLR0917  # one for each part of a value
    bound: str, number: str, scale: str, tail: str, old: str, unit: str
) -> None:
    try:
        printed = parse_quantity(f"{bound}{number}{scale}{tail}", unit).words(ENGLISH)
    except ValueError:
        return
    assert parse_quantity(typed_value(printed, old, unit), unit).words(ENGLISH) == printed


# ------------------------------------------------------------------ dates

DAYS = st.dates().filter(lambda day: 1000 <= day.year <= 2999)
DATES = st.tuples(DAYS, st.integers(1, 3)).map(
    lambda pair: PartialDate(pair[0].year, pair[0].month if pair[1] > 1 else None, pair[0].day if pair[1] > 2 else None)
)


@settings(deadline=None)
@given(DATES, DATES, st.booleans(), st.booleans())
def test_a_printed_date_is_typed_as_it_was(start: PartialDate, end: PartialDate, ranged: bool, when: bool) -> None:
    date = start
    if ranged and start.key < end.key and start.last_day < end.last_day:
        date = PartialDate(start.year, start.month, start.day, end)
    printed = date.when(ENGLISH) if when else date.words(ENGLISH)
    try:
        typed = typed_date(printed)
    except CannotApply:
        # A day in one year to a month of another: who types such is asked.
        assert date.end is not None
        assert (date.day is None) != (date.end.day is None) or (date.month is None) != (date.end.month is None)
        return
    assert typed == date.iso


@pytest.mark.parametrize("printed", ["31 June 2024", "June", "1/2/2012", "", "soon", "15 Juni 2025"])
def test_what_is_no_date_is_refused(printed: str) -> None:
    with pytest.raises(CannotApply):
        typed_date(printed)
