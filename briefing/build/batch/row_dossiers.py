"""Make items from a table with one row per brief, each with the files of a dossier.

Take a CSV file and, if the template has one, its pattern (`templates/TEMPLATE/dossier/`); return items in the order of the rows.
Without a pattern the columns named as keys of dossier.yaml are those, and all others are facts, whose source the row gives. Must
not know what a fact means: what is made here is read like any dossier that was typed.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.build.batch.items import EVERYWHERE, MOST_ITEMS, Item, unlike
from briefing.build.batch.patterns import Pattern
from briefing.build.discovery import show_path
from briefing.facts.ids import snake_case
from briefing.facts.scalars import quote
from briefing.files.characters import check_text
from briefing.problems.problem import BriefingError, Location, Problem

LARGEST = 50_000_000
MOST_COLUMNS = 500
NAMING = ("name", "dossier", "id")
PARTICULARS = (
    "title", "subtitle", "edition", "date", "information_cut_off", "language", "restates", "marking", "publisher", "subject",
    "series", "series_number", "notice", "contact", "licence", "disclaimer", "how_to_cite", "methods", "citation_style",
)  # fmt: skip
"""Columns that are keys of dossier.yaml."""
ASIDE = ("source", "as_of", "by", "note", "status", "unit")
"""Columns that say something of every fact of the row; "gdp source" says it of the column gdp alone."""
UNIT = re.compile(r"(.+?)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*\Z")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading as typed but without a unit in brackets, that unit, and the id of the facts in it."""

    heading: str
    id: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its line in the file, and its cells by the ids of their columns; an empty cell is not there."""

    line: int
    cells: Mapping[str, str]


def dossiers_of_rows(path: Path, pattern: Pattern | None) -> list[Item]:
    """Return one item per row. Raises BriefingError if the table as a whole cannot be used."""
    shown = show_path(path)
    columns, rows = _read_table(path, shown)
    if not rows:
        raise BriefingError(Problem("no-rows", "this table has no rows below its headings", Location(shown, 1)))
    by_id = {column.id: column for column in columns}
    naming = next((name for name in NAMING if name in by_id), columns[0].id)
    if pattern is not None:
        pattern.check(by_id, shown)
    elif "source" not in by_id and not any(name.endswith("_source") for name in by_id):
        message = "no column names the source of the figures"
        hint = 'add a column headed "source", or give the template a pattern: templates/TEMPLATE/dossier/'
        raise BriefingError(Problem("no-source", message, Location(shown, 1), hint))
    return unlike([_item(row, by_id, naming, pattern, shown) for row in rows])


def _item(row: Row, columns: Mapping[str, Column], naming: str, pattern: Pattern | None, shown: str) -> Item:
    place = Location(shown, row.line)
    typed_name = row.cells.get(naming, "")
    name = file_name(typed_name)
    if not name:
        said = f'"{typed_name}" cannot name a file' if typed_name else f'the column "{naming}" is empty'
        problem = Problem("no-name", said, place, "use Latin letters and digits")
        return Item(f"row-{row.line}", shown, problems=(problem,), typed={"": place})
    told = f"row {row.line} of {shown}: {typed_name}"
    where = f"{shown}/{name}"
    if pattern is not None:
        files, typed = pattern.fill(row.cells)
        return Item(name, where, files=files, typed=typed | {"": place}, row=told)
    return Item(name, where, files=_plain_files(row, columns, naming), typed={"": place, EVERYWHERE: place}, row=told)


def file_name(text: str) -> str:
    """Return a name for files: cote-d-ivoire for Côte d'Ivoire, "" if nothing is left."""
    spelt = text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L")
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:80].strip("-")


# ------------------------------------------------------------------ the table


def _read_table(path: Path, shown: str) -> tuple[list[Column], list[Row]]:
    text = _read_text(path, shown)
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        columns = _columns(next(reader, []), shown)
        rows = list(_rows(reader, columns, shown))
    except csv.Error as error:
        hint = 'type a quotation mark in a cell twice: "the ""big"" one"'
        raise BriefingError(
            Problem("broken-csv", f"this row cannot be read: {error}", Location(shown, reader.line_num), hint)
        ) from None
    return columns, rows


def _read_text(path: Path, shown: str) -> str:
    place = Location(shown)
    if path.suffix.lower() in {".xlsx", ".xls", ".ods"}:
        hint = "save the sheet as CSV (UTF-8), or make a dossier of it: briefing import"
        raise BriefingError(Problem("not-a-table", "--rows must be a CSV file or a folder", place, hint))
    try:
        if path.stat().st_size > LARGEST:
            raise BriefingError(Problem("too-large", f"this table is larger than {LARGEST // 1_000_000} MB", place))
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise BriefingError(Problem("unreadable-file", f"this table cannot be read: {reason}", place)) from None
    text, problems = check_text(data, shown)
    if problems:
        raise BriefingError(*problems[:20])
    return text


def _columns(headings: Sequence[str], shown: str) -> list[Column]:
    """Return the columns. Raises BriefingError for one without a heading, and for two with the same id."""
    columns: list[Column] = []
    problems: list[Problem] = []
    place = Location(shown, 1)
    for number, typed in enumerate(headings, start=1):
        heading = " ".join(typed.split())
        match = UNIT.match(heading)
        plain, unit = (match[1], match[2]) if match else (heading, "")
        name = snake_case(plain)
        if not name:
            hint = "name it, or delete the column"
            problems.append(Problem("no-heading", f"column {number} has no heading", place, hint))
        elif any(name == column.id for column in columns):
            message = f'duplicate column "{plain}"'
            problems.append(Problem("same-heading", message, place, "give one of them another heading"))
        else:
            columns.append(Column(plain, name, unit))
    if not headings or len(headings) > MOST_COLUMNS:
        message = f"the first line of the table must name its columns, at most {MOST_COLUMNS}"
        problems = [Problem("no-heading", message, place, "for example: name,title,population,source")]
    if problems:
        raise BriefingError(*problems[:20])
    return columns


def _rows(reader: Iterator[list[str]], columns: Sequence[Column], shown: str) -> Iterator[Row]:
    line = 1
    for number, cells in enumerate(reader):
        # A cell may hold several lines; problems in it are located at the line where the row begins.
        begin, line = line + 1, getattr(reader, "line_num", line + 1)
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            message = f"this row has {len(cells)} cells, but the table has {len(columns)} columns"
            hint = "put text with a comma in quotation marks"
            raise BriefingError(Problem("too-many-cells", message, Location(shown, begin), hint))
        if number >= MOST_ITEMS:
            raise BriefingError(
                Problem("too-large", f"a batch has at most {MOST_ITEMS:,} rows", Location(shown, begin))
            )
        texts = (" ".join(cell.split()) for cell in cells)
        yield Row(begin, {c.id: text for c, text in zip(columns, texts, strict=False) if text})


# ------------------------------------------------------------------ without a pattern


def _plain_files(row: Row, columns: Mapping[str, Column], naming: str) -> dict[str, bytes]:
    """Return the files of a dossier made from one row: its particulars, its sources, and one fact per other cell."""
    cells = row.cells
    heads = {"title": cells.get(naming, "")} | {key: cells[key] for key in PARTICULARS if key in cells}
    dossier = [f"{key}: {quote(text)}" for key, text in heads.items()]
    facts = ["title: Figures", "facts:"]
    sources: dict[str, str] = {}
    for name, text in cells.items():
        if name in (naming, *PARTICULARS, *ASIDE) or _told_of(name, columns):
            continue
        said = {key: cells.get(f"{name}_{key}", cells.get(key, "")) for key in ASIDE}
        unit = said.pop("unit") or columns[name].unit
        source = said.pop("source")
        said = {"name": columns[name].heading, "value": f"{text} {unit}".strip()} | said
        if source:
            said["source"] = sources.setdefault(source, f"source_{len(sources) + 1}")
        facts += [f"  {name}:", *(f"    {key}: {quote(held)}" for key, held in said.items() if held)]
    listed = [
        line
        for title, name in sources.items()
        for line in (f"{name}:", f"  title: {quote(title)}", '  undated: "no date in the table"')
    ]
    texts = {"dossier.yaml": dossier, "figures_of_row.yaml": facts, "sources.yaml": listed}
    return {name: ("\n".join(lines) + "\n").encode() for name, lines in texts.items() if lines}


def _told_of(name: str, columns: Mapping[str, Column]) -> bool:
    """Return True if a column describes another one, as "gdp source" describes gdp."""
    return any(name.endswith(f"_{key}") and name.removesuffix(f"_{key}") in columns for key in ASIDE)
