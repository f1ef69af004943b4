"""Read a sheet as observations: each figure with its cell, name, date, unit and the other fields of its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from briefing.exchange.importing.cell_values import Value, read_value
from briefing.exchange.importing.date_cells import Day, looks_american, read_day
from briefing.exchange.importing.footnotes import notes_of
from briefing.exchange.importing.headings import TIMES, Column
from briefing.exchange.importing.new_ids import tag_id
from briefing.exchange.importing.row_context import names_total
from briefing.exchange.importing.sheet_frame import SheetFrame, cell_at
from briefing.exchange.importing.sheet_layout import Layout, free_values
from briefing.exchange.importing.sheet_model import Cell, column_name
from briefing.exchange.importing.unit_text import canonical_unit, fits, is_certain, read_heading
from briefing.problems.problem import Location, Problem

FIELDS = (
    "id", "claim", "point", "topic", "says", "quote", "by", "counts", "status", "note", "tags", "source", "url", "tlp", "passage",
    "record", "stale_after", "credibility", "source_titles",
)  # fmt: skip
NO_HEADING = "the column has no heading"
FRACTIONS = "the unit is %, but no figure of this column is above 1: they could be fractions, 0.123 for 12.3 %"


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure or statement with everything that the sheet says about it.

    `thing` is the name of the row (`named` is its cell), `others` are further columns that name it, and `indicator` is what
    the column counts. `day_key` is date or as_of. `notes` say what was guessed, by the key of the fact; `doubt` is a guess about
    the figure itself, for which the fact is unverified. `row` counts the rows of the table; `cells` are all cells of the value.
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
    doubt: str = ""
    row: int = -1
    cells: tuple[Cell, ...] = ()

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
    fractions: dict[int, bool] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    """Locations of cells that a problem about a whole row names."""

    def observe(self) -> Iterator[Observation]:
        """Yield every observation in the order of the sheet."""
        columns = free_values(self.frame, self.layout)
        for index in range(len(self.frame.rows)):
            if self.layout.kind == "records":
                found = self._record(index, columns[0] if columns else None)
            elif self.layout.dated:
                found = self._days(index, columns)
            else:
                found = self._figures(index, columns)
            yield from (replace(each, row=index) for each in found)

    # -------------------------------------------------------------- rows

    def _record(self, index: int, column: Column | None) -> Iterator[Observation]:
        """Yield the fact of a row, in a layout with one fact per row."""
        row = self.frame.rows[index]
        shared = self._shared(index, column)
        low, high = self.frame.column("low"), self.frame.column("high")
        cells = tuple(c for each in {column, low, high} if each and (c := cell_at(row, each)) is not None)
        if column is not None and column in (low, high):
            cell, value = self._between(row, low, high, shared.unit)
        else:
            cell, value = self._value(cell_at(row, column), shared.unit, words=True)
            cells = (cell,) if cell is not None else ()
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
        yield self._with_footnotes(
            replace(shared, cell=cell or shared.cell, value=value, empty=empty, cells=cells), index, column
        )

    def _figures(self, index: int, columns: Sequence[Column]) -> Iterator[Observation]:
        """Yield the figures of a row, under dates or under headings that say what they count."""
        row = self.frame.rows[index]
        if all(cell.no_figure for column in columns if (cell := cell_at(row, column)) is not None):
            label = next((cell for c in self.layout.labels if (cell := cell_at(row, c))), None)
            if label is not None:
                filled = [cell for cell in row if cell and not cell.no_figure]
                others = f" ({filled[0].where}:{filled[-1].where})" if len(filled) > 1 else ""
                self._leave_out(label.location, f'"{label.text}" has no figures{others}', severity="note")
            return
        for column in columns:
            shared = self._shared(index, column)
            if self.layout.kind != "series" and not shared.thing:
                self._leave_out_row(row, "this row has no name")
                return
            if self.layout.kind == "series" and not shared.day:
                return  # reported when the date was read
            cell, value = self._value(cell_at(row, column), shared.unit)
            nearest = cell or (row[column.index] if column.index < len(row) else shared.cell)
            empty = cell is None or cell.no_figure
            if value is None and not empty:
                continue
            made = replace(shared, cell=nearest, value=value, empty=empty, cells=(cell,) if cell is not None else ())
            if self.layout.kind != "dates" or not column.dated:  # the heading says what the figure counts
                head = column.name or f"Column {column_name(column.index)}"
                head = "" if is_certain(canonical_unit(head)) else head  # only a unit: the title says what it counts
                tags = {**made.tags, "indicator": head} if self.layout.kind != "series" and head else made.tags
                made = replace(made, indicator=head, tags=tags)
                if not column.name:
                    made = replace(made, notes={**made.notes, "name": NO_HEADING}, doubt=made.doubt or NO_HEADING)
            yield self._with_footnotes(made, index, column)

    def _days(self, index: int, columns: Sequence[Column]) -> Iterator[Observation]:
        """Yield the dates of a row, in a table of dates without figures: each is a sentence with its date."""
        row = self.frame.rows[index]
        for column in columns:
            cell, shared = cell_at(row, column), self._shared(index, None)
            if cell is None or cell.missing:
                continue
            if not shared.thing:
                self._leave_out_row(row, "this row has no name")
                return
            day = self._read_day(row, column)
            if day is None:
                continue
            says = replace(cell, text=f"{shared.thing}, {column.name}: {{date}}", kind="text")
            made = replace(
                shared, cell=cell, cells=(cell,), indicator=column.name, day=day.iso, day_key="date", unit=""
            )
            notes = {**shared.notes, "date": day.note, "says": "made from the heading of the date"}
            doubt = "" if day.sure else day.note
            yield self._with_footnotes(
                replace(made, fields={**shared.fields, "says": says}, notes=notes, doubt=doubt), index, column
            )

    # -------------------------------------------------------------- what a row shares

    def _shared(self, index: int, column: Column | None) -> Observation:
        """Return what the figures of a row have in common, and the unit and date of one of them."""
        frame, notes = self.frame, {}
        row, context = frame.rows[index], frame.contexts[index]
        start = next((cell for cell in row if cell), row[0])
        first, *others = [cell_at(row, label) for label in self.layout.labels] or [None]
        fields = {r: cell for r in FIELDS if (cell := self._field(row, frame.column(r))) is not None}
        unit, note = self._unit(row, column)
        if note:
            notes["unit"] = note
        day, key, guessed, second, sure = self._day(row, column)
        if guessed:
            notes[key] = guessed
        doubts = [guessed if not sure else "", column.doubt if column is not None and (unit or day) else ""]
        if column is not None and unit.startswith("%") and self._holds_fractions(column):
            doubts.append(FRACTIONS)
        columns = (*(c for c in self.layout.labels if c.role != "name"), *self.layout.rest)
        taken = (self.layout.time, *self.layout.values)
        tags: dict[str, str] = {}
        for each in columns:
            cell = self._field(row, each) if each.name and each not in taken else None
            # A total is none of the countries, or whatever the rows are; neither is a part of one.
            if cell is not None and not (context.kind and names_total(cell.text)):
                tag = tag_id(each.name, each.index)
                tag = f"{tag}_{each.index + 1}" if tag in tags else tag
                tags[tag] = cell.text
                if cell.kind == "date" and cell.note:
                    notes[tag] = cell.note
                    doubts.append(cell.note)
        tags |= {key: text for key, text in (("group", context.group), ("wider_group", context.wider)) if text}
        if context.kind:
            tags["row"] = context.kind
        if context.why:
            notes["name"] = context.why
        named = first.text if first is not None and any(c.isalnum() for c in first.text) else ""
        return Observation(
            cell=start,
            thing=context.name or named or context.label,
            named=first,
            others=tuple(cell.text if cell else "" for cell in others),
            unit=unit,
            day=day,
            day_key=key,
            second_day=second,
            fields=fields,
            tags=tags,
            notes=notes,
            doubt=next((doubt for doubt in doubts if doubt), ""),
        )

    def _with_footnotes(self, made: Observation, index: int, column: Column | None) -> Observation:
        """Return an observation with the footnotes of its cells in its note, and what a line says about its unit."""
        row = self.frame.rows[index]
        labels = [cell_at(row, label) for label in self.layout.labels]
        cells = (*made.cells, *labels, column.cell if column is not None else None)
        found = notes_of([cell.mark for cell in cells if cell is not None], self.frame.footnotes)
        about_unit = self.frame.unit.note if "unit" in made.notes and self._unit_is_above(row, column) else ""
        note = "; ".join(dict.fromkeys(part for part in (made.text("note"), found, about_unit) if part))
        if note == made.text("note"):
            return made
        return replace(made, fields={**made.fields, "note": Cell(note, made.cell.location)})

    def _holds_fractions(self, column: Column) -> bool:
        """Return True if no number of a column is above 1, and none is shown as a percentage: 0.123 could be 12.3 %."""
        if column.index not in self.fractions:
            cells = [c for row in self.frame.rows if (c := cell_at(row, column)) is not None and c.kind == "number"]
            small = all(abs(float(c.text.replace(",", ""))) <= 1 for c in cells if not c.text.endswith("%"))
            shown = any(c.text.endswith("%") for c in cells)
            self.fractions[column.index] = len(cells) > 1 and small and not shown and any("." in c.text for c in cells)
        return self.fractions[column.index]

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
        if self.frame.unit.unit:
            return self.frame.unit.unit, f'unit guessed from "{self.frame.unit.text}" above the headings'
        return "", ""

    def _unit_is_above(self, row: Sequence[Cell], column: Column | None) -> bool:
        """Return True if neither the row nor the heading gives the unit of a figure."""
        return self._field(row, self.frame.column("unit")) is None and not (column is not None and column.unit)

    def _day(self, row: Sequence[Cell], column: Column | None) -> tuple[str, str, str, str, bool]:
        """Return the date of a figure, its key, how it was guessed, a second date of the row, and False for an uncertain date."""
        if self.layout.kind == "dates" and column is not None:
            return column.when, "as_of", "", "", True
        time = self.layout.time
        columns = dict.fromkeys(c for c in (time, self.frame.column("as_of")) if c is not None)
        found = [(c, day) for c in columns if (day := self._read_day(row, c)) is not None]
        if found:
            (first, day), second = found[0], found[1][1].iso if len(found) > 1 else ""
            return day.iso, "date" if first.role == "date" else "as_of", day.note, second, day.sure
        if column is not None and column.when:
            return column.when, "as_of", f'date guessed from the heading "{column.cell.text}"', "", True
        return "", "as_of", "", "", True

    def _read_day(self, row: Sequence[Cell], column: Column | None) -> Day | None:
        cell = self._field(row, column)
        if cell is None or column is None or cell.missing:
            if column is not None and column is self.layout.time and self.layout.kind == "series" and any(row):
                self._leave_out(row[0].location, f'this row is empty under "{column.cell.text}"')
            return None
        if cell.kind == "date":
            return Day(cell.text, sure=not cell.note, note=cell.note)
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
        if cell is None or (cell.missing if words else cell.no_figure):
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

    def _leave_out_row(self, row: Sequence[Cell], why: str) -> None:
        """Report a row of which nothing is imported, with the range of its cells."""
        filled = [cell for cell in row if cell]
        places = filled[0].where if len(filled) == 1 else f"{filled[0].where}:{filled[-1].where}"
        self._leave_out(filled[0].location, f"{why}: {places}")
        self.named.update(cell.location for cell in filled)

    def _leave_out(self, location: str, why: str, severity: str = "warning") -> None:
        hint = "type it into the fact file, or correct the cell and import it again"
        if severity == "note":
            self.problems.append(Problem("not-imported", f"not imported: {why}", Location(location), severity="note"))
            return
        self.problems.append(Problem("not-imported", f"not imported: {why}", Location(location), hint, "warning"))
