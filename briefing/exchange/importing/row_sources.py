"""Find or make the sources of imported facts: a known id, an address, words, or the sheet itself.

Take the text of cells; return the text of `source:` and collect the new sources to be written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.exchange.importing.date_cells import read_day
from briefing.exchange.importing.headings import plain_words
from briefing.exchange.importing.new_ids import is_id, shorten
from briefing.exchange.importing.printable_text import make_printable
from briefing.exchange.importing.sheet_frame import SheetFrame, cell_at
from briefing.exchange.importing.sheet_model import Cell, Sheet
from briefing.exchange.importing.yaml_writer import Group, Line
from briefing.facts.citation_text import looks_like_id
from briefing.facts.dates import UnreadableValue
from briefing.facts.ids import ID, snake_case
from briefing.facts.schema import SourceSchema
from briefing.facts.value_types import read_address, read_extent, read_grade

SHEET_NAMES = ("sources", "source", "references", "bibliography")
NO_DATE = "no date known"
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_LOCATOR = re.compile(
    r"(.*?)\s*,\s*((?:pp?|par|paras?|page|pages|table|tab|fig|figure|sec|section|ch|chapter|annex|art|article|row|cell|line)"
    r"\.?\s*[\w.–-]+)",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:see|source|cf\.?|from|at|via)\b:?\s*|[\s,;:(\[–-]+$|^[\s,;:)\]–-]+", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_DAY = re.compile(
    r"(?<![0-9])(?:[0-9]{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?:19|20)[0-9]{2}(?![0-9])"
    r"|(?<![0-9])(?:19|20)[0-9]{2}-[0-9]{2}(?:-[0-9]{2})?(?![0-9])"
)
_KEYS = tuple(name for name in SourceSchema.model_fields if name != "undated")


@dataclass(slots=True)
class SourceBook:
    """Sources of an import: `known` ones of the dossier, and `new` ones to be written, by id."""

    known: Mapping[str, str]
    saved: str = ""
    new: dict[str, Group] = field(default_factory=dict)
    _by_text: dict[tuple[str, str], str] = field(default_factory=dict)
    _by_sheet: dict[str, str] = field(default_factory=dict)

    def cite(self, text: str, address: str = "", titles: str = "") -> tuple[str, str]:
        """Return the text of `source:` for a cell's text, and what was guessed.

        `titles` are the titles of sources cited by id, as `briefing export` writes them.
        """
        parts = [part.strip() for part in text.split(";") if part.strip()] or [""]
        addresses = [part.strip() for part in address.split(" | ")] if address else []
        named = [part.strip() for part in titles.split(" | ")] if titles else []
        cited, notes = [], []
        for index, part in enumerate(parts):
            there = addresses[index] if index < len(addresses) else ""
            title = named[index] if index < len(named) and len(named) == len(parts) else ""
            citation, note = self._cite_one(part, there, title)
            cited.append(citation)
            notes += [note] if note else []
        return "; ".join(dict.fromkeys(c for c in cited if c)), "; ".join(dict.fromkeys(notes))

    def of_sheet(self, sheet: Sheet, title: str) -> str:
        """Return the id of a source for the sheet itself, for facts without a source."""
        if sheet.whole_name not in self._by_sheet:
            dated = (
                Line("date", self.saved, "the day the file was last saved")
                if self.saved
                else Line("undated", NO_DATE, "type the date of the sheet")
            )
            items = (
                Line(
                    "title",
                    make_printable(f"{title} ({sheet.whole_name})" if title else sheet.whole_name, "a file name")[0],
                    "used because the sheet does not name its sources",
                ),
                Line("type", "spreadsheet"),
                dated,
            )
            stem = f"{sheet.file.rpartition('.')[0]} {sheet.name}" if sheet.name else sheet.file.rpartition(".")[0]
            self._by_sheet[sheet.whole_name] = self._add(f"{stem} sheet", items)
        return self._by_sheet[sheet.whole_name]

    def add_sheet(self, frame: SheetFrame) -> list[Cell]:
        """Add the sources of a sheet with one source per row; return the cells that could not be used."""
        columns = {
            key: c
            for c in frame.columns
            if (key := plain_words(c.cell.text).replace(" ", "_")) in (*_KEYS, "id", "undated")
        }
        refused: list[Cell] = []
        for row in frame.rows:
            cells = {key: cell for key, column in columns.items() if (cell := cell_at(row, column)) is not None}
            title = cells.pop("title", None)
            if title is None or not title.text:
                continue
            named = cells.pop("id", None)
            source_id = named.text if named is not None and is_id(named.text) else ""
            if source_id and source_id in self.known:
                continue
            lines = [Line("title", title.text)]
            for key, cell in cells.items():
                text = _checked(key, cell)
                if text:
                    lines.append(Line(key, text))
                else:
                    refused.append(cell)
            if not any(line.key in ("date", "undated") for line in lines):
                lines.append(Line("undated", NO_DATE, "the sheet of sources gives no date"))
            made = self._add(source_id or title.text, tuple(lines))
            self._by_text[title.text, ""] = made
        return refused

    # -------------------------------------------------------------- one source

    def _cite_one(self, part: str, address: str, title: str) -> tuple[str, str]:
        """Return the text of `source:` for one source, and what was guessed."""
        first, _, locator = (text.strip() for text in part.partition(","))
        there = {*self.known, *self.new}
        if first in there:
            # A locator that looks like an id would be reported as an unknown source.
            return (part if not any(looks_like_id(p.strip(), there) for p in locator.split(",")) else first), ""
        found = _ADDRESS.search(part)
        link = _web(found[0] if found else address)
        words = part.replace(found[0], " ") if found else part
        while (shorter := _LEADING.sub("", words)) != words:
            words = shorter
        words = " ".join(words.split())
        if title and ID.fullmatch(first):
            words, pinpoint = title, locator
        else:
            match = _LOCATOR.fullmatch(words)
            words, pinpoint = (match[1], match[2]) if match else (words, "")
        name = words or re.sub(r"^https?://(?:www\.)?", "", link, flags=re.IGNORECASE).rstrip("/")[:80]
        if not name:
            return "", ""
        key = (name, link)
        if key not in self._by_text:
            known = title and ID.fullmatch(first)
            check = "" if known else "source made from the text in the sheet"
            self._by_text[key] = self._add(first if known else name, _source_lines(name, link, words), check)
        cited = self._by_text[key]
        if pinpoint and not looks_like_id(pinpoint, there):
            cited = f"{cited}, {pinpoint}"
        return cited, ""

    def _add(self, name: str, items: tuple[Line, ...], check: str = "") -> str:
        base = shorten(snake_case(name)) or "source"
        made, number = base, 2
        while made in self.known or made in self.new:
            made = f"{base}_{number}"
            number += 1
        self.new[made] = Group(made, items, check)
        return made


def _source_lines(name: str, link: str, words: str) -> tuple[Line, ...]:
    years = list(dict.fromkeys(_YEAR.findall(name)))
    days = [day.iso for text in _DAY.findall(name) if (day := read_day(text)) is not None and day.sure]
    years = days[:1] if len(years) == 1 and days else years
    return (
        Line("title", name, "" if words else "title made from the address"),
        Line("url", link),
        Line("date", years[0], f'date guessed from "{name}"')
        if len(years) == 1
        else Line("undated", NO_DATE, "the sheet does not give the date of this source"),
    )


def _checked(key: str, cell: Cell) -> str:
    """Return the text of a cell in a sheet of sources if it is valid for the key, else ""."""
    try:
        if key in ("date", "accessed"):
            day = read_day(cell.text, serial=True)
            return day.iso if day is not None else ""
        if key in ("url", "archived"):
            return read_address(cell.text)
        if key == "read":
            return read_extent(cell.text)
        if key == "reliability":
            return str(read_grade("ABCDEF", "reliability")(cell.text))
    except UnreadableValue:
        return ""
    return cell.text


def _web(text: str) -> str:
    """Return a valid web address; "" if the text is not one."""
    link = text.strip().rstrip(".,;)]'")
    if not link:
        return ""
    try:
        return read_address(link)
    except UnreadableValue as error:
        return error.corrected
