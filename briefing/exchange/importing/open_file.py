"""Read a file as a `Workbook` with the reader for its extension."""

from __future__ import annotations

import os
from pathlib import Path

from briefing.exchange.importing.csv_sheets import read_delimited
from briefing.exchange.importing.json_records import read_records
from briefing.exchange.importing.sheet_model import Workbook
from briefing.exchange.importing.xlsx_sheets import read_sheets
from briefing.problems.problem import BriefingError, Location, Problem

MAX_BYTES = 10_000_000
EXTENSIONS = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".json")
USE = "use an .xlsx, .csv or .json file"
_SAVE_AS = {
    ".xls": "open it in a spreadsheet program and save it as .xlsx",
    ".ods": "open it in a spreadsheet program and save it as .xlsx",
    ".xlsb": "open it in a spreadsheet program and save it as .xlsx",
    ".numbers": "export it as Excel (.xlsx) or CSV",
    ".pdf": "copy its tables into a spreadsheet and save that as .xlsx",
    ".docx": "copy its tables into a spreadsheet and save that as .xlsx",
}


def read_file(path: Path, display_path: str) -> Workbook:
    """Return the sheets of a file; raise BriefingError if it cannot be read. Problems name it as `display_path`."""
    extension = path.suffix.lower()
    here = Location(display_path)
    if not os.path.exists(path):  # noqa: PTH110  # pathlib raises for an impossible name, this returns False
        raise BriefingError(Problem("no-such-file", "file not found", here, _list_files(path.parent)))
    if not path.is_file():
        raise BriefingError(Problem("not-a-file", "this is a folder, not a file", here, _list_files(path)))
    if extension not in EXTENSIONS:
        hint = _SAVE_AS.get(extension, USE)
        raise BriefingError(Problem("unknown-format", f'"{extension}" files cannot be imported', here, hint))
    if extension in (".xlsx", ".xlsm"):
        return read_sheets(path, display_path)
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise BriefingError(Problem("unreadable-file", f"this file cannot be read: {reason}", here)) from None
    if len(data) > MAX_BYTES:
        message = f"this file is larger than {MAX_BYTES // 1_000_000} MB"
        raise BriefingError(Problem("too-large", message, here, "split it into several files"))
    return (
        read_records(data, path.name, display_path)
        if extension == ".json"
        else read_delimited(data, path.name, display_path)
    )


def _list_files(folder: Path) -> str:
    """Return a hint with the files in a folder that can be imported."""
    try:
        names = sorted(p.name for p in folder.iterdir() if p.suffix.lower() in EXTENSIONS and p.is_file())
    except OSError:
        return ""
    return f"choose a file in this folder: {', '.join(names[:10])}" if names else USE
