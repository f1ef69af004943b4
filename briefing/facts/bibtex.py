"""Parse sources.bib (BibTeX or BibLaTeX) to `Item`s.

Take the text of the file; return entries with their locations, and problems. The library bibtexparser splits
the file into blocks; abbreviations, names, dates and LaTeX are read here. A broken entry is reported and
skipped, the others are read.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from briefing.facts.bibtex_fields import ADDRESSES, DATES, NAMES, TEXTS, TYPES, container_of, publisher_of
from briefing.facts.dates import MONTHS
from briefing.facts.latex import DepthError, decode, decode_address
from briefing.facts.list_items import LONGEST, MOST, MOST_NAMES, Item, read_date, shorten, too_many
from briefing.problems.problem import Location, Problem

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry

_BLOCK = re.compile(r"^[ \t]*@", re.MULTILINE)
_TOKEN = re.compile(r'\s*(?:"((?:[^"{}]|\{[^{}]*\})*)"|([A-Za-z][\w:.-]*)|([0-9]+)|(#))')
_DROPPED = frozenset("abstract annote annotation file keywords note owner timestamp".split())  # noqa: SIM905


class _FieldError(Exception):
    """Raised for a field that cannot be read."""


def read_bibtex(text: str, display_path: str) -> tuple[list[Item], list[Problem]]:
    """Return the entries of the file, in order, and the problems with it."""
    if sum(1 for _ in _BLOCK.finditer(text)) > MOST:
        return [], [too_many(display_path)]
    from bibtexparser.model import DuplicateFieldKeyBlock, Entry  # noqa: PLC0415  # only where there is a BibTeX file
    from bibtexparser.splitter import Splitter  # noqa: PLC0415  # as above

    # Errors are returned as blocks; without a handler, logging would print them as well.
    logger = logging.getLogger("bibtexparser")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    library = Splitter(text).split()
    problems = [_failure(block, display_path) for block in library.failed_blocks]
    entries = {entry.key: entry for entry in library.entries}
    for block in library.failed_blocks:
        # Of two fields with the same name, the first counts.
        if isinstance(block, DuplicateFieldKeyBlock) and isinstance(block.ignore_error_block, Entry):
            entries[block.ignore_error_block.key] = block.ignore_error_block
    reader = _Reader(text, display_path, {s.key.lower(): s.value for s in library.strings}, entries)
    items = [reader.read(entry) for entry in sorted(entries.values(), key=lambda e: e.start_line or 0)]
    problems += reader.problems
    if not entries and not problems:
        hint = "add entries such as: @report{mod_2025, title = {Intelligence update}, date = {2025-06-15}}"
        problems.append(Problem("broken-bibtex", "this file has no entries", Location(display_path), hint))
    return items, shorten(sorted(problems, key=lambda p: p.location), display_path)


def _failure(block: Block, display_path: str) -> Problem:
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock  # noqa: PLC0415  # as above

    location = Location(display_path, (block.start_line or 0) + 1, 1)
    if isinstance(block, DuplicateBlockKeyBlock):
        first = (block.previous_block.start_line or 0) + 1
        message = f'duplicate source "{block.key}": also defined in line {first}'
        return Problem("duplicate-id", message, location, "delete one of the two, or give one of them another key")
    if isinstance(block, DuplicateFieldKeyBlock):
        names = ", ".join(sorted(block.duplicate_keys))
        return Problem("bad-entry", f"duplicate field in this entry: {names}", location, "delete one of the two")
    head = (block.raw or "").lstrip().split("\n", 1)[0][:60]
    hint = "end each field with a comma, and close each { with }"
    return Problem("broken-bibtex", f'this entry cannot be read: "{head}"', location, hint)


class _Reader:
    """Reader for the entries of one file. `strings` are its abbreviations (@string), as typed."""

    def __init__(self, text: str, display_path: str, strings: Mapping[str, str], entries: Mapping[str, Entry]) -> None:
        self.lines, self.display_path, self.entries = text.split("\n"), display_path, entries
        self.problems: list[Problem] = []
        self.strings: dict[str, str] = {}
        for name, raw in strings.items():
            with suppress(_FieldError):  # an abbreviation that cannot be read is reported where it is used
                self.strings[name] = self._value(raw)

    def read(self, entry: Entry) -> Item:
        item = Item(entry.key, Location(self.display_path, (entry.start_line or 0) + 1, 1))
        kind = entry.entry_type.lower()
        item.details["type"] = TYPES.get(kind, "document")
        fields = self._fields(entry, item)
        self._take_texts(item, kind, fields)
        for name, variable in NAMES.items():
            if name in fields:
                item.details[variable] = tuple(_names(fields[name]))
                item.places[variable] = item.places[name]
        for name, variable in DATES.items():
            text, typed_in = decode(fields.get(name, "")), name
            if name == "date" and not text and fields.get("year"):
                text = _one_date(*(decode(fields.get(part, "")) for part in ("year", "month", "day")))
                typed_in = "year"
            if not text:
                continue
            item.places[variable] = item.places.get(typed_in, item.location)
            if dated := read_date(text.strip("~?%/ ").replace("/..", "")):
                item.details[variable] = dated
            else:
                item.literal[variable] = text
        return item

    def _fields(self, entry: Entry, item: Item) -> dict[str, str]:
        """Return the fields by lower-case name, not yet decoded.

        Missing ones come from the entry that `crossref` names.
        """
        fields: dict[str, str] = {}
        for field in entry.fields:
            name = field.key.lower()
            if name in fields or name in _DROPPED:
                continue
            line = field.start_line or 0
            place = Location(self.display_path, line + 1, max(self.lines[line].find(field.key), 0) + 1)
            item.places[name] = place
            try:
                fields[name] = self._value(str(field.value))
            except _FieldError as error:
                fields[name] = str(field.value)[:LONGEST]
                self.problems.append(Problem("bad-entry", f'{name} of "{entry.key}": {error}', place))
        parent = self.entries.get(fields.get("crossref", ""))
        if parent is not None and parent is not entry:
            inherited = {f.key.lower(): f for f in parent.fields if f.key.lower() != "crossref"}
            if "title" in inherited:
                inherited.setdefault("booktitle", inherited["title"])
            for name, field in inherited.items():
                if name not in fields and name not in _DROPPED:
                    item.places[name] = item.location
                    with suppress(_FieldError):  # reported at the parent entry
                        fields[name] = self._value(str(field.value), known=True)
        return fields

    def _value(self, raw: str, *, known: bool = False) -> str:
        """Return the text after "=": a text in braces or quotation marks, a number, an abbreviation, or several joined by #."""
        text = self._joined(raw.strip(), known=known)
        if len(text) > LONGEST:
            raise _FieldError(f"more than {LONGEST:,} characters")
        return text

    def _joined(self, raw: str, *, known: bool) -> str:
        if raw.startswith("{") and raw.endswith("}") and _closes_last(raw):
            return raw[1:-1]
        if raw.startswith('"') and raw.endswith('"') and '"' not in raw[1:-1]:
            return raw[1:-1]
        parts: list[str] = []
        place = 0
        while place < len(raw):
            if len(parts) > 100:
                raise _FieldError("more than 100 texts are joined with #")
            token = _TOKEN.match(raw, place)
            if token is None:
                braced = re.compile(r"\s*\{([^{}]*)\}").match(raw, place)
                if braced is None:
                    return raw.strip('"{}')
                parts.append(braced[1])
                place = braced.end()
                continue
            place = token.end()
            if token[2]:
                parts.append(self._abbreviation(token[2], known=known))
            else:
                parts.append(token[1] or token[3] or "")
        return "".join(parts)

    def _abbreviation(self, name: str, *, known: bool) -> str:
        if name.lower() in self.strings:
            return self.strings[name.lower()]
        if name[:3].lower() in MONTHS:
            return f"{MONTHS.index(name[:3].lower()) + 1:02d}"
        if known:
            return name
        raise _FieldError(f'the abbreviation "{name}" is not defined in this file: put the text in braces')

    def _take_texts(self, item: Item, kind: str, fields: Mapping[str, str]) -> None:
        texts = {}
        for name, text in fields.items():
            if name not in TEXTS:
                continue
            try:
                texts[name] = decode(text)
            except DepthError:
                message = f'{name} of "{item.key}" has braces nested too deeply'
                self.problems.append(Problem("bad-entry", message, item.places[name]))
                texts[name] = re.sub(r"[{}]", "", text)
        if texts.get("subtitle") and texts.get("title"):
            texts["title"] = f"{texts['title']}: {texts['subtitle']}"
        found = {TEXTS[name]: name for name in reversed(TEXTS) if TEXTS[name] and texts.get(name)}
        found |= {"container-title": container_of(texts), "publisher": publisher_of(texts)}
        if texts.get("number"):
            found["number" if kind in {"report", "techreport", "patent", "legislation"} else "issue"] = "number"
        for variable, name in found.items():
            if name:
                item.details[variable] = texts[name]
                item.places[variable] = item.places[name]
        for name, variable in ADDRESSES.items():
            if fields.get(name):
                item.details[variable] = decode_address(fields[name])
                item.places[variable] = item.places[name]


def _closes_last(raw: str) -> bool:
    """Return True if the last character closes the opening brace, as in {a {b} c} but not in {a} # {b}."""
    depth = 0
    for place, character in enumerate(raw):
        if character in "{}" and (place == 0 or raw[place - 1] != "\\"):
            depth += 1 if character == "{" else -1
            if depth == 0:
                return place == len(raw) - 1
    return False


def _one_date(year: str, month: str, day: str) -> str:
    """Return the date of three fields in ISO form. The month may be a name or a number."""
    if not re.fullmatch(r"[0-9]{4}", year):
        return year
    parts = [year]
    if re.fullmatch(r"0?[1-9]|1[0-2]", month):
        parts.append(f"{int(month):02d}")
    elif month[:3].lower() in MONTHS:
        parts.append(f"{MONTHS.index(month[:3].lower()) + 1:02d}")
    if len(parts) == 2 and re.fullmatch(r"0?[1-9]|[12][0-9]|3[01]", day):
        parts.append(f"{int(day):02d}")
    return "-".join(parts)


def _names(text: str) -> Iterator[dict[str, str]]:
    """Yield the names in a text, which are joined by "and". A name in braces is an organisation."""
    from bibtexparser.middlewares.names import (  # noqa: PLC0415  # as above
        InvalidNameError,
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    for raw in split_multiple_persons_names(" ".join(text.split()))[:MOST_NAMES]:
        name = raw.strip()
        if name.lower() == "others":
            continue
        try:
            if name.startswith("{") and _closes_last(name):
                yield {"literal": decode(name)}
                continue
            parts = parse_single_name_into_parts(name, strict=False)
        except (InvalidNameError, DepthError):
            continue
        pieces = {"given": parts.first, "non-dropping-particle": parts.von, "family": parts.last, "suffix": parts.jr}
        named = {part: decode(" ".join(words)) for part, words in pieces.items() if words}
        yield named if named.get("family") else {"literal": decode(name)}
