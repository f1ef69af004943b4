"""Opens somebody's XLSX file with care, and says how a stored number would be typed.

Takes a path, gives the bytes of a file that may be opened, or the problem why not: how large it is unpacked and what its XML
may hold are bounded before anything is read of it. Must not know sheets, nor what a cell means.
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
# A document type can make a file unfold without end; no spreadsheet program writes one.
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0[DE]\0|\0<\0!\0[DE]")


def read_workbook(path: Path, shown: str) -> bytes | Problem:
    """The bytes of a file that may be opened, or why it may not."""
    data = b""
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        if len(data) > LARGEST:
            message = f"this file is larger than {LARGEST // 1_000_000} MB"
            return Problem("too-large", message, Location(shown), "split it into several files")
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                message = f"this file is larger than {LARGEST_UNPACKED // 1_000_000} MB when unpacked"
                return Problem("too-large", message, Location(shown), "keep only the sheet that the brief prints")
            safe = not any(_DOCTYPE.search(package.read(part)) for part in parts)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        safe = False
    return data if safe else unreadable(shown)


def unreadable(shown: str) -> Problem:
    """The problem of a file that is no workbook, or a broken or locked one."""
    hint = "open it in a spreadsheet program and save it as .xlsx again, without a password"
    return Problem("unreadable-sheet", "this file cannot be read as a spreadsheet", Location(shown), hint)


def number_as_typed(value: float, shape: str) -> str:
    """A stored number as it would be typed: without what binary fractions add, with the noughts and the % that its cell shows."""
    number = Decimal(f"{value:.15g}")
    shown = shape.partition(";")[0]
    percent = "%" in shown
    if percent:
        number = number.scaleb(2)
    text = f"{number.normalize():f}" if number else "0"
    decimals = re.search(r"0\.(0+)", shown)
    if decimals:
        whole, _, behind = text.partition(".")
        text = f"{whole}.{behind.ljust(len(decimals[1]), '0')}"
    return f"{text} %" if percent else text
