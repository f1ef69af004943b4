"""Messy spreadsheets as offices publish them: each function writes one file and returns its path.

The first five rebuild the sheets on which testers saw wrong figures; the next three are other sheets of the same kinds.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]


def military_spending(path: Path) -> Path:
    """Titles, a line with the unit, merged headings over years, bands of regions, signs for no figure, footnotes."""
    book, sheet = _book("Spending")
    _put(sheet, "A1", [
        ["Military expenditure by country, in constant (2023) US$ m. and as share of GDP"],
        ["Figures are in US$ m., at constant (2023) prices. Figures in italics are estimates."],
        [],
        ["Country", "Spending", None, None, "Share of GDP (%)"],
        [None, 2021, 2022, 2023, 2022, 2023],
        ["Africa"],
        ["North Africa"],
        ["Algeria", 9112, 9146, 18264, 0.0478, 0.0817],
        ["Libya ‡", ". .", ". .", ". .", ". .", ". ."],
        ["Morocco", 5378, 4995, 5184, 0.0369, 0.0363],
        [],
        ["sub-Saharan Africa"],
        ["Angola¹", 1170, 1623, 1272, 0.0133, 0.0131],
        ["South Sudan", "xxx", 379, 1077, 0.0261, 0.0626],
        [],
        ["Europe"],
        ["Germany²", 56514, 55760, 66827, 0.0139, 0.0152],
        ["Yugoslavia", "xxx", "xxx", "xxx", "xxx", "xxx"],
        [],
        ["Source: SIPRI Military Expenditure Database, April 2024"],
        ["Notes: . . = data unavailable; xxx = country did not exist."],
        ["¹ Figures are for the adopted budget."],
        ["² Figures include military aid to Ukraine."],
        ["‡ Figures do not include spending by non-state forces."],
    ])  # fmt: skip
    for merged in ("A1:F1", "B4:D4", "E4:F4", "A4:A5"):
        sheet.merge_cells(merged)
    for row in (6, 7, 12, 16):
        sheet.cell(row, 1).font = Font(bold=True)
    for row in range(8, 19):
        for column in (5, 6):
            sheet.cell(row, column).number_format = "0.0%"
    return _saved(book, path)


def statistics_office(path: Path) -> Path:
    """A CSV file of a German statistics office: semicolons, decimal commas, a row of units, Windows-1252."""
    text = (
        "GENESIS-Tabelle: 51000-0005\n"
        "Aus- und Einfuhr (Außenhandel): Deutschland\n"
        "Stand: 12.03.2024\n"
        ";;;\n"
        "Land;Ausfuhr;Anteil an der Ausfuhr;Beschäftigte\n"
        ";Tsd. EUR;Prozent;Anzahl\n"
        "Österreich;80.314.250;5,1;12\u00a0345\n"
        "Frankreich;116.806.900;7,3;9\u00a0870\n"
        "Türkei;.;+2,2;-\n"
        "Färöer;1.204,5;0,0;n/a\n"
        "Insgesamt;1.590.063.300;100,0;22\u00a0215\n"
        "__________\n"
        "© Statistisches Bundesamt (Destatis), 2024\n"
        "Quelle: Außenhandelsstatistik 2023\n"
    )
    path.write_bytes(text.encode("cp1252"))
    return path


def dashboard(path: Path) -> Path:
    """Four tables on one sheet, side by side and one below the other, with their titles and sources."""
    book, sheet = _book("Dashboard")
    _put(sheet, "A1", [["North Sea ports: dashboard for the ministry"]])
    _put(sheet, "A3", [
        ["Hamburg: container traffic"],
        ["Port", "TEU (thousand)", "Calls"],
        ["Hamburg", 7700, 7028],
        ["Bremerhaven", 4170, 5230],
        ["Wilhelmshaven", 530, 388],
        ["Source: Port of Hamburg, annual report 2023"],
    ])  # fmt: skip
    _put(sheet, "E3", [
        ["Rail freight"],
        ["Year", "Tonnes (m)", "Trains"],
        [2021, 331.2, 28170],
        [2022, 329.7, 27960],
        [2023, 318.4, 27015],
        [2024, 322.6, 27330],
    ])  # fmt: skip
    _put(sheet, "A12", [
        ["Incidents in the area"],
        ["Date", "Place", "What happened", "Injured"],
        [datetime(2024, 3, 26), "Baltimore", "Ship hit a bridge", 6],  # noqa: DTZ001
        [datetime(2024, 6, 11), "Hamburg", "Fire in a warehouse", 2],  # noqa: DTZ001
        [datetime(2024, 9, 2), "Bremen", "Collision of two barges", None],  # noqa: DTZ001
        ["Source: Federal Bureau of Maritime Casualty Investigation"],
    ])  # fmt: skip
    _put(sheet, "G12", [
        ["Harbour", "Depth (m)"],
        ["Hamburg", 15.1],
        ["Rotterdam", 24],
    ])  # fmt: skip
    for row in range(14, 17):
        sheet.cell(row, 1).number_format = "dd/mm/yyyy"
    return _saved(book, path)


def treaties(path: Path) -> Path:
    """Counts of days without a date format, units in a second row of headings, footnote marks, totals, notes below."""
    book, sheet = _book("Treaties")
    _put(sheet, "A1", [
        ["Trade agreements of the EU"],
        [],
        ["Partner", "In force since", "Exports 2023", "Exports 2024ᵃ", "Tariff lines"],
        [None, None, "EUR bn", "EUR bn", "number"],
        ["Canada*", 43000, 48.6, 49.1, 9800],
        ["Germany²", 44899, 12.5, 13.0, 120],
        ["Japan", 43497, 64.0, "64.7ᵃ", 9012],
        ["Subtotal", None, 125.1, 126.8, 18932],
        ["of which: industrial goods", None, 101.0, 102.2, None],
        ["Mercosur", None, "n/a", "–", 11000],
        ["Total", None, 125.1, 126.8, 29932],
        [],
        ["Quelle: Europäische Kommission, Handelsstatistik 2024"],
        ["a) provisional"],
        ["² Transit through Germany only"],
        ["* Provisionally applied"],
    ])  # fmt: skip
    return _saved(book, path)


def export_of_excel(path: Path) -> Path:
    """Years under merged headings, percentages, negatives in brackets, hidden cells, text numbers, a row of sums."""
    book, sheet = _book("Budget")
    _put(sheet, "A1", [
        ["Ministry", "Expenditure (EUR million)", None, "Growth", None, "Staff", "Code"],
        [None, 2023, 2024, 2023, 2024, 2024, None],
        ["Defence", 50100, 51950, 0.123, -0.037, "1 250", "14"],
        ["Health", "24 480", "(1,230)", "+2,2", "–", 870, "15"],
        ["Transport", 35600, "n/a", 0.05, 0.051, "640", "12"],
        ["Environment", 2440, 2400, 0.013, -0.016, 510, "16"],
        [None, "=SUM(B3:B6)", "=SUM(C3:C6)", None, None, "=SUM(F3:F6)", None],
    ])  # fmt: skip
    for merged in ("B1:C1", "D1:E1"):
        sheet.merge_cells(merged)
    for row in range(3, 7):
        for column in (4, 5):
            sheet.cell(row, column).number_format = "0.0%"
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["G"].hidden = True
    return with_stored_results(_saved(book, path), {"B7": "112620", "C7": "53120", "F7": "3270"})


# ------------------------------------------------------------------ others of the same kinds


def energy_balance(path: Path) -> Path:
    """A CSV file whose headings of groups are not merged, with bands, an empty column, and the unit in brackets above."""
    text = (
        "Table 4.2  Energy balance of the region,,,,,\n"
        '"(Data in petajoules, unless stated otherwise)",,,,,\n'
        ",,,,,\n"
        ",Imports,,,Self-sufficiency (%),\n"
        "Country,2020,2021,,2020,2021\n"
        "BALTIC STATES:,,,,,\n"
        "Estonia,84.1,80.25,,98,101\n"
        "Latvia [1],101.5,99.7,,55.5,..\n"
        "NORDIC STATES:,,,,,\n"
        "Finland,812.6,790.3,,57,58.2\n"
        "Norway,(3.5),n.a.,,701,727\n"
        "Regional total,994.7,970.25,,,\n"
        ",,,,,\n"
        "[1] Includes transit.,,,,,\n"
        "Sources: Eurostat; national offices.,,,,,\n"
    )
    path.write_text(text, "utf-8")
    return path


def stacked_tables(path: Path) -> Path:
    """Tables that follow each other with only a title between them, one beside them without an empty column's help."""
    book, sheet = _book("All")
    _put(sheet, "B2", [
        ["Table 1: Asylum applications (thousand)"],
        ["Country", 2022, 2023],
        ["Germany", 217.8, 329.1],
        ["France", 137.5, 145.2],
        ["Total", 355.3, 474.3],
        ["Table 2: Recognition rate (%)"],
        ["Country", 2022, 2023],
        ["Germany", 56.2, 51.7],
        ["France", 27.6, 30.7],
        ["Note: first-instance decisions only."],
        [],
        ["Table 3: Returns"],
        ["Country", "Ordered", "Carried out"],
        ["Germany", 33000, 16430],
        ["France", 135650, 14285],
    ])  # fmt: skip
    _put(sheet, "G2", [
        ["Contact", "Ms Example"],
        ["Printed", "12 March 2024"],
    ])  # fmt: skip
    return _saved(book, path)


def sanctions(path: Path) -> Path:
    """Superscripts by formatting, dates as text and as counts of days, headings in capitals, sums by product."""
    book, sheet = _book("Tabelle1")
    mark = InlineFont(vertAlign="superscript")
    _put(sheet, "A1", [
        ["Sanktionspakete"],
        ["Angaben in Mio. EUR"],
        ["PAKET", "INKRAFTTRETEN", "BETROFFENE AUSFUHR", "BETROFFENE EINFUHR"],
        [CellRichText("Kohle", TextBlock(mark, "1")), 44659, 12500, 8000],
        [CellRichText("Öl", TextBlock(mark, "2)")), 44715, 850.5, CellRichText("71000", TextBlock(mark, "1"))],
        ["davon Rohöl", None, 100.25, 60000],
        ["Gold", 44763, 1.234, 500],
        ["Summe", None, 13351.734, 79500],
        [CellRichText(TextBlock(mark, "1"), " Schätzung der Kommission")],
        ["2) ohne Pipelines"],
    ])  # fmt: skip
    return _saved(book, path)


SHEETS = {
    "s1_spending.xlsx": military_spending,
    "s2_office.csv": statistics_office,
    "s3_dashboard.xlsx": dashboard,
    "s4_treaties.xlsx": treaties,
    "s5_budget.xlsx": export_of_excel,
    "n1_energy.csv": energy_balance,
    "n2_stacked.xlsx": stacked_tables,
    "n3_sanctions.xlsx": sanctions,
}


# ------------------------------------------------------------------ making of files


def _book(title: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    return book, sheet


def _put(sheet: Worksheet, corner: str, rows: Rows) -> None:
    start = sheet[corner]
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            if value is not None:
                sheet.cell(start.row + down, start.column + across).value = value


def _saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def with_stored_results(path: Path, results: Mapping[str, str], part: str = "xl/worksheets/sheet1.xml") -> Path:
    """Give formulas the results that a spreadsheet program would have stored with them."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts[part].decode()
    for cell, result in results.items():
        text, count = re.subn(rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v(?: ?/>|></v>)', rf"\g<1><v>{result}</v>", text)
        assert count == 1, cell
    parts[part] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path
