"""`briefing export`: facts for spreadsheets and programs, and what a release withholds."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from briefing.cli.app import app

SOURCES = """\
mod_2025:
  title: Update on the war
  publisher: MoD
  date: 2025-06-15
  url: https://example.org/update
  reliability: B
  note: seen by us only
agent_2025:
  title: Report of an agent
  undated: a talk
"""
FACTS = """\
title: Soldiers
facts:
  troops:
    name: Soldiers sent
    says: Pyongyang sent {value} into combat
    value: more than 11,000 soldiers
    date: 2024-10-12
    as_of: 2025-06
    by: the MoD
    source: mod_2025, par. 3
    note: between us
    tags:
      timeline: war
  money:
    name: =SUM(A1)
    value: 5.6–9.8 billion USD
    source: mod_2025
    passage: the words relied on
  loss:
    name: Loss
    value: -5 %
    source: mod_2025
    status: unverified
  secret:
    name: Stockpile
    value: about 300 shells
    source: agent_2025
    tlp: AMBER
  trade:
    name: Trade
    unit: million USD
    series: trade.csv
    source: mod_2025
  both:
    name: Both
    derive: sum of troops and troops
"""
SERIES = 'year,value,source\n2022,3.8,\n2023,..,\n2024,"1,052.9",\n'


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("facts/x")
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text("title: War\ndate: 2025-07-01\ngrades: shown\n", "utf-8")
    for name, text in (("sources.yaml", SOURCES), ("soldiers.yaml", FACTS), ("trade.csv", SERIES)):
        (folder / name).write_text(text, "utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def exported(*options: str) -> dict[str, Any]:
    done = run("export", "x", "-o", "x.json", *options)
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(Path("x.json").read_text("utf-8"))
    return told


def facts(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {fact["id"] + (f"[{fact['point']}]" if "point" in fact else ""): fact for fact in told["facts"]}


def test_json_tells_everything_of_a_fact() -> None:
    told = exported()
    assert (told["schema"], told["title"], told["marking"]) == ("briefing/export/1", "War", "TLP:AMBER")
    assert facts(told)["troops"] == {
        "id": "troops", "topic": "soldiers", "name": "Soldiers sent", "says": "Pyongyang sent {value} into combat",
        "value": "more than 11,000 soldiers", "bound": "more than", "number": 11000, "lower": 11000, "unit": "soldiers",
        "date": "2024-10-12", "as_of": "2025-06", "by": "the MoD", "status": "stated", "tags": "timeline: war",
        "source": "mod_2025, par. 3", "source_titles": "Update on the war", "source_urls": "https://example.org/update",
        "note": "between us", "typed": "facts/x/soldiers.yaml:6",
    }  # fmt: skip
    money = facts(told)["money"]
    assert (money["lower"], money["upper"], money["unit"], "number" in money) == (5.6, 9.8, "billion USD", False)
    assert facts(told)["trade[2023]"]["value"] == ".."
    assert facts(told)["trade[2024]"]["number"] == 1052.9
    assert facts(told)["both"]["formula"] == "sum of troops and troops"
    assert told["sources"][0]["reliability"] == "B"


def test_the_spreadsheet_has_numbers_dates_and_a_sheet_of_sources() -> None:
    done = run("export", "x")
    assert done.stdout == "out/x.facts_TLP-AMBER.xlsx  8 rows\n"
    book = load_workbook("out/x.facts_TLP-AMBER.xlsx")
    assert book.sheetnames == ["Facts", "Sources"]
    sheet = book["Facts"]
    rows = list(sheet.iter_rows())
    at = {str(cell.value): place for place, cell in enumerate(rows[0])}
    assert all(cell.font.bold for cell in rows[0]) and sheet.freeze_panes == "A2"
    troops = rows[1]
    assert (troops[at["number"]].value, troops[at["number"]].data_type) == (11000, "n")
    assert troops[at["date"]].value == datetime(2024, 10, 12)  # noqa: DTZ001  # as openpyxl reads it
    assert troops[at["as of"]].value == "2025-06"
    formula = rows[2][at["name"]]
    assert (formula.value, formula.data_type) == ("=SUM(A1)", "s")
    assert not any(cell.data_type == "f" for row in rows for cell in row)
    assert book["Sources"]["B2"].value == "Update on the war"
    assert book.properties.category == "TLP:AMBER"


def test_csv_opens_in_a_spreadsheet_program_and_runs_nothing() -> None:
    run("export", "x", "--format", "csv")
    data = Path("out/x.facts_TLP-AMBER.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[1]["name"] == "'=SUM(A1)"
    assert (rows[2]["value"], rows[2]["number"]) == ("'-5 %", "-5")
    texts = [cell for row in rows for name, cell in row.items() if name not in ("number", "lower", "upper")]
    assert not any(text.startswith(("=", "+", "-", "@", "\t")) for text in texts)


def test_the_same_dossier_makes_the_same_bytes() -> None:
    for folder in ("one", "two"):
        run("export", "x", "-o", folder, "-f", "xlsx", "-f", "csv", "-f", "json")
    for path in Path("one").iterdir():
        assert path.read_bytes() == Path("two", path.name).read_bytes(), path


def test_a_release_withholds_what_a_build_withholds() -> None:
    with Path("facts/x/dossier.yaml").open("a", encoding="utf-8") as file:
        file.write("marking: TLP:CLEAR\n")
    done = run("export", "x", "--release", "CLEAR", "-f", "json", "-f", "csv", "-f", "xlsx")
    assert done.exit_code == 0
    assert "x: withheld from TLP:CLEAR: 1 of 6 facts, 1 of 2 sources" in done.stderr
    assert sorted(path.name for path in Path("out").iterdir()) == [
        f"x.facts_TLP-CLEAR.{kind}" for kind in ("csv", "json", "xlsx")
    ]
    told = json.loads(Path("out/x.facts_TLP-CLEAR.json").read_text("utf-8"))
    assert "secret" not in facts(told)
    whole = json.dumps(told)
    for hidden in (
        "Stockpile",
        "agent",
        "between us",
        "seen by us only",
        "soldiers.yaml",
        "words relied on",
        "reliability",
    ):
        assert hidden not in whole, hidden
    text = Path("out/x.facts_TLP-CLEAR.csv").read_text("utf-8-sig")
    assert "Stockpile" not in text and "between us" not in text
    book = load_workbook("out/x.facts_TLP-CLEAR.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any("Stockpile" in cell or "agent" in cell or "between us" in cell for cell in cells)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nothing"], 2, "unknown-dossier"),
        (["x", "-o", "x.csv", "-f", "json"], 2, "one-file"),
        (["x", "russia-north-korea", "-o", "x.csv"], 2, "one-file"),
        (["x", "--release", "PURPLE"], 2, "bad-tlp"),
        (["broken"], 1, "error["),
    ],
)
def test_what_cannot_be_exported_is_told(arguments: list[str], code: int, told: str) -> None:
    Path("facts/broken").mkdir()
    Path("facts/broken/dossier.yaml").write_text("title: B\n", "utf-8")
    done = run("export", *arguments)
    assert done.exit_code == code
    assert told in done.stderr
    assert not Path("out").exists() and not Path("x.csv").exists()


def test_without_a_dossier_all_are_exported() -> None:
    assert run("export", "-f", "json").stdout == "out/x.facts_TLP-AMBER.json  8 rows\n"
