"""The workbook inside a chart: what "Edit Data" opens (SpreadsheetML, ISO/IEC 29500-1, 18).

Takes the names of rows and columns of numbers, gives the bytes of an .xlsx of one sheet: names in column A, a column of
numbers each from B on, an empty cell where there is no number. No dates, no fonts of ours: the same numbers, the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from briefing.writers.docx.archive import Member, make_member, pack
from briefing.writers.docx.parts import CONTENT_TYPES_NAME, Relations
from briefing.writers.docx.wordml import HEADER, RELATIONSHIPS, escape

SHEET = "Sheet1"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_QUICK = 3
_NAME_WIDTHS = (10, 60)  # in characters


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers; None is an empty cell. `formula` has {row}: the numbers are then what it comes to."""

    name: str
    values: tuple[float | None, ...]
    formula: str = ""


def letters(column: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cells(column: int, rows: int) -> str:
    """The reference to a column's cells below its head."""
    at = letters(column)
    return f"{SHEET}!${at}$2:${at}${rows + 1}"


def head_cell(column: int) -> str:
    """The reference to a column's head."""
    return f"{SHEET}!${letters(column)}$1"


def write_number(value: float) -> str:
    """A number as both files hold it: the shortest text that reads back as the same."""
    whole = int(value)
    return str(whole) if whole == value and abs(whole) < 1e15 else repr(float(value))


def write_workbook(names: tuple[str, ...], columns: tuple[Column, ...], number_format: str) -> bytes:
    """The .xlsx. Every column has as many values as there are names."""
    sheet = make_member("xl/worksheets/sheet1.xml", _sheet(names, columns).encode(), _QUICK)
    styles = make_member("xl/styles.xml", _styles(number_format).encode(), _QUICK)
    before, after = _same_in_all()
    return pack([*before, styles, *after, sheet])


def _sheet(names: tuple[str, ...], columns: tuple[Column, ...]) -> str:
    """The sheet, its children in schema order. Years are names here, not numbers: Excel is told not to complain."""
    last = f"{letters(len(columns))}{len(names) + 1}"
    width = min(max((len(name) for name in names), default=0) + 2, _NAME_WIDTHS[1])
    rows = [_row(1, [_words(letters(at), 1, column.name) for at, column in enumerate(columns, 1)])]
    for place, name in enumerate(names):
        row = place + 2
        filled = [_number(letters(at), row, column, place) for at, column in enumerate(columns, 1)]
        rows.append(_row(row, [_words("A", row, name), *filled]))
    return (
        f'{HEADER}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last}"/>'
        f'<cols><col min="1" max="1" width="{max(width, _NAME_WIDTHS[0])}" customWidth="1"/></cols>'
        f"<sheetData>{''.join(rows)}</sheetData>"
        f'<ignoredErrors><ignoredError sqref="A1:{last}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )


def _row(number: int, content: list[str]) -> str:
    return f'<row r="{number}">{"".join(content)}</row>'


def _words(column: str, row: int, text: str) -> str:
    return f'<c r="{column}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _number(letter: str, row: int, column: Column, place: int) -> str:
    value = column.values[place]
    if value is None:
        return ""
    formula = f"<f>{column.formula.format(row=row)}</f>" if column.formula else ""
    return f'<c r="{letter}{row}" s="1">{formula}<v>{write_number(value)}</v></c>'


@cache
def _styles(number_format: str) -> str:
    """Two looks of cells: words, and numbers in the chart's format."""
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'{HEADER}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
        f'formatCode="{escape(number_format)}"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
        '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1">{plain}/></cellStyleXfs><cellXfs count="2">{plain} xfId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


@cache
def _same_in_all() -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """What no number changes, ready-deflated: what stands before the styles, and after them."""
    kinds = {"workbook.xml": "sheet.main", "worksheets/sheet1.xml": "worksheet", "styles.xml": "styles"}
    overrides = "".join(f'<Override PartName="/xl/{name}" ContentType="{_KIND}{kind}+xml"/>' for name, kind in kinds.items())
    types = (
        f'{HEADER}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    root, inner = Relations(), Relations()
    root.add("officeDocument", "xl/workbook.xml")
    sheet = inner.add("worksheet", "worksheets/sheet1.xml")
    inner.add("styles", "styles.xml")
    book = (
        f'{HEADER}<workbook xmlns="{_MAIN}" xmlns:r="{RELATIONSHIPS}"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="{sheet}"/></sheets></workbook>'
    )
    before = ((CONTENT_TYPES_NAME, types), ("_rels/.rels", root.xml()), ("xl/_rels/workbook.xml.rels", inner.xml()))
    return (
        tuple(make_member(name, text.encode()) for name, text in before),
        (make_member("xl/workbook.xml", book.encode()),),
    )
