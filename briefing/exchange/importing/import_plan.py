"""Everything an import will write, put together before anything is written: new files by name, what was guessed, what was left out.

Takes a read file, what is wanted and the dossier it goes into; gives a `Plan`. No file of the dossier is changed but `sources.yaml`,
at whose end new sources are added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefing.exchange.importing.default_layout import Shown, figures_of, sections_of, tables_of
from briefing.exchange.importing.destination import SOURCES, Target
from briefing.exchange.importing.grouping import gather
from briefing.exchange.importing.headings import Frame, frame_sheet
from briefing.exchange.importing.new_ids import Namer, topic_id
from briefing.exchange.importing.observations import Observer
from briefing.exchange.importing.row_sources import SourceBook
from briefing.exchange.importing.sheet_layout import Layout, passed_over, tell_layout
from briefing.exchange.importing.sheet_selection import Wanted, pick_sheets, raised, readable, title_of
from briefing.exchange.importing.sheets import Sheet, Workbook
from briefing.exchange.importing.yaml_entries import Entries, Maker
from briefing.exchange.importing.yaml_writer import Group, Guess, Line, write_yaml
from briefing.problems.problem import BriefingError, Origin, Problem, Severity, has_errors

MOST_FACTS = 10_000
MOST_SERIES = 1_000
HEAD = 'Lines with "# check:" hold what was guessed: look at each, mend it if need be, then delete the comment.'


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one sheet. `tags` and `left` are headings: columns kept as tags, and columns that were not read."""

    sheet: str
    read_as: str
    facts: int = 0
    series: int = 0
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(slots=True)
class Plan:
    """`files` are by name within the dossier's folder, `templates` sections by name; `added` goes to the end of sources.yaml."""

    files: dict[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    guesses: list[Guess] = field(default_factory=list)
    sheets: list[Told] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    topics: dict[str, str] = field(default_factory=dict)
    added: str = ""


@dataclass(frozen=True, slots=True)
class _Topic:
    """A sheet on its way to a file: its title, how that was guessed, and what became of it."""

    title: str
    told: str
    entries: Entries


@dataclass(slots=True)
class _Import:
    """What the sheets of one import share: ids, sources and file names are given once. `default` is cited where a row names none."""

    book: Workbook
    target: Target
    plan: Plan
    sources: SourceBook
    namer: Namer
    files: dict[str, object]
    default: str = ""

    def read(self, sheet: Sheet, topic: str, wanted: Wanted, *, alone: bool, several: bool) -> _Topic | None:
        """What becomes of one sheet; None, and a problem, where it cannot be read. One of several is passed over then."""
        title, told = title_of(sheet, self.book, wanted, several=several)
        severity: Severity = "error" if alone else "warning"
        place = Origin(sheet.place)
        frame = frame_sheet(sheet)
        if frame is None:
            hint = "put a row of headings above the figures, such as name, value, unit, date, source"
            message = "no row of this sheet names its columns"
            self.plan.problems.append(Problem("no-headings", message, place, hint, severity))
            return None
        layout = tell_layout(frame)
        if not layout.kind:
            hint = "head the columns: name, value, unit, date, source; or year and one column a figure"
            message = f"this sheet cannot be read: {layout.words}"
            self.plan.problems.append(Problem("unknown-layout", message, place, hint, severity))
            return None
        entries = self._entries(frame, layout, topic, title)
        if frame.title and not wanted.topic:
            title, told = frame.title, "title guessed from the line above the headings"
        return _Topic(title, told, entries) if entries is not None else None

    def _entries(self, frame: Frame, layout: Layout, topic: str, subject: str) -> Entries | None:
        observer = Observer(frame, layout)
        gathered = gather(list(observer.observe()), layout, subject)
        self.plan.problems += dict.fromkeys(observer.problems)
        series = sum(each.kind == "series" for each in gathered)
        if len(gathered) > MOST_FACTS or series > MOST_SERIES:
            hint = "keep the rows that the brief needs, in a file of their own"
            most = f"{MOST_SERIES:,} series" if series > MOST_SERIES else f"{MOST_FACTS:,} facts"
            message = f"this sheet gives more than {most}"
            self.plan.problems.append(Problem("too-large", message, Origin(frame.sheet.place), hint))
            return None
        maker = Maker(frame, topic, self.namer, self.sources, self.default, self.files, self.book.title)
        for each in gathered:
            maker.add(each)
        self.plan.problems += maker.made.problems
        self.plan.sheets.append(_tell(frame, layout, maker.made))
        return maker.made


def plan_import(book: Workbook, wanted: Wanted, target: Target) -> Plan:
    """The plan. Raises BriefingError where nothing can be imported."""
    plan = Plan(problems=list(book.problems))
    facts, references = pick_sheets(book, wanted, plan.problems)
    sources = SourceBook(target.sources, book.saved)
    for sheet in references:
        frame = frame_sheet(sheet)
        for cell in sources.add_sheet(frame) if frame is not None else ():
            message = f'not imported: "{cell.text}" does not fit its column'
            plan.problems.append(Problem("not-imported", message, Origin(cell.place), severity="warning"))
    default = sources.cite(wanted.source)[0] if wanted.source else target.restates
    files: dict[str, object] = dict.fromkeys(target.files, True)
    work = _Import(book, target, plan, sources, Namer(dict(target.facts)), files, default)
    made: dict[str, _Topic] = {}
    several = len(facts) > 1
    for sheet in facts:
        topic = topic_id(wanted.topic or title_of(sheet, book, wanted, several=several)[0])
        while topic in made:
            topic = f"{topic}_2"
        read = work.read(sheet, topic, wanted, alone=bool(wanted.sheets) or not several, several=several)
        if read is not None:
            made[topic] = read
    if not any(topic.entries.facts for topic in made.values()):
        raise BriefingError(*(plan.problems if has_errors(plan.problems) else [*plan.problems, _nothing(book)]))
    shown = _write_topics(made, book, target, plan)
    _write_sources(sources, target, plan)
    if target.new:
        _write_dossier(book, wanted, shown, plan)
    if has_errors(plan.problems):
        raise BriefingError(*plan.problems)
    return plan


def _nothing(book: Workbook) -> Problem:
    hint = "a sheet needs a row of headings, such as name, value, unit, date, source, and a row for each fact"
    return Problem("nothing-to-import", "no fact was found in this file", Origin(book.file), hint)


def _tell(frame: Frame, layout: Layout, made: Entries) -> Told:
    words = tuple(
        c.cell.text for c in (*layout.labels, *layout.rest) if c.role != "name" and c.cell.text and c is not layout.time
    )
    left = tuple(c.cell.text for c in passed_over(frame))
    count = sum(map(len, made.facts.values()))
    topics = tuple(topic_id(topic) for topic in made.facts)
    kept = words if layout.kind != "series" else ()
    return Told(frame.sheet.shown, layout.words, count, len(made.series), topics, kept, left)


# ------------------------------------------------------------------ files


def _write_topics(made: Mapping[str, _Topic], book: Workbook, target: Target, plan: Plan) -> list[Shown]:
    """The topic files and the series beside them."""
    shown: list[Shown] = []
    for topic, read in made.items():
        for name, groups in read.entries.facts.items():
            own = name == topic
            made_id = topic if own else topic_id(name)
            file = f"{made_id}.yaml"
            if file.casefold() in target.files or file in plan.files:
                hint = f"--topic {made_id}_2, or another name of your own"
                message = f'there is a file "{file}" already'
                plan.problems.append(Problem("already-there", message, Origin(f"{target.name}/{file}"), hint))
                continue
            title = read.title if own else raised(name.replace("_", " "))
            items = (Line("title", title, read.told if own else ""), Group("facts", tuple(groups)))
            plan.files[file], guesses = write_yaml(items, file, (f"Imported from {book.file}.", HEAD))
            plan.guesses += guesses
            plan.topics[made_id] = title
            series = {f: text for f, text in read.entries.series.items() if any(_names(g, f) for g in groups)}
            shown.append(Shown(made_id, title, groups, series))
        plan.files.update(read.entries.series)
        plan.guesses += [Guess(*each) for each in read.entries.guessed]
    return shown


def _names(group: Group, file: str) -> bool:
    return any(isinstance(item, Line) and item.key == "series" and item.text == file for item in group.items)


def _write_sources(sources: SourceBook, target: Target, plan: Plan) -> None:
    """sources.yaml: a new one, or the one that is there with the new sources at its end."""
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


def _write_dossier(book: Workbook, wanted: Wanted, shown: Sequence[Shown], plan: Plan) -> None:
    """What a new dossier has besides facts and sources."""
    title = wanted.title or book.title or readable(book)
    guessed = "" if wanted.title else "title guessed from the file"
    items: list[Line | Group] = [
        Line("title", title, guessed),
        Line("date", book.saved, "the day on which the file was last saved: put the date of the brief"),
        Line("language", "en-GB"),
        Group("sections", ("summary", *(topic.id for topic in shown), "sources")),
    ]
    head = (f"What the brief is. Made by briefing import from {book.file}.", HEAD)
    text, guesses = write_yaml(items, "dossier.yaml", head)
    plan.files = {"dossier.yaml": text, **plan.files}
    plan.guesses += guesses
    for name, text in (("tables.yaml", tables_of(shown)), ("figures.yaml", figures_of(shown))):
        if text:
            plan.files[name] = text
    plan.templates = sections_of(shown)
