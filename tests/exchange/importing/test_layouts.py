"""The ways in which people lay out sheets, each told apart by looking, and what becomes of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from exchange.importing.sheets_made import delimited, guesses, left_out, load, plan, values, xlsx
from openpyxl import Workbook

from briefing.exchange.importing.sheet_selection import SheetChoice
from briefing.problems.problem import BriefingError

GDP: list[list[Any]] = [["Country", 2021, 2022, 2023], ["France", 2958, 2779, 3031], ["Chad", None, 12.7, 13.1]]


def test_one_fact_a_row_in_any_order_of_columns(tmp_path: Path) -> None:
    made = plan(delimited(tmp_path / "war.csv", [
        ["As of", "Who says so", "Figure", "Unit", "Fact", "Source", "Status", "Region", "Comment"],
        ["2024-10", "Seoul", "more than 11,000", "soldiers", "Soldiers sent", "NIS briefing 2024, p. 3", "disputed", "Kursk", "rounded"],
        ["2023", "", "about 5.5", "bn USD", "Arms sold", "https://example.org/arms", "", "", ""],
    ]))  # fmt: skip
    ledger = load(made, tmp_path / "x")
    assert values(ledger) == {"soldiers_sent": "more than 11,000 soldiers", "arms_sold": "about 5.5 billion USD"}
    fact = ledger.facts["soldiers_sent"]
    assert (fact.name, fact.by, fact.status, fact.note, dict(fact.tags)) == (
        "Soldiers sent", "Seoul", "disputed", "rounded", {"region": "Kursk"},
    )  # fmt: skip
    assert fact.as_of is not None and fact.as_of.iso == "2024-10"
    assert [(c.source, c.locator) for c in fact.sources] == [("nis_briefing_2024", "p. 3")]
    assert ledger.sources["example_org_arms"].url == "https://example.org/arms"
    assert 'unit "bn USD" read as billion USD' in guesses(made)
    assert made.sheets[0].read_as == "one fact per row"
    assert made.sheets[0].tags == ("Region",)


def test_a_row_a_date_gives_a_series_a_column(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Year", "Exports (USD bn)", "Imports (%)"],
        [2019, 10.5, None],
        [2020, None, 0.4],
        [2021, 9, 0.5],
        [2022, None, None],
    ]
    made = plan(xlsx(tmp_path / "trade.xlsx", {"Trade": rows}))  # fmt: skip
    ledger = load(made, tmp_path / "x")
    assert values(ledger) == {
        "exports": "{'2019': '10.5', '2020': '..', '2021': '9'}",
        "imports": "{'2020': '0.4', '2021': '0.5'}",
    }
    assert ledger.facts["exports"].unit == "billion USD"
    assert made.sheets[0].read_as == "series: a row for each year"


def test_dates_across_the_top_give_a_series_a_row(tmp_path: Path) -> None:
    made = plan(xlsx(tmp_path / "gdp.xlsx", {"Sheet1": GDP}))
    ledger = load(made, tmp_path / "x")
    assert values(ledger) == {
        "france_gdp": "{'2021': '2958', '2022': '2779', '2023': '3031'}",
        "chad_gdp": "{'2022': '12.7', '2023': '13.1'}",
    }
    assert dict(ledger.facts["chad_gdp"].tags) == {"country": "Chad"}


def test_figures_across_the_top_give_a_fact_a_cell(tmp_path: Path) -> None:
    def percents(book: Workbook) -> None:
        for row in (2, 3):
            book["Countries"].cell(row, 3).number_format = "0.0%"

    rows: list[list[Any]] = [
        ["Country", "Population (million)", "Literacy"],
        ["France", 68.2, 0.99],
        ["Chad", 17.7, 0.268],
    ]
    made = plan(xlsx(tmp_path / "c.xlsx", {"Countries": rows}, percents))
    ledger = load(made, tmp_path / "x")
    assert values(ledger) == {
        "france_population": "68.2 million", "france_literacy": "99.0 %", "chad_population": "17.7 million", "chad_literacy": "26.8 %",
    }  # fmt: skip
    assert dict(ledger.facts["chad_literacy"].tags) == {"country": "Chad", "indicator": "Literacy"}
    assert 'unit guessed from the heading "Population (million)"' in guesses(made)


def test_a_long_table_gives_a_series_for_each_thing(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Country", "Year", "GDP (USD bn)"],
        *([c, y, n] for c, n in (("France", 1), ("Chad", 2)) for y in (2020, 2021)),
    ]
    made = plan(delimited(tmp_path / "panel.csv", rows))
    assert values(load(made, tmp_path / "x")) == {
        "france_gdp": "{'2020': '1', '2021': '1'}", "chad_gdp": "{'2020': '2', '2021': '2'}",
    }  # fmt: skip


def test_names_that_repeat_are_told_apart_by_another_column(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Indicator", "Country", "Year", "Value"], *(
        [i, c, y, 5] for i in ("GDP", "Debt") for c in ("France", "Chad") for y in (2020, 2021)
    )]  # fmt: skip
    made = plan(delimited(tmp_path / "tidy.csv", rows))
    assert sorted(load(made, tmp_path / "x").facts) == ["chad_debt", "chad_gdp", "france_debt", "france_gdp"]


def test_titles_units_and_sources_around_the_table(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["World figures"],
        ["All figures in billion USD"],
        [],
        *GDP,
        [],
        ["Source: World Bank, WDI 2024"],
        ["Note: current prices"],
    ]
    made = plan(xlsx(tmp_path / "gdp.xlsx", {"GDP": rows}, lambda book: book["GDP"].merge_cells("A1:D1")))
    ledger = load(made, tmp_path / "x")
    assert ledger.topics["gdp"].title == "World figures"
    fact = ledger.facts["france_gdp"]
    assert (fact.unit, fact.status) == ("billion USD", "stated")
    assert ledger.sources[fact.sources[0].source].title == "World Bank, WDI 2024"
    assert 'unit guessed from "All figures in billion USD" above the headings' in guesses(made)


def test_headings_in_two_rows_are_joined(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        [None, 2022, None, 2023, None],
        ["Country", "Exports", "Imports", "Exports", "Imports"],
        ["Chad", 1, 2, 3, 4],
    ]
    made = plan(xlsx(tmp_path / "two.xlsx", {"Trade": rows}))
    ledger = load(made, tmp_path / "x")
    assert values(ledger) == {
        "chad_exports": "{'2022': '1', '2023': '3'}",
        "chad_imports": "{'2022': '2', '2023': '4'}",
    }


def test_dates_are_as_exact_as_their_cells_show_them(tmp_path: Path) -> None:
    def shapes(book: Workbook) -> None:
        for row, shape in enumerate(("yyyy", "mmm yyyy", "dd/mm/yyyy"), 2):
            book["D"].cell(row, 3).number_format = shape

    day = datetime(2024, 3, 1)  # noqa: DTZ001  # as a spreadsheet stores it
    rows: list[list[Any]] = [["Name", "Value", "Date"], ["A", 1, day], ["B", 2, day], ["C", 3, day]]
    ledger = load(plan(xlsx(tmp_path / "d.xlsx", {"D": rows}, shapes)), tmp_path / "x")
    assert [f.date.iso for f in ledger.facts.values() if f.date] == ["2024", "2024-03", "2024-03-01"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_files_of_any_program(tmp_path: Path, encoding: str, separator: str) -> None:
    rows: list[list[Any]] = [
        ["Name", "Value", "Note"],
        ["Café", "1 234,5", "two\nlines, and a semicolon;"],
        ["Zoë", "3,8", 'a "word"'],
    ]
    made = plan(delimited(tmp_path / "x.csv", rows, separator=separator, encoding=encoding))
    ledger = load(made, tmp_path / "x")
    assert values(ledger) == {"cafe": "1234.5", "zoe": "3.8"}
    assert [f.name for f in ledger.facts.values()] == ["Café", "Zoë"]
    assert [f.note for f in ledger.facts.values()] == ["two lines, and a semicolon;", 'a "word"']
    assert any(p.code == "encoding-guessed" for p in made.problems) == (encoding in ("cp1252", "utf-16-le"))


def test_excels_own_first_line_names_the_separator(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("sep=;\nName;Value\nA;1,5\n", "utf-8")
    assert values(load(plan(tmp_path / "x.csv"), tmp_path / "x")) == {"a": "1.5"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            '[{"name": "A", "value": 1.234}, {"name": "B", "value": "about 5", "year": 2024}]',
            {"a": "1.2340", "b": "about 5"},
        ),
        ('{"facts": [{"name": "A", "value": 5}]}', {"a": "5"}),
        ('{"economy": [{"name": "A", "value": 5}], "people": [{"name": "B", "value": 6}]}', {"a": "5", "b": "6"}),
        ('{"a_fact": {"value": 5}, "b_fact": {"value": 6}}', {"a_fact": "5", "b_fact": "6"}),
    ],
)
def test_json_in_its_shapes(tmp_path: Path, text: str, facts: dict[str, str]) -> None:
    (tmp_path / "x.json").write_text(text, "utf-8")
    assert values(load(plan(tmp_path / "x.json"), tmp_path / "x")) == facts


def test_several_sheets_are_several_topics_and_hidden_ones_are_told(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["Secret"].sheet_state = "hidden"

    rows: list[list[Any]] = [["Name", "Value"], ["A", 1]]
    path = xlsx(
        tmp_path / "b.xlsx",
        {"One": rows, "Two words": rows, "Secret": rows, "Readme": [["Read this"], ["first"]], "Empty": []},
        hide,
    )
    made = plan(path)
    ledger = load(made, tmp_path / "x")
    assert list(ledger.topics) == ["one", "two_words"]
    assert list(ledger.facts) == ["a", "a_2"]
    assert {p.code for p in made.problems} == {"hidden-sheet", "unknown-layout", "empty-sheet"}
    assert any('"a" is already used' in guess for guess in guesses(made))
    assert list(load(plan(path, SheetChoice(sheets=("Secret",))), tmp_path / "y").topics) == ["secret"]


def test_cells_that_cannot_be_read_are_told_with_their_place(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Name", "Value", "Year"], ["A", "5-ish", 2024], ["B", 6, "some day"], ["C", 7, 2024],
            ["D", date(2024, 1, 1), 2024], ["E", None, 2024]]  # fmt: skip
    made = plan(xlsx(tmp_path / "budget.xlsx", {"Costs": rows}))
    assert left_out(made) == {
        "budget.xlsx!Costs!B2": '"5-ish": the text after 5 cannot be read',
        "budget.xlsx!Costs!C3": '"some day" cannot be read as a date',
        "budget.xlsx!Costs!B5": '"2024-01-01": it contains a date, not a figure',
        "budget.xlsx!Costs!A6": '"E" has no value',
    }
    assert values(load(made, tmp_path / "x")) == {"b": "6", "c": "7"}


def test_a_value_in_words_is_a_fact_in_words(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Name", "Value"], ["Capital", "N'Djamena"], ["People", "18 million"]]
    ledger = load(plan(delimited(tmp_path / "x.csv", rows)), tmp_path / "x")
    assert ledger.facts["capital"].says == ("Capital: N'Djamena",)


def test_a_statement_gets_its_value_placed(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Statement", "Value", "Source"], ["Exports rose to 5 billion USD.", "5 billion USD", "A"],
            ["Imports fell", "3", "B"],
            ["{vlaue} and {by}", "4", "C"]]  # fmt: skip
    made = plan(delimited(tmp_path / "x.csv", rows))
    load(made, tmp_path / "x")
    text = made.files["x.yaml"]
    assert 'says: "Exports rose to {value}"' in text or "says: Exports rose to {value}" in text
    assert "says: Imports fell ({value})" in text
    assert "says: (vlaue) and (by) ({value})" in text


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("Forecast", "planned"),
        ("confirmed", "stated"),
        ("unverfied", "unverified"),
        ("blah", "unverified"),
        ("withdrawn", "retracted"),
    ],
)
def test_a_status_in_other_words(tmp_path: Path, typed: str, status: str) -> None:
    ledger = load(
        plan(delimited(tmp_path / "x.csv", [["Name", "Value", "Source", "Status"], ["A", "1", "B", typed]])),
        tmp_path / "x",
    )
    assert ledger.facts["a"].status == status


def test_what_names_no_source_is_unverified_and_points_to_its_cell(tmp_path: Path) -> None:
    ledger = load(plan(xlsx(tmp_path / "b.xlsx", {"Costs": [["Name", "Value"], ["A", 1]]})), tmp_path / "x")
    fact = ledger.facts["a"]
    assert fact.status == "unverified"
    assert [(c.source, c.locator) for c in fact.sources] == [("b_costs_sheet", "cell B2")]
    source = ledger.sources["b_costs_sheet"]
    assert (source.title, source.type) == ("b.xlsx, sheet Costs", "spreadsheet")
    named = load(plan(tmp_path / "b.xlsx", SheetChoice(source="Ministry, https://example.org/m")), tmp_path / "y")
    assert named.facts["a"].status == "stated"
    assert named.sources["ministry"].url == "https://example.org/m"


def test_lower_and_upper_bounds_make_a_range(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Name", "Low", "High", "Source"],
        ["A", 1000, 2000, "S"],
        ["B", 5, None, "S"],
        ["C", None, 7, "S"],
        ["D", 3, 3, "S"],
    ]
    ledger = load(plan(xlsx(tmp_path / "b.xlsx", {"B": rows})), tmp_path / "x")
    assert values(ledger) == {"a": "1000–2000", "b": "at least 5", "c": "up to 7", "d": "3"}


def test_a_total_among_other_figures_is_one_of_them(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Country", "Exports", "Total"], ["Chad", 1, 3], ["Mali", 2, 4]]
    ledger = load(plan(xlsx(tmp_path / "b.xlsx", {"B": rows})), tmp_path / "x")
    assert list(ledger.facts) == ["chad_exports", "chad_total", "mali_exports", "mali_total"]


@pytest.mark.parametrize("rows", [[["1", "2"], ["3", "4"]], [["Name", "Value"]], [["words"], ["more words"]], []])
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path: Path, rows: list[list[str]]) -> None:
    with pytest.raises(BriefingError) as caught:
        plan(delimited(tmp_path / "x.csv", rows))
    errors = [p for p in caught.value.problems if p.severity == "error"]
    assert errors and all(p.hint for p in errors)


def test_a_sheet_as_the_world_bank_gives_it(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2021 [YR2021]", "2022 [YR2022]"]
    ]
    for place in ("France", "Chad"):
        rows += [
            [place, place[:3].upper(), "GDP (current US$)", "NY.GDP", 5, ".."],
            [place, "", "Inflation (annual %)", "FP.CPI", 2.5, 3],
        ]
    made = plan(delimited(tmp_path / "wb.csv", rows))
    ledger = load(made, tmp_path / "x")
    assert list(ledger.facts) == [
        "france_gdp_current_us", "france_inflation_annual", "chad_gdp_current_us", "chad_inflation_annual",
    ]  # fmt: skip
    assert values(ledger)["chad_gdp_current_us"] == "{'2021': '5', '2022': '..'}"
    assert (ledger.facts["chad_gdp_current_us"].unit, ledger.facts["chad_inflation_annual"].unit) == ("USD", "%")
    assert 'unit guessed from the name "GDP (current US$)"' in guesses(made)


def test_a_great_many_facts_stand_in_one_table(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Country", "Exports", "Imports"], *([f"Country number {n}", n, n] for n in range(300))]
    made = plan(delimited(tmp_path / "many.csv", rows))
    assert len(load(made, tmp_path / "x").facts) == 600
    assert "rows: facts of many\n" in made.files["tables.yaml"]
    assert made.templates == {"many": '# {{ title }}\n\n{{ table("many_facts") }}\n'}


def test_addresses_behind_cells_are_sources_and_what_is_hidden_is_told(tmp_path: Path) -> None:
    def dress(book: Workbook) -> None:
        sheet = book["Costs"]
        sheet["C2"].hyperlink = "https://example.org/report?a=1&b=2"
        sheet["B3"].hyperlink = "https://example.org/figure"
        sheet["B4"].hyperlink = "mailto:somebody@example.org"
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["D"].hidden = True

    rows: list[list[Any]] = [
        ["Name", "Value", "Source", "Inner"],
        ["A", 1, "Annual report", "x"],
        ["B", 2, None, "y"],
        ["C", 3, None, "z"],
    ]
    made = plan(xlsx(tmp_path / "b.xlsx", {"Costs": rows}, dress))
    ledger = load(made, tmp_path / "x")
    assert ledger.sources["annual_report"].url == "https://example.org/report?a=1&b=2"
    assert ledger.sources["example_org_figure"].url == "https://example.org/figure"
    assert [f.status for f in ledger.facts.values()] == ["stated", "stated", "unverified"]
    assert "source guessed from the link of the cell" in guesses(made)
    told = [p.message for p in made.problems if p.code == "hidden-cells"]
    assert told == ["hidden cells of this sheet were imported too: column D and row 4"]


def test_a_dispute_needs_somebody_and_a_date(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Name", "Value", "Status", "By", "Year", "Source"], ["A", 1, "disputed", "Seoul", 2024, "X"],
            ["B", 2, "disputed", "", 2024, "X"], ["C", 3, "disputed", "Seoul", "", "X"]]  # fmt: skip
    made = plan(delimited(tmp_path / "x.csv", rows))
    ledger = load(made, tmp_path / "x")
    assert [f.status for f in ledger.facts.values()] == ["disputed", "unverified", "unverified"]
    assert sum("the sheet says disputed" in guess for guess in guesses(made)) == 2


def test_a_series_whose_dates_differ_in_status_is_unverified_as_a_whole(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Year", "Exports", "Status", "Source"], [2023, 5, "", "X"], [2024, 6, "forecast", "X"]]
    made = plan(delimited(tmp_path / "x.csv", rows))
    ledger = load(made, tmp_path / "x")
    points = ledger.facts["exports"].points
    assert [p.claims[0].status for p in points] == ["unverified", "unverified"]
    assert [p.claims[0].note for p in points] == ["", "status in the sheet: forecast"]


def test_a_date_that_stands_twice_is_another_series_and_told(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Year", "Exports", "Imports"], [2020, 5, 1], [2020, 6, 2], [2021, 7, 3]]
    made = plan(xlsx(tmp_path / "x.xlsx", {"Trade": rows}))
    assert values(load(made, tmp_path / "x")) == {
        "exports": "{'2020': '5', '2021': '7'}", "imports": "{'2020': '1', '2021': '3'}",
        "exports_2": "{'2020': '6'}", "imports_2": "{'2020': '2'}",
    }  # fmt: skip
    assert [p.location.file for p in made.problems if p.code == "same-name"] == ["x.xlsx!Trade!B3", "x.xlsx!Trade!C3"]


def test_a_name_that_ends_a_sentence_does_not_hide_its_status(tmp_path: Path) -> None:
    made = plan(
        delimited(
            tmp_path / "x.csv",
            [
                ["Name", "Value", "Status"],
                ["Aid etc.", "5", "old"],
                ["Vol. 2 sales", "6", "old"],
                ["Plain", "7", "old"],
            ],
        )
    )
    ledger = load(made, tmp_path / "x")
    assert [f.says[0] for f in ledger.facts.values()][:2] == ["Aid etc (superseded): ", "Vol 2 sales (superseded): "]
    assert [f.name for f in ledger.facts.values()] == ["Aid etc.", "Vol. 2 sales", "Plain"]


def test_a_statement_of_two_sentences_tells_its_status_once(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Statement", "Status"], ["Exports rose. Imports, says Mr. Berg, fell!", "withdrawn"]]
    made = plan(delimited(tmp_path / "x.csv", [[*row, "x"] for row in rows]))
    (fact,) = load(made, tmp_path / "x").facts.values()
    assert fact.says == ("Exports rose; Imports, says Mr. Berg, fell (retracted)",)
    assert fact.worded == "retracted"
