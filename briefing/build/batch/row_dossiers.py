"""Make items from a table with one row per brief, each with the files of a dossier.

A template can have a pattern for them, `templates/TEMPLATE/dossier/`. Without one, columns named like keys of dossier.yaml are those
keys, and all others are facts, whose source is in the row. The files are then read like those of any dossier.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.build.batch.items import EVERYWHERE, MOST_ITEMS, Item, with_unique_names
from briefing.build.batch.patterns import Pattern
from briefing.build.discovery import show_path
from briefing.facts.dates import UnreadableValue
from briefing.facts.ids import snake_case
from briefing.facts.quantity import parse_quantity
from briefing.facts.scalars import quote
from briefing.files.characters import check_text
from briefing.problems.problem import BriefingError, Location, Problem

LARGEST = 50_000_000
MOST_COLUMNS = 500
NAME_COLUMNS = ("name", "dossier", "id")
DOSSIER_COLUMNS = (
    "title", "subtitle", "edition", "date", "information_cut_off", "language", "restates", "marking", "publisher", "subject",
    "series", "series_number", "notice", "contact", "licence", "disclaimer", "how_to_cite", "methods", "citation_style",
)  # fmt: skip
"""Columns that are keys of dossier.yaml."""
FACT_COLUMNS = ("source", "as_of", "by", "note", "status", "unit")
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
    display_path = show_path(path)
    columns, rows = _read_table(path, display_path)
    if not rows:
        raise BriefingError(Problem("no-rows", "this table has no rows below its headings", Location(display_path, 1)))
    by_id = {column.id: column for column in columns}
    name_column = next((name for name in NAME_COLUMNS if name in by_id), columns[0].id)
    if pattern is not None:
        pattern.check(by_id, display_path)
    elif "source" not in by_id and not any(name.endswith("_source") for name in by_id):
        message = "no column names the source of the figures"
        hint = 'add a column headed "source", or give the template a pattern: templates/TEMPLATE/dossier/'
        raise BriefingError(Problem("no-source", message, Location(display_path, 1), hint))
    words = _columns_of_words(rows, by_id) if pattern is None else frozenset()
    return with_unique_names([_item(row, by_id, name_column, pattern, display_path, words) for row in rows])


def _item(  # noqa: PLR0917  # what all rows share, and the row
    row: Row,
    columns: Mapping[str, Column],
    name_column: str,
    pattern: Pattern | None,
    display_path: str,
    words: Collection[str],
) -> Item:
    location = Location(display_path, row.line)
    name_cell = row.cells.get(name_column, "")
    name = file_name(name_cell)
    if not name:
        message = f'"{name_cell}" cannot name a file' if name_cell else f'the column "{name_column}" is empty'
        problem = Problem("no-name", message, location, "use Latin letters and digits")
        return Item(f"row-{row.line}", display_path, problems=(problem,), locations={"": location})
    row_name = f"row {row.line} of {display_path}: {name_cell}"
    item_path = f"{display_path}/{name}"
    if pattern is not None:
        files, locations = pattern.fill(row.cells)
        return Item(name, item_path, files=files, locations=locations | {"": location}, row=row_name)
    return Item(
        name,
        item_path,
        files=_plain_files(row, columns, name_column, words),
        locations={"": location, EVERYWHERE: location},
        row=row_name,
    )


def file_name(text: str) -> str:
    """Return a name for files: cote-d-ivoire for Côte d'Ivoire, "" if nothing is left."""
    spelt = text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L")
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:80].strip("-")


# ------------------------------------------------------------------ the table


def _read_table(path: Path, display_path: str) -> tuple[list[Column], list[Row]]:
    text = _read_text(path, display_path)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = _columns(next(reader, []), display_path)
        rows = list(_rows(reader, columns, display_path))
    except csv.Error as error:
        hint = 'type a quotation mark in a cell twice: "the ""big"" one"'
        raise BriefingError(
            Problem("broken-csv", f"this row cannot be read: {error}", Location(display_path, reader.line_num), hint)
        ) from None
    return columns, rows


def _read_text(path: Path, display_path: str) -> str:
    location = Location(display_path)
    if path.suffix.lower() in {".xlsx", ".xls", ".ods"}:
        hint = "save the sheet as CSV (UTF-8), or make a dossier of it: briefing import"
        raise BriefingError(Problem("not-a-table", "--rows must be a CSV file or a folder", location, hint))
    try:
        if path.stat().st_size > LARGEST:
            raise BriefingError(Problem("too-large", f"this table is larger than {LARGEST // 1_000_000} MB", location))
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise BriefingError(Problem("unreadable-file", f"this table cannot be read: {reason}", location)) from None
    text, problems = check_text(data, display_path)
    if problems:
        raise BriefingError(*problems[:20])
    return text


def _columns(headings: Sequence[str], display_path: str) -> list[Column]:
    """Return the columns. Raises BriefingError for one without a heading, and for two with the same id."""
    columns: list[Column] = []
    problems: list[Problem] = []
    location = Location(display_path, 1)
    for number, cell in enumerate(headings, start=1):
        heading = " ".join(cell.split())
        match = UNIT.match(heading)
        plain, unit = (match[1], match[2]) if match else (heading, "")
        name = snake_case(plain)
        if not name:
            hint = "name it, or delete the column"
            problems.append(Problem("no-heading", f"column {number} has no heading", location, hint))
        elif any(name == column.id for column in columns):
            message = f'duplicate column "{plain}"'
            problems.append(Problem("same-heading", message, location, "give one of them another heading"))
        else:
            columns.append(Column(plain, name, unit))
    if not headings or len(headings) > MOST_COLUMNS:
        message = f"the first line of the table must name its columns, at most {MOST_COLUMNS}"
        problems = [Problem("no-heading", message, location, "for example: name,title,population,source")]
    if problems:
        raise BriefingError(*problems[:20])
    return columns


def _rows(reader: Iterator[list[str]], columns: Sequence[Column], display_path: str) -> Iterator[Row]:
    line = 1
    for number, cells in enumerate(reader):
        # A cell may hold several lines; problems in it are located at the line where the row begins.
        begin, line = line + 1, getattr(reader, "line_num", line + 1)
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            message = f"this row has {len(cells)} cells, but the table has {len(columns)} columns"
            hint = "put text with a comma in quotation marks"
            raise BriefingError(Problem("too-many-cells", message, Location(display_path, begin), hint))
        if number >= MOST_ITEMS:
            raise BriefingError(
                Problem("too-large", f"a batch has at most {MOST_ITEMS:,} rows", Location(display_path, begin))
            )
        texts = (" ".join(cell.split()) for cell in cells)
        yield Row(begin, {c.id: text for c, text in zip(columns, texts, strict=False) if text})


# ------------------------------------------------------------------ without a pattern


def _columns_of_words(rows: Sequence[Row], columns: Mapping[str, Column]) -> frozenset[str]:
    """Return the columns without a single amount, such as "Highest point": their cells are printed as they are.

    One cell alone may as well be an amount that was mistyped.
    """
    cells = {name: [row.cells[name] for row in rows if name in row.cells] for name in columns}
    return frozenset(name for name, texts in cells.items() if len(texts) > 1 and all(map(_is_words, texts)))


def _is_words(text: str) -> bool:
    if not text[0].isalpha():
        return False
    try:
        parse_quantity(text)
    except UnreadableValue as error:
        return not error.corrected  # "approximately 5 km" is an amount that must be typed in another way
    return False


def _plain_files(row: Row, columns: Mapping[str, Column], name_column: str, words: Collection[str]) -> dict[str, bytes]:
    """Return the files of a dossier made from one row: its particulars, its sources, and one fact per other cell."""
    cells = row.cells
    # A column such as "gdp source" says something of the figures in the column "gdp".
    describing = {f"{name}_{key}" for name in columns for key in FACT_COLUMNS}
    no_facts = {name_column, *DOSSIER_COLUMNS, *FACT_COLUMNS, *describing}
    heads = {"title": cells.get(name_column, "")} | {key: cells[key] for key in DOSSIER_COLUMNS if key in cells}
    dossier = [f"{key}: {quote(text)}" for key, text in heads.items()]
    facts = ["title: Figures", "facts:"]
    sources: dict[str, str] = {}
    for name, text in cells.items():
        if name in no_facts:
            continue
        values = {key: cells.get(f"{name}_{key}", cells.get(key, "")) for key in FACT_COLUMNS}
        unit = values.pop("unit") or columns[name].unit
        source = values.pop("source")
        value = {"says": text} if name in words else {"value": f"{text} {unit}".strip()}
        values = {"name": columns[name].heading} | value | values
        if source:
            values["source"] = sources.setdefault(source, f"source_{len(sources) + 1}")
        facts += [f"  {name}:", *(f"    {key}: {quote(value)}" for key, value in values.items() if value)]
    listed = [
        line
        for title, name in sources.items()
        for line in (f"{name}:", f"  title: {quote(title)}", '  undated: "no date in the table"')
    ]
    texts = {"dossier.yaml": dossier, "figures_of_row.yaml": facts, "sources.yaml": listed}
    return {name: ("\n".join(lines) + "\n").encode() for name, lines in texts.items() if lines}
