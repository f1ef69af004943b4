"""Make the entries of facts: the lines of each, and what was guessed about each line.

Take the groups of observations of one sheet; return entries by topic, and the CSV files of their series. A fact without a
source of its own becomes unverified, so that the brief must say so wherever it prints it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefing.exchange.importing.grouping import Grouping
from briefing.exchange.importing.new_ids import IdMaker, claim_id, free_name, shorten, tag_id
from briefing.exchange.importing.observations import Observation
from briefing.exchange.importing.row_sentences import read_status, statement
from briefing.exchange.importing.row_sources import SourceBook
from briefing.exchange.importing.row_status import UNSOURCED, status_as_note, status_of, status_of_series
from briefing.exchange.importing.sheet_frame import SheetFrame
from briefing.exchange.importing.sheet_layout import skipped_columns
from briefing.exchange.importing.yaml_writer import Group, Line, write_csv
from briefing.facts.ids import IdError, check_claim_id
from briefing.facts.value_types import InvalidValue, read_age, read_grade, read_label
from briefing.problems.problem import Location, Problem

SERIES_COLUMNS = ("value", "source", "status", "note", "by", "counts", "as_of")
_CHECKED = {"tlp": read_label, "stale_after": read_age, "credibility": read_grade("123456", "credibility")}


@dataclass(slots=True)
class Entries:
    """Entries of one sheet: facts by topic, series by file name, and what was guessed in the series."""

    facts: dict[str, list[Group]] = field(default_factory=dict)
    series: dict[str, str] = field(default_factory=dict)
    guessed: list[tuple[str, int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class EntryBuilder:
    """Builder of the entries of one sheet.

    `default` is the source of facts that name none; `files` are the file names that are taken.
    """

    frame: SheetFrame
    topic: str
    id_maker: IdMaker
    book: SourceBook
    default: str
    files: dict[str, object]
    title: str = ""
    made: Entries = field(default_factory=Entries)

    def add(self, gathered: Grouping) -> None:
        """Add one fact, with its series if it has one."""
        if any(o.text("quote") and not o.text("by") for o in gathered.observations):
            self._refuse(gathered.observations[0], 'a quotation needs a speaker in a column with the heading "by"')
            return
        first = gathered.observations[0]
        wanted = first.text("id") or gathered.name or first.text("says")[:40]
        name, note = self.id_maker.make(wanted, f"fact_{first.cell.where.lower()}")
        if gathered.repeated and note:
            message = f'another row has the same id or name, so this one became "{name}"'
            hint = "rename one of the two, or merge the rows"
            self.made.problems.append(Problem("same-name", message, Location(first.cell.location), hint, "warning"))
        make = {"fact": self._fact, "series": self._series, "claims": self._claims}[gathered.kind]
        items = tuple(make(gathered, name))
        topic = first.text("topic") or self.topic
        guessed = [f"id: {note}" if note else ""] if first.text("id") else ["id made from the name", note]
        check = ": ".join(part for part in guessed if part)
        self.made.facts.setdefault(topic, []).append(Group(name, items, check))

    # -------------------------------------------------------------- kinds of facts

    def _fact(self, gathered: Grouping, _: str) -> Iterator[Line | Group]:
        each = gathered.observations[0]
        source, guessed, own = self._source(each)
        status = status_of(each, sourced=own, kept=bool(skipped_columns(self.frame)))
        says = statement(each, gathered.name, status.word)
        yield Line("name", gathered.name, each.notes.get("name", ""))
        if each.text("quote"):
            yield Line("quote", each.text("quote"))
            yield Line("speaker", each.text("by"))
        elif says.text:
            yield Line("says", says.text, "; ".join(p for p in (each.notes.get("says", ""), says.note) if p))
            yield Line("worded", says.worded)
        if each.value is not None and not each.text("quote"):
            yield Line("value", each.value.text, "; ".join(each.value.notes))
            yield Line("unit", each.unit, each.notes.get("unit", ""))
        yield from self._dates(each)
        yield Line("by", "" if each.text("quote") else each.text("by"))
        yield from self._counts_and_source(
            each, source, guessed or ("" if own or status.word == "unverified" else UNSOURCED)
        )
        yield Line("status", status.word, status.note)
        yield from self._closing_lines(each)

    def _series(self, gathered: Grouping, name: str) -> Iterator[Line | Group]:
        points = _trimmed(gathered.observations)
        each = points[0]
        sources = [self._source(o) for o in points]
        status = status_of_series(points, sourced=all(own for _, _, own in sources))
        unit = each.unit if len({o.unit for o in points if o.value is not None}) == 1 else ""
        yield Line("name", gathered.name, each.notes.get("name", ""))
        says = statement(each, gathered.name, status.word, series=True)
        yield Line("says", says.text, says.note)
        yield Line("worded", says.worded)
        yield Line("unit", unit, each.notes.get("unit", ""))
        typed = points if status.own else tuple(status_as_note(o) for o in points)
        file, guesses = self._write_series(name, typed, [s for s, _, _ in sources], unit)
        yield Line("series", file, guesses)
        shared = {key: typed[0].text(key) for key in ("by", "counts", "note") if _alike(o.text(key) for o in typed)}
        yield Line("by", shared.get("by", ""))
        same = _alike(s for s, _, _ in sources)
        yield from self._counts_and_source(
            each, sources[0][0] if same else "", sources[0][1], counts="counts" in shared
        )
        yield Line("status", status.word, status.note)
        yield from self._closing_lines(typed[0], note="note" in shared)

    def _write_series(
        self, name: str, points: Sequence[Observation], sources: Sequence[str], unit: str
    ) -> tuple[str, str]:
        """Add the file of a series; return its name and a note on how many of its values include a guess."""
        file = free_name(name, ".csv", self.files)
        self.files[file] = True
        days = [o.text("point") or o.day for o in points]
        one = {key: _alike(o.text(key) for o in points) for key in ("note", "by", "counts")}
        rows = []
        for day, each, source in zip(days, points, sources, strict=True):
            value = ".." if each.value is None else each.value.text
            if each.value is not None and not unit and each.unit:
                # A file with several units has each in its row.
                typed = each.value.quantity is not None and value.rstrip().endswith(each.unit)
                value = value if typed else f"{value} {each.unit}"
            status = read_status(each.text("status"))[0] if not _alike(o.text("status") for o in points) else ""
            texts = {key: "" if one[key] else each.text(key) for key in one}
            rows.append((day, value, "" if _alike(sources) else source, status, texts["note"], texts["by"], texts["counts"],
                         "" if each.second_day == day else each.second_day))  # fmt: skip
            for note in each.value.notes if each.value is not None else ():
                self.made.guessed.append((file, len(rows) + 1, note))
        column = "year" if all(len(day) == 4 for day in days) else "date"
        self.made.series[file] = write_csv((column, *SERIES_COLUMNS), rows)
        count = sum(1 for each in points if each.value is not None and each.value.notes)
        return file, f"{count} of its values {'includes' if count == 1 else 'include'} a guess" if count else ""

    def _claims(self, gathered: Grouping, _: str) -> Iterator[Line | Group]:
        first = gathered.observations[0]
        yield Line("name", gathered.name)
        says = statement(first, gathered.name, "")
        yield Line("says", says.text, says.note)
        yield Line("unit", first.unit, first.notes.get("unit", ""))
        claims: dict[str, Group] = {}
        for number, each in enumerate(gathered.observations, 1):
            if each.value is None:
                self._refuse(each, "a claim needs a value")
                continue
            name = claim_id(each.text("claim"), f"claim_{number}")
            while name in claims:
                name = f"{name}_{number}"
            claims[name] = Group(name, tuple(self._claim(each)))
        yield Group("claims", tuple(claims.values()))
        yield from self._tags(first)
        yield from self._checked(first, "stale_after")

    def _claim(self, each: Observation) -> Iterator[Line]:
        assert each.value is not None
        source, guessed, own = self._source(each)
        status = status_of(each, sourced=own, kept=True)
        yield Line("value", each.value.text, "; ".join(each.value.notes))
        yield from self._dates(each)
        sheet = "" if own or each.text("by") else f"the spreadsheet {self.frame.sheet.file}"
        yield Line("by", each.text("by") or sheet, "the sheet does not name the claimant" if sheet else "")
        yield Line("counts", each.text("counts"))
        yield Line("source", source, guessed)
        yield Line("status", status.word, status.note)
        yield Line("passage", each.text("passage"))
        yield Line("note", each.text("note"))
        yield from self._checked(each, "tlp", "credibility")

    # -------------------------------------------------------------- parts

    def _source(self, each: Observation) -> tuple[str, str, bool]:
        """Return the text of source:, what was guessed, and True if it is more than the sheet itself."""
        own, address = each.text("source"), each.text("url") or self._link(each, "source")
        if (own or address) and (cited := self.book.cite(own, address, each.text("source_titles")))[0]:
            return (*cited, True)
        link = next((cell.link for cell in (each.cell, each.named) if cell is not None and cell.link), "")
        if link and (cited := self.book.cite("", link))[0]:
            return cited[0], "source guessed from the link of the cell", True
        if self.default:
            return self.default, "", True
        if self.frame.source is not None and (cited := self.book.cite(self.frame.source.text))[0]:
            return cited[0], f'source guessed from "{self.frame.source.text}" beside the table', True
        return f"{self.book.of_sheet(self.frame.sheet, self.title)}, cell {each.cell.where}", "", False

    @staticmethod
    def _link(each: Observation, name: str) -> str:
        return each.fields[name].link if name in each.fields else ""

    def _dates(self, each: Observation) -> Iterator[Line]:
        yield Line(each.day_key, each.day, each.notes.get(each.day_key, ""))
        if each.day_key == "date":
            yield Line("as_of", each.second_day)

    def _counts_and_source(
        self, each: Observation, source: str, guessed: str, *, counts: bool = True
    ) -> Iterator[Line]:
        yield Line("counts", each.text("counts") if counts else "")
        yield Line("source", source, guessed)

    def _closing_lines(self, each: Observation, *, note: bool = True) -> Iterator[Line | Group]:
        yield Line("passage", each.text("passage"))
        yield Line("record", each.text("record"))
        yield from self._checked(each, "stale_after", "tlp", "credibility")
        yield Line("note", each.text("note") if note else "")
        yield from self._tags(each)

    def _tags(self, each: Observation) -> Iterator[Group]:
        """Yield the tags: those typed, as in "economy; region: East", and those that columns give."""
        tags: dict[str, str] = {}
        typed = each.text("tags")
        parts = re.split(r";\s*(?=[a-z][a-z0-9_]*:)", typed) if ":" in typed else re.split(r"[;,]", typed)
        for index, part in enumerate(p.strip() for p in parts if p.strip()):
            key, _, value = part.partition(":")
            try:
                check_claim_id(key)
            except IdError:
                key = tag_id(shorten(key), index)
            tags[key] = value.strip() or "yes"
        both = tags | dict(each.tags)
        yield Group("tags", tuple(Line(key, text, each.notes.get(key, "")) for key, text in both.items()))

    def _checked(self, each: Observation, *keys: str) -> Iterator[Line]:
        """Yield the lines of keys whose texts are validated; report a text that is not valid."""
        for key in keys:
            typed = each.text(key)
            try:
                yield Line(key, _CHECKED[key](typed) if typed else "")
            except InvalidValue as error:
                cell = each.fields[key]
                message = f"not imported: {error.message}"
                self.made.problems.append(
                    Problem("not-imported", message, Location(cell.location), error.corrected, "warning")
                )

    def _refuse(self, each: Observation, why: str) -> None:
        self.made.problems.append(
            Problem("not-imported", f"not imported: {why}", Location(each.cell.location), severity="warning")
        )


def _alike(texts: Iterator[str] | Sequence[str]) -> bool:
    return len(set(texts)) < 2


def _trimmed(points: Sequence[Observation]) -> tuple[Observation, ...]:
    """Return the points without the empty cells before the first value and after the last."""
    filled = [
        index
        for index, each in enumerate(points)
        if each.value is not None or (each.empty and each.cell.missing and each.cell)
    ]
    return tuple(points[filled[0] : filled[-1] + 1]) if filled else tuple(points[:1])
