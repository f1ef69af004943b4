"""Spreadsheets with changed cells and parts: to import, as series of facts, and as rows of a batch."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from fuzz.command import Command
from fuzz.finished_files import mutate_docx, printable
from fuzz.material import Material, packed, unpacked
from fuzz.mutations import TREES, Choose, mutate_bytes, mutate_structured, mutate_text, odd_text

MOMENT = datetime(2025, 9, 1, 12)  # noqa: DTZ001  # cells have no time zone
Rows = list[list[Any]]
SHEETS: tuple[Rows, ...] = (
    [["Country", 2021, 2022, 2023], ["France", 2958, 2779, 3031], ["Chad", None, 12.7, 13.1], ["Total", 2958, 2791.7, 3044.1]],
    [["As of", "Who says so", "Figure", "Unit", "Fact", "Source", "Status", "Region", "Comment"],
     ["2024-10", "Seoul", "more than 11,000", "soldiers", "Soldiers sent", "NIS briefing 2024, p. 3", "disputed", "Kursk", "rounded"],
     ["2023", "", "about 5.5", "bn USD", "Arms sold", "https://example.org/arms", "", "", ""]],
    [["World figures"], ["All figures in billion USD"], [], ["Year", "Exports (USD bn)", "Imports (%)"], [2019, 10.5, None],
     [2020, None, 0.4], [2021, 9, 0.5], [], ["Source: World Bank, WDI 2024"], ["Note: current prices"]],
    [["Country", "Year", "GDP (USD bn)"], *([c, y, n] for c, n in (("France", 1.5), ("Chad", 2)) for y in (2020, 2021))],
    [["", "2023", "", "2024", ""], ["Region", "Imports", "Exports", "Imports", "Exports"], ["", "mn EUR", "mn EUR", "mn EUR", "mn EUR"],
     ["Africa"], ["Mali*", 1, "2", "n/a", "(3)"], ["Niger [1]", "1,234", "1.234", "–", "12 %"], ["Total", 2, 3, 4, 5]],
    [["Indicator", "Value", "Date"], ["Ships", 45000, date(2024, 5, 1)], ["Share", "5–7 %", MOMENT], ["Debt", "=1+1", 45412]],
    [["country", "population", "output (billion USD)", "output source", "source", "title", "date"],
     ["Norway", "5.6 million", "484", "Central Bank, Outlook 2025", "Office of Statistics", "Norway: a note", "2025-07"],
     ["Côte d'Ivoire", "about 31 million", "86", "", "Office of Statistics", "", ""]],
)  # fmt: skip
SERIES: Rows = [
    ["year", "value", "source", "by", "note"],
    [2022, 31.5, "annual", "the agency", ""], [2023, 33, "annual", "", ""], [2024, 35.2, "", "", "x"],
]  # fmt: skip


def make(choose: Choose, folder: Path, material: Material) -> list[Command]:
    """Write a changed spreadsheet, and say what reads it."""
    kind = choose.random()
    ending = choose.choice(("xlsx", "xlsx", "csv", "csv", "json"))
    if kind < 0.15:
        return _series(choose, folder, material)
    rows = mutate_rows(choose, choose.choice(SHEETS))
    if kind < 0.25:
        material.copy("note", folder)
        (folder / "rows.csv").write_bytes(_damaged(choose, _csv(choose, rows), "csv"))
        return [("batch", choose.choice(("note", "policy-brief")), "--rows", "rows.csv", "--draft", "-j", "1")]
    name = f"sheet.{ending}"
    if kind < 0.35:
        material.copy("brief", folder)
        exported = material.finished("brief") / "out" / f"brief.facts.{ending}"
        data = exported.read_bytes() if exported.exists() else b""
        (folder / name).write_bytes(
            mutate_docx(choose, data) if ending == "xlsx" and data else mutate_text(choose, data)
        )
        return [("import", name, "brief"), ("check", "brief"), ("undo", "--yes")]
    data = {"xlsx": _xlsx, "csv": _csv, "json": _json}[ending](choose, rows)
    (folder / name).write_bytes(_damaged(choose, data, ending))
    options = choose.choice(
        ((), (), ("--json",), ("--topic", "Trade"), ("--source", "An office, 2024"), ("--sheet", "Sheet1"))
    )
    return [("import", name, "made", *options), ("build", "made", "--draft"), ("facts", "made")]


def mutate_rows(choose: Choose, sheet: Rows) -> Rows:
    """Change cells, rows and columns."""
    rows = [list(row) for row in sheet]
    for _ in range(choose.choice((0, 1, 2, 6))):
        at = choose.randrange(len(rows))
        row = rows[at]
        column = choose.randrange(len(row)) if row else 0
        match choose.randrange(8):
            case 0 | 1 if row:
                row[column] = choose.choice(
                    (odd_text(choose), 1e308, -1, 0, 45000.5, True, None, date(1, 1, 1), 10**25, float("nan"), "12 %")
                )
            case 2:
                rows.insert(at, list(choose.choice(rows)))
            case 3 if len(rows) > 1:
                del rows[at]
            case 4:
                rows = [r[:column] + r[column + 1 :] for r in rows]
            case 5:
                rows = [
                    [*r[:column], *r[column : column + 1] * choose.choice((2, 200)), *r[column + 1 :]] for r in rows
                ]
            case 6:
                rows = [*rows, [], *(list(r) for r in choose.choice(SHEETS))]
            case _:
                rows[at : at + 1] = [row] * choose.choice((2, 50, 3_000))
    return rows


def _damaged(choose: Choose, data: bytes, ending: str) -> bytes:
    if choose.random() < 0.6:
        return data
    if ending == "xlsx":
        return mutate_docx(choose, data)
    if ending == "json" and choose.random() < 0.7:
        return mutate_structured(choose, data, *TREES[".json"])
    return choose.choice((mutate_text, mutate_bytes))(choose, data)


def _csv(choose: Choose, rows: Rows) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=choose.choice(",,;\t|"), escapechar="\\").writerows(rows)
    return out.getvalue().encode(choose.choice(("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16")), "replace")


def _json(choose: Choose, rows: Rows) -> bytes:
    head, *rest = rows
    tree = [dict(zip(map(str, head), row, strict=False)) for row in rest] if choose.random() < 0.7 else rows
    return json.dumps(tree, default=str).encode()


def _xlsx(choose: Choose, rows: Rows) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sheet1"
    for number, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column, printable(value)[:30_000] if isinstance(value, str) else value)
    for _ in range(choose.choice((0, 0, 1, 3))):
        row, column = choose.randint(1, 4), choose.randint(1, 4)
        sheet.merge_cells(
            start_row=row,
            end_row=row + choose.randint(0, 2),
            start_column=column,
            end_column=column + choose.randint(0, 3),
        )
    if choose.random() < 0.3:
        other = book.create_sheet(choose.choice(("Notes", "Sheet 2", "é" * 20)))
        for values in choose.choice(SHEETS):
            other.append(values)
    if choose.random() < 0.2:
        sheet.cell(choose.choice((5_000, 1_048_576)), choose.choice((1, 16_384)), "far")
    for cell in sheet[1]:
        cell.number_format = choose.choice(("General", "0.0%", "dd/mm/yyyy", '"x"0', "[Red]0;;", "#,##0.00 €"))
    book.properties.created = book.properties.modified = MOMENT
    out = io.BytesIO()
    book.save(out)
    return packed({name: content for name, content in unpacked(out.getvalue()).items() if name != "docProps/core.xml"})


def _series(choose: Choose, folder: Path, material: Material) -> list[Command]:
    """A dossier whose series comes from a changed sheet."""
    material.copy("sheet", folder)
    place = folder / "facts/sheet"
    ending = choose.choice(("csv", "xlsx"))
    rows = mutate_rows(choose, SERIES)
    (place / f"series.{ending}").write_bytes(
        _damaged(choose, (_csv if ending == "csv" else _xlsx)(choose, rows), ending)
    )
    topic = place / "developments.yaml"
    topic.write_text(topic.read_text("utf-8").replace("spending.csv", f"series.{ending}"), "utf-8")
    return [("build", "sheet", "--draft"), ("facts", "spending")]
