"""Everything an import will write, put together before anything is written: new files by name, what was guessed, what was left out.

Takes a read file, what is wanted and the dossier it goes into; gives a `Plan`. No file of the dossier is changed but `sources.yaml`,
at whose end new sources are added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefing.errors import BriefingError, Origin, Problem, Severity, has_errors
from briefing.importing.entries import Entries, Maker
from briefing.importing.gathering import gather
from briefing.importing.headings import Frame, frame_sheet, plain_words
from briefing.importing.layout import Layout, passed_over, tell_layout
from briefing.importing.naming import Namer, topic_id
from briefing.importing.observations import Observer
from briefing.importing.presenting import Shown, figures_of, sections_of, tables_of
from briefing.importing.sheets import Sheet, Workbook
from briefing.importing.sourcing import SHEET_NAMES, SourceBook
from briefing.importing.target import SOURCES, Target
from briefing.importing.writing import Group, Guess, Line, write_yaml
from briefing.nearest import did_you_mean

MOST_FACTS = 10_000
HEAD = 'Lines with "# check:" hold what was guessed: look at each, mend it if need be, then delete the comment.'


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of an import. `sheets` are names, none for all that are not hidden; `source` an id, an address or words."""

    sheets: tuple[str, ...] = ()
    topic: str = ""
    source: str = ""
    title: str = ""


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


def plan_import(book: Workbook, wanted: Wanted, target: Target) -> Plan:
    """The plan. Raises BriefingError where nothing can be imported."""
    plan = Plan(problems=list(book.problems))
    facts, references = _pick(book, wanted, plan)
    sources = SourceBook(target.sources, book.saved)
    for sheet in references:
        frame = frame_sheet(sheet)
        for cell in sources.add_sheet(frame) if frame is not None else ():
            message = f'not imported: "{cell.text}" does not fit its column'
            plan.problems.append(Problem("not-imported", message, Origin(cell.place), severity="warning"))
    default = sources.cite(wanted.source)[0] if wanted.source else target.restates
    namer = Namer(dict(target.facts))
    files: dict[str, object] = dict.fromkeys(target.files, True)
    made: dict[str, tuple[str, str, Entries]] = {}
    alone = bool(wanted.sheets) or len(facts) == 1
    for sheet in facts:
        title, told = _title(sheet, book, wanted, several=len(facts) > 1)
        topic = topic_id(wanted.topic or title)
        while topic in made:
            topic = f"{topic}_2"
        entries = _read_sheet(sheet, topic, (namer, sources, default, files, book.title), plan, alone=alone)
        if entries is not None:
            made[topic] = (wanted.topic or title, told, entries)
    if not made or not any(entries.facts for _, _, entries in made.values()):
        problems = plan.problems if has_errors(plan.problems) else [*plan.problems, _nothing(book)]
        raise BriefingError(*problems)
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


# ------------------------------------------------------------------ sheets


def _pick(book: Workbook, wanted: Wanted, plan: Plan) -> tuple[list[Sheet], list[Sheet]]:
    """The sheets of facts and those of sources. Hidden and empty ones are told."""
    names = [sheet.name for sheet in book.sheets]
    unknown = [name for name in wanted.sheets if name not in names]
    if unknown:
        told = ", ".join(n for n in names if n)
        hint = did_you_mean(unknown[0], names) or (
            f"sheets there are: {told}" if told else "this file has no sheets to choose from"
        )
        raise BriefingError(Problem("no-such-sheet", f'there is no sheet "{unknown[0]}"', Origin(book.file), hint))
    facts: list[Sheet] = []
    references: list[Sheet] = []
    for sheet in book.sheets:
        place = Origin(f"{book.file}!{sheet.name}" if sheet.name else book.file)
        if plain_words(sheet.name) in SHEET_NAMES and sheet.name not in wanted.sheets:
            references.append(sheet)
        elif wanted.sheets and sheet.name not in wanted.sheets:
            continue
        elif not sheet.rows:
            plan.problems.append(Problem("empty-sheet", "nothing stands in this sheet", place, severity="note"))
        elif sheet.hidden and sheet.name not in wanted.sheets:
            hint = f'--sheet "{sheet.name}" imports it'
            plan.problems.append(Problem("hidden-sheet", "this sheet is hidden and was not read", place, hint, "note"))
        else:
            facts.append(sheet)
    if wanted.topic and len(facts) > 1:
        hint = f'--sheet "{facts[0].name}" --topic {wanted.topic}'
        raise BriefingError(
            Problem("several-sheets", "--topic names one topic, and there are several sheets", Origin(book.file), hint)
        )
    return facts, references


def _title(sheet: Sheet, book: Workbook, wanted: Wanted, *, several: bool) -> tuple[str, str]:
    """What the topic of a sheet is called, and how that was guessed."""
    stem = " ".join(book.file.rpartition(".")[0].replace("_", " ").replace("-", " ").split())
    generic = plain_words(sheet.name).rstrip("0123456789 ") in (
        "",
        "sheet",
        "tabelle",
        "feuil",
        "hoja",
        "data",
        "facts",
    )
    if wanted.topic:
        return _raised(wanted.topic.replace("_", " ").replace("-", " ")), ""
    if generic and not several:
        return _raised(stem), "title guessed from the name of the file"
    return _raised(sheet.name or stem), "title guessed from the name of the sheet"


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]


_Shared = tuple[Namer, SourceBook, str, dict[str, object], str]


def _read_sheet(sheet: Sheet, topic: str, shared: _Shared, plan: Plan, *, alone: bool) -> Entries | None:
    """What becomes of one sheet; None, and a problem, where it cannot be read. One of several is passed over then."""
    severity: Severity = "error" if alone else "warning"
    place = Origin(f"{sheet.file}!{sheet.name}" if sheet.name else sheet.file)
    frame = frame_sheet(sheet)
    if frame is None:
        hint = "put a row of headings above the figures, such as name, value, unit, date, source"
        plan.problems.append(Problem("no-headings", "no row of this sheet names its columns", place, hint, severity))
        return None
    layout = tell_layout(frame)
    if not layout.kind:
        hint = "head the columns: name, value, unit, date, source; or year and one column a figure"
        plan.problems.append(
            Problem("unknown-layout", f"this sheet cannot be read: {layout.words}", place, hint, severity)
        )
        return None
    observer = Observer(frame, layout)
    gathered = gather(list(observer.observe()), layout)
    plan.problems += dict.fromkeys(observer.problems)
    if len(gathered) > MOST_FACTS:
        hint = "keep the rows that the brief needs, in a file of their own"
        plan.problems.append(Problem("too-large", f"this sheet gives more than {MOST_FACTS:,} facts", place, hint))
        return None
    namer, sources, default, files, title = shared
    maker = Maker(frame, topic, namer, sources, default, files, title)
    for each in gathered:
        maker.add(each)
    plan.problems += maker.made.problems
    plan.sheets.append(_tell(frame, layout, maker.made))
    return maker.made


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


def _write_topics(
    made: Mapping[str, tuple[str, str, Entries]], book: Workbook, target: Target, plan: Plan
) -> list[Shown]:
    """The topic files and the series beside them."""
    shown: list[Shown] = []
    for topic, (title, told, entries) in made.items():
        for name, groups in entries.facts.items():
            own = name == topic
            made_id = topic if own else topic_id(name)
            file = f"{made_id}.yaml"
            if file.casefold() in target.files or file in plan.files:
                hint = f"--topic {made_id}_2, or another name of your own"
                plan.problems.append(
                    Problem("already-there", f'there is a file "{file}" already', Origin(target.name), hint)
                )
                continue
            head = (f"Imported from {book.file}.", HEAD)
            items = (
                Line("title", title if own else _raised(name.replace("_", " ")), told if own else ""),
                _facts(groups),
            )
            plan.files[file], guesses = write_yaml(items, file, head)
            plan.guesses += guesses
            plan.topics[made_id] = title if own else name
            points = sum(
                text.count("\n") - 1 for f, text in entries.series.items() if any(_names(g, f) for g in groups)
            )
            shown.append(Shown(made_id, items[0].text, groups, points))
        plan.files.update(entries.series)
        plan.guesses += [Guess(*each) for each in entries.guessed]
    return shown


def _facts(groups: Sequence[Group]) -> Group:
    return Group("facts", tuple(groups))


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
    stem = _raised(" ".join(book.file.rpartition(".")[0].replace("_", " ").replace("-", " ").split()))
    title = wanted.title or book.title or stem
    guessed = "" if wanted.title else "title guessed from the file"
    items = [
        Line("title", title, guessed),
        Line("date", book.saved, "the day on which the file was last saved: put the date of the brief"),
        Line("language", "en-GB"),
    ]
    head = (f"What the brief is. Made by briefing import from {book.file}.", HEAD)
    text, guesses = write_yaml(items, "dossier.yaml", head)
    plan.files = {"dossier.yaml": text, **plan.files}
    plan.guesses += guesses
    for name, text in (("tables.yaml", tables_of(shown)), ("figures.yaml", figures_of(shown))):
        if text:
            plan.files[name] = text
    plan.templates = sections_of(shown)
