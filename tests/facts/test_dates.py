from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.facts.quantity import DateError, parse_date
from briefing.language import load_language

ENGLISH = load_language("en-GB")


@pytest.mark.parametrize(
    ("typed", "words", "when"),
    [
        ("2012", "2012", "in 2012"),
        ("2012-09", "September 2012", "in September 2012"),
        ("2012-09-07", "7 September 2012", "on 7 September 2012"),
        ("2023-09/2025-03", "September 2023 to March 2025", "between September 2023 and March 2025"),
        ("2024-06-18/2024-06-19", "18 to 19 June 2024", "between 18 and 19 June 2024"),
        ("2024-05-31/2024-06-19", "31 May to 19 June 2024", "between 31 May and 19 June 2024"),
        ("2024-05/2024-06", "May to June 2024", "between May and June 2024"),
        ("2023/2024", "2023 to 2024", "between 2023 and 2024"),
        ("2023/2024-03-01", "2023 to 1 March 2024", "between 2023 and 1 March 2024"),
    ],
)
def test_a_date_prints_at_the_precision_that_was_typed(typed: str, words: str, when: str) -> None:
    day = parse_date(typed)
    assert (day.words(ENGLISH), day.when(ENGLISH), day.iso) == (words, when, typed)


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("2024-02-30", "2024-02"),
        ("2023-02-29", "2023-02"),
        ("2024-13", "2024"),
        ("2023-09/2024-13", "2023-09/2024"),
        ("2023-02-29/2024-05", "2023-02/2024-05"),
        ("2024-17-09", "2024-09-17"),
        ("17 September 2012", "2012-09-17"),
        ("September 17, 2012", "2012-09-17"),
        ("Sept 2012", "2012-09"),
        ("17/09/2012", "2012-09-17"),
        ("17.9.2012", "2012-09-17"),
        ("9/2012", "2012-09"),
        ("2012/09/17", "2012-09-17"),
        ("2012-9-7", "2012-09-07"),
        ("2012-2014", "2012/2014"),
        ("2012–14", "2012/2014"),
        ("2023-09 to 2025-03", "2023-09/2025-03"),
        ("Q1 2024", "2024-01/2024-03"),
        ("2024-Q4", "2024-10/2024-12"),
        ("2025/2024", "2024/2025"),
        ("2024/2024", "2024"),
        ("1990s", ""),
        ("0999", ""),
        ("12012", ""),
        ("", ""),
        ("２０１２", ""),
    ],
)
def test_what_is_no_date_is_a_problem(typed: str, corrected: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(typed)
    assert caught.value.corrected == corrected


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.sampled_from([4, 7, 10]))
def test_every_date_of_the_calendar_comes_back_as_typed(day: date, precision: int) -> None:
    typed = day.isoformat()[:precision]
    assert parse_date(typed).iso == typed


@given(
    st.dates(date(1000, 1, 1)).filter(lambda d: d.year < 2999),
    st.dates(date(1000, 1, 1)).filter(lambda d: d.year < 2999),
)
def test_dates_sort_as_the_calendar_does(first: date, second: date) -> None:
    keys = parse_date(first.isoformat()).key, parse_date(second.isoformat()).key
    assert (keys[0] < keys[1]) == (first < second)


def test_what_is_less_precise_sorts_first() -> None:
    typed = ["2012", "2012/2014", "2012-01", "2012-01-01", "2012-01-01/2012-01-02", "2012-02", "2013"]
    assert [day.iso for day in sorted(map(parse_date, reversed(typed)), key=lambda day: day.key)] == typed


@given(st.text(max_size=25))
def test_any_text_is_a_date_or_a_problem(typed: str) -> None:
    with suppress(DateError):
        assert parse_date(typed).iso == typed.strip()
