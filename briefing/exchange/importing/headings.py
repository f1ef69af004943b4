"""Find the row of headings in a sheet, and the role of each column: value, unit, source and so on.

Take a sheet; return a `SheetFrame` with the headings, the rows below them, and the text above and below the table.
Headings are recognised in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.exchange.importing.date_cells import read_day
from briefing.exchange.importing.sheet_model import Cell, Sheet, column_name
from briefing.exchange.importing.unit_text import canonical_unit, read_heading

# Roles of columns by heading. The first heading of each is the one that `briefing export` writes.
_ROLES: dict[str, str] = {
    "id": "id; fact id; identifier",
    "claim": "claim; claim id",
    "point": "point",
    "topic": "topic; section; theme; module; chapter",
    "name": "name; label; indicator; item; fact; measure; variable; metric; title; description; series; indicator name; what",
    "says": "says; statement; sentence; text; event",
    "quote": "quote; quotation",
    "value": "value; figure; amount; quantity; total; estimate; data; obs value; observation; count",
    "number": "number",
    "bound": "bound",
    "low": "lower; low; lower bound; minimum; min; low estimate",
    "high": "upper; high; upper bound; maximum; max; high estimate",
    "unit": "unit; units; unit of measure; unit of measurement; currency",
    "date": "date; day; when; event date; date of event",
    "as_of": "as of; year; period; time; reference period; reference year; reference date; quarter; month; time period; fiscal year",
    "by": "by; claimant; according to; said by; claimed by; reported by; who; attribution; speaker; "
    "who says so; who says; who said so; said by whom",
    "counts": "counts; what is counted",
    "status": "status",
    "note": "note; notes; comment; comments; remark; remarks; footnote; caveat",
    "tags": "tags; tag; keywords; labels; categories",
    "source": "source; sources; reference; references; ref; citation; sourced from; source name; data source; where from",
    "url": "source urls; url; link; web address; source url; hyperlink; source link; website",
    "tlp": "tlp; tlp label; marking; classification; handling",
    "passage": "passage; excerpt; quoted passage",
    "record": "record",
    "stale_after": "stale after",
    "credibility": "credibility",
    "formula": "formula",
    "source_titles": "source titles",
    "typed": "typed; file",
}  # fmt: skip
_BY_WORD = {word.strip(): role for role, words in _ROLES.items() for word in words.split(";")} | {"number": "number"}
WEAK = ("amount", "quantity", "total", "estimate", "count", "observation")
"""Headings that mean "value" only if no other column has figures."""
# Columns of `briefing export` that only repeat what others say.
SKIPPED = ("bound", "formula", "typed")
TIMES = ("date", "as_of")
_REMARK = re.compile(r"(sources?|notes?)\s*[:.]\s*(.+)", re.IGNORECASE)
_UNIT_REMARK = re.compile(
    r"(?:^|[(,;–—-]|\b(?:in|unit|units|figures in|amounts in)\b:?)\s*([^(),;]+?)\s*\)?$", re.IGNORECASE
)
MAX_HEAD_ROWS = 40
"""Rows that are searched for the row of headings."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading as typed, the parsed name, unit and date, and its role, "" if the heading gives none."""

    index: int
    cell: Cell
    name: str
    unit: str = ""
    when: str = ""
    role: str = ""

    @property
    def weak(self) -> bool:
        return plain_words(self.name) in WEAK


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """The parts of a sheet. `source`, `note` and `unit` are given for all of it, above the headings or below the rows."""

    sheet: Sheet
    columns: tuple[Column, ...]
    rows: tuple[Sequence[Cell], ...]
    title: str = ""
    source: Cell | None = None
    note: Cell | None = None
    unit: str = ""
    unit_from: str = ""

    def column(self, *roles: str) -> Column | None:
        """Return the first column with one of these roles."""
        return next((c for role in roles for c in self.columns if c.role == role), None)


def cell_at(row: Sequence[Cell], column: Column | None) -> Cell | None:
    """Return the cell of a row in a column; None if it is empty."""
    if column is None or column.index >= len(row) or not row[column.index]:
        return None
    return row[column.index]


def frame_sheet(sheet: Sheet) -> SheetFrame | None:
    """Split a sheet into its parts; return None if it has no row of headings."""
    at = _head_row(sheet.rows)
    if at is None:
        return None
    above = [cell for row in sheet.rows[:at] for cell in row if cell.text]
    headings = [cell.text for cell in sheet.rows[at] if cell.text]
    grouped = _groups(sheet.rows[at - 1]) if at and len(set(headings)) < len(headings) else ()
    columns = tuple(_columns(sheet, at, grouped))
    body, remarks = _split_remarks(sheet.rows[at + 1 :], above)
    unit, unit_from = _unit_above(above)
    titles = [c.text for c in above if not _REMARK.match(c.text) and 2 < len(c.text) <= 120 and c.text != unit_from]
    title = "" if grouped and len(sheet.rows[:at]) == 1 else (titles or [""])[0]
    return SheetFrame(sheet, columns, body, title, remarks.get("source"), remarks.get("note"), unit, unit_from)


# ------------------------------------------------------------------ the row that names the columns


def _head_row(rows: Sequence[Sequence[Cell]]) -> int | None:
    """Return the index of the first row that is nearly as full as the fullest, with words or dates, not figures."""
    looked = rows[:MAX_HEAD_ROWS]
    widest = max((sum(map(bool, row)) for row in looked), default=0)
    for index, row in enumerate(looked[: len(rows) - 1]):
        filled = [cell for cell in row if cell]
        if len(filled) < max(1, min(2, widest), 0.6 * widest):
            continue
        named = [cell for cell in filled if _can_be_heading(cell)]
        return index if len(named) >= 0.8 * len(filled) and any(map(bool, row)) else None
    return None


def _can_be_heading(cell: Cell) -> bool:
    """Return True for words, a date, or a year stored as a number; False for any other figure."""
    if cell.kind == "text":
        return not re.fullmatch(r"[-−($€£]*[0-9][0-9.,\s]*[%)]?", cell.text) or read_day(cell.text) is not None
    return cell.kind == "date" or (cell.kind == "number" and bool(re.fullmatch(r"(?:19|20)[0-9]{2}", cell.text)))


def _groups(row: Sequence[Cell]) -> tuple[str, ...]:
    """Return the headings of groups of columns, repeated for each column that they span."""
    texts = [cell.text for cell in row]
    if sum(map(bool, texts)) < 2:
        return ()
    carried: list[str] = []
    for text in texts:
        carried.append(text or (carried[-1] if carried else ""))
    return tuple(carried)


def _columns(sheet: Sheet, at: int, grouped: Sequence[str]) -> Iterator[Column]:
    row = sheet.rows[at]
    width = max(len(r) for r in sheet.rows[at:])
    taken: set[str] = set()
    for index in range(width):
        cell = row[index] if index < len(row) else Cell("", f"{sheet.file}!{sheet.name}!{column_name(index)}")
        text = cell.text
        group = grouped[min(index, len(grouped) - 1)] if grouped else ""
        if group and group != text:
            text = f"{text}, {group}" if text else group
        read = read_heading(text)
        role = (
            ""
            if read.when and not read.name
            else _BY_WORD.get(plain_words(read.name), "") or _BY_WORD.get(plain_words(text), "")
        )
        if role in taken:
            role = ""
        taken.add(role)
        name = read.name or (text if read.when else "")
        yield Column(index, replace(cell, text=text), name, read.unit, read.when, role)


def plain_words(text: str) -> str:
    """Return a heading in lower case without punctuation: "Source(s):" becomes "source"."""
    low = re.sub(r"\(s\)", "", text.casefold())
    return " ".join(re.sub(r"[^\w]+|_", " ", low).split())


# ------------------------------------------------------------------ remarks on the whole sheet


def _split_remarks(
    rows: Sequence[Sequence[Cell]], above: Sequence[Cell]
) -> tuple[tuple[Sequence[Cell], ...], dict[str, Cell]]:
    """Return the rows without remarks such as "Source: World Bank", and those remarks."""
    remarks: dict[str, Cell] = {}
    kept: list[Sequence[Cell]] = []
    for cell in above:
        _take_remark(cell, remarks)
    for row in rows:
        filled = [cell for cell in row if cell]
        if len(filled) == 1 and filled[0].kind == "text" and _take_remark(filled[0], remarks):
            continue
        if len(filled) == 2 and re.fullmatch(r"sources?\s*:", filled[0].text, re.IGNORECASE):
            remarks.setdefault("source", filled[1])  # "Source:" in one cell, its name in the next
            continue
        kept.append(row)
    return tuple(kept), remarks


def _take_remark(cell: Cell, remarks: dict[str, Cell]) -> bool:
    match = _REMARK.match(cell.text)
    if match is None:
        return False
    key = match[1].lower().rstrip("s")
    if key in remarks and key == "note":
        remarks[key] = replace(remarks[key], text=f"{remarks[key].text} {match[2]}")
    elif key not in remarks:
        remarks[key] = replace(cell, text=match[2])
    return True


def _unit_above(above: Sequence[Cell]) -> tuple[str, str]:
    """Return a unit given above the headings, such as "(million USD)" or "All figures in % of GDP", and its text."""
    for cell in reversed(above):
        match = _UNIT_REMARK.search(cell.text)
        for text in (read_heading(cell.text).unit, match[1] if match else ""):
            unit = canonical_unit(text) if text else ""
            if unit:
                return unit, cell.text
    return "", ""
