"""A table of series by year: a row for each indicator, a column for each year."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.compose.declared_tables import TableBuilder
from briefing.document.model import FactReference, Table, plain
from briefing.facts.load import load_ledger
from briefing.language import load_language
from briefing.problems.problem import BriefingError

FILES = {
    "dossier.yaml": "title: Economy\nsections:\n  - economy\n",
    "sources.yaml": "imf:\n  title: A\n  date: 2025\nbank:\n  title: B\n  date: 2025\n",
    "economy.yaml": """
title: Economy
facts:
  gdp:
    name: GDP
    unit: billion USD
    series: gdp.csv
    source: imf
    tags:
      kind: Output
  growth:
    name: Real growth
    unit: "%"
    series: growth.csv
    source: bank
    tags:
      kind: Output
  ships:
    name: Ships
    series: ships.csv
    source: bank
    tags:
      kind: Trade
  flat:
    name: Flat
    value: 5 tonnes
    source: imf
""",
    "gdp.csv": "year,value\n2022,1.5\n2023,1.75\n2021,1.25\n",
    "growth.csv": "year,value,source,by\n2022,-3.1,bank,\n2023,2,bank,Bank\n2023,2.5,imf,Fund\n",
    "ships.csv": "year,value\n2021,1 boat\n2022,12 boats\n",
}


def make(folder: Path, columns: str, rows: str = "facts gdp, growth, ships", more: str = "") -> Table:
    entry = f"it:\n  title: By year\n  rows: {rows}\n  columns:\n{columns}{more}"
    for name, text in FILES.items() | {("tables.yaml", entry)}:
        (folder / name).write_text(text, "utf-8")
    ledger, problems = load_ledger(folder, "facts/x")
    assert ledger is not None and [str(p) for p in problems] == []
    return TableBuilder(ledger, load_language("en-GB")).make(ledger.tables["it"])


def rows_of(table: Table) -> list[list[str]]:
    return [[plain(cell.paragraphs[0]) for cell in row.cells] for row in (*table.head, *table.body)]


def test_rows_are_indicators_and_columns_are_years(tmp_path: Path) -> None:
    table = make(tmp_path, "    - name as Indicator\n    - years\n")
    assert rows_of(table) == [
        ["Indicator", "2021", "2022", "2023"],
        ["GDP, $ billion", "1.25", "1.5", "1.75"],
        ["Real growth, %", "–", "−3.1", "2 (Bank, 2023); 2.5 (Fund, 2023)"],
        ["Ships", "1 boat", "12 boats", "–"],
    ]
    assert [c.source for c in table.source[0].citations] == ["imf", "bank"]  # type: ignore[union-attr]
    assert plain(table.notes[0]) == "–: not given."
    refs = [i for row in table.body for cell in row.cells for i in cell.paragraphs[0] if isinstance(i, FactReference)]
    assert ("gdp", "2022", "number", "1.5") in [(r.fact, r.point, r.aspect, r.text) for r in refs]
    assert all(row.cells[0].header for row in table.body)


def test_years_can_be_limited_and_rows_grouped(tmp_path: Path) -> None:
    table = make(tmp_path, "    - name\n    - years 2022 to 2023\n", more="  group_by: kind\n")
    assert [row[0] for row in rows_of(table)] == [
        "Name",
        "Output",
        "GDP, $ billion",
        "Real growth, %",
        "Trade",
        "Ships",
    ]
    assert rows_of(table)[0] == ["Name", "2022", "2023"]


@pytest.mark.parametrize(
    ("rows", "more", "code"), [("facts gdp, flat", "", "not-a-series"), ("facts gdp", "  sort_by: name\n", "bad-order")]
)
def test_what_cannot_be_a_table_by_year_is_a_problem(tmp_path: Path, rows: str, more: str, code: str) -> None:
    with pytest.raises(BriefingError) as caught:
        make(tmp_path, "    - name\n    - years\n", rows, more)
    assert [p.code for p in caught.value.problems] == [code]
