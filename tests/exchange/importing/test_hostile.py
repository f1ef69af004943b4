"""Sheets that mean harm or are simply odd: each gives files that can be read, or a problem that says where and why."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from exchange.importing.sheets_made import delimited, left_out, load, plan, values, xlsx
from hypothesis import given
from hypothesis import strategies as st

from briefing.exchange.importing import csv_sheets as reader
from briefing.exchange.importing.sheet_model import MAX_ROWS
from briefing.exchange.importing.yaml_writer import Group, Line, write_csv, write_yaml
from briefing.facts.ids import AFTER_FACT, TEMPLATE_NAMES
from briefing.facts.yaml_reader import parse_yaml
from briefing.files.characters import CONTROL
from briefing.problems.problem import BriefingError

NAUGHTY = [
    "=1+1", "+SUM(A1)", "-2+3", "@cmd", '=HYPERLINK("https://example.org")', "{{ x }}", "{% raw %}", "{value}", "{vlaue}", "# hash",
    "a: b", "a #b", "- item", "* x", "&anchor", "!tag", "|", ">", "'", '"', "\\", "%", "`x`", "key:", "? q", "[1, 2]", "{a: b}", "---",
    "...", "null", "true", "<script>", "a\tb", "a\nb", "a\r\nb", "\x00", "\x07bell", "\x85", "\u2028", "\ufeffmark", "\u202eturned",
    "\u200ffrom right", "שלום", "مرحبا", "\ue000private", "\ud7ff", "e\u0301" * 40, "👩‍👩‍👧", "𝕏", "한국", "１２", "٣", "−5", "1" * 400,
    "1e999", "NaN", "Infinity", "-0", "0x10", "1,2,3", "../../etc/passwd", "C:\\x", "source; other", "mod_2025, p. 3", "a_b", "x" * 5000,
    "2024-02-30", "31/31/2024", "9999", "12:30", "https://", "https://exa mple.org", "javascript:alert(1)", "www.example.org/a;b",
]  # fmt: skip
HEADS = ["Name", "Value", "Year", "Source", "Note", "Unit", "By", "Status", "Tags", "Region", "Statement", "URL", "Id"]


def told(error: BriefingError) -> None:
    """Every problem says what is wrong and where."""
    assert error.problems
    assert all(p.code and p.message and p.location.file for p in error.problems)


@pytest.mark.parametrize("text", NAUGHTY)
@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_naughty_texts_in_every_column(tmp_path: Path, text: str, kind: str) -> None:
    rows: list[list[Any]] = [HEADS, ["Fine", "5", *[""] * (len(HEADS) - 2)]]
    rows += [["Fact", "7", "2024", *[""] * (len(HEADS) - 3)] for _ in HEADS]
    for place, row in enumerate(rows[2:]):
        row[place] = text
    path = tmp_path / f"x.{kind}"
    if kind == "csv":
        delimited(path, rows)
    elif kind == "json":
        path.write_text(json.dumps([dict(zip(HEADS, row, strict=True)) for row in rows[1:]]), "utf-8")
    else:
        try:
            xlsx(path, {"Facts": rows})
        except Exception:  # noqa: BLE001  # what openpyxl will not write, no spreadsheet holds
            pytest.skip("no spreadsheet can hold it")
    if (kind, text) == ("csv", "\x00"):
        with pytest.raises(BriefingError, match="not text"):
            plan(path)
        return
    made = plan(path)
    ledger = load(made, tmp_path / "x")
    assert values(ledger)["fine"] == "5"


@given(
    st.lists(st.lists(st.text(max_size=12) | st.sampled_from(NAUGHTY), min_size=1, max_size=5), min_size=1, max_size=6)
)
def test_any_table_of_any_text(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("any")
    try:
        (folder / "x.json").write_text(json.dumps([dict(enumerate(row)) for row in rows]), "utf-8")
        made = plan(folder / "x.json")
    except BriefingError as error:
        told(error)
        return
    load(made, folder / "x")


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8)), min_size=1, max_size=5))
def test_any_text_below_known_headings(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("known")
    told_of = [{"name": a, "value": f"{n}", "note": b, "source": c, "region": a} for n, (a, b, c) in enumerate(rows)]
    (folder / "x.json").write_text(json.dumps([*told_of, {"name": "Fine", "value": 5}]), "utf-8")
    load(plan(folder / "x.json"), folder / "x")


@given(
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")), min_size=1).map(
        lambda t: " ".join(t.split())
    )
)
def test_what_is_typed_reads_back(text: str) -> None:
    if not text or "\ufeff" in text or CONTROL.search(text):
        return
    made, _ = write_yaml([Group("fact", (Line("name", text, f"looks {text}"), Group("tags", (text, "b"))))], "x.yaml")
    node, problems = parse_yaml(made, "x.yaml")
    found = {p.code for p in problems} - {"right-to-left", "direction-mark", "too-long"}
    assert found == set(), (made, problems)
    assert node is not None
    if not problems:
        assert node.plain() == {"fact": {"name": text, "tags": [text, "b"]}}


@pytest.mark.parametrize("name", sorted({*TEMPLATE_NAMES, "class", "lambda", "True", "None"}))
def test_names_that_mean_something_in_a_template(tmp_path: Path, name: str) -> None:
    made = plan(delimited(tmp_path / "x.csv", [["Name", "Value"], [name, "5"], ["Other", "6"]]))
    ledger = load(made, tmp_path / "x")
    assert len(ledger.facts) == 2


def test_headings_that_a_tag_cannot_have(tmp_path: Path) -> None:
    heads = [
        name
        for name in sorted(AFTER_FACT)
        if name in ("grade", "points", "first", "title", "topic", "range", "was", "latest", "origin")
    ]
    rows = [["Name", "Value", *heads], ["A", "5", *["x" for _ in heads]]]
    ledger = load(plan(delimited(tmp_path / "x.csv", rows)), tmp_path / "x")
    assert set(ledger.facts["a"].tags) >= {"grade_tag", "range_tag", "origin_tag"}


def test_topics_that_are_named_like_a_dossiers_own_files(tmp_path: Path) -> None:
    rows = [["Name", "Value"], ["A", "5"]]
    made = plan(xlsx(tmp_path / "b.xlsx", {"Tables": rows, "Dossier": rows, "Summary": rows}))
    assert set(load(made, tmp_path / "x").topics) == {"tables_facts", "dossier_facts", "summary_facts"}


def test_the_same_id_twice_is_told(tmp_path: Path) -> None:
    made = plan(
        delimited(tmp_path / "x.csv", [["Id", "Name", "Value"], ["gdp", "GDP", "5"], ["gdp", "GDP again", "6"]])
    )
    assert values(load(made, tmp_path / "x")) == {"gdp": "5", "gdp_2": "6"}
    assert [(p.code, p.location.file) for p in made.problems] == [("same-name", "x.csv!C3")]


def test_invisible_characters_are_taken_out_and_right_to_left_script_is_told(tmp_path: Path) -> None:
    rows = [["Name", "Value", "Note"], ["A\u202eB", "5\u200b", "שלום"], ["C\x07D", "\u200e6", ""]]
    made = plan(delimited(tmp_path / "x.csv", rows))
    ledger = load(made, tmp_path / "x")
    assert [f.name for f in ledger.facts.values()] == ["CD"] or [f.name for f in ledger.facts.values()] == ["AB", "CD"]
    assert "right-to-left" in left_out(made)["x.csv!C2"]


# ------------------------------------------------------------------ size


def test_more_rows_than_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("name,value\n" + "a,1\n" * (MAX_ROWS + 5), "utf-8")
    with pytest.raises(BriefingError, match=f"more than {MAX_ROWS:,} rows"):
        plan(tmp_path / "x.csv")


def test_more_series_than_a_dossier_can_hold(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Name", "2020", "2021"], *([f"N{n}", n, n] for n in range(1_001))]
    with pytest.raises(BriefingError, match="more than 1,000 series"):
        plan(delimited(tmp_path / "x.csv", rows))


def test_a_sheet_with_a_million_rows_in_xlsx(tmp_path: Path) -> None:
    """The rows are written as a spreadsheet program would, and packed well: 60 MB unpacked, 1 MB as a file."""
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="B{0}"><v>2</v></c></row>'
    body = "".join(row.format(number) for number in range(1, 1_000_001))
    path = _with_sheet(tmp_path / "x.xlsx", body)
    assert path.stat().st_size < 10_000_000
    with pytest.raises(BriefingError) as caught:
        plan(path)
    assert [p.code for p in caught.value.problems] == ["too-large"]


def test_a_cell_at_the_far_end_costs_nothing(tmp_path: Path) -> None:
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="inlineStr"><is><t>value</t></is></c></row>'
    first = '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2"><v>5</v></c></row>'
    path = _with_sheet(tmp_path / "x.xlsx", f'{head}{first}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    tracemalloc.start()
    made = plan(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000_000
    assert values(load(made, tmp_path / "x")) == {"a": "5"}


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * 50_000_000)
    with pytest.raises(BriefingError, match="MB when unpacked"):
        plan(path)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x00" * 500, b"%PDF-1.7", bytes(range(256))])
@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json"])
def test_files_that_are_something_else(tmp_path: Path, data: bytes, ending: str) -> None:
    (tmp_path / f"x{ending}").write_bytes(data)
    with pytest.raises(BriefingError) as caught:
        plan(tmp_path / f"x{ending}")
    told(caught.value)


def test_entities_in_a_sheet_are_refused(tmp_path: Path) -> None:
    path = _with_sheet(tmp_path / "x.xlsx", "", before='<!DOCTYPE x [<!ENTITY a "b">]>')
    with pytest.raises(BriefingError, match="cannot be read as a spreadsheet"):
        plan(path)


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1e-400", "9" * 300, "0." + "1" * 300, "1e1000000000"])
def test_numbers_beyond_measure_in_json(tmp_path: Path, number: str) -> None:
    (tmp_path / "x.json").write_text(f'[{{"name": "A", "value": {number}}}, {{"name": "B", "value": 5}}]', "utf-8")
    made = plan(tmp_path / "x.json")
    assert values(load(made, tmp_path / "x")) == {"b": "5"}
    assert "too large" in left_out(made)["x.json![0].value"]


def test_json_nested_without_end(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[" * 100_000, "utf-8")
    with pytest.raises(BriefingError):
        plan(tmp_path / "x.json")


def test_a_field_beyond_what_csv_takes(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('name,value\n"' + "x" * 200_000 + '",5\nB,6\n', "utf-8")
    with pytest.raises(BriefingError, match="cannot be read"):
        plan(tmp_path / "x.csv")


def test_a_guarded_cell_loses_its_apostrophe() -> None:
    (sheet,) = reader.read_delimited(b"'=1+1,'-5,'tis\n", "x.csv", "x.csv").sheets
    assert [cell.text for cell in sheet.rows[0]] == ["=1+1", "-5", "'tis"]


def test_series_cells_with_commas_and_quotes() -> None:
    assert write_csv(("year", "value", "note"), [("2024", "1,052.9", 'a "b"'), ("2025", "..", "")]) == (
        'year,value,note\n2024,"1,052.9","a ""b"""\n2025,..,\n'
    )


def _with_sheet(path: Path, rows: str, before: str = "") -> Path:
    """A workbook whose one sheet holds these rows as XML."""
    made = io.BytesIO()
    xlsx_path = xlsx(path, {"Facts": [["x"]]})
    with zipfile.ZipFile(xlsx_path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
                content = f'<?xml version="1.0"?>{before}<worksheet {space}><sheetData>{rows}</sheetData></worksheet>'.encode()
            new.writestr(name, content)
    path.write_bytes(made.getvalue())
    return path
