"""A plain sheet for spreadsheet programs: a head that stays in sight, wrapped text, widths. For lists, not for briefs.

Takes a head, rows of text and widths; gives the bytes of an .xlsx. The same rows give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 32_767  # what a cell of Excel holds


def write(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, name: str, date: str
) -> bytes:
    """The sheet. `date` is ISO 8601 at day precision, for the file's properties; `name` is the sheet's, 31 characters at most."""
    from openpyxl import Workbook  # noqa: PLC0415  # slow to load, and only lists need it
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415  # as above

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = re.sub(r"[\\/*?:\[\]]", " ", name)[:31]
    for row in (head, *rows):
        sheet.append([None] * len(row))
        for place, text in enumerate(row, 1):
            cell = sheet.cell(sheet.max_row if row is not head else 1, place)
            cell.value = _ILLEGAL.sub("\ufffd", text)[:_LONGEST] or None
            cell.data_type = "s" if text else "n"  # never a formula, whatever a text begins with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    book.properties.creator = ""
    book.properties.created = datetime.fromisoformat(date).replace(tzinfo=UTC)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue(), date)


def _settled(data: bytes, date: str) -> bytes:
    """The same file without the moment at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as settled:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _MOMENT.sub(rb"\g<1>" + f"{date}T00:00:00Z".encode(), content)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            settled.writestr(info, content)
    return out.getvalue()
