"""Opening of untrusted XLSX files, and conversion of stored numbers to text.

The unpacked size and the XML of a file are checked before a spreadsheet library reads it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from briefing.files.ooxml import WORKBOOK, Package
from briefing.problems.problem import BriefingError, Location, Problem


def open_workbook(path: Path, display_path: str) -> Package:
    """Return a file that is safe to read; `data` of it is for the spreadsheet library.

    Raises BriefingError if the file cannot be read, or is not safe.
    """
    try:
        with path.open("rb") as opened:
            data = opened.read(WORKBOOK.file + 1)
    except (OSError, ValueError):
        raise BriefingError(unreadable(display_path)) from None
    package = Package(data, Location(display_path), WORKBOOK)
    package.refuse_document_types()
    return package


def unreadable(display_path: str) -> Problem:
    """Return the problem of a file that is safe and yet not a workbook, or broken."""
    return Problem(WORKBOOK.damaged, WORKBOOK.refusal, Location(display_path), WORKBOOK.hint)


def number_as_typed(value: float, shape: str) -> str:
    """Return a stored number as it would be typed, with the final zeros and the % that its number format shows.

    `shape` is the number format of the cell. Fifteen digits hide the rounding errors of binary fractions.
    """
    number = Decimal(f"{value:.15g}")
    positive_format = shape.partition(";")[0]
    percent = "%" in positive_format
    if percent:
        number = number.scaleb(2)
    text = f"{number.normalize():f}" if number else "0"
    decimals = re.search(r"0\.(0+)", positive_format)
    if decimals:
        whole, _, behind = text.partition(".")
        text = f"{whole}.{behind.ljust(len(decimals[1]), '0')}"
    return f"{text} %" if percent else text
