"""Load a dossier's folder to a `Ledger`, and collect the problems of all its files.

Nothing that the user typed raises an exception. The files are read in the order of their dependencies: dossier,
sources, facts, then judgements, tables and figures.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from briefing.facts.changes_file import read_changes
from briefing.facts.corroboration import corroborate
from briefing.facts.dossier import Dossier
from briefing.facts.dossier_file import read_dossier
from briefing.facts.dossier_folder import explain_absence, find_inside
from briefing.facts.extensions import check_ending
from briefing.facts.fact_builder import read_topic
from briefing.facts.figures_file import read_figures
from briefing.facts.formulas.derivation import derive_facts
from briefing.facts.glossary_file import read_glossary
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
from briefing.facts.scales import DEFAULT, load_scale
from briefing.facts.sources import read_sources, undated
from briefing.facts.tables_file import read_tables
from briefing.facts.topic_file import has_facts, parse_topic
from briefing.facts.value_types import TLP_LABELS
from briefing.facts.yaml_reader import Node, parse_yaml, read_yaml
from briefing.language import load_language
from briefing.problems.problem import Location, Problem, sort_problems
from briefing.problems.suggest import did_you_mean, nearest

DEFAULT_LANGUAGE = "en-GB"
OWN_FILES = ("dossier.yaml", "sources.yaml", "tables.yaml", "figures.yaml", "judgements.yaml", "glossary.yaml", CHANGES)
# Codes of problems that follow from facts that could not be read.
FOLLOW_ON = ("unknown-fact", "unknown-tag", "unknown-topic", "unknown-column")
LOSES_FACTS = ("broken-yaml", "stray-text", "yaml-feature")
Entry = TypeVar("Entry", Topic, Fact, Source)
Parser: TypeAlias = "Callable[[str, str], tuple[Node | None, list[Problem]]]"


@contextmanager
def _without_collector() -> Iterator[None]:
    """Switch garbage collection off: it would add about 20% to loading, because nearly every object is kept."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collector()
def load_ledger(folder: Path, display_path: str) -> tuple[Ledger | None, list[Problem]]:
    """Load the dossier in `folder`; return its ledger and all problems.

    `display_path` is the folder as printed: "facts/x".

    If there are errors, the ledger holds what could be read, so that templates can still be checked against it.
    It is None if there is no usable dossier.yaml.
    """
    missing = _check_folder(folder, display_path)
    if missing:
        return None, [missing]
    context = LoadContext(folder, display_path)
    context.misnamed = _find_misnamed(context)
    dossier = _load_dossier(context)
    loaded = _Loaded()
    _load_sources(context, loaded, dossier)
    order = dossier.sections if dossier else ()
    for name in _topic_files(context, order):
        _load_topic(name, context, loaded)
    for used in dossier.uses if dossier else ():
        _load_used(used, context, loaded)
    _finish_facts(context, loaded, dossier)
    judgements, scale = _load_judgements(context, loaded, dossier)
    tables, figures = _load_declared(context, loaded)
    typed = _read(CHANGES, context)
    entries = read_changes(typed, context) if typed else {}
    terms = _read("glossary.yaml", context)
    glossary = read_glossary(terms, context) if terms else Glossary()
    if not loaded.facts and dossier and not any(p.severity == "error" for p in context.problems):
        hint = "type facts into a file such as economy.yaml: title:, then facts:, then each fact under its id"
        context.report("no-facts", "the dossier has no facts", Location(context.display_path_of("dossier.yaml")), hint)
    problems = sort_problems(_without_echoes(context.problems))
    if dossier is None:
        return None, problems
    shared = loaded.topics, loaded.facts, loaded.sources
    unread = frozenset(context.undeclared)
    ledger = Ledger(dossier, *shared, tables, figures, folder, judgements, scale, glossary=glossary, unread=unread)
    ledger = replace(ledger, entries=entries, used=loaded.used, incomplete=context.incomplete)
    return ledger, problems


@dataclass(slots=True)
class _Loaded:
    """Topics, facts and sources read so far."""

    topics: dict[str, Topic] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    borrowed: dict[str, str] = field(default_factory=dict)  # the dossier that a source was taken from
    used: dict[str, str] = field(
        default_factory=dict
    )  # the marking of the dossier that a fact or source was taken from


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Remove problems about the shape of a value if the line itself was already reported as wrong."""
    reported = {
        (p.location.file, p.location.line)
        for p in problems
        if p.code in ("list-in-brackets", "group-in-braces", "leading-character")
    }
    shapes = ("not-a-list", "not-a-group", "not-text")
    return [p for p in problems if p.code not in shapes or (p.location.file, p.location.line) not in reported]


def _check_folder(folder: Path, display_path: str) -> Problem | None:
    try:
        if folder.is_dir():
            next(folder.iterdir(), None)
            return None
        siblings = sorted(p.name for p in folder.parent.iterdir() if p.is_dir()) if folder.parent.is_dir() else []
    except OSError as error:
        return Problem(
            "unreadable-file", f"this folder cannot be read: {(error.strerror or '').lower()}", Location(display_path)
        )
    return Problem("no-dossier", "folder not found", Location(display_path), did_you_mean(folder.name, siblings))


def _read(name: str, context: LoadContext, parse: Parser = parse_yaml) -> Node | None:
    """Return the tree of one file of the dossier and report its problems.

    Returns None if it does not exist or cannot be read.
    """
    name = context.misnamed.get(name, name)
    path = find_inside(context.folder, name)
    if path is None:
        problem = explain_absence(context.folder, name, "this", Location(context.display_path_of(name)))
        context.problems += [problem] if problem else []
        return None
    node, problems = read_yaml(path, context.display_path_of(name), parse)
    context.problems += problems
    return node


# ------------------------------------------------------------------ file by file


def _load_dossier(context: LoadContext) -> Dossier | None:
    exists = _exists(context, "dossier.yaml")
    node = _read("dossier.yaml", context)
    if node is None:
        if not exists:
            hint = "create it, with at least the line title: and the title of the brief"
            context.report("no-dossier-file", "file not found: dossier.yaml", Location(context.display_path), hint)
        return None
    # The folder as the user named it, unless that is "." or "..".
    folder = context.folder if context.folder.name not in {"", ".."} else context.folder.resolve()
    dossier, problems = read_dossier(node, folder.name)
    context.problems += problems
    context.restates = dossier.restates if dossier else ""
    context.grades = dossier.grades if dossier else ""
    context.decimal_mark = dossier.decimal_mark if dossier else ""
    context.abbreviations = load_language(dossier.language).abbreviations if dossier else ()
    context.citation_style = dossier.citation_style if dossier else "numeric"
    context.dossier = node
    return dossier


def _exists(context: LoadContext, name: str) -> bool:
    return (context.folder / context.misnamed.get(name, name)).exists()


def _find_misnamed(context: LoadContext) -> dict[str, str]:
    """Return the files with nearly the name of a file of a dossier that is missing, by that name, and report each.

    They are read under that name: what they declare would be reported as unknown otherwise, once per use.
    """
    names = {path.name for path in context.folder.iterdir() if path.name.endswith(".yaml") and not path.is_dir()}
    found: dict[str, str] = {}
    for name in sorted(names - {*OWN_FILES}):
        missing = [own for own in OWN_FILES if own not in {*names, *found} and own[:2] == name[:2].lower()]
        # The name of a topic can be near too, but a topic has a line "facts:".
        meant = nearest(name.lower(), missing, least=85) if missing and not has_facts(context.folder / name) else ""
        if meant:
            found[meant] = name
            place = Location(context.display_path_of(name))
            context.report("bad-file-name", f"misspelt file name: {name}", place, f"rename it to {meant}")
    return found


def _load_sources(context: LoadContext, loaded: _Loaded, dossier: Dossier | None) -> None:
    """Load the sources of the dossier and of those it uses.

    Without any file, report one problem instead of one per fact.
    """
    loaded.sources = _own_sources(context)
    for used in dossier.uses if dossier else ():
        sibling = _sibling_context(used, context)
        if sibling is not None:
            found = _own_sources(sibling)
            loaded.borrowed |= {name: used for name in found if name not in loaded.sources}
            _add(loaded.sources, found, context, "source")
            context.problems += sibling.problems
    if loaded.sources:
        context.sources = loaded.sources
    elif not any(_exists(context, name) for name in ("sources.yaml", *FILES)):
        hint = "type each source under an id of its own: reuters_2012:, then title:, publisher:, date:, url:"
        context.report("no-sources-file", "file not found: sources.yaml", Location(context.display_path), hint)
    if context.restates and context.sources is not None and context.restates not in loaded.sources:
        message = f'unknown source "{context.restates}" in "restates:"'
        hint = did_you_mean(context.restates, loaded.sources)
        context.report("unknown-source", message, context.dossier_location("restates"), hint)


def _own_sources(context: LoadContext) -> dict[str, Source]:
    """Return the sources of sources.yaml and of reference managers' files."""
    node = _read("sources.yaml", context)
    sources, problems = read_sources(node, read_imported(context))
    context.problems += problems
    return sources


def _topic_files(context: LoadContext, order: tuple[str, ...]) -> list[str]:
    """Return the names of topic files: first those that are sections, in that order, then the others by name."""
    found = []
    for path in sorted(context.folder.iterdir()):
        name = path.name
        if name in (*OWN_FILES, *FILES, *context.misnamed.values()) or name.startswith("."):
            continue
        if name.endswith(".yaml") and not path.is_dir():
            found.append(name)
        elif problem := check_ending(path, context.display_path_of(name)):
            context.problems.append(problem)
    rank = {f"{section}.yaml": place for place, section in enumerate(order)}
    return sorted(found, key=lambda name: (rank.get(name, len(rank)), name))


def _load_topic(name: str, context: LoadContext, loaded: _Loaded) -> None:
    topic_id = name.removesuffix(".yaml")
    try:
        check_id(topic_id)
    except IdError as error:
        context.report(
            "bad-file-name",
            error.message,
            Location(context.display_path_of(name)),
            f"rename it to {error.corrected}.yaml",
        )
    before = len(context.problems)
    node = _read(name, context, parse_topic)
    context.incomplete |= node is None or any(p.code in LOSES_FACTS for p in context.problems[before:])
    if node is None:
        return
    topic = read_topic(node, topic_id, context)
    loaded.topics[topic_id] = topic
    _add(loaded.facts, {fact.id: fact for fact in topic.facts}, context, "fact")


def _add(known: dict[str, Entry], more: Mapping[str, Entry], context: LoadContext, what: str) -> None:
    """Add entries under their ids, which share one namespace; report duplicates."""
    for name, entry in more.items():
        if name in known:
            first = known[name].location
            message = f'duplicate {what} "{name}": also defined at {first}'
            context.report("duplicate-id", message, entry.location, "give one of the two another id")
        else:
            known[name] = entry


# ------------------------------------------------------------------ what is shared between dossiers


def _sibling_context(name: str, context: LoadContext) -> LoadContext | None:
    """Return a context for the dossier of that name next to this one, or None and a problem if it does not exist."""
    folder = context.folder.resolve().parent / name
    display_path = f"{context.display_path.rstrip('/').rpartition('/')[0] or '.'}/{name}"
    if not folder.is_dir() or folder == context.folder.resolve():
        siblings = sorted(p.name for p in folder.parent.iterdir() if p.is_dir() and p.name != context.folder.name)
        place = context.dossier_location("uses")
        context.report("no-dossier", f'unknown dossier "{name}"', place, did_you_mean(name, siblings))
        return None
    sibling = LoadContext(folder, display_path, context.sources, "")
    sibling.misnamed = _find_misnamed(sibling)
    return sibling


def _load_used(name: str, context: LoadContext, loaded: _Loaded) -> None:
    """Add the facts of another dossier. Its topics do not become sections of this brief."""
    sibling = _sibling_context(name, context)
    if sibling is None:
        return
    node = _read("dossier.yaml", sibling) if _exists(sibling, "dossier.yaml") else None
    dossier, problems = read_dossier(node, sibling.folder.name) if node is not None else (None, [])
    sibling.problems += problems
    sibling.decimal_mark = dossier.decimal_mark if dossier else ""
    other = _Loaded()
    for file in _topic_files(sibling, ()):
        _load_topic(file, sibling, other)
    facts = {}
    for fact_id, fact in other.facts.items():
        # A fact is at least as restricted as its section in the other dossier.
        topic = other.topics.get(fact.topic)
        typed = (fact.tlp, topic.tlp if topic else "", dossier.tlp.get(fact.topic, "") if dossier else "")
        label = max((each for each in typed if each), key=TLP_LABELS.index, default="")
        facts[fact_id] = replace(fact, tlp=label)
    marking = dossier.marking if dossier and dossier.marking in TLP_LABELS else ""
    loaded.used |= dict.fromkeys(facts, marking) | {
        source: marking for source, whose in loaded.borrowed.items() if whose == name
    }
    _add(loaded.facts, facts, sibling, "fact")
    context.problems += sibling.problems
    context.incomplete |= sibling.incomplete
    context.unread |= sibling.unread


# ------------------------------------------------------------------ what follows from the facts


def _drop_follow_on(context: LoadContext, before: int) -> None:
    """Remove the problems after the first `before` that only follow from facts that could not be read."""
    unknown = {f'unknown fact "{name}"' for name in context.undeclared}
    context.problems[before:] = [
        p
        for p in context.problems[before:]
        if p.message not in unknown and not (context.incomplete and p.code in FOLLOW_ON)
    ]


def _finish_facts(context: LoadContext, loaded: _Loaded, dossier: Dossier | None) -> None:
    """Mark corroborated claims, calculate derived facts, check and grade them, once all facts are loaded."""
    language = load_language(dossier.language if dossier else DEFAULT_LANGUAGE)
    before = len(context.problems)
    known = {name: corroborate(fact, loaded.sources) for name, fact in loaded.facts.items()}
    loaded.facts = derive_facts(known, context, language)
    _drop_follow_on(context, before)
    for name, topic in loaded.topics.items():
        # Of two facts with the same id, only the first is in `facts`; the topic keeps the second.
        worked_out = (loaded.facts[f.id] if loaded.facts[f.id].location == f.location else f for f in topic.facts)
        loaded.topics[name] = replace(topic, facts=tuple(worked_out))
    # Imported sources without a date are reported only if cited: users often export their whole library.
    cited = {citation.source for fact in loaded.facts.values() for citation in fact.cited}
    sources = (loaded.sources[name] for name in sorted(cited) if name in loaded.sources)
    context.problems += [undated(s) for s in sources if s.imported and s.date is None and not s.undated]
    if context.grades == "shown":
        grade_facts(loaded.facts, loaded.topics, loaded.sources)


# ------------------------------------------------------------------ judgements, tables and figures


def _load_judgements(
    context: LoadContext, loaded: _Loaded, dossier: Dossier | None
) -> tuple[dict[str, Judgement], Scale | None]:
    """Return the judgements and their likelihood scale."""
    node = _read(JUDGEMENTS, context)
    wanted = dossier.likelihood_scale if dossier else ""
    context.judged = bool(node.group) if node else _exists(context, JUDGEMENTS)
    if node is None and context.judged:
        context.undeclared.add(JUDGEMENTS)
    if node is None and not wanted:
        return {}, None
    scale, problems = load_scale(
        wanted or DEFAULT, context.folder, context.display_path, context.dossier_location("likelihood_scale")
    )
    context.problems += problems
    if node is None:
        return {}, scale
    cut_off = dossier.information_cut_off if dossier else None
    before = len(context.problems)
    judgements = read_judgements(node, loaded.facts, scale, cut_off, context)
    _drop_follow_on(context, before)
    return judgements, scale


def _load_declared(context: LoadContext, loaded: _Loaded) -> tuple[dict[str, TableSpec], dict[str, FigureSpec]]:
    before = len(context.problems)
    node = _read("tables.yaml", context)
    known = known_names(loaded.facts, loaded.topics, judged=context.judged)
    tables = read_tables(node, known, context) if node else {}
    node = _read("figures.yaml", context)
    figures = read_figures(node, known, context) if node else {}
    for name, figure in figures.items():
        if name in tables:
            message = f'duplicate id "{name}": also the id of a table, at {tables[name].location}'
            context.report("duplicate-id", message, figure.location, "give one of the two another id")
    _drop_follow_on(context, before)
    return tables, figures
