"""Plan an import: the new files, the guesses and the omissions, before anything is written.

Take the sheets of a file, the options and the dossier to import into; return a `Plan`. The only existing file that an
import changes is `sources.yaml`: new sources are added at its end.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefing.exchange.importing.default_layout import DefaultLayout, figures_of, sections_of, tables_of
from briefing.exchange.importing.destination import SOURCES, Target
from briefing.exchange.importing.grouping import group_observations
from briefing.exchange.importing.leftovers import Tally, find_leftovers, name_cells
from briefing.exchange.importing.new_ids import IdMaker, topic_id
from briefing.exchange.importing.observations import Observer
from briefing.exchange.importing.printable_text import with_printable_text
from briefing.exchange.importing.row_sources import SourceBook
from briefing.exchange.importing.sheet_frame import SheetFrame, frame_sheet
from briefing.exchange.importing.sheet_layout import Layout, detect_layout, skipped_columns
from briefing.exchange.importing.sheet_model import Sheet, Workbook
from briefing.exchange.importing.sheet_selection import SheetChoice, capitalise, pick_sheets, title_from_file, title_of
from briefing.exchange.importing.sheet_tables import split_tables
from briefing.exchange.importing.yaml_entries import Entries, EntryBuilder
from briefing.exchange.importing.yaml_writer import Group, Guess, Line, write_yaml
from briefing.problems.problem import BriefingError, Location, Problem, Severity, has_errors
from briefing.problems.summary import plural

MAX_FACTS = 10_000
MAX_SERIES = 1_000
LONGEST_NOTE_LINE = 120
MAX_CHANGED = 50
HEAD = 'Lines with "# check:" contain a guess: check each one, correct it if it is wrong, then delete the comment.'


@dataclass(frozen=True, slots=True)
class SheetReport:
    """Result of one table. `tags` are the headings of columns kept as tags, `unread` of columns that were not read.

    `details` are lines about the rest: how many figures became facts, groups and totals, footnotes, other notes.
    """

    sheet: str
    read_as: str
    facts: int = 0
    series: int = 0
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


@dataclass(slots=True)
class Plan:
    """Files and messages of an import.

    `files` are by name in the dossier's folder, `templates` by section; `added` is appended to sources.yaml.
    """

    files: dict[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    guesses: list[Guess] = field(default_factory=list)
    sheets: list[SheetReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    topics: dict[str, str] = field(default_factory=dict)
    added: str = ""


@dataclass(frozen=True, slots=True)
class _Topic:
    """A topic made from a sheet: its title, how that was guessed, and its entries."""

    title: str
    guess: str
    entries: Entries
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Import:
    """State shared by the sheets of one import: ids, sources and file names are unique.

    `default` is the source of rows that name none.
    """

    book: Workbook
    target: Target
    plan: Plan
    sources: SourceBook
    id_maker: IdMaker
    files: dict[str, object]
    default: str = ""

    def read(self, sheet: Sheet, topic: str, wanted: SheetChoice, *, alone: bool, several: bool) -> _Topic | None:
        """Return the topic of one sheet; if it cannot be read, report a problem and return None.

        The problem is an error if the sheet is `alone`, else a warning.
        """
        title, guess = title_of(sheet, self.book, wanted, several=several)
        severity: Severity = "error" if alone else "warning"
        location = Location(sheet.location)
        frame = frame_sheet(sheet)
        if frame is None:
            hint = "add a row of headings above the figures, such as name, value, unit, date, source"
            message = "this sheet has no row of headings"
            self.plan.problems.append(Problem("no-headings", message, location, hint, severity))
            return None
        layout = detect_layout(frame)
        if not layout.kind:
            hint = "use the headings name, value, unit, date, source; or year and one column per figure"
            message = f"this sheet cannot be read: {layout.words}"
            self.plan.problems.append(Problem("unknown-layout", message, location, hint, severity))
            return None
        entries = self._entries(frame, layout, topic, frame.title if sheet.area and frame.title else title)
        if frame.title and not wanted.topic:
            title, guess = frame.title, "title guessed from the line above the headings"
        notes = tuple(f"In the sheet, {cell.where}: {cell.text}" for cell in frame.notes)
        return _Topic(title, guess, entries, notes) if entries is not None else None

    def _entries(self, frame: SheetFrame, layout: Layout, topic: str, subject: str) -> Entries | None:
        observer = Observer(frame, layout)
        several = bool(frame.sheet.area)
        gathered = group_observations(list(observer.observe()), layout, subject, one_of_several=several)
        self.plan.problems += dict.fromkeys(observer.problems)
        series = sum(each.kind == "series" for each in gathered)
        if len(gathered) > MAX_FACTS or series > MAX_SERIES:
            hint = "copy the rows that the brief needs to a file of their own"
            most = f"{MAX_SERIES:,} series" if series > MAX_SERIES else f"{MAX_FACTS:,} facts"
            message = f"this sheet has more than {most}"
            self.plan.problems.append(Problem("too-large", message, Location(frame.sheet.location), hint))
            return None
        builder = EntryBuilder(frame, topic, self.id_maker, self.sources, self.default, self.files, self.book.title)
        for each in gathered:
            builder.add(each)
        made = builder.made
        self.plan.problems += made.problems
        named = {*observer.named, *(problem.location.file for problem in self.plan.problems)}
        tally, left = find_leftovers(frame, layout, (o for each in gathered for o in each.observations), named)
        self.plan.problems += left
        tagged = [c for c in (*layout.labels, *layout.rest) if c.role != "name" and c is not layout.time]
        report = SheetReport(
            sheet=frame.sheet.display_name,
            read_as=layout.words,
            facts=sum(map(len, made.facts.values())),
            series=len(made.series),
            topics=tuple(topic_id(topic) for topic in made.facts),
            tags=tuple(c.cell.text for c in tagged if c.cell.text) if layout.kind != "series" else (),
            unread=tuple(c.cell.text for c in skipped_columns(frame)),
            details=_details(frame, tally),
        )
        self.plan.sheets.append(report)
        return made


def _details(frame: SheetFrame, tally: Tally) -> tuple[str, ...]:
    """Return what a reader of the report should know about a table besides its facts."""
    totals = [f"{frame.rows[index][0].location.rpartition('!')[2]}" for index, c in enumerate(frame.contexts) if c.kind]
    lines = []
    if tally.figures:
        missing = tally.figures - tally.imported
        named = f", {missing:,} named above" if missing else ""
        lines.append(f"{plural(tally.figures, 'figure')}: {tally.imported:,} imported{named}")
    if tally.signs:
        texts = ", ".join(text for text in tally.sign_texts if text)
        lines.append(f'{plural(tally.signs, "cell")} with a sign for "no figure": {texts}')
    if frame.groups:
        lines.append(f"read as groups of rows (tag group): {', '.join(cell.text for cell in frame.groups)}")
    if totals:
        lines.append(f"totals and parts (tag row), in the rows of {', '.join(totals)}")
    if frame.footnotes:
        lines.append(f"footnotes kept as notes of their facts: {', '.join(frame.footnotes)}")
    if frame.notes:
        places = ", ".join(cell.where for cell in frame.notes)
        lines.append(f"kept as comments at the top of the file: {places}")
    return tuple(lines)


def plan_import(book: Workbook, wanted: SheetChoice, target: Target) -> Plan:
    """Return the plan of an import; raise BriefingError if nothing can be imported."""
    plan = Plan(problems=list(book.problems))
    facts, references = pick_sheets(book, wanted, plan.problems)
    sources = SourceBook(target.sources, book.saved)
    for sheet in references:
        frame = frame_sheet(sheet)
        for cell in sources.add_sheet(frame) if frame is not None else ():
            message = f'not imported: "{cell.text}" does not fit its column'
            plan.problems.append(Problem("not-imported", message, Location(cell.location), severity="warning"))
    default = sources.cite(wanted.source)[0] if wanted.source else target.restates
    files: dict[str, object] = dict.fromkeys(target.files, True)
    work = _Import(book, target, plan, sources, IdMaker(dict(target.facts)), files, default)
    made: dict[str, _Topic] = {}
    tables = [table for sheet in facts for table in _tables_of(sheet, plan)]
    several = len(tables) > 1
    for sheet in tables:
        topic = topic_id(wanted.topic or _topic_of(sheet) or title_of(sheet, book, wanted, several=several)[0])
        while topic in made:
            topic = f"{topic}_2"
        read = work.read(sheet, topic, wanted, alone=bool(wanted.sheets) or not several, several=several)
        if read is not None:
            made[topic] = read
    if not any(topic.entries.facts for topic in made.values()):
        if not has_errors(plan.problems):
            hint = "give a sheet a row of headings, such as name, value, unit, date, source, and one row per fact"
            message = "no fact was found in this file"
            plan.problems.append(Problem("nothing-to-import", message, Location(book.file), hint))
        raise BriefingError(*plan.problems)
    layouts = _write_topics(made, book, target, plan)
    _write_sources(sources, target, plan)
    if target.new:
        _write_dossier(book, wanted, layouts, plan)
    if has_errors(plan.problems):
        raise BriefingError(*plan.problems)
    return plan


def _tables_of(sheet: Sheet, plan: Plan) -> tuple[Sheet, ...]:
    """Return the tables of a sheet; report that there are several, and the cells that are in none of them."""
    if sheet.beyond:
        message = f"not imported: the cells beyond those that are read, such as {sheet.beyond}"
        hint = "move what the brief needs closer to the first cell"
        plan.problems.append(Problem("not-imported", message, Location(sheet.location), hint, "warning"))
    sheet, changed = with_printable_text(sheet)
    for cell in changed[:MAX_CHANGED]:
        message = f'the text "{cell.text[:60]}" was changed: {cell.note[:160]}'
        hint = "check it in the fact file, and write foreign names in Latin letters"
        plan.problems.append(Problem("text-changed", message, Location(cell.location), hint, "warning"))
    if len(changed) > MAX_CHANGED:
        message = f"{len(changed) - MAX_CHANGED:,} more texts of this sheet were changed in the same way"
        plan.problems.append(Problem("text-changed", message, Location(sheet.location), severity="warning"))
    split = split_tables(sheet)
    if len(split.tables) > 1:
        areas = ", ".join(table.area for table in split.tables)
        message = f"this sheet has {len(split.tables)} tables, which are imported as topics of their own: {areas}"
        hint = "if they are one table, delete the empty rows, titles and columns between its parts and import it again"
        plan.problems.append(Problem("several-tables", message, Location(sheet.location), hint, "note"))
    plan.problems += name_cells(split.loose, "beside the tables")
    return split.tables


def _topic_of(sheet: Sheet) -> str:
    """Return the name of the topic of one of several tables: its title."""
    frame = frame_sheet(sheet) if sheet.area else None
    return frame.title if frame is not None else ""


# ------------------------------------------------------------------ files


def _write_topics(made: Mapping[str, _Topic], book: Workbook, target: Target, plan: Plan) -> list[DefaultLayout]:
    """Add the topic files and their series to the plan."""
    layouts: list[DefaultLayout] = []
    for topic, read in made.items():
        for name, groups in read.entries.facts.items():
            own = name == topic
            made_id = topic if own else topic_id(name)
            file = f"{made_id}.yaml"
            if file.casefold() in target.files or file in plan.files:
                hint = f"choose another name, such as --topic {made_id}_2"
                message = f'the file "{file}" already exists'
                plan.problems.append(Problem("already-there", message, Location(f"{target.name}/{file}"), hint))
                continue
            title = read.title if own else capitalise(name.replace("_", " "))
            items = (Line("title", title, read.guess if own else ""), Group("facts", tuple(groups)))
            notes = [line for note in (read.notes if own else ()) for line in textwrap.wrap(note, LONGEST_NOTE_LINE)]
            plan.files[file], guesses = write_yaml(items, file, (f"Imported from {book.file}.", HEAD, *notes))
            plan.guesses += guesses
            plan.topics[made_id] = title
            lines = [item for group in groups for item in group.items if isinstance(item, Line)]
            named = {line.text for line in lines if line.key == "series"}
            series = {csv: text for csv, text in read.entries.series.items() if csv in named}
            layouts.append(DefaultLayout(made_id, title, groups, series))
        plan.files.update(read.entries.series)
        plan.guesses += [Guess(*each) for each in read.entries.guessed]
    return layouts


def _write_sources(sources: SourceBook, target: Target, plan: Plan) -> None:
    """Add a new sources.yaml to the plan, or the new sources for the end of the existing one."""
    if not sources.new:
        return
    first, head = 1, HEAD
    if target.sources_text is not None:
        ended = target.sources_text if target.sources_text.endswith("\n") else f"{target.sources_text}\n"
        first, head = ended.count("\n") + 1, "Added by briefing import."
    text, guesses = write_yaml(sources.new.values(), SOURCES, (head,), first)
    if target.sources_text is None:
        plan.files[SOURCES] = text
    else:
        plan.added = text
    plan.guesses += guesses


def _write_dossier(book: Workbook, wanted: SheetChoice, layouts: Sequence[DefaultLayout], plan: Plan) -> None:
    """Add the other files of a new dossier to the plan: dossier.yaml, tables, charts and templates."""
    title = wanted.title or book.title or title_from_file(book)
    guessed = "" if wanted.title else "title guessed from the file"
    items: list[Line | Group] = [
        Line("title", title, guessed),
        Line("date", book.saved, "the day the file was last saved: type the date of the brief"),
        Line("language", "en-GB"),
        Group("sections", ("summary", *(topic.id for topic in layouts), "sources")),
    ]
    head = (f"Settings of the brief. Made by briefing import from {book.file}.", HEAD)
    text, guesses = write_yaml(items, "dossier.yaml", head)
    plan.files = {"dossier.yaml": text, **plan.files}
    plan.guesses += guesses
    for name, text in (("tables.yaml", tables_of(layouts)), ("figures.yaml", figures_of(layouts))):
        if text:
            plan.files[name] = text
    plan.templates = sections_of(layouts)
