"""What a sheet says, figure by figure: observations that know their cell, name, date, unit, and what else their row tells.

Takes a `Frame` and its `Layout`, gives `Observation`s and what could not be read. Must not make facts of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from briefing.exchange.importing.cell_values import Unread, Value, read_value
from briefing.exchange.importing.date_cells import Day, looks_american, read_day
from briefing.exchange.importing.headings import TIMES, Column, Frame, cell_at
from briefing.exchange.importing.new_ids import tag_id
from briefing.exchange.importing.sheet_layout import Layout, free_values
from briefing.exchange.importing.sheets import Cell
from briefing.exchange.importing.unit_text import canonical_unit, fits, read_heading
from briefing.problems.problem import Origin, Problem

FIELDS = (
    "id", "claim", "point", "topic", "says", "quote", "by", "counts", "status", "note", "tags", "source", "url", "tlp", "passage",
    "record", "stale_after", "credibility", "source_titles",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure (or statement) and what the sheet says of it.

    `thing` is what the row is of (`named` its cell), `others` what else says so, by heading; `indicator` what the column counts.
    `day_key` is date or as_of. `notes` are what was guessed, by the key of the fact that it concerns.
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
        """A field as text, "" where the row has none."""
        return self.fields[name].text if name in self.fields else ""


@dataclass(slots=True)
class Observer:
    """Goes through a sheet row by row."""

    frame: Frame
    layout: Layout
    problems: list[Problem] = field(default_factory=list)
    american: dict[int, bool] = field(default_factory=dict)

    def observe(self) -> Iterator[Observation]:
        """Every observation in the order of the sheet."""
        columns = free_values(self.frame, self.layout)
        for row in self.frame.rows:
            if self.layout.kind == "records":
                yield from self._record(row, columns[0] if columns else None)
            else:
                yield from self._figures(row, columns)

    # -------------------------------------------------------------- rows

    def _record(self, row: Sequence[Cell], column: Column | None) -> Iterator[Observation]:
        """One fact a row."""
        shared = self._shared(row, column)
        low, high = self.frame.column("low"), self.frame.column("high")
        if column is not None and column in (low, high):
            cell, value = self._between(row, low, high, shared.unit)
        else:
            cell, value = self._value(cell_at(row, column), shared.unit, words=True)
        said = shared.text("says") or shared.text("quote")
        if not shared.thing and not said:
            if cell is not None and not cell.missing and not shared.text("id"):
                self._leave_out(cell.place, "nothing says what this figure is")
                return
            shared = replace(shared, thing=shared.text("id").replace("_", " "))
        empty = cell is None or cell.missing
        if empty and not said and not shared.text("point"):
            if shared.thing and row:
                self._leave_out(row[0].place, f'"{shared.thing}" has no value')
            return
        if value is None and cell is not None and not empty and not said:
            if _has_figure(cell):
                return
            shared = _as_words(shared, cell)
        yield replace(shared, cell=cell or shared.cell, value=value, empty=empty)

    def _figures(self, row: Sequence[Cell], columns: Sequence[Column]) -> Iterator[Observation]:
        """A row of figures: under dates, or under what they count."""
        if not any(cell_at(row, column) for column in columns):
            label = next((cell for c in self.layout.labels if (cell := cell_at(row, c))), None)
            if label is not None:
                self._leave_out(label.place, f'"{label.text}" has no figures', severity="note")
            return
        across = self.layout.kind == "dates"
        for column in columns:
            shared = self._shared(row, column)
            if self.layout.kind != "series" and not shared.thing:
                self._leave_out(next(cell.place for cell in row if cell), "nothing says what this row is of")
                return
            if self.layout.kind == "series" and not shared.day:
                return  # told when the date was read
            cell, value = self._value(cell_at(row, column), shared.unit)
            place = cell or (row[column.place] if column.place < len(row) else shared.cell)
            made = replace(shared, cell=place, value=value, empty=cell is None or cell.missing)
            if value is not None or made.empty:
                yield made if across else self._counted(made, column)

    def _counted(self, made: Observation, column: Column) -> Observation:
        """A figure under the heading that says what it counts."""
        tags = {**made.tags, "indicator": column.name} if self.layout.kind == "wide" else made.tags
        return replace(made, indicator=column.name, tags=tags)

    # -------------------------------------------------------------- what a row shares

    def _shared(self, row: Sequence[Cell], column: Column | None) -> Observation:
        frame, notes = self.frame, {}
        start = next((cell for cell in row if cell), row[0])
        first, *others = [cell_at(row, label) for label in self.layout.labels] or [None]
        fields = {r: cell for r in FIELDS if (cell := self._field(row, frame.column(r))) is not None}
        unit, told = self._unit(row, column)
        if told:
            notes["unit"] = told
        day, key, guessed, second = self._day(row, column)
        if guessed:
            notes[key] = guessed
        tags = {tag_id(c.name, c.place): cell.text for c in self._tagged() if (cell := self._field(row, c)) is not None}
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

    def _tagged(self) -> tuple[Column, ...]:
        """The columns that become tags."""
        labels = tuple(c for c in self.layout.labels if c.role != "name")
        taken = (self.layout.time, *self.layout.values)
        return tuple(c for c in (*labels, *self.layout.rest) if c not in taken and c.name)

    def _field(self, row: Sequence[Cell], column: Column | None) -> Cell | None:
        cell = cell_at(row, column)
        if cell is not None and cell.kind == "fault":
            self._leave_out(cell.place, cell.note)
            return None
        return cell if cell is not None and cell.text else None

    def _unit(self, row: Sequence[Cell], column: Column | None) -> tuple[str, str]:
        """The unit of a figure and how it was guessed: out of its row, its heading, or what stands above all."""
        own = self._field(row, self.frame.column("unit"))
        if own is not None:
            unit = canonical_unit(own.text) or (own.text if fits(own.text) else "")
            if not unit:
                self._leave_out(own.place, f'"{own.text}" cannot be read as a unit')
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
        """The date of a figure, the key that it stands behind, how it was guessed, and a second date where the row has two."""
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
                self._leave_out(row[0].place, f'this row has nothing under "{column.cell.text}"')
            return None
        if column.place not in self.american:
            texts = (c.text for r in self.frame.rows if (c := cell_at(r, column)) is not None)
            self.american[column.place] = looks_american(texts)
        day = read_day(cell.text, american=self.american[column.place], serial=column.role in TIMES)
        if day is None:
            self._leave_out(cell.place, f'"{cell.text}" cannot be read as a date')
        return day

    # -------------------------------------------------------------- values

    def _value(self, cell: Cell | None, unit: str, *, words: bool = False) -> tuple[Cell | None, Value | None]:
        """The cell and what it says; of one that cannot be read it is told, unless words may stand there."""
        if cell is None or cell.missing:
            return cell, None
        read = read_value(cell, unit, self.layout.mark)
        if isinstance(read, Value):
            return cell, read
        if not (read.words and words):
            self._leave_out(cell.place, _why(cell, read))
        return cell, None

    def _between(
        self, row: Sequence[Cell], low: Column | None, high: Column | None, unit: str
    ) -> tuple[Cell | None, Value | None]:
        """A range out of a lower and an upper bound; one bound alone is "at least" or "up to"."""
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
            return cell, replace(read, notes=("value put together from a lower and an upper bound",))
        self._leave_out(cell.place, read.why)
        return cell, None

    def _leave_out(self, place: str, why: str, severity: str = "warning") -> None:
        hint = "type it into the fact file by hand, or mend the cell and import again"
        if severity == "note":
            self.problems.append(Problem("not-imported", f"not imported: {why}", Origin(place), severity="note"))
            return
        self.problems.append(Problem("not-imported", f"not imported: {why}", Origin(place), hint, "warning"))


def _why(cell: Cell, read: Unread) -> str:
    return read.why if not cell.text or f'"{cell.text}"' in read.why else f'"{cell.text}": {read.why}'


def _has_figure(cell: Cell) -> bool:
    return cell.kind != "text" or any(c.isdigit() for c in cell.text)


def _as_words(shared: Observation, cell: Cell) -> Observation:
    """A row whose value is words: a fact in words."""
    says = f"{shared.thing}: {cell.text}" if shared.thing else cell.text
    fields = {**shared.fields, "says": replace(cell, text=says)}
    return replace(
        shared, fields=fields, unit="", notes={**shared.notes, "says": "the value is words, so the fact is too"}
    )
