"""Rows of declared tables in order: random quantities by their true values, dates by time, numbers by size, words by letters."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from checks.dossier import BODY, DOSSIER, FACTS, TABLES, check, fact, facts, write
from hypothesis import given
from hypothesis import strategies as st

from briefing.build.pipeline import compose_document
from briefing.document.model import Table, plain
from briefing.facts.quantity import parse_date, parse_quantity
from briefing.facts.sort_order import MixedUnitsError, Sortable, amount_key, order_rows, text_key
from briefing.problems.problem import Problem

SCALES = {"": 1, " thousand": 10**3, " million": 10**6, " billion": 10**9, " trillion": 10**12}
IN_ORDER = [
    "-3 million", "−2.5", "0", "less than 6,000", "up to 6,000", "nearly 6,000", "6,000", "6,000–6,500", "6,000–7,000",
    "at least 6,000", "more than 6,000", "6,001", "500,000", "0.9 million", "9 million", "12 million", "about 100 million",
    "2 billion", "1 trillion",
]  # fmt: skip


def words(rows: list[str], *, descending: bool = False) -> list[str]:
    return [rows[place] for place in order_rows(rows, descending=descending)]


def values(*typed: str) -> list[Sortable]:
    return [(parse_quantity(text),) for text in typed]


# ------------------------------------------------------------------ quantities


@given(st.permutations(IN_ORDER))
def test_bounds_scales_ranges_and_signs_have_one_order(typed: list[str]) -> None:
    cells = values(*typed)
    assert [typed[place] for place in order_rows(cells)] == IN_ORDER
    assert [typed[place] for place in order_rows(cells, descending=True)] == IN_ORDER[::-1]


numbers = st.decimals(-(10**15), 10**15, places=2, allow_nan=False, allow_infinity=False)
scaled = st.tuples(numbers, st.sampled_from(sorted(SCALES)), st.sampled_from(["", "about "]))


@given(st.lists(scaled, max_size=12))
def test_random_quantities_stand_in_the_order_of_their_true_values(drawn: list[tuple[object, str, str]]) -> None:
    true = [Fraction(str(number)) * SCALES[scale] for number, scale, _ in drawn]
    cells = values(*(f"{bound}{number}{scale} EUR" for number, scale, bound in drawn))
    assert order_rows(cells) == sorted(range(len(true)), key=true.__getitem__)
    assert order_rows(cells, descending=True) == sorted(range(len(true)), key=true.__getitem__, reverse=True)


@given(st.lists(st.tuples(st.integers(0, 9999), st.integers(1, 9999)), min_size=2, max_size=8))
def test_ranges_stand_by_their_lower_end_then_by_their_upper(drawn: list[tuple[int, int]]) -> None:
    typed = [(low, low + width) for low, width in drawn]
    cells = values(*(f"{low:,}–{high:,} men" for low, high in typed))
    assert [typed[place] for place in order_rows(cells)] == sorted(typed)


def test_long_numbers_are_not_rounded() -> None:
    cells = values("1" * 40, "1" * 39 + "2", "1" * 39 + "0")
    assert order_rows(cells) == [2, 0, 1]
    assert amount_key(parse_quantity("1" * 40))[0] == Fraction("1" * 40)


def test_rows_that_are_alike_keep_their_order_and_those_with_nothing_stand_last() -> None:
    cells = [*values("5", "about 5"), (), *values("7", "5.0"), ()]
    assert order_rows(cells) == [0, 1, 4, 3, 2, 5]
    assert order_rows(cells, descending=True) == [3, 0, 1, 4, 2, 5]


def test_a_row_of_several_claims_stands_by_the_lowest() -> None:
    cells: list[Sortable] = [
        (parse_quantity("9,000"), parse_quantity("4,000")),
        (parse_quantity("5,000"),),
        (parse_quantity("more than 4,000"),),
    ]
    assert order_rows(cells) == [0, 2, 1]
    assert order_rows(cells, descending=True) == [1, 2, 0]


def test_different_units_have_no_order_but_each_within_its_band() -> None:
    cells = values("9 EUR", "8 tanks", "2 EUR", "7 tanks")
    with pytest.raises(MixedUnitsError) as caught:
        order_rows(cells)
    assert caught.value.units == ("EUR", "tanks")
    assert order_rows(cells, ["money", "arms", "money", "arms"]) == [2, 0, 3, 1]
    with pytest.raises(MixedUnitsError):
        order_rows(cells, ["one", "one", "one", "two"])
    for one, other in (("5%", "5"), ("5 USD", "5 EUR"), ("5%", "5 men")):
        with pytest.raises(MixedUnitsError):
            order_rows(values(one, other))
    assert order_rows(values("2 Tanks", "1 tanks")) == [1, 0]


@pytest.mark.parametrize(
    ("one", "more"),
    [
        ("1 boat", "12 boats"), ("1 boat", "2 Boats"), ("1 country", "3 countries"), ("1 man", "4 men"), ("1 person", "2 people"),
        ("1 box of arms", "2 boxes of arms"), ("1 tonne of rice", "2 tonnes of rice"), ("1 pass", "9 passes"), ("1 aircraft", "2 aircraft"),
    ],
)  # fmt: skip
def test_one_of_a_unit_and_several_are_of_one_unit(one: str, more: str) -> None:
    assert order_rows(values(more, one)) == [1, 0]


# ------------------------------------------------------------------ dates and words


def test_a_date_stands_by_its_last_day_then_by_its_start() -> None:
    typed = [
        "2012-09-17", "2012-09-17/2012-09-18", "2012-09", "2012-10", "2012", "2013-01-01", "2012/2013", "2012-09-17/2013",
    ]  # fmt: skip
    cells: list[Sortable] = [(parse_date(text),) for text in reversed(typed)]
    assert [typed[::-1][place] for place in order_rows(cells)] == typed
    assert [typed[::-1][place] for place in order_rows([*cells, ()], descending=True)[:-1]] == typed[::-1]


@given(st.lists(st.integers(-(10**20), 10**20), min_size=1, max_size=9))
def test_words_that_are_all_numbers_stand_by_their_size(drawn: list[int]) -> None:
    typed = [f"{number:,}" if number % 2 else str(number) for number in drawn]
    assert [drawn[place] for place in order_rows(typed)] == sorted(drawn)


@pytest.mark.parametrize(
    "in_order",
    [
        ["2", "9", "10"],
        ["9.5%", "71%", "100%"],
        ["85", "97", "98", "1,000", "2 million"],
        ["Apfel", "Äpfel", "Apfelsine", "Banane"],
        ["Article 5", "Article 51", "Article 122"],
        ["D9", "d10", "D100"],
        ["9 ships", "1,200 men"],
        ["S/2024/9", "S/2024/215"],
        ["2", "10", "n/a"],
        ["3 ships", "12 tanks"],
        ["10 Downing Street", "Über", "Zebra"],
    ],
)
def test_words_stand_by_letters_and_digits_within_them_by_size(in_order: list[str]) -> None:
    assert words(in_order[::-1]) == in_order
    assert words(in_order, descending=True) == in_order[::-1]


@pytest.mark.parametrize(
    "in_order",
    [
        ["5 October 2023", "12 May 2024", "3 October 2024"],
        ["2023-10-05", "May 2024", "3 October 2024", "2024"],
        ["2012-10-09", "2012", "2013"],
        ["1 a", "5 October 2023", "12 May 2024"],
    ],
)
def test_words_that_are_all_dates_stand_by_time(in_order: list[str]) -> None:
    assert words(in_order[::-1]) == in_order


def test_capitals_make_no_difference() -> None:
    assert words(["b", "A", "a", "B"]) == ["A", "a", "b", "B"]
    assert text_key("UN") == text_key("un")


# ------------------------------------------------------------------ in a brief

SIX = ("9 million EUR", "12 million EUR", "2 billion EUR", "about 100 million EUR", "500,000 EUR", "-3 million EUR")


def declare(sort_by: str, rows: str = "facts a, b, c, d, e, f", columns: tuple[str, ...] = ("name", "value")) -> str:
    listed = "".join(f"    - {column}\n" for column in columns)
    return f"t:\n  title: T\n  rows: {rows}\n  sort_by: {sort_by}\n  columns:\n{listed}"


def table_of(folder: Path, files: dict[str, str]) -> list[list[str]]:
    """The rows of the table t."""
    place = write(folder, {BODY: '# Body\n\n{{ so.says }}.\n\n{{ table("t") }}\n', **files})
    document, problems = compose_document(place, "facts/x", template_folders=[folder / "templates"])
    assert document is not None and [p for p in problems if p.severity == "error"] == []
    table = next(block for block in document.blocks if isinstance(block, Table))
    return [[plain(cell.paragraphs[0]) for cell in row.cells] for row in table.body]


def six(*values: str) -> str:
    so = fact("so", "says: It is so")
    return facts(so, *(fact(name, f"name: {name}", f"value: {v}") for name, v in zip("abcdef", values, strict=False)))


@pytest.mark.parametrize("column", ["value", "number"])
def test_a_column_of_values_is_sorted_by_quantity(column: str, tmp_path: Path) -> None:
    files = {FACTS: six(*SIX), TABLES: declare(column)}
    assert [row[0] for row in table_of(tmp_path, files)] == list("feabdc")
    files[TABLES] = declare(f"{column} descending")
    assert [row[0] for row in table_of(tmp_path, files)] == list("cdbaef")


def test_a_hundred_per_cent_is_most(tmp_path: Path) -> None:
    files = {FACTS: six("98%", "97%", "85%", "71%", "100%"), TABLES: declare("value descending", "facts a, b, c, d, e")}
    assert [row[0] for row in table_of(tmp_path, files)] == list("eabcd")


def test_a_fact_without_a_value_stands_last_both_ways(tmp_path: Path) -> None:
    entries = facts(
        fact("so", "says: It is so"), fact("a", "name: a"), fact("b", "name: b", "value: 9"), fact("c", "name: c", "value: 10")
    )  # fmt: skip
    for order, expected in (("value", "bca"), ("value descending", "cba")):
        files = {FACTS: entries, TABLES: declare(order, "facts a, b, c")}
        assert [row[0] for row in table_of(tmp_path, files)] == list(expected)


def test_each_claim_of_a_disputed_fact_is_a_row_of_its_own_and_a_fact_told_whole_stands_by_the_lowest(
    tmp_path: Path,
) -> None:
    lines = "claims:\n      high:\n        value: 12,000\n        by: X\n        source: mod\n      low:\n        value: 900\n"
    entries = facts(
        fact("so", "says: It is so"),
        fact("a", "name: a", f"{lines}        by: Y\n        source: nis"),
        fact("b", "name: b", "value: 2,000"),
        fact("c", "name: c", "value: 800"),
    )
    files = {FACTS: entries, TABLES: declare("value", "facts a, b, c")}
    assert table_of(tmp_path, files) == [["c", "800"], ["a (Y)", "900"], ["b", "2,000"], ["a (X)", "12,000"]]
    files[TABLES] = declare("value", "facts a, b, c", ("name", "source"))
    assert [row[0] for row in table_of(tmp_path, files)] == list("cab")


def test_points_of_a_series_are_sorted_by_what_they_say_and_by_date(tmp_path: Path) -> None:
    series = fact("a", "name: a", "says: It was {value}", "unit: million USD", "series: a.csv")
    files = {
        FACTS: facts(fact("so", "says: It is so"), series),
        "facts/x/a.csv": "year,value\n2021,98\n2022,3.8\n2023,100\n",
        TABLES: declare("value", "facts a", ("date", "value")),
    }
    assert [row[0] for row in table_of(tmp_path, files)] == ["2022", "2021", "2023"]
    files[TABLES] = declare("date descending", "facts a", ("date", "value"))
    assert [row[0] for row in table_of(tmp_path, files)] == ["2023", "2022", "2021"]


def test_dates_sort_by_the_date_that_the_column_prints(tmp_path: Path) -> None:
    entries = facts(
        fact("so", "says: It is so"),
        fact("a", "name: a", "value: 1", "date: 2012-09-17", "as_of: 2015"),
        fact("b", "name: b", "value: 2", "date: 2012", "as_of: 2016-01-01"),
        fact("c", "name: c", "value: 3", "date: 2012-09", "as_of: 2013"),
        fact("d", "name: d", "value: 4"),
    )
    for order, expected in (
        ("date", "acbd"), ("when", "acbd"), ("date descending", "bcad"), ("as_of", "cabd"), ("as_of descending", "bacd"),
    ):  # fmt: skip
        files = {FACTS: entries, TABLES: declare(order, "facts a, b, c, d")}
        assert [row[0] for row in table_of(tmp_path, files)] == list(expected), order


def test_a_tag_of_numbers_is_sorted_by_their_size(tmp_path: Path) -> None:
    tagged = [
        fact(name, f"name: {name}", f"tags:\n      item: {item}") for name, item in zip("abc", (2, 10, 9), strict=True)
    ]
    files = {
        FACTS: facts(fact("so", "says: It is so"), *tagged),
        TABLES: declare("item", "facts a, b, c", ("name", "item")),
    }
    assert [row[1] for row in table_of(tmp_path, files)] == ["2", "9", "10"]


def test_records_and_tags_that_are_dates_are_sorted_by_time(tmp_path: Path) -> None:
    days = ("5 October 2024", "12 May 2024", "2023-12-01")
    entries = [
        fact(name, f"name: {name}", "value: 1", f"record: {day}", f"tags:\n      day: {day}")
        for name, day in zip("abc", days, strict=True)
    ]
    for column in ("record", "day"):
        files = {
            FACTS: facts(fact("so", "says: It is so"), *entries),
            TABLES: declare(column, "facts a, b, c", ("name", column)),
        }
        assert [row[0] for row in table_of(tmp_path, files)] == ["c", "b", "a"], column


def test_one_of_a_unit_is_sorted_and_drawn_with_several(tmp_path: Path) -> None:
    files = {FACTS: six("12 boats", "1 boat", "2 boats"), TABLES: declare("value", "facts a, b, c")}
    assert [row[0] for row in table_of(tmp_path, files)] == ["b", "c", "a"]
    drawn = "f:\n  title: T\n  chart: column\n  rows: facts a, b, c\n"
    body = '# Body\n\n{{ so.says }}.\n\n{{ table("t") }}\n\n{{ figure("f") }}\n'
    found = check(tmp_path, {**files, BODY: body, "facts/x/figures.yaml": drawn})
    assert [p for p in found if p.severity == "error"] == []


def test_different_units_in_one_column_are_a_problem_at_the_line(tmp_path: Path) -> None:
    body = '# Body\n\n{{ so.says }}, see {{ ref("t") }}.\n\n{{ table("t") }}\n'
    found = check(
        tmp_path, {FACTS: six("9 tanks", "12 EUR"), TABLES: declare("value", "facts a, b"), BODY: body}
    )  # fmt: skip
    assert [p for p in found if p.severity == "error"] == [
        Problem(
            "mixed-units",
            'this table cannot be sorted by values in different units: "tanks" and "EUR"',
            found[0].location,
            "sort by another column, or give each unit a band of its own with group_by:",
        )
    ]
    assert (found[0].location.file, found[0].location.line) == (TABLES, 4)


def test_bands_of_different_units_are_each_sorted_by_themselves(tmp_path: Path) -> None:
    pairs = zip("abcd", ("9 tanks", "12 EUR", "10 tanks", "2 EUR"), ("arms", "money") * 2, strict=True)
    tagged = [fact(name, f"name: {name}", f"value: {v}", f"tags:\n      kind: {kind}") for name, v, kind in pairs]
    declared = declare("value descending", "facts a, b, c, d").replace("  sort_by", "  group_by: kind\n  sort_by")
    files = {FACTS: facts(fact("so", "says: It is so"), *tagged), TABLES: declared}
    assert [row[0] for row in table_of(tmp_path, files)] == ["arms", "c", "a", "money", "b", "d"]


def test_judgements_are_sorted_by_their_scales_and_horizons(tmp_path: Path) -> None:
    judged = "".join(
        f"{name}:\n  text: it will be {name}\n  likelihood: {likely}\n  horizon: {horizon}\n  confidence: {sure}\n  basis: so\n"
        for name, likely, horizon, sure in (
            ("a", "likely", "2027-06", "moderate"), ("b", "almost certain", "2028", "low"), ("c", "unlikely", "2027-01", "high"),
        )
    )  # fmt: skip
    dossier = (
        "title: Arms\ninformation_cut_off: 2026-01-15\ntemplate: mine\nlikelihood_scale: icd203\nsections:\n  - body\n"
    )
    for order, expected in (
        ("likelihood", "cab"), ("bar descending", "bac"), ("confidence", "bac"), ("horizon", "cab"), ("text descending", "cba"),
    ):  # fmt: skip
        files = {
            DOSSIER: dossier, "facts/x/judgements.yaml": judged, TABLES: declare(order, "judgements", ("text", "horizon")),
        }  # fmt: skip
        assert [row[0][-1] for row in table_of(tmp_path, files)] == list(expected), order
