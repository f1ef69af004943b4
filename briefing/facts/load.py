"""A dossier's folder → `Ledger`, and every problem of all its files at once.

Takes the folder and how it is to be printed, gives the ledger and the problems, sorted. What the user typed never raises.
The order of the steps is that of who needs what: dossier, sources, facts, then tables and figures.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from briefing.facts.changes_file import read_changes
from briefing.facts.corroboration import corroborate
from briefing.facts.dossier import Dossier
from briefing.facts.dossier_file import read_dossier
from briefing.facts.dossier_folder import explain_absence, find_inside
from briefing.facts.extensions import check_ending
from briefing.facts.fact_builder import read_topic
from briefing.facts.figures_file import read_figures
from briefing.facts.formulas.derivation import derive_facts
from briefing.facts.glossary import read_glossary
from briefing.facts.grading import grade_facts
from briefing.facts.ids import IdError, check_id
from briefing.facts.imported_sources import FILES, read_imported
from briefing.facts.judgements_file import read_judgements
from briefing.facts.ledger import (
    CHANGES,
    JUDGEMENTS,
    Fact,
    FigureSpec,
    Glossary,
    Judgement,
    Ledger,
    Scale,
    Source,
    TableSpec,
    Topic,
)
from briefing.facts.load_context import LoadContext
from briefing.facts.row_selection_text import known_names
from briefing.facts.scales import USUAL, load_scale
from briefing.facts.sources import read_sources, undated
from briefing.facts.tables_file import read_tables
from briefing.facts.value_types import TLP_LABELS
from briefing.facts.yaml_reader import Node, read_yaml
from briefing.language import load_language
from briefing.problems.problem import Location, Problem, sort_problems
from briefing.problems.suggest import did_you_mean

DEFAULT_LANGUAGE = "en-GB"
OWN_FILES = ("dossier.yaml", "sources.yaml", "tables.yaml", "figures.yaml", "judgements.yaml", "glossary.yaml", CHANGES)
# Follow from facts that are there and could not be read.
FOLLOW_ON = ("unknown-fact", "unknown-tag", "unknown-topic", "unknown-column")
LOSES_FACTS = ("broken-yaml", "stray-text", "yaml-feature")
Entry = TypeVar("Entry", Topic, Fact, Source)


@dataclass(slots=True)
class _Shelf:
    """What has been read so far."""

    topics: dict[str, Topic] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Reading makes a great many small things that all stay: to look for rubbish among them takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collector()
def load_ledger(folder: Path, shown: str) -> tuple[Ledger | None, list[Problem]]:
    """The ledger of the dossier in `folder`, and all problems. `shown` is how paths are printed: "facts/x".

    With errors among the problems the ledger holds what could be read, so that templates can still be checked against it;
    it is None where there is no dossier.yaml to go by.
    """
    missing = _check_folder(folder, shown)
    if missing:
        return None, [missing]
    reading = LoadContext(folder, shown)
    dossier = _load_dossier(reading)
    shelf = _Shelf()
    _load_sources(reading, shelf, dossier)
    order = dossier.sections if dossier else ()
    for name in _topic_files(reading, order):
        _load_topic(name, reading, shelf)
    for used in dossier.uses if dossier else ():
        _use(used, reading, shelf)
    _work_out(reading, shelf, dossier)
    reading.problems += _undated(shelf)
    if reading.grades == "shown":
        grade_facts(shelf.facts, shelf.topics, shelf.sources)
    judgements, scale = _load_judgements(reading, shelf, dossier)
    tables, figures = _load_declared(reading, shelf)
    typed = _read(CHANGES, reading)
    entries = read_changes(typed, reading) if typed else {}
    terms = _read("glossary.yaml", reading)
    glossary = read_glossary(terms, reading) if terms else Glossary()
    if not shelf.facts and dossier and not any(p.severity == "error" for p in reading.problems):
        hint = "type facts into a file such as economy.yaml: title:, then facts:, then each fact under its id"
        reading.report("no-facts", "the dossier has no facts", Location(reading.shown_file("dossier.yaml")), hint)
    problems = sort_problems(_without_echoes(reading.problems))
    if dossier is None:
        return None, problems
    shared = shelf.topics, shelf.facts, shelf.sources
    unread = frozenset(reading.undeclared)
    ledger = Ledger(dossier, *shared, tables, figures, folder, judgements, scale, glossary=glossary, unread=unread)
    ledger = replace(ledger, entries=entries)
    return ledger, problems


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Leaves out that a value has the wrong shape where its line was already shown to be typed wrongly."""
    slips = {
        (p.location.file, p.location.line)
        for p in problems
        if p.code in ("list-in-brackets", "group-in-braces", "leading-character")
    }
    shapes = ("not-a-list", "not-a-group", "not-text")
    return [p for p in problems if p.code not in shapes or (p.location.file, p.location.line) not in slips]


def _check_folder(folder: Path, shown: str) -> Problem | None:
    try:
        if folder.is_dir():
            next(folder.iterdir(), None)
            return None
        beside = sorted(p.name for p in folder.parent.iterdir() if p.is_dir()) if folder.parent.is_dir() else []
    except OSError as error:
        return Problem(
            "unreadable-file", f"this folder cannot be opened: {(error.strerror or '').lower()}", Location(shown)
        )
    return Problem("no-dossier", "folder not found", Location(shown), did_you_mean(folder.name, beside))


def _read(name: str, reading: LoadContext) -> Node | None:
    """The tree of one file of the dossier, problems reported; None if the file is not there or cannot be read."""
    path = find_inside(reading.folder, name)
    if path is None:
        problem = explain_absence(reading.folder, name, "this", Location(reading.shown_file(name)))
        reading.problems += [problem] if problem else []
        return None
    node, problems = read_yaml(path, reading.shown_file(name))
    reading.problems += problems
    return node


# ------------------------------------------------------------------ file by file


def _load_dossier(reading: LoadContext) -> Dossier | None:
    there = _exists(reading, "dossier.yaml")
    node = _read("dossier.yaml", reading)
    if node is None:
        if not there:
            hint = "create it, with at least the line title: and the title of the brief"
            reading.report("no-dossier-file", "there is no dossier.yaml in this folder", Location(reading.shown), hint)
        return None
    dossier, problems = read_dossier(node, _name(reading.folder))
    reading.problems += problems
    reading.restates = dossier.restates if dossier else ""
    reading.grades = dossier.grades if dossier else ""
    reading.citation_style = dossier.citation_style if dossier else "numeric"
    reading.dossier = node
    return dossier


def _name(folder: Path) -> str:
    """The folder's name as it was given; "." is asked for its own."""
    return folder.name if folder.name not in {"", ".."} else folder.resolve().name


def _exists(reading: LoadContext, name: str) -> bool:
    return (reading.folder / name).exists()


def _load_sources(reading: LoadContext, shelf: _Shelf, dossier: Dossier | None) -> None:
    """Sources of the dossier and of those it uses. Where there is no file at all, one problem instead of one a fact."""
    shelf.sources = _own_sources(reading)
    for used in dossier.uses if dossier else ():
        beside = _beside(used, reading)
        if beside is not None:
            _add(shelf.sources, _own_sources(beside), reading, "source")
            reading.problems += beside.problems
    if shelf.sources:
        reading.sources = shelf.sources
    elif not any(_exists(reading, name) for name in ("sources.yaml", *FILES)):
        hint = "type each source under an id of its own: reuters_2012:, then title:, publisher:, date:, url:"
        reading.report("no-sources-file", "there is no sources.yaml in this folder", Location(reading.shown), hint)
    if reading.restates and reading.sources is not None and reading.restates not in shelf.sources:
        message = f'no source "{reading.restates}", named in "restates:"'
        hint = did_you_mean(reading.restates, shelf.sources)
        reading.report("unknown-source", message, reading.dossier_place("restates"), hint)


def _own_sources(reading: LoadContext) -> dict[str, Source]:
    """What sources.yaml and the files of a reference manager hold."""
    node = _read("sources.yaml", reading)
    sources, problems = read_sources(node, read_imported(reading))
    reading.problems += problems
    return sources


def _undated(shelf: _Shelf) -> list[Problem]:
    """Imported sources without a date: those that are cited. A whole library may be exported, and most of it is not."""
    cited = {citation.source for fact in shelf.facts.values() for citation in fact.cited}
    sources = (shelf.sources[name] for name in sorted(cited) if name in shelf.sources)
    return [undated(s) for s in sources if s.imported and s.date is None and not s.undated]


def _topic_files(reading: LoadContext, order: tuple[str, ...]) -> list[str]:
    """Names of topic files: those that are sections first, in that order, then the rest by name."""
    found = []
    for path in sorted(reading.folder.iterdir()):
        name = path.name
        if name in (*OWN_FILES, *FILES) or name.startswith("."):
            continue
        if name.endswith(".yaml") and not path.is_dir():
            found.append(name)
        elif problem := check_ending(path, reading.shown_file(name)):
            reading.problems.append(problem)
    rank = {f"{section}.yaml": place for place, section in enumerate(order)}
    return sorted(found, key=lambda name: (rank.get(name, len(rank)), name))


def _load_topic(name: str, reading: LoadContext, shelf: _Shelf) -> None:
    topic_id = name.removesuffix(".yaml")
    try:
        check_id(topic_id)
    except IdError as error:
        reading.report(
            "bad-file-name", error.message, Location(reading.shown_file(name)), f"rename it to {error.corrected}.yaml"
        )
    before = len(reading.problems)
    node = _read(name, reading)
    reading.incomplete |= node is None or any(p.code in LOSES_FACTS for p in reading.problems[before:])
    if node is None:
        return
    topic = read_topic(node, topic_id, reading)
    shelf.topics[topic_id] = topic
    _add(shelf.facts, {fact.id: fact for fact in topic.facts}, reading, "fact")


def _add(known: dict[str, Entry], more: Mapping[str, Entry], reading: LoadContext, what: str) -> None:
    """Adds entries under their ids, of which there is one namespace."""
    for name, entry in more.items():
        if name in known:
            first = known[name].location
            message = f'another {what} "{name}" is defined at {first}'
            reading.report("duplicate-id", message, entry.location, "give one of the two another id")
        else:
            known[name] = entry


# ------------------------------------------------------------------ what is shared between dossiers


def _beside(name: str, reading: LoadContext) -> LoadContext | None:
    """A reading of the dossier of that name in the same folder as this one; None, and a problem, if it is not there."""
    folder = reading.folder.resolve().parent / name
    shown = f"{reading.shown.rstrip('/').rpartition('/')[0] or '.'}/{name}"
    if not folder.is_dir() or folder == reading.folder.resolve():
        beside = sorted(p.name for p in folder.parent.iterdir() if p.is_dir() and p.name != reading.folder.name)
        place = reading.dossier_place("uses")
        reading.report("no-dossier", f'dossier "{name}" not found', place, did_you_mean(name, beside))
        return None
    return LoadContext(folder, shown, reading.sources, "")


def _use(name: str, reading: LoadContext, shelf: _Shelf) -> None:
    """Adds the facts of another dossier. Its topics stay its own: they are not sections of this brief."""
    beside = _beside(name, reading)
    if beside is None:
        return
    other = _Shelf()
    for file in _topic_files(beside, ()):
        _load_topic(file, beside, other)
    _add(shelf.facts, _labelled(other, beside), beside, "fact")
    reading.problems += beside.problems
    reading.incomplete |= beside.incomplete
    reading.unread |= beside.unread


def _labelled(shelf: _Shelf, reading: LoadContext) -> dict[str, Fact]:
    """The facts of another dossier, each with the label it has there: its own, its section's, or that of the marking."""
    node = _read("dossier.yaml", reading) if _exists(reading, "dossier.yaml") else None
    dossier = read_dossier(node, reading.folder.name)[0] if node is not None else None
    facts = {}
    for name, fact in shelf.facts.items():
        topic = shelf.topics.get(fact.topic)
        typed = [fact.tlp, topic.tlp if topic else "", dossier.tlp.get(fact.topic, "") if dossier else ""]
        marking = dossier.marking if dossier and dossier.marking in TLP_LABELS else ""
        label = max((each for each in typed if each), key=TLP_LABELS.index, default=marking)
        facts[name] = replace(fact, tlp=label)
    return facts


# ------------------------------------------------------------------ what follows from the facts


def _work_out(reading: LoadContext, shelf: _Shelf, dossier: Dossier | None) -> None:
    """What two witnesses bear out; derived facts and checks of sums. Once every fact is there."""
    language = load_language(dossier.language if dossier else DEFAULT_LANGUAGE)
    before = len(reading.problems)
    known = {name: corroborate(fact, shelf.sources) for name, fact in shelf.facts.items()}
    shelf.facts = derive_facts(known, reading, language)
    if reading.incomplete:
        reading.problems[before:] = [p for p in reading.problems[before:] if p.code not in FOLLOW_ON]
    for name, topic in shelf.topics.items():
        # Of two facts with one id, the second is only its topic's.
        worked_out = (shelf.facts[f.id] if shelf.facts[f.id].location == f.location else f for f in topic.facts)
        shelf.topics[name] = replace(topic, facts=tuple(worked_out))


# ------------------------------------------------------------------ judgements, tables and figures


def _load_judgements(
    reading: LoadContext, shelf: _Shelf, dossier: Dossier | None
) -> tuple[dict[str, Judgement], Scale | None]:
    """The judgements, and the scale that their words are taken from."""
    node = _read(JUDGEMENTS, reading)
    wanted = dossier.likelihood_scale if dossier else ""
    reading.judged = bool(node.group) if node else _exists(reading, JUDGEMENTS)
    if node is None and reading.judged:
        reading.undeclared.add(JUDGEMENTS)
    if node is None and not wanted:
        return {}, None
    scale, problems = load_scale(
        wanted or USUAL, reading.folder, reading.shown, reading.dossier_place("likelihood_scale")
    )
    reading.problems += problems
    if node is None:
        return {}, scale
    cut_off = dossier.information_cut_off if dossier else None
    return read_judgements(node, shelf.facts, scale, cut_off, reading), scale


def _load_declared(reading: LoadContext, shelf: _Shelf) -> tuple[dict[str, TableSpec], dict[str, FigureSpec]]:
    before = len(reading.problems)
    node = _read("tables.yaml", reading)
    known = known_names(shelf.facts, shelf.topics, judged=reading.judged)
    tables = read_tables(node, known, reading) if node else {}
    node = _read("figures.yaml", reading)
    figures = read_figures(node, known, reading) if node else {}
    for name, figure in figures.items():
        if name in tables:
            message = f'a table "{name}" is defined at {tables[name].location}'
            reading.report("duplicate-id", message, figure.location, "give one of the two another id")
    if reading.incomplete:
        reading.problems[before:] = [p for p in reading.problems[before:] if p.code not in FOLLOW_ON]
    return tables, figures
