from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefing.facts.quantity import Quantity, QuantityError, parse_quantity
from briefing.facts.quantity_text import COMMON_CURRENCIES, CURRENCIES, CURRENCY_WORDS, SYMBOLS
from briefing.language import load_language

ENGLISH = load_language("en-GB")


@pytest.mark.parametrize(
    ("typed", "unit", "printed", "number"),
    [
        ("more than 11,000", "soldiers", "more than 11,000 soldiers", "more than 11,000"),
        ("more than 11,000 soldiers", "", "more than 11,000 soldiers", "more than 11,000"),
        ("about 10 billion USD", "", "about $10 billion", "about $10 billion"),
        ("about $10 billion", "", "about $10 billion", "about $10 billion"),
        ("90 %", "", "90%", "90%"),
        ("90 per cent", "", "90%", "90%"),
        ("1.5% of GDP", "", "1.5% of GDP", "1.5%"),
        ("25,000-30,000", "soldiers", "25,000–30,000 soldiers", "25,000–30,000"),
        ("25,000 to 30,000 soldiers", "", "25,000–30,000 soldiers", "25,000–30,000"),
        ("10 million to 12 million USD", "", "$10–12 million", "$10–12 million"),
        ("11000", "", "11,000", "11,000"),
        ("4000", "", "4000", "4000"),
        ("2012", "", "2012", "2012"),
        ("3.80 million", "", "3.80 million", "3.80 million"),
        ("6,000 sappers and builders", "soldiers", "6,000 sappers and builders", "6,000"),
        ("5 billion RUB", "", "5 billion roubles", "5 billion roubles"),
        ("5 billion won", "", "5 billion won", "5 billion won"),
        ("5 million CHF", "", "CHF 5 million", "CHF 5 million"),
        ("-3.5%", "", "−3.5%", "−3.5%"),
        ("3", "120 mm mortars", "3 120 mm mortars", "3"),
        ("fewer than 10", "ships", "fewer than 10 ships", "fewer than 10"),
    ],
)
def test_a_value_prints_with_and_without_its_unit(typed: str, unit: str, printed: str, number: str) -> None:
    quantity = parse_quantity(typed, unit)
    assert quantity.words(ENGLISH) == printed
    assert quantity.words(ENGLISH, unit=False) == number


@pytest.mark.parametrize(
    ("typed", "unit", "printed"),
    [
        ("34.4", "million USD", "$34.4 million"),
        ("34.4", "USD million", "$34.4 million"),
        ("3 billion", "million USD", "$3 billion"),
        ("500 USD", "million USD", "$500"),
        ("5 tonnes", "million USD", "5 tonnes"),
        ("90", "%", "90%"),
        ("9", "million rounds", "9 million rounds"),
    ],
)
def test_a_value_takes_from_its_unit_only_what_it_lacks(typed: str, unit: str, printed: str) -> None:
    assert parse_quantity(typed, unit).words(ENGLISH) == printed


def test_the_common_currencies_are_currencies() -> None:
    assert {*COMMON_CURRENCIES, *SYMBOLS.values(), *CURRENCY_WORDS.values()} <= CURRENCIES


def test_a_cell_under_a_header_with_the_unit_holds_the_bare_number() -> None:
    quantity = parse_quantity("more than 34.4", "million USD")
    assert (quantity.figure(ENGLISH), quantity.unit_words(ENGLISH)) == ("more than 34.4", "$ million")
    assert parse_quantity("5", "million RUB").unit_words(ENGLISH) == "million roubles"
    assert parse_quantity("5 CHF").unit_words(ENGLISH) == "CHF"
    assert parse_quantity("90%").unit_words(ENGLISH) == "%"


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("4 000", "4,000"),
        ("4\u00a0000", "4,000"),
        ("3,8 million", "3.8 million"),
        ("1.000", "1,000"),
        ("11.000", "11,000"),
        ("1.234.567", "1,234,567"),
        ("1.234,5", "1,234.5"),
        ("1_000", "1,000"),
        ("1,00", "1.00"),
        ("12,34,567", "1,234,567"),
        ("1'000", "1,000"),
        ("007", "7"),
        ("11,00 0", "11,000"),
        ("10bn", "10 billion"),
        ("$5m", "$5 million"),
        ("30km", "30 km"),
        ("6,000+", "more than 6,000"),
        ("over 6,000 men", "more than 6,000 men"),
        ("approx. 5", "about 5"),
        ("abuot 5", "about 5"),
        ("10$", "$10"),
        ("10 billion $", "$10 billion"),
        ("10 USD billion", "10 billion USD"),
        ("3.8 milion", "3.8 million"),
        ("4,000 or 5,000", "4,000–5,000"),
        ("more than 5–6", "5–6"),
        ("", ""),
        ("about half", ""),
        ("12–10", "10–12"),
        ("30-20", "20-30"),
        ("about 30–30 km", "about 30 km"),
        ("more then 12 houses", "more than 12 houses"),
        ("850,000-1 million people", "850,000-1,000,000 people"),
        ("about 500 thousand-1 million people", ""),
        ("Monte Titano 739 m", ""),
        ("8th tee of the course", ""),
        ("1e6", ""),
        ("٣", ""),
        ("1\u200b000", ""),
        ("5-year plan", ""),
        ("¥5", ""),
        ("5 (2024)", ""),
        ("3 million–5 billion", ""),
        ("3 million%", ""),
    ],
)
def test_what_could_be_two_numbers_is_none(typed: str, corrected: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity(typed)
    assert caught.value.corrected == corrected
    if corrected:
        parse_quantity(corrected)


numbers = st.one_of(
    st.integers(0, 10**9).map(lambda n: f"{n:,}"),
    st.decimals(0, 10**7, places=1).map(lambda d: f"{d:,}"),
    st.decimals(0, 10**7, places=2).map(lambda d: f"{d:,}"),
)
bounds = st.sampled_from(["", "about ", "nearly ", "more than ", "at least ", "less than ", "fewer than ", "up to "])
scales = st.sampled_from(["", " thousand", " million", " billion", " trillion"])
measures = st.sampled_from(["", " soldiers", " sappers and builders", "%", " USD", " RUB", " THB", " million"])


@given(bounds, numbers, scales, measures)
def test_a_value_that_is_printed_and_typed_again_is_the_same(bound: str, number: str, scale: str, measure: str) -> None:
    assume(not (scale and measure.strip() in {"million", "%"}))
    first = parse_quantity(f"{bound}{number}{scale}{measure}")
    again = parse_quantity(first.words(ENGLISH))
    assert without_writing(again) == without_writing(first)
    assert number in first.words(ENGLISH)
    assert first.low == Decimal(number.replace(",", ""))


@given(st.text(alphabet="0123456789.,_ '\u00a0\u202f-–kmbn$€%+~", max_size=12))
def test_a_value_is_read_with_all_its_digits_or_not_at_all(typed: str) -> None:
    try:
        quantity = parse_quantity(typed)
    except QuantityError:
        return
    digits = [c for c in typed if c.isdigit()]
    assert [c for c in f"{quantity.low_text}{quantity.high_text}{quantity.unit}" if c.isdigit()] == digits
    assert [c for c in quantity.words(ENGLISH) if c.isdigit()] == digits


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_a_problem(typed: str) -> None:
    with suppress(QuantityError):
        assert parse_quantity(typed, "soldiers").written == typed.strip()


def without_writing(quantity: Quantity) -> tuple[object, ...]:
    low, high = quantity.low_text.replace(",", ""), quantity.high_text.replace(",", "")
    return (quantity.bound, low, high, quantity.scale, quantity.unit, quantity.currency, quantity.percent)
