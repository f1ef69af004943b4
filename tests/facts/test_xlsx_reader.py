"""Series out of XLSX files: what is read, and what is refused before it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from facts.test_load import codes, load, write
from openpyxl import Workbook

from briefing.facts import series_sheet
from briefing.facts.ledger import Fact
from briefing.facts.load import load_ledger
from briefing.facts.series_rows import MOST_PROBLEMS
from briefing.files.ooxml import WORKBOOK
from briefing.language import load_language
from briefing.problems.problem import Problem

FACT = (
    "title: T\nfacts:\n  trade:\n    name: Trade\n    unit: million USD\n    source: bbc_2025\n    series: {series}\n"
)


def save(folder: Path, rows: Sequence[Any], *more: str, formats: dict[str, str] | None = None) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Trade"
    for row in rows:
        sheet.append(list(row))
    for place, shape in (formats or {}).items():
        sheet[place].number_format = shape
    for name in more:
        book.create_sheet(name)
    book.save(folder / "trade.xlsx")
    return folder


def read(folder: Path, series: str = "trade.xlsx") -> Fact:
    return load(write(folder, economy_yaml=FACT.format(series=series))).facts["trade"]


def refuse(folder: Path, series: str = "trade.xlsx") -> list[Problem]:
    _, problems = load_ledger(write(folder, economy_yaml=FACT.format(series=series)), "facts/x")
    return problems


def printed(fact: Fact) -> list[tuple[str, list[str]]]:
    language = load_language("en-GB")
    return [(p.label, [c.value.words(language) for c in p.claims if c.value]) for p in fact.points]


def test_a_sheet_gives_what_a_csv_file_gives(tmp_path: Path) -> None:
    rows = [["year", "value", "source", "status", "as_of", "note"], [2022, 34.4, None, None, None, None],
            [2023, "about 1,052.9", "mod_2025, par. 3", "disputed", date(2024, 5, 1), "half"], [None] * 6,
            [2023.0, 52.9, "bbc_2025"]]  # fmt: skip
    trade = read(save(tmp_path, rows))
    assert printed(trade) == [("2022", ["$34.4 million"]), ("2023", ["about $1,052.9 million", "$52.9 million"])]
    first, second = trade.points[1].claims
    assert (first.status, first.note, first.sources[0].locator, second.id) == ("disputed", "half", "par. 3", "bbc_2025")
    assert first.as_of is not None and first.as_of.iso == "2024-05-01"
    assert (str(trade.points[0].claims[0].location), str(second.location)) == (
        "facts/x/trade.xlsx:2:2",
        "facts/x/trade.xlsx:5:2",
    )


def test_numbers_are_as_the_sheet_shows_them(tmp_path: Path) -> None:
    rows = [
        ["date", "value"],
        [datetime.fromisoformat("2022-01-31"), 0.1 + 0.2],
        [date(2023, 1, 31), 0.544],
        ["2024-01", 34],
        ["2025", 1.234],
    ]
    shapes = {"B3": "0.0%", "B4": '#,##0.00" m"'}
    assert printed(read(save(tmp_path, rows, formats=shapes))) == [
        ("2022-01-31", ["$0.3 million"]), ("2023-01-31", ["54.4%"]), ("2024-01", ["$34.00 million"]), ("2025", ["$1.234 million"]),
    ]  # fmt: skip


def test_a_sheet_is_named_where_there_are_several(tmp_path: Path) -> None:
    save(tmp_path, [["year", "value"], [2022, 3]], "Notes")
    assert printed(read(tmp_path, "trade.xlsx, sheet Trade")) == [("2022", ["$3 million"])]
    (problem,) = refuse(tmp_path)
    assert (problem.code, problem.hint) == ("no-such-sheet", "series: trade.xlsx, sheet Trade")
    (problem,) = refuse(tmp_path, "trade.xlsx, sheet Trad")
    assert (problem.code, problem.hint) == ("no-such-sheet", 'did you mean "Trade"?')


def test_what_does_not_fit_has_its_place(tmp_path: Path) -> None:
    rows = [
        ["year", "vlaue", "value"],
        [2022, None, "34,4"],
        [2023, None, 3, None, "stray"],
        ["soon", None, 3],
        [2024],
        [2025, None, True],
    ]
    problems = refuse(save(tmp_path, rows))
    assert [f"{p.location.line}:{p.location.column} {p.code}" for p in problems] == [
        "1:2 unknown-column", "2:3 bad-value", "3:5 ragged-row", "4:1 bad-date", "5:1 empty-value", "6:3 bad-value",
    ]  # fmt: skip


def test_a_formula_is_never_worked_out(tmp_path: Path) -> None:
    # A program that never calculated left no number behind: the cell is empty, and says so.
    assert codes(refuse(save(tmp_path, [["year", "value"], [2022, "=1+1"]]))) == ["empty-value"]


@pytest.mark.parametrize("data", [b"", b"PK", b"year,value\n2022,3\n", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_spreadsheet_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "trade.xlsx").write_bytes(data)
    assert codes(refuse(tmp_path)) == ["unreadable-sheet"]


def packed(folder: Path, change: dict[str, bytes]) -> Path:
    """A good file with some of its parts replaced."""
    save(folder, [["year", "value"], [2022, 3]])
    good = zipfile.ZipFile(io.BytesIO((folder / "trade.xlsx").read_bytes()))
    with zipfile.ZipFile(folder / "trade.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        for name in good.namelist():
            package.writestr(name, change.get(name, good.read(name)))
        for name in change.keys() - set(good.namelist()):
            package.writestr(name, change[name])
    return folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused(tmp_path: Path, encoding: str) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'.encode(encoding)
    assert codes(refuse(packed(tmp_path, {"xl/worksheets/sheet1.xml": laughs}))) == ["unreadable-sheet"]


def test_a_file_that_unfolds_is_refused(tmp_path: Path) -> None:
    packed(tmp_path, {"xl/media/large.bin": b"0" * (WORKBOOK.unpacked + 1)})
    assert (tmp_path / "trade.xlsx").stat().st_size < 1_000_000
    assert codes(refuse(tmp_path)) == ["too-large"]


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/styles.xml"]
)
def test_a_broken_part_is_no_traceback(tmp_path: Path, part: str) -> None:
    assert "unreadable-sheet" in codes(refuse(packed(tmp_path, {part: b"<broken"})))


def test_rows_and_columns_have_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series_sheet, "MOST_ROWS", 3)
    assert codes(refuse(save(tmp_path, [["year", "value"], *([2000 + n, n] for n in range(1, 4))]))) == []
    assert codes(refuse(save(tmp_path, [["year", "value"], *([2000 + n, n] for n in range(1, 5))]))) == ["too-large"]
    assert codes(refuse(save(tmp_path, [["year", "value", *map(str, range(60))], [2022, 3]]))) == ["too-large"]
    many = [["year", "value"], *(["soon", n] for n in range(90))]
    monkeypatch.setattr(series_sheet, "MOST_ROWS", 100)
    assert codes(refuse(save(tmp_path, many))) == [*["bad-date"] * MOST_PROBLEMS, "more-problems"]


def test_a_private_character_in_a_cell_is_refused(tmp_path: Path) -> None:
    assert codes(refuse(save(tmp_path, [["year", "value", "note"], [2022, 3, "a\ue000b"]]))) == ["private-character"]


def test_a_csv_file_has_no_sheets(tmp_path: Path) -> None:
    (tmp_path / "trade.csv").write_text("year,value\n2022,3\n", "utf-8")
    assert codes(refuse(tmp_path, "trade.csv, sheet Trade")) == ["needless-key"]
