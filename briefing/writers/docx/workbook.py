"""Write the workbook inside a chart, which "Edit Data" opens (SpreadsheetML, ISO/IEC 29500-1, 18).

An .xlsx of one sheet: names in column A, numbers from column B on, an empty cell where there is no
number. Without dates or fonts of its own, the same numbers give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from briefing.files.ooxml import CONTENT_TYPES_NAME
from briefing.files.ooxml_writer import Member, make_member, pack
from briefing.writers.docx.parts import Relations, content_types
from briefing.writers.docx.wordml import HEADER, RELATIONSHIPS, escape

SHEET = "Sheet1"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_KINDS = {
    "xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet.main+xml",
    "xl/worksheets/sheet1.xml": f"{_OFFICE}spreadsheetml.worksheet+xml",
    "xl/styles.xml": f"{_OFFICE}spreadsheetml.styles+xml",
    "xl/sharedStrings.xml": f"{_OFFICE}spreadsheetml.sharedStrings+xml",
    "xl/theme/theme1.xml": f"{_OFFICE}theme+xml",
}
_QUICK = 3
_NAME_WIDTHS = (10, 60)  # In characters.


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers; None is an empty cell. `formula` has {row}: the numbers are then its results."""

    name: str
    values: tuple[float | None, ...]
    formula: str = ""


def letters(column: int) -> str:
    """Return a column's letters: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cells(column: int, rows: int) -> str:
    """Return the reference to a column's cells below its head."""
    at = letters(column)
    return f"{SHEET}!${at}$2:${at}${rows + 1}"


def head_cell(column: int) -> str:
    """Return the reference to a column's head."""
    return f"{SHEET}!${letters(column)}$1"


def write_number(value: float) -> str:
    """Return a number as both files store it: the shortest text that reads back as the same number."""
    whole = int(value)
    return str(whole) if whole == value and abs(whole) < 1e15 else repr(float(value))


def write_workbook(names: tuple[str, ...], columns: tuple[Column, ...], number_format: str, theme: str) -> bytes:
    """Return the .xlsx.

    Every column has as many values as there are names. `theme` is the XML of the document's own
    theme part.
    """
    words = (*(column.name for column in columns), *names)  # In the order in which the cells refer to them.
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in words)
    strings = f'{HEADER}<sst xmlns="{_MAIN}" count="{len(words)}" uniqueCount="{len(words)}">{items}</sst>'
    texts = {"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": _sheet(names, columns)}
    written = (make_member(name, text.encode(), _QUICK) for name, text in texts.items())
    return pack([*_same_in_all(theme), _styles(number_format), *written])


def _sheet(names: tuple[str, ...], columns: tuple[Column, ...]) -> str:
    """Return the sheet, its children in schema order.

    Years are names here, not numbers: the sheet makes Excel ignore "number stored as text".
    """
    last = f"{letters(len(columns))}{len(names) + 1}"
    width = min(max((len(name) for name in names), default=0) + 2, _NAME_WIDTHS[1])
    rows = [_row(1, [_words(f"{letters(at)}1", at - 1) for at in range(1, len(columns) + 1)])]
    for place in range(len(names)):
        row = place + 2
        filled = [_number(letters(at), row, column, place) for at, column in enumerate(columns, 1)]
        rows.append(_row(row, [_words(f"A{row}", len(columns) + place), *filled]))
    return (
        f'{HEADER}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last}"/>'
        f'<cols><col min="1" max="1" width="{max(width, _NAME_WIDTHS[0])}" customWidth="1"/></cols>'
        f"<sheetData>{''.join(rows)}</sheetData>"
        f'<ignoredErrors><ignoredError sqref="A1:{last}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )


def _row(number: int, content: list[str]) -> str:
    return f'<row r="{number}">{"".join(content)}</row>'


def _words(cell: str, string: int) -> str:
    return f'<c r="{cell}" t="s"><v>{string}</v></c>'


def _number(letter: str, row: int, column: Column, place: int) -> str:
    value = column.values[place]
    if value is None:
        return ""
    formula = f"<f>{column.formula.format(row=row)}</f>" if column.formula else ""
    return f'<c r="{letter}{row}" s="1">{formula}<v>{write_number(value)}</v></c>'


@lru_cache(maxsize=64)
def _styles(number_format: str) -> Member:
    """Return two cell styles: text, and numbers in the chart's format."""
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    text = (
        f'{HEADER}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
        f'formatCode="{escape(number_format)}"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
        '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1">{plain}/></cellStyleXfs><cellXfs count="2">{plain} xfId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
    return make_member("xl/styles.xml", text.encode(), _QUICK)


@lru_cache(maxsize=8)
def _same_in_all(theme: str) -> tuple[Member, ...]:
    """Return the members that are the same in every workbook, compressed."""
    root, inner = Relations(), Relations()
    root.add("officeDocument", "xl/workbook.xml")
    sheet = inner.add("worksheet", "worksheets/sheet1.xml")
    for kind, name in (("theme", "theme/theme1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")):
        inner.add(kind, name)
    book = (
        f'{HEADER}<workbook xmlns="{_MAIN}" xmlns:r="{RELATIONSHIPS}"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="{sheet}"/></sheets></workbook>'
    )
    texts = {
        CONTENT_TYPES_NAME: content_types(("_rels/.rels", *_KINDS), _KINDS),
        "_rels/.rels": root.xml(),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": inner.xml(),
        "xl/theme/theme1.xml": theme,
    }
    return tuple(make_member(name, text.encode()) for name, text in texts.items())
