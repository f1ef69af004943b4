"""Find the rows of headings of a table, and the role of each column: value, unit, source and so on.

Headings are recognised in English, and the commonest in German, French and Spanish.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.exchange.importing.cell_values import is_figure
from briefing.exchange.importing.date_cells import read_day
from briefing.exchange.importing.footnotes import split_marks
from briefing.exchange.importing.sheet_model import Cell, Sheet, column_name
from briefing.exchange.importing.unit_text import canonical_unit, is_certain, read_heading

# Roles of columns by heading. The first heading of each is the one that `briefing export` writes.
_ROLES: dict[str, str] = {
    "id": "id; fact id; identifier",
    "claim": "claim; claim id",
    "point": "point",
    "topic": "topic; section; theme; module; chapter",
    "name": "name; label; indicator; item; fact; measure; variable; metric; title; description; series; indicator name; what; "
    "bezeichnung; merkmal; indikator; indicateur; indicador",
    "says": "says; statement; sentence; text; event",
    "quote": "quote; quotation",
    "value": "value; figure; amount; quantity; total; estimate; data; obs value; observation; count; wert; valeur; valor",
    "number": "number",
    "bound": "bound",
    "low": "lower; low; lower bound; minimum; min; low estimate",
    "high": "upper; high; upper bound; maximum; max; high estimate",
    "unit": "unit; units; unit of measure; unit of measurement; currency; einheit; unité; unidad",
    "date": "date; day; when; event date; date of event; datum; fecha",
    "as_of": "as of; year; period; time; reference period; reference year; reference date; quarter; month; time period; fiscal year; "
    "jahr; année; año; stichtag",
    "by": "by; claimant; according to; said by; claimed by; reported by; who; attribution; speaker; "
    "who says so; who says; who said so; said by whom",
    "counts": "counts; what is counted",
    "status": "status",
    "note": "note; notes; comment; comments; remark; remarks; footnote; caveat; anmerkung; anmerkungen; nota; remarque",
    "tags": "tags; tag; keywords; labels; categories",
    "source": "source; sources; reference; references; ref; citation; sourced from; source name; data source; where from; quelle; "
    "quellen; fuente",
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
COUNTED = ("number", "no", "nr", "anzahl", "nombre", "número", "zahl", "count", "stück")
"""Texts in place of a unit that say that a column counts things."""
PIVOT = ("column labels", "spaltenbeschriftungen", "étiquettes de colonnes", "etiquetas de columna")
"""Words of a pivot table above the headings of its columns."""
# Columns of `briefing export` that only repeat what others say.
SKIPPED = ("bound", "formula", "typed")
TIMES = ("date", "as_of")
MAX_HEAD_ROWS = 40
"""Rows that are searched for the row of headings."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading as typed, the parsed name, unit and date, and its role, "" if the heading gives none.

    `dated` is True if the heading is nothing but a date, apart from a unit; `doubt` says why unit and date are not certain.
    """

    index: int
    cell: Cell
    name: str
    unit: str = ""
    when: str = ""
    role: str = ""
    dated: bool = False
    doubt: str = ""

    @property
    def weak(self) -> bool:
        return plain_words(self.name) in WEAK


# ------------------------------------------------------------------ the row that names the columns


def _head_row(rows: Sequence[Sequence[Cell]]) -> int | None:
    """Return the index of the first row that is nearly as full as the fullest, with words or dates, not figures."""
    looked = rows[:MAX_HEAD_ROWS]
    widest = max((sum(map(bool, row)) for row in looked), default=0)
    for index, row in enumerate(looked[: len(rows) - 1]):
        filled = [cell for cell in row if cell]
        if len(filled) < max(1, min(2, widest), 0.6 * widest):
            continue
        if index + 2 < len(rows) and _is_title_with_unit(row, rows[index + 1]):
            continue
        named = [cell for cell in filled if _can_be_heading(cell)]
        return index if len(named) >= 0.8 * len(filled) and any(map(bool, row)) else None
    return None


def _is_title_with_unit(row: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Return True for a title with a unit or a group of columns at its right, above a fuller row of headings."""
    filled, heads = [cell for cell in row if cell], [cell for cell in below if cell]
    if len(heads) <= len(filled) or not all(_can_be_heading(cell) and not cell.missing for cell in heads):
        return False
    years = any(_is_year(cell) for cell in (*heads, *filled))
    return years or any(is_unit(cell.text) or cell.span > 1 for cell in filled[1:])


def _can_be_heading(cell: Cell) -> bool:
    """Return True for words, a date, or a year stored as a number; False for any other figure."""
    if cell.kind == "text":
        return not is_figure(cell) or read_day(split_marks(cell.text, ())[0]) is not None
    return cell.kind == "date" or (cell.kind == "number" and _is_year(cell))


# ------------------------------------------------------------------ headings in several rows


def find_head(sheet: Sheet) -> range | None:
    """Return the rows of headings: the row that names the columns, groups of columns above it, units or years below it."""
    at = _head_row(sheet.rows)
    if at is None:
        return None
    first = last = at
    while last + 2 < len(sheet.rows) and not sheet.gap_before(last + 1) and _continues_head(sheet, at, last + 1):
        last += 1
    while first > 0 and not sheet.gap_before(first) and _names_groups(sheet, first - 1, at):
        first -= 1
    return range(first, last + 1)


def _continues_head(sheet: Sheet, at: int, index: int) -> bool:
    """Return True for a row of units, of years or of words above figures, with nothing below the first heading."""
    row = sheet.rows[index]
    left = _first_column([sheet.rows[at]])
    others = [cell for column, cell in enumerate(row) if cell and column != left]
    if not others and sum(_is_year(cell) for cell in sheet.rows[at]) > 1:
        # "TIME" is left of the years, and "GEO" below it, above the countries.
        return _BY_WORD.get(plain_words(sheet.rows[at][left].text), "") in TIMES
    label = row[left].text if left < len(row) else ""
    if not others or any(cell.kind == "fault" for cell in others):
        return False
    if all(cell.kind == "text" and is_unit(cell.text) for cell in others):
        return not label or plain_words(label) in ("unit", "units", "einheit", "einheiten", "unité") or is_unit(label)
    if label:
        return False
    if all(_is_year(cell) for cell in others):
        return len(others) > 1 and not all(_is_year(cell) for cell in sheet.rows[at] if cell)
    below = sheet.rows[index + 1]
    figures = [column for column, cell in enumerate(below) if cell and not _can_be_heading(cell)]
    words = all(cell.kind == "text" and not cell.missing and _can_be_heading(cell) for cell in others)
    return words and any(column < len(row) and row[column] for column in figures)


def _names_groups(sheet: Sheet, index: int, at: int) -> bool:
    """Return True for a row above the headings that names groups of columns, not the whole table."""
    row, heads = sheet.rows[index], sheet.rows[at]
    filled = [(column, cell) for column, cell in enumerate(row) if cell]
    width = max(len(heads), len(row))
    if not filled or not all(_can_be_heading(cell) and cell.span < width for _, cell in filled):
        return False
    texts = [cell.text for cell in heads if cell]
    repeats = len(set(texts)) < len(texts) or any(_is_year(cell) for cell in heads if cell)
    spans = any(cell.span > 1 for _, cell in filled)
    above_nothing = any(column >= len(heads) or not heads[column] for column, _ in filled)
    if len(filled) > 1 and filled[0][0] == _first_column([heads]) and all(is_unit(cell.text) for _, cell in filled[1:]):
        return False  # a title with its unit at the right
    if len(filled) == 1:
        column, cell = filled[0]
        return column > _first_column([heads, *sheet.rows[at + 1 : at + MAX_HEAD_ROWS]]) and (
            spans or (repeats and not is_unit(cell.text))
        )
    return repeats or spans or above_nothing


def _first_column(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the first column that has content in one of the rows."""
    return min((column for row in rows for column, cell in enumerate(row) if cell), default=0)


def _is_year(cell: Cell) -> bool:
    return bool(re.fullmatch(r"(?:19|20)[0-9]{2}", split_marks(cell.text, ())[0]))


def is_unit(text: str) -> bool:
    """Return True for a text that is a unit and nothing else, or says that a column counts things."""
    bare = text.strip().strip("()[]").strip()
    return bool(canonical_unit(bare)) or plain_words(bare) in COUNTED


def read_columns(sheet: Sheet, head: range, known: Collection[str]) -> Iterator[Column]:
    """Yield the columns of a table. `known` are the footnote marks of its notes."""
    width = max(len(row) for row in sheet.rows[head.start :])
    spread = [_spread(sheet, index, head) for index in head]
    corner = [*title_in_head(sheet, head), *(c for i in head for c in sheet.rows[i] if c.text.lower() in PIVOT)]
    taken: set[str] = set()
    for index in range(width):
        parts: list[tuple[Cell, bool]] = []
        for row in spread:
            cell, carried = row.get(index, (None, False))
            if cell is not None and cell not in corner and all(cell.text != other.text for other, _ in parts):
                parts.append((cell, carried))
        column = _column(sheet, index, parts, known)
        role = "" if column.dated else _BY_WORD.get(plain_words(column.name), "")
        if not role and not column.dated and len(parts) == 1:
            role = _BY_WORD.get(plain_words(column.cell.text), "")
        role = "" if role in taken else role
        taken.add(role)
        yield replace(column, role=role)


def title_in_head(sheet: Sheet, head: range) -> list[Cell]:
    """Return the texts above the heading of the first column, which are titles where other columns have groups."""
    left = _first_column([sheet.rows[index] for index in head])
    cells = [sheet.rows[index][left] for index in head if left < len(sheet.rows[index]) and sheet.rows[index][left]]
    return [cell for cell in cells[:-1] if cell.text != cells[-1].text and not is_unit(cells[-1].text)]


def _spread(sheet: Sheet, index: int, head: range) -> dict[int, tuple[Cell, bool]]:
    """Return the heading of each column in a row of headings, and True if it is only guessed that it spans that column.

    A merged cell spans the columns that it covers. Without merged cells, a heading spans the empty cells at its right that
    have a heading below them.
    """
    row = sheet.rows[index]
    merged = any(cell.span > 1 for cell in row)
    found: dict[int, tuple[Cell, bool]] = {}
    current, until = None, 0
    for column in range(max(len(sheet.rows[each]) for each in head)):
        if column < len(row) and row[column]:
            current, until = row[column], column + row[column].span
            found[column] = current, False
        elif current is not None and column < until:
            found[column] = current, False
        elif current is not None and not merged:
            lower = [sheet.rows[each] for each in range(index + 1, head.stop)]
            if any(column < len(each) and each[column] for each in lower):
                found[column] = current, True
            else:
                current = None
    return found


def _column(sheet: Sheet, index: int, parts: Sequence[tuple[Cell, bool]], known: Collection[str]) -> Column:
    """Return a column from its headings, from top to bottom; a unit nearer to the figures counts more."""
    names: list[str] = []
    texts: list[str] = []
    unit = when = doubt = mark = ""
    for level, (cell, carried) in enumerate(parts):
        text, marks = split_marks(cell.text, known)
        mark = ",".join(filter(None, (mark, marks)))
        texts.append(text)
        bare = text.strip().strip("()[]").strip()
        if level > 0 and is_unit(text):
            unit = canonical_unit(bare)
            found = unit
        else:
            read = read_heading(text)
            names += [read.name] if read.name else []
            unit, when = read.unit or unit, read.when or when
            found = read.unit or read.when
        if carried and found:
            doubt = f'it is guessed that the heading "{cell.text}" is about this column too'
    place = f"{sheet.file}!{sheet.name}!{column_name(index)}"
    cell = replace(parts[-1][0], text=", ".join(texts), mark=mark) if parts else Cell("", place)
    name = ", ".join(dict.fromkeys(names)) or (cell.text if when else "")
    if len(parts) == 1 and not (unit or when) and is_certain(found := canonical_unit(name)):
        unit = found  # the heading is nothing but a unit
    return Column(index, cell, name, unit, when, dated=bool(when and not names), doubt=doubt)


def plain_words(text: str) -> str:
    """Return a heading in lower case without punctuation: "Source(s):" becomes "source"."""
    low = re.sub(r"\(s\)", "", text.casefold())
    return " ".join(re.sub(r"[^\w]+|_", " ", low).split())
