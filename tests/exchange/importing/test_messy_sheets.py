"""Messy sheets are read as a careful person reads them: no figure gets a unit, date or name that is not its own."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from exchange.importing import messy_sheets
from exchange.importing.sheets_made import delimited, guesses, left_out, load, plan, values, xlsx
from exchange.importing.test_hostile import _with_sheet as with_sheet
from gates.libreoffice import convert
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from briefing.cli.app import app
from briefing.exchange.importing.csv_sheets import read_delimited
from briefing.exchange.importing.date_cells import read_day
from briefing.exchange.importing.footnotes import read_footnotes, split_marks
from briefing.exchange.importing.import_plan import Plan
from briefing.exchange.importing.open_file import read_file
from briefing.exchange.importing.sheet_tables import split_tables
from briefing.facts.ledger import Fact, Ledger
from briefing.problems.problem import BriefingError


def imported(tmp_path: Path, name: str) -> tuple[Plan, Ledger]:
    made = plan(messy_sheets.SHEETS[name](tmp_path / name))
    return made, load(made, tmp_path / "x")


def points(fact: Fact) -> dict[str, str]:
    return {p.label: p.claims[0].value.written if p.claims[0].value else ".." for p in fact.points}


# ------------------------------------------------------------------ the five sheets


def test_units_of_merged_headings_belong_to_the_columns_that_they_span(tmp_path: Path) -> None:
    made, ledger = imported(tmp_path, "s1_spending.xlsx")
    assert ledger.facts["algeria_spending"].unit == "million USD"
    assert points(ledger.facts["algeria_spending"]) == {"2021": "9112", "2022": "9146", "2023": "18264"}
    assert ledger.facts["algeria_share_of_gdp"].unit == "%"
    assert points(ledger.facts["algeria_share_of_gdp"]) == {"2022": "4.8 %", "2023": "8.2 %"}
    assert {f.unit for f in ledger.facts.values() if f.id.endswith("_spending")} == {"million USD"}
    assert "at constant (2023) prices" in ledger.facts["algeria_spending"].note
    assert any(guess.startswith('unit guessed from "Figures are in US$ m.') for guess in guesses(made))


def test_regions_are_groups_and_not_facts(tmp_path: Path) -> None:
    made, ledger = imported(tmp_path, "s1_spending.xlsx")
    assert {f.tags["country"] for f in ledger.facts.values()} == {
        "Algeria",
        "Morocco",
        "Angola",
        "South Sudan",
        "Germany",
    }
    tags = {f.tags["country"]: (f.tags.get("group"), f.tags.get("wider_group")) for f in ledger.facts.values()}
    assert tags == {
        "Algeria": ("North Africa", "Africa"), "Morocco": ("North Africa", "Africa"), "Angola": ("sub-Saharan Africa", "Africa"),
        "South Sudan": ("sub-Saharan Africa", "Africa"), "Germany": ("Europe", None),
    }  # fmt: skip
    assert left_out(made) == {
        "s1_spending.xlsx!Spending!A9": '"Libya" has no figures',
        "s1_spending.xlsx!Spending!A18": '"Yugoslavia" has no figures',
    }
    details = made.sheets[0].details
    assert "24 figures: 24 imported" in details
    assert '11 cells with a sign for "no figure": . ., xxx' in details
    assert "read as groups of rows (tag group): Africa, North Africa, sub-Saharan Africa, Europe" in details


def test_footnotes_become_notes(tmp_path: Path) -> None:
    _, ledger = imported(tmp_path, "s1_spending.xlsx")
    assert ledger.facts["germany_share_of_gdp"].note == "Figures include military aid to Ukraine."
    assert ledger.facts["angola_share_of_gdp"].name == "Angola, Share of GDP"
    assert not re.search("[¹²‡]", "".join(f.name for f in ledger.facts.values()))


def test_a_statistics_office(tmp_path: Path) -> None:
    made, ledger = imported(tmp_path, "s2_office.csv")
    assert values(ledger) == {
        "osterreich_ausfuhr": "80,314,250 thousand EUR", "osterreich_anteil_an_der_ausfuhr": "5.1 %",
        "osterreich_beschaftigte": "12,345", "frankreich_ausfuhr": "116,806,900 thousand EUR",
        "frankreich_anteil_an_der_ausfuhr": "7.3 %", "frankreich_beschaftigte": "9870",
        "turkei_anteil_an_der_ausfuhr": "2.2 %", "faroer_ausfuhr": "1204.5 thousand EUR",
        "faroer_anteil_an_der_ausfuhr": "0.0 %", "insgesamt_ausfuhr": "1,590,063,300 thousand EUR",
        "insgesamt_anteil_an_der_ausfuhr": "100.0 %", "insgesamt_beschaftigte": "22,215",
    }  # fmt: skip
    total = ledger.facts["insgesamt_ausfuhr"]
    assert "land" not in total.tags and total.tags["row"] == "total"
    assert ledger.sources[total.sources[0].source].title == "Außenhandelsstatistik 2023"
    text = made.files["s2_office.yaml"]
    assert "# In the sheet, A3: Stand: 12.03.2024" in text and "© Statistisches Bundesamt" in text
    assert [p.code for p in made.problems] == ["encoding-guessed"]


def test_tables_on_one_sheet_are_reported_and_not_mixed(tmp_path: Path) -> None:
    made, ledger = imported(tmp_path, "s3_dashboard.xlsx")
    told = [p.message for p in made.problems if p.code == "several-tables"]
    assert told == [
        "this sheet has 4 tables, which are imported as topics of their own: A3:C8, E3:G8, A12:D17, G12:H14"
    ]
    assert {t.id: t.title for t in ledger.topics.values()} == {
        "hamburg_container_traffic": "Hamburg: container traffic",
        "rail_freight": "Rail freight",
        "incidents_in_the_area": "Incidents in the area",
        "dashboard": "Dashboard",
    }
    assert values(ledger) == {
        "hamburg_teu": "7700 thousand TEU", "hamburg_calls": "7028", "bremerhaven_teu": "4170 thousand TEU",
        "bremerhaven_calls": "5230", "wilhelmshaven_teu": "530 thousand TEU", "wilhelmshaven_calls": "388",
        "rail_freight_tonnes": "{'2021': '331.2', '2022': '329.7', '2023': '318.4', '2024': '322.6'}",
        "rail_freight_trains": "{'2021': '28170', '2022': '27960', '2023': '27015', '2024': '27330'}",
        "baltimore_injured": "6", "hamburg_injured": "2", "hamburg_depth_m": "15.1", "rotterdam_depth_m": "24",
    }  # fmt: skip
    assert ledger.facts["rail_freight_tonnes"].unit == "million tonnes"
    assert ledger.facts["hamburg_teu"].as_of is None
    day = ledger.facts["baltimore_injured"].date
    assert day is not None and day.iso == "2024-03-26"
    claims = {f.id: f.points[0].claims[0] if f.points else f.claims[0] for f in ledger.facts.values()}
    titles = {name: ledger.sources[claim.sources[0].source].title for name, claim in claims.items()}
    assert titles["hamburg_teu"] == "Port of Hamburg, annual report 2023"
    assert titles["hamburg_injured"] == "Federal Bureau of Maritime Casualty Investigation"
    assert titles["rail_freight_trains"] == titles["rotterdam_depth_m"] == "s3_dashboard.xlsx, sheet Dashboard"
    assert set(left_out(made)) == {"s3_dashboard.xlsx!Dashboard!A1", "s3_dashboard.xlsx!Dashboard!B16"}


def test_treaties_with_counts_of_days_totals_and_notes(tmp_path: Path) -> None:
    made, ledger = imported(tmp_path, "s4_treaties.xlsx")
    canada = ledger.facts["canada_exports"]
    assert (canada.unit, canada.status, canada.note) == ("billion EUR", "unverified", "")
    assert dict(canada.tags) == {"partner": "Canada", "in_force_since": "2017-09-22", "indicator": "Exports"}
    assert ledger.facts["germany_tariff_lines"].tags["in_force_since"] == "2022-12-04"
    assert ledger.facts["germany_tariff_lines"].note == "Transit through Germany only"
    japan = ledger.facts["japan_exports"]
    assert points(japan) == {"2023": "64", "2024": "64.7"}
    assert [p.claims[0].note for p in japan.points] == ["", "provisional"]
    assert not any("44899" in str(value) for value in values(ledger).values())
    assert "date guessed from 44899, read as a spreadsheet's number of days" in guesses(made)
    rows = {f.name: (f.tags.get("row"), f.tags.get("partner")) for f in ledger.facts.values() if "row" in f.tags}
    assert rows == {
        "Subtotal, Exports": ("subtotal", None), "Subtotal, Tariff lines": ("subtotal", None),
        "Subtotal, of which: industrial goods, Exports": ("part", None),
        "Total, Exports": ("total", None), "Total, Tariff lines": ("total", None),
    }  # fmt: skip
    assert ledger.sources[canada.sources[0].source].title == "Europäische Kommission, Handelsstatistik 2024"
    assert left_out(made) == {}


def test_an_export_of_excel(tmp_path: Path) -> None:
    made, ledger = imported(tmp_path, "s5_budget.xlsx")
    assert points(ledger.facts["defence_growth"]) == {"2023": "12.3 %", "2024": "-3.7 %"}
    assert (ledger.facts["defence_expenditure"].unit, ledger.facts["defence_growth"].unit) == ("million EUR", "")
    assert points(ledger.facts["total_expenditure"]) == {"2023": "112620", "2024": "53120"}
    assert ledger.facts["total_staff"].tags == {"row": "total", "indicator": "Staff"}
    assert ledger.facts["defence_staff"].tags["code"] == "14"
    assert values(ledger)["defence_staff"] == "1250"
    assert values(ledger)["health_growth"] == "{'2023': '2.2 %'}" or points(ledger.facts["health_growth"])
    # "+2,2" shows decimal commas, so "(1,230)" can be read in two ways and is not read.
    assert list(left_out(made)) == ["s5_budget.xlsx!Budget!C4"]
    assert [p.code for p in made.problems] == ["hidden-cells", "not-imported"]


# ------------------------------------------------------------------ others of the same kinds


def test_headings_that_are_not_merged_are_a_guess(tmp_path: Path) -> None:
    made, ledger = imported(tmp_path, "n1_energy.csv")
    assert points(ledger.facts["norway_imports"]) == {"2020": "-3.5", "2021": ".."}
    assert ledger.facts["estonia_imports"].unit == "petajoules"
    share = ledger.facts["estonia_self_sufficiency"]
    assert (share.unit, points(share), share.status) == ("%", {"2020": "98", "2021": "101"}, "unverified")
    assert ledger.facts["latvia_imports"].note.startswith("Includes transit.")
    assert ledger.facts["latvia_imports"].tags["group"] == "BALTIC STATES"
    assert ledger.facts["regional_total_imports"].tags == {"row": "total", "indicator": "Imports"}
    assert any("is about this column too" in guess for guess in guesses(made))
    assert ledger.topics["n1_energy"].title == "Energy balance of the region"


def test_tables_below_each_other_without_empty_rows(tmp_path: Path) -> None:
    made, ledger = imported(tmp_path, "n2_stacked.xlsx")
    assert {t.id: len([f for f in ledger.facts.values() if f.topic == t.id]) for t in ledger.topics.values()} == {
        "asylum_applications": 3, "recognition_rate": 2, "returns": 4,
    }  # fmt: skip
    assert points(ledger.facts["germany_asylum_applications"]) == {"2022": "217.8", "2023": "329.1"}
    assert ledger.facts["germany_asylum_applications"].unit == "thousand"
    assert (ledger.facts["france_recognition_rate"].unit, points(ledger.facts["france_recognition_rate"])) == (
        "%", {"2022": "27.6", "2023": "30.7"},
    )  # fmt: skip
    assert left_out(made) == {
        "n2_stacked.xlsx!All!G2": 'beside the tables: "Contact" (G2), "Ms Example" (H2)',
        "n2_stacked.xlsx!All!G3": 'beside the tables: "Printed" (G3), "12 March 2024" (H3)',
    }
    assert "# In the sheet, B11: Note: first-instance decisions only." in made.files["recognition_rate.yaml"]


@pytest.mark.parametrize("saved_by", ["openpyxl", pytest.param("LibreOffice", marks=pytest.mark.reader("calc"))])
def test_raised_marks_are_no_digits_of_a_figure(tmp_path: Path, saved_by: str) -> None:
    path = messy_sheets.sanctions(tmp_path / "n3_sanctions.xlsx")
    if saved_by == "LibreOffice":  # which keeps texts apart from the sheet, as Excel does
        (tmp_path / "saved").mkdir()
        path = convert(path, tmp_path / "saved", "xlsx")
    ledger = load(plan(path), tmp_path / "x")
    assert values(ledger)["ol_betroffene_einfuhr"] == "71000 million EUR"
    assert ledger.facts["ol_betroffene_einfuhr"].note == "Schätzung der Kommission; ohne Pipelines"
    assert ledger.facts["kohle_betroffene_ausfuhr"].tags["inkrafttreten"] == "2022-04-08"
    assert ledger.facts["ol_davon_rohol_betroffene_ausfuhr"].tags["row"] == "part"
    assert values(ledger)["gold_betroffene_ausfuhr"] == "1.2340 million EUR"


# ------------------------------------------------------------------ classes of mess, one by one


@pytest.mark.parametrize(
    ("text", "known", "bare", "marks"),
    [
        ("Germany²", "", "Germany", "2"),
        ("2024ᵃ", "", "2024", "a"),
        ("Canada*", "", "Canada", "*"),
        ("Latvia [1]", "1", "Latvia", "1"),
        ("Exports¹ (EUR bn)", "", "Exports (EUR bn)", "1"),
        ("Angola¹,²", "", "Angola", "1,2"),
        ("Germany2", "2", "Germany", "2"),
        ("45.6 p", "p", "45.6", "p"),
        ("71000¹", "1", "71000", "1"),
        # What could be part of the text stays.
        ("71000¹", "", "71000¹", ""),
        ("Latvia [1]", "", "Latvia [1]", ""),
        ("Area (km²)", "2", "Area (km²)", ""),
        ("Area in km²", "2", "Area in km²", ""),
        ("G7", "7", "G7", ""),
        ("CO2", "2", "CO2", ""),
        ("*", "", "*", ""),
    ],
)
def test_footnote_marks(text: str, known: str, bare: str, marks: str) -> None:
    assert split_marks(text, set(known)) == (bare, marks)


def test_lines_that_are_footnotes() -> None:
    assert [(n.mark, n.text) for n in read_footnotes("a) provisional")] == [("a", "provisional")]
    assert [(n.mark, n.text) for n in read_footnotes("1) x 2) y")] == [("1", "x"), ("2", "y")]
    for text in ("Stand: 2024", "A total of 5", "2024 was bad", "a total of 5 ships"):
        assert read_footnotes(text) == ()


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Figures are in US$ m., at constant (2023) prices", "million USD"),
        ("All values in thousand tonnes unless stated otherwise", "thousand tonnes"),
        ("Angaben in Mrd. EUR", "billion EUR"),
        ("in 1.000 EUR", "thousand EUR"),
        ("Einheit: Prozent", "%"),
        ("En millions d'euros", "million EUR"),
        ("Military expenditure by country in local currency", ""),
        ("Ships in port", ""),
    ],
)
def test_lines_above_the_headings_give_the_unit(tmp_path: Path, line: str, unit: str) -> None:
    rows = [[line], ["Country", "Spending", "Share (%)"], ["Chad", "5", "3"], ["Mali", "6", "4"]]
    ledger = load(plan(delimited(tmp_path / "x.csv", rows)), tmp_path / "x")
    assert (ledger.facts["chad_spending"].unit, ledger.facts["chad_share"].unit) == (unit, "%")


def test_a_figure_of_several_rows_is_not_that_of_each(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        book["S"].merge_cells("A2:A3")
        book["S"].merge_cells("C2:C3")

    rows: list[list[Any]] = [
        ["Region", "Country", "Aid"],
        ["North", "Chad", 5],
        [None, "Mali", None],
        ["South", "Togo", 7],
    ]
    made = plan(xlsx(tmp_path / "x.xlsx", {"S": rows}, merge))
    ledger = load(made, tmp_path / "x")
    assert [f.tags["region"] for f in ledger.facts.values()] == ["North", "South"]
    assert list(values(ledger).values()) == ["5", "7"]


def test_fractions_below_a_heading_in_per_cent_are_doubted(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Country", "Share (%)", "Rate (%)"], ["Chad", 0.123, 12], ["Mali", 0.5, 0.5]]
    ledger = load(plan(xlsx(tmp_path / "x.xlsx", {"S": [*rows, ["Source: World Bank 2024"]]})), tmp_path / "x")
    assert {f.id: f.status for f in ledger.facts.values()} == {
        "chad_share": "unverified", "mali_share": "unverified", "chad_rate": "stated", "mali_rate": "stated",
    }  # fmt: skip


def test_dates_alone_are_facts_too(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Treaty", "In force since"], ["CETA", 43000], ["JEFTA", 43497]]
    ledger = load(plan(xlsx(tmp_path / "x.xlsx", {"S": [*rows, ["Source: EU"]]})), tmp_path / "x")
    assert {f.id: (f.date.iso if f.date else "", f.status) for f in ledger.facts.values()} == {
        "ceta_in_force_since": ("2017-09-22", "unverified"), "jefta_in_force_since": ("2019-02-01", "unverified"),
    }  # fmt: skip


def test_numbers_that_are_no_dates_stay_numbers(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Country", "Troops in force", "Contracts signed", "Exports since 2020"],
        ["Chad", 43000, 25000, 43497],
    ]
    ledger = load(plan(xlsx(tmp_path / "x.xlsx", {"S": [*rows, ["Mali", 40000, 26000, 99]]})), tmp_path / "x")
    assert {"chad_contracts_signed", "chad_exports_since_2020"} < set(ledger.facts)


def test_a_country_without_figures_does_not_head_a_group(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Country", "Exports", "Imports"],
        ["Chad", "1", "2"],
        ["Libya", "", ""],
        ["Mali", "3", "4"],
    ]
    made = plan(delimited(tmp_path / "x.csv", rows))
    assert all("group" not in f.tags for f in load(made, tmp_path / "x").facts.values())
    assert left_out(made) == {"x.csv!A3": '"Libya" has no figures'}


def test_subtotals_of_groups_have_the_names_of_their_groups(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Country", "Exports", "Imports"], ["Africa:", "", ""], ["Chad", "1", "2"], ["Total", "1", "2"],
            ["Asia:", "", ""], ["Iran", "3", "4"], ["Total", "3", "4"], ["World", "", ""], ["Grand total", "4", "6"]]  # fmt: skip
    ledger = load(plan(delimited(tmp_path / "x.csv", rows)), tmp_path / "x")
    totals = [f.name for f in ledger.facts.values() if f.tags.get("row") == "total" and "Exports" in f.name]
    assert totals == ["Total, Africa, Exports", "Total, Asia, Exports", "Grand total, Exports"]


def test_headings_repeated_on_each_page_are_one_table(tmp_path: Path) -> None:
    head = ["Country", "Exports", "Imports"]
    rows: list[list[Any]] = [head, ["Chad", 1, 2], ["Mali", 3, 4], [], head, ["Togo", 5, 6]]
    made = plan(xlsx(tmp_path / "x.xlsx", {"S": rows}))
    assert len(made.sheets) == 1 and left_out(made) == {}
    assert len(load(made, tmp_path / "x").facts) == 6


def test_an_empty_column_inside_a_table_does_not_split_it(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Country", 2022, None, 2023], ["Chad", 1, None, 2], ["Mali", 3, None, 4]]
    made = plan(xlsx(tmp_path / "x.xlsx", {"Exports": rows}))
    assert len(made.sheets) == 1
    assert points(load(made, tmp_path / "x").facts["chad_exports"]) == {"2022": "1", "2023": "2"}


def test_tables_without_a_common_gap_are_told_apart(tmp_path: Path) -> None:
    """No empty row or column goes through the whole sheet."""
    path = xlsx(tmp_path / "x.xlsx", {"S": []})
    book = load_workbook(path)
    for corner, head, figures in (
        ("A1", "Alpha", 1), ("E1", "Beta", 20), ("D6", "Gamma", 300), ("A5", "Delta", 4000),
    ):  # fmt: skip
        start = book["S"][corner]
        for down, row in enumerate([["Place", head], ["Chad", figures], ["Mali", figures + 1]]):
            for across, value in enumerate(row):  # type: ignore[arg-type, var-annotated]
                book["S"].cell(start.row + down, start.column + across).value = value
    book.save(path)
    found = {key: value for key, value in values(load(plan(path), tmp_path / "x")).items() if key.startswith("chad")}
    assert found == {"chad_alpha": "1", "chad_beta": "20", "chad_gamma": "300", "chad_delta": "4000"}


@pytest.mark.parametrize("letters", ["თბილისი", "Ɓamako", "ＡＢＣ", "Tbilisi ①", "ᵃ", "中文", "☎"])
def test_letters_that_no_font_has_do_not_stop_the_brief(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters: str
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [
        ["Name", "Value", "Note", "Source", letters],
        [f"{letters}", "5", letters, letters, letters],
        ["B", "6", "", "", ""],
    ]
    delimited(tmp_path / "x.csv", [[f"Table 1: {letters}"], *rows])
    assert CliRunner().invoke(app, ["import", "x.csv"]).exit_code == 0
    built = CliRunner().invoke(app, ["build", "x"])
    assert built.exit_code == 0, built.output


def test_a_cell_at_the_far_end_is_named_and_costs_no_time(tmp_path: Path) -> None:
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="inlineStr"><is><t>value</t></is></c></row>'
    first = '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2"><v>5</v></c></row>'
    path = with_sheet(tmp_path / "x.xlsx", f'{head}{first}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    began = time.perf_counter()
    made = plan(path)
    assert time.perf_counter() - began < 2
    assert any("XFD1048576" in p.message for p in made.problems)


# ------------------------------------------------------------------ from outside


@pytest.mark.parametrize("name", messy_sheets.SHEETS)
def test_every_messy_sheet_makes_a_brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    messy_sheets.SHEETS[name](tmp_path / name)
    done = CliRunner().invoke(app, ["import", name, "mine"])
    assert done.exit_code == 0, done.output
    told = json.loads(CliRunner().invoke(app, ["check", "mine", "--json"]).stdout)
    assert [p for p in told["problems"] if p["severity"] == "error"] == []
    built = CliRunner().invoke(app, ["build", "mine"])
    assert built.exit_code == 0, built.output


# ------------------------------------------------------------------ nothing is dropped silently


def where_figures_are(made: Plan) -> str:
    """All texts in which a figure, or the place of one, can be found."""
    problems = "\n".join(f"{p.location.file} {p.message}" for p in made.problems)
    return "\n".join([*made.files.values(), problems])


def _is_in(where: str, area: str) -> bool:
    """Return True if a cell is in the area of a table that was not read as a whole."""
    (column, row), (a, b, c, d) = (re.findall("[A-Z]+|[0-9]+", text) for text in (where, area))
    return bool(a <= column <= c and int(b) <= int(row) <= int(d))


def _in_a_named_range(where: str, told: str) -> bool:
    column, row = re.fullmatch(r"([A-Z]+)([0-9]+)", where).groups()  # type: ignore[union-attr]
    ranges = re.findall(r"\b([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)\b", told)
    named = any(a <= column <= c and int(b) <= int(row) <= int(d) and b == d for a, b, c, d in ranges)
    return named or bool(re.search(rf"\b{where}\b", told))


@st.composite
def grids(draw: st.DrawFn) -> list[list[Any]]:
    """Sheets with figures that are all different, among words, gaps, titles, totals and second tables."""
    number = iter(range(100_001, 200_000, 7))
    words = st.sampled_from(
        ["Chad", "Mali", "Total", "Africa", "of which: oil", "", "Germany²", "x", "Source: UN", "a) old", "Togo"]
    )
    heads = st.sampled_from(
        ["Exports", "Imports (EUR m)", "2022", "2023", "Share (%)", "In force since", "Code", "", "Value", "Notes"]
    )

    def table() -> list[list[Any]]:
        width = draw(st.integers(1, 4))
        rows: list[list[Any]] = [
            [draw(st.sampled_from(["Country", "Name", "Year", ""])), *(draw(heads) for _ in range(width))]
        ]
        if draw(st.booleans()):
            rows.insert(0, [draw(st.sampled_from(["Figures in EUR m", "Table 1: Trade", ""])), "", "Group"])
        for _ in range(draw(st.integers(1, 5))):
            cells = [
                draw(st.sampled_from([next(number), next(number), "n/a", "", "5-ish", "x", f"{next(number)}*"]))
                for _ in range(width)
            ]
            rows.append([draw(words), *cells])
        return rows

    sheet = table()
    for _ in range(draw(st.integers(0, 2))):
        if draw(st.booleans()):
            sheet += [[], *table()]
        else:
            other = table()
            for index, row in enumerate(other[: len(sheet)]):
                sheet[index] = [*sheet[index], *[""] * (7 - len(sheet[index])), *row]
    return sheet


def _planned(path: Path) -> Plan | None:
    """The plan; None for a sheet that is refused, which is an error with a hint."""
    try:
        return plan(path)
    except BriefingError as error:
        if not any(p.severity == "error" and p.hint for p in error.problems):
            raise
        return None


@settings(max_examples=60)
@given(grids(), st.sampled_from(["csv", "xlsx"]))
def test_every_figure_is_a_fact_or_named(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]], kind: str
) -> None:
    folder = tmp_path_factory.mktemp("grid")
    try:
        if kind == "csv":
            path = delimited(folder / "x.csv", rows)
        else:
            path = xlsx(folder / "x.xlsx", {"S": [[cell or None for cell in row] for row in rows]})
        made = _planned(path)
        if made is None:
            return
        load(made, folder / "x")
        told = re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", where_figures_are(made))
        codes = ("unknown-layout", "no-headings")
        areas = [p.location.file.rpartition("!")[2] for p in made.problems if p.code in codes]
        for sheet in read_file(path, path.name).sheets:
            for row in sheet.rows:
                for cell in row:
                    number = cell.text.rstrip("*")
                    if number.isdigit() and len(number) == 6:
                        unread = any(_is_in(cell.where, area) for area in areas)
                        assert unread or number in told or _in_a_named_range(cell.where, told), (cell, rows, told)
        for report in made.sheets:
            counts = [
                re.match(r"([0-9,]+) figures?: ([0-9,]+) imported(?:, ([0-9,]+) named)?", line)
                for line in report.details
            ]
            for count in filter(None, counts):
                whole, kept, named = (int((text or "0").replace(",", "")) for text in count.groups())
                assert whole == kept + named
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("name", messy_sheets.SHEETS)
def test_nothing_of_a_messy_sheet_is_lost(tmp_path: Path, name: str) -> None:
    """Every cell with a letter or digit is in a file, or in the report with its text or place."""
    path = messy_sheets.SHEETS[name](tmp_path / name)
    made = plan(path)
    told = re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", where_figures_are(made))
    told += json.dumps([[s.details, s.tags, s.unread] for s in made.sheets], ensure_ascii=False)
    lost = []
    for sheet in read_file(path, path.name).sheets:
        for cell in (cell for row in sheet.rows for cell in row if re.search(r"[^\W_]", cell.text)):
            day = read_day(cell.text, serial=True)
            unmarked = split_marks(cell.text, {"a", "1", "2"})[0]
            joined = re.sub(r"(?<=[0-9])[ .](?=[0-9]{3})", "", unmarked)
            bare = joined.removesuffix(" %").replace(",", ".").strip("()+")
            shapes = (unmarked, bare, bare.rstrip("0").rstrip("."), day.iso if day else cell.text, cell.where)
            words = [part for part in re.findall(r"[A-Za-zÀ-ž]{3,}", cell.text) if part.casefold() in told.casefold()]
            if not (
                words
                or cell.text == "Anzahl"
                or _in_a_named_range(cell.where, told)
                or any(shape in told for shape in shapes)
            ):
                lost.append((cell.where, cell.text))
    assert lost == []


def test_a_unit_at_the_right_of_the_title(tmp_path: Path) -> None:
    rows = [
        ["Trade of the region", "", "EUR million"],
        ["Country", "2022", "2023"],
        ["Chad", "5", "6"],
        ["Mali", "7", "8"],
    ]
    made = plan(delimited(tmp_path / "trade.csv", rows))
    ledger = load(made, tmp_path / "x")
    assert (ledger.topics["trade"].title, ledger.facts["chad_trade"].unit) == ("Trade of the region", "million EUR")


def test_a_table_of_one_file_is_one_table() -> None:
    (sheet,) = read_delimited(b"a,b\nx,1\ny,2\n", "x.csv", "x.csv").sheets
    assert split_tables(sheet).tables == (sheet,)


# ------------------------------------------------------------------ sheets of well-known programs and offices


def test_a_file_of_eurostat(tmp_path: Path) -> None:
    rows = [
        ["Data extracted on 12/03/2024 10:00:00 from [ESTAT]"], ["Dataset:", "Gross domestic product [nama_10_gdp]"], [],
        ["Unit of measure", "", "Million euro"], [], ["TIME", "2021", "", "2022", ""], ["GEO (Labels)", "", "", "", ""],
        ["Belgium", "502521.4", "", "554044.2", "p"], ["Kosovo*", ":", "", "8895.7", "e"], [], ["Special value"], [":", "not available"],
        [], ["Observation flags:"], ["p", "provisional"], ["e", "estimated"],
    ]  # fmt: skip
    made = plan(delimited(tmp_path / "gdp.csv", rows))
    ledger = load(made, tmp_path / "x")
    assert {f.name: points(f) for f in ledger.facts.values()} == {
        "Belgium, Gdp": {"2021": "502521.4", "2022": "554044.2"}, "Kosovo, Gdp": {"2021": "..", "2022": "8895.7"},
    }  # fmt: skip
    assert {f.unit for f in ledger.facts.values()} == {"million EUR"}
    assert [p.claims[0].note for p in ledger.facts["belgium_gdp"].points] == ["", "provisional"]
    assert left_out(made) == {}


def test_years_above_fuller_headings(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["", "2023", "2023", "2024", "2024"], ["Programme", "Cost", "Share", "Cost", "Share"],
            ["Roads", 1200, "25%", 1300, "27%"], ["Rail", 800, "75%", 900, "73%"]]  # fmt: skip
    ledger = load(plan(xlsx(tmp_path / "x.xlsx", {"S": rows})), tmp_path / "x")
    assert {f.name: points(f) for f in ledger.facts.values()} == {
        "Roads, Cost": {"2023": "1200", "2024": "1300"}, "Roads, Share": {"2023": "25%", "2024": "27%"},
        "Rail, Cost": {"2023": "800", "2024": "900"}, "Rail, Share": {"2023": "75%", "2024": "73%"},
    }  # fmt: skip


def test_a_numbered_list_of_incidents(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["No.", "Date", "Country", "Killed"], [1, "03/15/2024", "Mali", 3],
            [2, "04/02/2024", "Niger", "approx. 10"], ["Total", "", "", 13]]  # fmt: skip
    ledger = load(plan(xlsx(tmp_path / "x.xlsx", {"S": rows})), tmp_path / "x")
    assert values(ledger) == {"mali_killed": "3", "niger_killed": "about 10", "total_killed": "13"}
    assert ledger.facts["mali_killed"].tags["no"] == "1"
    assert dict(ledger.facts["total_killed"].tags) == {"row": "total", "indicator": "Killed"}


def test_a_pivot_table(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Sum of Amount", "Column Labels"], ["Row Labels", "2022", "2023", "Grand Total"],
            ["Chad", 4, 8, 12], ["Mali", 6, 12, 18], ["Grand Total", 10, 20, 30]]  # fmt: skip
    ledger = load(plan(xlsx(tmp_path / "x.xlsx", {"Aid": rows})), tmp_path / "x")
    assert points(ledger.facts["chad_aid"]) == {"2022": "4", "2023": "8"}
    assert values(ledger)["chad_grand_total"] == "12"
    assert ledger.facts["grand_total_aid"].tags == {"row": "total"}


def test_tables_with_units_for_headings_are_named_after_their_titles(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Imports 2023", "", None, "Exports 2023", ""], ["Partner", "EUR m", None, "Partner", "EUR m"],
            ["China", 100, None, "US", 90], ["US", 80, None, "China", 70]]  # fmt: skip
    ledger = load(plan(xlsx(tmp_path / "x.xlsx", {"S": rows})), tmp_path / "x")
    assert values(ledger) == {
        "china_imports_2023": "100 million EUR", "us_imports_2023": "80 million EUR",
        "us_exports_2023": "90 million EUR", "china_exports_2023": "70 million EUR",
    }  # fmt: skip
