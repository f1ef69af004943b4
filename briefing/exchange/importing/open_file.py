"""Which reader a file takes, by its ending. Takes a path, gives a `Workbook` or raises `BriefingError`."""

from __future__ import annotations

import os
from pathlib import Path

from briefing.exchange.importing.csv_sheets import read_delimited
from briefing.exchange.importing.json_records import read_records
from briefing.exchange.importing.sheets import Workbook
from briefing.exchange.importing.xlsx_sheets import read_sheets
from briefing.problems.problem import BriefingError, Origin, Problem

LARGEST = 10_000_000
ENDINGS = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".json")
_SAVE_AS = {
    ".xls": "open it in a spreadsheet program and save it as .xlsx",
    ".ods": "open it in a spreadsheet program and save it as .xlsx",
    ".xlsb": "open it in a spreadsheet program and save it as .xlsx",
    ".numbers": "export it as Excel (.xlsx) or CSV",
    ".pdf": "copy its tables into a spreadsheet and save that as .xlsx",
    ".docx": "copy its tables into a spreadsheet and save that as .xlsx",
}


def read_file(path: Path, shown: str) -> Workbook:
    """The sheets of a file. `shown` is how it is named to the user."""
    ending = path.suffix.lower()
    here = Origin(shown)
    if not os.path.exists(path):  # noqa: PTH110  # no for a name that no file can have, where pathlib raises
        raise BriefingError(Problem("no-such-file", "there is no such file", here, _beside(path)))
    if not path.is_file():
        raise BriefingError(Problem("not-a-file", "this is a folder: name one file in it", here, _beside(path / "x")))
    if ending not in ENDINGS:
        hint = _SAVE_AS.get(ending, "what can be imported: .xlsx, .csv, .json")
        raise BriefingError(Problem("unknown-format", f'"{ending}" files cannot be imported', here, hint))
    if ending in (".xlsx", ".xlsm"):
        return read_sheets(path, shown)
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise BriefingError(Problem("unreadable-file", f"this file cannot be opened: {reason}", here)) from None
    if len(data) > LARGEST:
        message = f"this file is larger than {LARGEST // 1_000_000} MB"
        raise BriefingError(Problem("too-large", message, here, "split it into several files"))
    return read_records(data, path.name, shown) if ending == ".json" else read_delimited(data, path.name, shown)


def _beside(path: Path) -> str:
    """What there is to import in that folder."""
    try:
        names = sorted(p.name for p in path.parent.iterdir() if p.suffix.lower() in ENDINGS and p.is_file())
    except OSError:
        return ""
    return f"files there: {', '.join(names[:10])}" if names else "what can be imported: .xlsx, .csv, .json"
