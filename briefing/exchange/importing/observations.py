"""Read a sheet as observations: each figure with its cell, name, date, unit and the other fields of its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from briefing.exchange.importing.cell_values import Value, read_value
from briefing.exchange.importing.date_cells import Day, looks_american, read_day
from briefing.exchange.importing.headings import TIMES, Column, SheetFrame, cell_at
from briefing.exchange.importing.new_ids import tag_id
from briefing.exchange.importing.sheet_layout import Layout, free_values
from briefing.exchange.importing.sheet_model import Cell
from briefing.exchange.importing.unit_text import canonical_unit, fits, read_heading
from briefing.problems.problem import Location, Problem

FIELDS = (
    "id", "claim", "point", "topic", "says", "quote", "by", "counts", "status", "note", "tags", "source", "url", "tlp", "passage",
    "record", "stale_after", "credibility", "source_titles",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure or statement with everything that the sheet says about it.

    `thing` is the name of the row (`named` is its cell), `others` are further columns that name it, and `indicator` is what
    the column counts. `day_key` is date or as_of. `notes` say what was guessed, by the key of the fact.
    """

    cell: Cell
    value: Value | None = None
    thing: str = ""
    others: tuple[str, ...] = ()
    indicator: str = ""
    unit: str = ""
    day: str = ""
    day_key: str = "as_of"
    second_day: str = ""
    fields: Mapping[str, Cell] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    empty: bool = False
    named: Cell | None = None

    def text(self, name: str) -> str:
        """Return a field as text, "" if the row does not have it."""
        return self.fields[name].text if name in self.fields else ""


@dataclass(slots=True)
class Observer:
    """Reader of observations, row by row."""

    frame: SheetFrame
    layout: Layout
    problems: list[Problem] = field(default_factory=list)
    american: dict[int, bool] = field(default_factory=dict)

    def observe(self) -> Iterator[Observation]:
        """Yield every observation in the order of the sheet."""
        columns = free_values(self.frame, self.layout)
        for row in self.frame.rows:
            if self.layout.kind == "records":
                yield from self._record(row, columns[0] if columns else None)
            else:
                yield from self._figures(row, columns)

    # -------------------------------------------------------------- rows

    def _record(self, row: Sequence[Cell], column: Column | None) -> Iterator[Observation]:
        """Yield the fact of a row, in a layout with one fact per row."""
        shared = self._shared(row, column)
        low, high = self.frame.column("low"), self.frame.column("high")
        if column is not None and column in (low, high):
            cell, value = self._between(row, low, high, shared.unit)
        else:
            cell, value = self._value(cell_at(row, column), shared.unit, words=True)
        sentence = shared.text("says") or shared.text("quote")
        if not shared.thing and not sentence:
            if cell is not None and not cell.missing and not shared.text("id"):
                self._leave_out(cell.location, "this figure has no name")
                return
            shared = replace(shared, thing=shared.text("id").replace("_", " "))
        empty = cell is None or cell.missing
        if empty and not sentence and not shared.text("point"):
            if shared.thing and row:
                self._leave_out(row[0].location, f'"{shared.thing}" has no value')
            return
        if value is None and cell is not None and not empty and not sentence:
            if cell.kind != "text" or any(c.isdigit() for c in cell.text):
                return
            # The value is words: the fact becomes a sentence without a value.
            says = replace(cell, text=f"{shared.thing}: {cell.text}" if shared.thing else cell.text)
            notes = {**shared.notes, "says": "the value is words, so the fact has no figure"}
            shared = replace(shared, fields={**shared.fields, "says": says}, unit="", notes=notes)
        yield replace(shared, cell=cell or shared.cell, value=value, empty=empty)

    def _figures(self, row: Sequence[Cell], columns: Sequence[Column]) -> Iterator[Observation]:
        """Yield the figures of a row, under dates or under headings that say what they count."""
        if not any(cell_at(row, column) for column in columns):
            label = next((cell for c in self.layout.labels if (cell := cell_at(row, c))), None)
            if label is not None:
                self._leave_out(label.location, f'"{label.text}" has no figures', severity="note")
            return
        for column in columns:
            shared = self._shared(row, column)
            if self.layout.kind != "series" and not shared.thing:
                self._leave_out(next(cell.location for cell in row if cell), "this row has no name")
                return
            if self.layout.kind == "series" and not shared.day:
                return  # reported when the date was read
            cell, value = self._value(cell_at(row, column), shared.unit)
            nearest = cell or (row[column.index] if column.index < len(row) else shared.cell)
            empty = cell is None or cell.missing
            if value is None and not empty:
                continue
            made = replace(shared, cell=nearest, value=value, empty=empty)
            if self.layout.kind != "dates":  # the heading says what the figure counts
                tags = {**made.tags, "indicator": column.name} if self.layout.kind == "wide" else made.tags
                made = replace(made, indicator=column.name, tags=tags)
            yield made

    # -------------------------------------------------------------- what a row shares

    def _shared(self, row: Sequence[Cell], column: Column | None) -> Observation:
        frame, notes = self.frame, {}
        start = next((cell for cell in row if cell), row[0])
        first, *others = [cell_at(row, label) for label in self.layout.labels] or [None]
        fields = {r: cell for r in FIELDS if (cell := self._field(row, frame.column(r))) is not None}
        unit, note = self._unit(row, column)
        if note:
            notes["unit"] = note
        day, key, guessed, second = self._day(row, column)
        if guessed:
            notes[key] = guessed
        columns = (*(c for c in self.layout.labels if c.role != "name"), *self.layout.rest)
        taken = (self.layout.time, *self.layout.values)
        tagged = [c for c in columns if c.name and c not in taken]
        tags = {tag_id(c.name, c.index): cell.text for c in tagged if (cell := self._field(row, c)) is not None}
        return Observation(
            cell=start,
            thing=first.text if first is not None and any(c.isalnum() for c in first.text) else "",
            named=first,
            others=tuple(cell.text if cell else "" for cell in others),
            unit=unit,
            day=day,
            day_key=key,
            second_day=second,
            fields=fields,
            tags=tags,
            notes=notes,
        )

    def _field(self, row: Sequence[Cell], column: Column | None) -> Cell | None:
        cell = cell_at(row, column)
        if cell is not None and cell.kind == "fault":
            self._leave_out(cell.location, cell.note)
            return None
        return cell if cell is not None and cell.text else None

    def _unit(self, row: Sequence[Cell], column: Column | None) -> tuple[str, str]:
        """Return the unit of a figure and how it was guessed: from its row, its heading, or above all headings."""
        own = self._field(row, self.frame.column("unit"))
        if own is not None:
            unit = canonical_unit(own.text) or (own.text if fits(own.text) else "")
            if not unit:
                self._leave_out(own.location, f'"{own.text}" cannot be read as a unit')
            return unit, f'unit "{own.text}" read as {unit}' if unit and unit != own.text else ""
        if column is not None and column.unit:
            return column.unit, f'unit guessed from the heading "{column.cell.text}"'
        name = self._field(row, self.frame.column("name"))
        if name is not None and (named := read_heading(name.text).unit):
            return named, f'unit guessed from the name "{name.text}"'
        if self.frame.unit:
            return self.frame.unit, f'unit guessed from "{self.frame.unit_from}" above the headings'
        return "", ""

    def _day(self, row: Sequence[Cell], column: Column | None) -> tuple[str, str, str, str]:
        """Return the date of a figure, its key, how it was guessed, and a second date if the row has two."""
        if self.layout.kind == "dates" and column is not None:
            return column.when, "as_of", "", ""
        time = self.layout.time
        columns = dict.fromkeys(c for c in (time, self.frame.column("as_of")) if c is not None)
        found = [(c, day) for c in columns if (day := self._read_day(row, c)) is not None]
        if found:
            (first, day), second = found[0], found[1][1].iso if len(found) > 1 else ""
            return day.iso, "date" if first.role == "date" else "as_of", day.note, second
        if column is not None and column.when:
            return column.when, "as_of", f'date guessed from the heading "{column.cell.text}"', ""
        return "", "as_of", "", ""

    def _read_day(self, row: Sequence[Cell], column: Column | None) -> Day | None:
        cell = self._field(row, column)
        if cell is None or column is None or cell.missing:
            if column is not None and column is self.layout.time and self.layout.kind == "series" and any(row):
                self._leave_out(row[0].location, f'this row is empty under "{column.cell.text}"')
            return None
        if column.index not in self.american:
            texts = (c.text for r in self.frame.rows if (c := cell_at(r, column)) is not None)
            self.american[column.index] = looks_american(texts)
        day = read_day(cell.text, american=self.american[column.index], serial=column.role in TIMES)
        if day is None:
            self._leave_out(cell.location, f'"{cell.text}" cannot be read as a date')
        return day

    # -------------------------------------------------------------- values

    def _value(self, cell: Cell | None, unit: str, *, words: bool = False) -> tuple[Cell | None, Value | None]:
        """Return the cell and its value; report a cell that cannot be read, unless `words` are allowed."""
        if cell is None or cell.missing:
            return cell, None
        read = read_value(cell, unit, self.layout.mark)
        if isinstance(read, Value):
            return cell, read
        if not (read.words and words):
            told = not cell.text or f'"{cell.text}"' in read.why
            self._leave_out(cell.location, read.why if told else f'"{cell.text}": {read.why}')
        return cell, None

    def _between(
        self, row: Sequence[Cell], low: Column | None, high: Column | None, unit: str
    ) -> tuple[Cell | None, Value | None]:
        """Combine a lower and an upper bound to a range; one of them alone becomes "at least" or "up to"."""
        (first, least), (last, most) = (self._value(cell_at(row, column), unit) for column in (low, high))
        cell = first or last
        if cell is None:
            return None, None
        if least is not None and most is not None and least.text != most.text:
            text = f"{least.text}–{most.text}"
        elif least is not None:
            text = least.text if most is not None else f"at least {least.text}"
        elif most is not None:
            text = f"up to {most.text}"
        else:
            return cell, None
        read = read_value(replace(cell, text=text, kind="text"), unit, "point")
        if isinstance(read, Value):
            return cell, replace(read, notes=("value combined from a lower and an upper bound",))
        self._leave_out(cell.location, read.why)
        return cell, None

    def _leave_out(self, location: str, why: str, severity: str = "warning") -> None:
        hint = "type it into the fact file, or correct the cell and import it again"
        if severity == "note":
            self.problems.append(Problem("not-imported", f"not imported: {why}", Location(location), severity="note"))
            return
        self.problems.append(Problem("not-imported", f"not imported: {why}", Location(location), hint, "warning"))
