"""Dependencies of a brief on its ledger: the facts, queries ("facts with this tag") and conditions ("has this fact") it used.

Recorded while a brief is composed, so that a later run can tell whether another ledger would have given the same answers. A
template that uses `facts` or `topics` depends on all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from briefing.facts.ledger import Fact, Ledger, RowsSpec, Source
from briefing.facts.row_selection_text import split_point
from briefing.facts.selection import declared_in, select_facts
from briefing.files.fingerprint import fingerprint

EVERYTHING = "facts"
"""The query whose answer changes with any fact."""


@dataclass(slots=True)
class ReadLog:
    """Log of what was used: names in templates, queries, conditions, and the facts and sources that were printed."""

    names: set[str] = field(default_factory=set)
    queries: set[str] = field(default_factory=set)
    conditions: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    def add_names(self, names: Iterable[str]) -> None:
        """Record all names in a template, of facts or anything else."""
        found = set(names)
        self.names |= found
        if not found.isdisjoint((EVERYTHING, "topics")):
            self.queries |= {EVERYTHING, "topics"}

    def add_query(self, *question: str) -> None:
        """Record a query: "tagged" with a tag and maybe a value, "topic", "rows" of a table or chart, "declared" of a topic."""
        self.queries.add("\t".join(question))

    def add_condition(self, name: str) -> None:
        """Record a name that a template tested with `has`."""
        self.conditions.add(name)


@dataclass(frozen=True, slots=True)
class AskedFor:
    """All dependencies of a brief: the text of each template by name (None if it does not exist), and what was used of the ledger."""

    templates: Mapping[str, str | None]
    reads: ReadLog = field(default_factory=ReadLog)


def answer(query: str, ledger: Ledger) -> tuple[str, ...]:
    """Return a ledger's answer to a query: ids of facts in order; for "declared" the tables, "" and the figures."""
    kind, *rest = query.split("\t")
    if kind == EVERYTHING:
        return tuple(ledger.facts)
    if kind == "topics":
        return tuple(name for topic in ledger.topics.values() for name in (topic.id, *(f.id for f in topic.facts)))
    if kind == "topic":
        return tuple(f.id for f in ledger.topics[rest[0]].facts) if rest[0] in ledger.topics else ()
    if kind == "tagged":
        rows = RowsSpec("tagged", tag=rest[0], tag_value=rest[1] if len(rest) > 1 else "")
        return tuple(fact.id for fact in select_facts(ledger, rows))
    if kind == "declared":
        tables, figures = declared_in(ledger, rest[0])
        return (*tables, "", *figures)
    declared = ledger.tables.get(rest[1]) if rest[0] == "table" else ledger.figures.get(rest[1])
    return tuple(fact.id for fact in select_facts(ledger, declared.rows)) if declared and declared.rows else ()


def holds(name: str, ledger: Ledger) -> str:
    """Return the kind of thing that a name stands for: "fact", "judgement", "table", "figure", "claim", "withheld", or "" for nothing."""
    fact, _, claim = name.partition(".")
    if claim:
        known = fact in ledger.facts and any(c.id == claim for c in ledger.facts[fact].claims)
        return "claim" if known else "withheld" if name in ledger.withheld else ""
    kinds = (
        ("fact", ledger.facts),
        ("judgement", ledger.judgements),
        ("table", ledger.tables),
        ("figure", ledger.figures),
    )
    found = (kind for kind, names in kinds if name in names)
    return next(found, "withheld" if name in ledger.withheld or name in ledger.unread else "")


def facts_behind(reads: ReadLog, answers: dict[str, tuple[str, ...]], ledger: Ledger) -> dict[str, Fact]:
    """Return every fact that a brief rests on: those it read or queried, and the inputs of derived facts in turn."""
    waiting = [*reads.facts, *reads.names]
    waiting += [name for query, ids in answers.items() if not query.startswith("declared") for name in ids]
    waiting += [basis.fact for judgement in ledger.judgements.values() for basis in judgement.basis]
    found: dict[str, Fact] = {}
    while waiting:
        name = split_point(waiting.pop())[0]
        fact = ledger.facts.get(name)
        if fact is None or name in found:
            continue
        found[name] = fact
        for derivation in (fact.derivation, fact.check):
            waiting += [operand.fact for operand in derivation.inputs] if derivation is not None else []
        claims = (*fact.claims, *(claim for point in fact.points for claim in point.claims))
        waiting += [other for claim in claims for other in claim.rests_on]
    return {name: found[name] for name in sorted(found)}


def sources_behind(facts: Iterable[Fact], cited: Iterable[str], ledger: Ledger) -> dict[str, Source]:
    """Return the sources of facts, those cited besides, and the sources that these repeat.

    With a citation style, every entry can depend on every source, so all of them are returned.
    """
    if ledger.dossier.citation_style != "numeric":
        return dict(ledger.sources)
    waiting = [*cited, ledger.dossier.restates, *(citation.source for fact in facts for citation in fact.cited)]
    found: dict[str, Source] = {}
    while waiting:
        name = waiting.pop()
        source = ledger.sources.get(name)
        if source is not None and name not in found:
            found[name] = source
            waiting += [source.original, source.via]
    return {name: found[name] for name in sorted(found)}


def rest_of(ledger: Ledger) -> dict[str, str]:
    """Return hashes of the parts that every brief reads besides facts and sources: such as particulars, declarations and judgements."""
    topics = [(topic.id, topic.title, topic.tlp) for topic in ledger.topics.values()]
    parts = {
        "dossier": ledger.dossier,
        "topics": topics,
        "declared": (ledger.tables, ledger.figures),
        "judgements": (ledger.judgements, ledger.scale),
        "glossary": ledger.glossary,
        "changes": (ledger.entries, ledger.compared),
        "withheld": (ledger.unread,),
    }
    return {name: fingerprint(part) for name, part in parts.items()}
