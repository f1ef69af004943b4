"""Write plain spreadsheets: a fixed head row, wrapped text, column widths. For lists, not for briefs.

The same rows give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from briefing.files.ooxml_writer import make_member, pack

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 32_767  # Longest text of an Excel cell.
_FORMULA = ("=", "+", "-", "@")
_FIRST_DAY = date(1900, 3, 1)  # Earlier dates are wrong in Excel, which counts 29 February 1900.
_MOST_DIGITS = 15  # Significant digits of a number in a spreadsheet program.
Content = str | Decimal | date


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. `name` has at most 31 characters; `widths` are those of its columns, in characters."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Content]]
    widths: Sequence[float]


def write(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, name: str, date: str
) -> bytes:
    """Return one sheet as an .xlsx. `date` is ISO 8601 at day precision, for the file's properties."""
    return write_book((Sheet(name, head, rows, widths),), date=date)


def write_book(sheets: Sequence[Sheet], *, date: str, title: str = "", category: str = "") -> bytes:
    """Return several sheets as one .xlsx."""
    from openpyxl import Workbook  # noqa: PLC0415  # slow to load, and only lists need it

    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for each in sheets:
        _fill(book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", each.name)[:31]), each)
    book.properties.creator = ""
    book.properties.title = _ILLEGAL.sub("\ufffd", title) or None
    book.properties.category = _ILLEGAL.sub("\ufffd", category) or None
    book.properties.created = datetime.fromisoformat(date).replace(tzinfo=UTC)
    out = io.BytesIO()
    book.save(out)
    # openpyxl notes the moment of saving; the file has the day of the brief instead.
    with zipfile.ZipFile(out) as made:
        contents = {member: made.read(member) for member in made.namelist()}
    core = "docProps/core.xml"
    contents[core] = _MOMENT.sub(rb"\g<1>" + f"{date}T00:00:00Z".encode(), contents[core])
    return pack(make_member(member, content) for member, content in contents.items())


def _fill(made: Worksheet, each: Sheet) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415  # as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  # as above

    for number, row in enumerate((each.head, *each.rows), 1):
        for place, content in enumerate(row, 1):
            cell = made.cell(number, place)
            _put(cell, content)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for place, width in enumerate(each.widths, 1):
        made.column_dimensions[get_column_letter(place)].width = width
    made.freeze_panes = "A2"
    made.print_title_rows = "1:1"
    made.page_setup.orientation = "landscape"


def _put(cell: Any, content: Content) -> None:
    """Write numbers and days as such if a spreadsheet program can store them; text as text, never as a formula."""
    if isinstance(content, Decimal):
        decimals = max(0, -int(content.as_tuple().exponent))
        if len(content.as_tuple().digits) <= _MOST_DIGITS and abs(content) < Decimal(10) ** _MOST_DIGITS:
            cell.value = content
            cell.number_format = f"#,##0{'.' if decimals else ''}{'0' * decimals}"
            return
        content = f"{content:f}"
    if isinstance(content, date):
        if content >= _FIRST_DAY:
            cell.value = content
            cell.number_format = "yyyy-mm-dd"
            return
        content = content.isoformat()
    cell.value = _ILLEGAL.sub("\ufffd", content)[:_LONGEST] or None
    cell.data_type = "s" if content else "n"  # Never a formula, whatever the text begins with …
    if content.startswith(_FORMULA):
        cell.quotePrefix = True  # … not even once somebody edits the cell.
