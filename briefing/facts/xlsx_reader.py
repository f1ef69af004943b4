"""Safe opening of untrusted XLSX files, and conversion of stored numbers to text.

The unpacked size and the XML of a file are checked before a spreadsheet library reads it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from decimal import Decimal
from pathlib import Path

from briefing.problems.problem import Location, Problem

LARGEST = 10_000_000
LARGEST_UNPACKED = 40_000_000
MOST_PARTS = 2_000
# A document type can make XML expand without limit ("billion laughs"); no spreadsheet program writes one.
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0[DE]\0|\0<\0!\0[DE]")


def read_workbook(path: Path, display_path: str) -> bytes | Problem:
    """Return the bytes of a file that is safe to open, or the problem with it."""
    data = b""
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            message = f"this file is larger than {LARGEST // 1_000_000} MB"
            return Problem("too-large", message, Location(display_path), "split it into several files")
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                message = f"this file is larger than {LARGEST_UNPACKED // 1_000_000} MB when unpacked"
                return Problem(
                    "too-large", message, Location(display_path), "keep only the sheet that the brief prints"
                )
            safe = not any(_DOCTYPE.search(package.read(part)) for part in parts)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        safe = False
    return data if safe else unreadable(display_path)


def unreadable(display_path: str) -> Problem:
    """Return the problem of a file that is not a workbook, is broken, or has a password."""
    hint = "open it in a spreadsheet program and save it as .xlsx again, without a password"
    return Problem("unreadable-sheet", "this file cannot be read as a spreadsheet", Location(display_path), hint)


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
