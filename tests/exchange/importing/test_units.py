"""Units, dates and values out of what people write."""

from __future__ import annotations

import pytest

from briefing.exchange.importing.cell_values import UnreadableCell, decimal_mark, read_value
from briefing.exchange.importing.date_cells import looks_american, read_day
from briefing.exchange.importing.sheet_model import Cell
from briefing.exchange.importing.unit_text import Heading, canonical_unit, read_heading
from briefing.exchange.importing.xlsx_sheets import round_as_shown


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("GDP (billion USD)", Heading("GDP", "billion USD")),
        ("GDP [USD bn]", Heading("GDP", "billion USD")),
        ("GDP, billion USD", Heading("GDP", "billion USD")),
        ("GDP (billion USD, 2023)", Heading("GDP", "billion USD", "2023")),
        ("GDP (USD) (2020)", Heading("GDP", "USD", "2020")),
        ("GDP 2024", Heading("GDP", when="2024")),
        ("Exports (US$ m)", Heading("Exports", "million USD")),
        ("Spending (EURm)", Heading("Spending", "million EUR")),
        ("Budget ('000 EUR)", Heading("Budget", "thousand EUR")),
        ("Unemployment (%)", Heading("Unemployment", "%")),
        ("Trade in % of GDP", Heading("Trade", "% of GDP")),
        ("Population (thousands)", Heading("Population", "thousand")),
        ("Troops (soldiers)", Heading("Troops", "soldiers")),
        ("Area (km²)", Heading("Area", "km²")),
        ("GDP (current US$)", Heading("GDP (current US$)", "USD")),
        ("GDP (constant 2015 US$)", Heading("GDP (constant 2015 US$)", "USD")),
        ("2024", Heading("", when="2024")),
        ("2019 [YR2019]", Heading("", when="2019")),
        ("Q1 2024", Heading("", when="2024-01/2024-03")),
        # What is not surely a unit is none: it stays in the name.
        ("GDP (nominal)", Heading("GDP (nominal)")),
        ("Length (m)", Heading("Length (m)")),
        ("Index (2015=100)", Heading("Index (2015=100)")),
        ("Country", Heading("Country")),
    ],
)
def test_headings_are_taken_apart(typed: str, read: Heading) -> None:
    assert read_heading(typed) == read


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("US dollars", "USD"),
        ("mio. EUR", "million EUR"),
        ("USD/tonne", "USD per tonne"),
        ("tonnes, dry", ""),
        ("hello", ""),
        ("", ""),
        ("%", "%"),
    ],
)
def test_units_are_typed_as_the_project_types_them(typed: str, unit: str) -> None:
    assert canonical_unit(typed) == unit


@pytest.mark.parametrize(
    ("typed", "mark", "value"),
    [
        ("about 10 billion USD", "", "about 10 billion USD"),
        ("25,000–30,000", "", "25,000–30,000"),
        ("90 %", "", "90 %"),
        ("10bn", "", "10 billion"),
        ("$1.2m", "", "$1.2 million"),
        ("6,000+", "", "more than 6,000"),
        ("> 5", "", "more than 5"),
        ("(1,234)", "", "-1,234"),
        ("11 000", "", "11,000"),
        ("10 or 12", "", "10–12"),
        ("3,8", "comma", "3.8"),
        ("1.234", "comma", "1234"),
        ("1 234,5", "comma", "1234.5"),
        ("1.234.567,89 €", "comma", "€1,234,567.89"),
        ("12,345,678.9", "point", "12,345,678.9"),
    ],
)
def test_values_are_read_as_people_type_them(typed: str, mark: str, value: str) -> None:
    read = read_value(Cell(typed, "x!A1"), "", mark)  # type: ignore[arg-type]
    assert not isinstance(read, UnreadableCell), read.why
    assert read.text == value


@pytest.mark.parametrize("typed", ["1.234", "1 234,5", "5-ish", "1e5", "3,8", "12/5", "1.2.3"])
def test_what_can_be_read_in_two_ways_is_not_read(typed: str) -> None:
    read = read_value(Cell(typed, "x!A1"), "", "")
    assert isinstance(read, UnreadableCell)
    assert not read.words


def test_every_change_of_a_value_is_told() -> None:
    for typed in ("10bn", "(5)", "over 5", "11 000"):
        read = read_value(Cell(typed, "x!A1"), "", "")
        assert not isinstance(read, UnreadableCell)
        assert f'"{typed}" read as' in " ".join(read.notes)
    same = read_value(Cell("about 5", "x!A1"), "", "")
    assert not isinstance(same, UnreadableCell) and same.notes == ()


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["3,8", "1.000"], "comma"),
        (["3.85", "1,000"], "point"),
        (["1.000", "2.500"], ""),
        (["3,8", "3.85"], ""),
        ([], ""),
    ],
)
def test_a_sheet_shows_its_decimal_mark(texts: list[str], mark: str) -> None:
    assert decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("stored", "shape", "shown"),
    [
        ("33.3333333333", "0.0", "33.3"),
        ("0.125", "0.00", "0.13"),
        ("1234567", "#,##0", "1,234,567"),
        ("-1234.56", "#,##0.0;[Red](#,##0.0)", "-1,234.6"),
        ("33.333 %", "0.0%", "33.3 %"),
        ("1234567", "0.0,,", "1234567"),
        ("1234.5", "General", "1234.5"),
        ("0.004", "0.00", "0.004"),  # a figure never becomes nought
    ],
)
def test_stored_numbers_are_as_exact_as_their_cells_show_them(stored: str, shape: str, shown: str) -> None:
    text, note = round_as_shown(stored, shape)
    assert text == shown
    assert bool(note) == (float(text.replace(",", "").rstrip(" %")) != float(stored.rstrip(" %")))


@pytest.mark.parametrize(
    ("shape", "unit", "value"),
    [
        ('"$"#,##0', "", "5 USD"),
        ("[$€-407] #,##0", "million", "5 million EUR"),
        ("#,##0 [$CHF]", "", "5 CHF"),
        ('"$"#,##0', "billion USD", "5"),
        ('"¥"#,##0', "", "5"),
    ],
)
def test_a_number_format_tells_a_currency(shape: str, unit: str, value: str) -> None:
    read = read_value(Cell("5", "x!A1", "number", shape), unit, "")
    assert not isinstance(read, UnreadableCell)
    assert read.text == value


def test_a_stored_number_is_never_taken_for_thousands() -> None:
    read = read_value(Cell("1.234", "x!A1", "number"), "", "")
    assert not isinstance(read, UnreadableCell) and read.quantity is not None
    assert (read.text, str(read.quantity.low)) == ("1.2340", "1.2340")


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2024", "2024"), ("2024.0", "2024"), ("FY2024", "2024"), ("9 March 2024", "2024-03-09"), ("Mar 2024", "2024-03"),
        ("2024-Q2", "2024-04/2024-06"), ("31/12/2023", "2023-12-31"), ("2024-03-09T00:00:00Z", "2024-03-09"), ("2012–2014", "2012/2014"),
        ("hello", None), ("31/31/2023", None), ("12", None), ("45292", None), ("2024-13-01", None),
    ],
)  # fmt: skip
def test_dates_are_read(typed: str, iso: str | None) -> None:
    day = read_day(typed)
    assert (day.iso if day else None) == iso


def test_a_date_that_can_be_read_in_two_ways_is_a_guess() -> None:
    day = read_day("03/04/2024")
    assert day is not None and day.iso == "2024-04-03" and not day.sure and "the day first" in day.note
    assert looks_american(["03/04/2024", "12/25/2024"])
    assert not looks_american(["03/04/2024", "25/12/2024", "12/25/2024"])
    turned = read_day("03/04/2024", american=True)
    assert turned is not None and turned.iso == "2024-03-04" and "the month first" in turned.note
    counted = read_day("45292", serial=True)
    assert counted is not None and counted.iso == "2024-01-01" and not counted.sure
