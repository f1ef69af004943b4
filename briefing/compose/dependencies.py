"""What composing a brief asked of its ledger: facts, queries (which facts have this tag?) and conditions (is there such a fact?).

Takes what `compose` tells while it runs; gives plain values, and says whether another ledger would have answered the same. A
template that asks for `facts` or `topics` as a whole has read them as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from briefing.facts.ledger import Fact, Ledger, RowsSpec, Source
from briefing.facts.row_selection_text import split_point
from briefing.facts.selection import declared_in, pick_facts
from briefing.files.fingerprint import fingerprint

EVERYTHING = "facts"
"""The query that any change of any fact answers otherwise."""


@dataclass(slots=True)
class Reads:
    """What was asked so far: names that templates hold, queries, names asked after, facts and sources that were printed."""

    names: set[str] = field(default_factory=set)
    queries: set[str] = field(default_factory=set)
    conditions: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    def name(self, names: Iterable[str]) -> None:
        """Names that a template holds: of facts, of what is none, of functions."""
        found = set(names)
        self.names |= found
        if not found.isdisjoint((EVERYTHING, "topics")):
            self.queries |= {EVERYTHING, "topics"}

    def ask(self, *question: str) -> None:
        """A query: "tagged" with a tag and perhaps its value, "topic", "rows" of a table or chart, "declared" of a topic."""
        self.queries.add("\t".join(question))

    def condition(self, name: str) -> None:
        """A name that a template asked after with `has`."""
        self.conditions.add(name)


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that composing a brief asked for: the text of each template by name (None: not there), and the ledger's part."""

    templates: Mapping[str, str | None]
    reads: Reads = field(default_factory=Reads)


def answer(query: str, ledger: Ledger) -> tuple[str, ...]:
    """What a ledger answers: ids of facts in order; of "declared" the tables and figures."""
    kind, *rest = query.split("\t")
    if kind == EVERYTHING:
        return tuple(ledger.facts)
    if kind == "topics":
        return tuple(name for topic in ledger.topics.values() for name in (topic.id, *(f.id for f in topic.facts)))
    if kind == "topic":
        return tuple(f.id for f in ledger.topics[rest[0]].facts) if rest[0] in ledger.topics else ()
    if kind == "tagged":
        rows = RowsSpec("tagged", tag=rest[0], tag_value=rest[1] if len(rest) > 1 else "")
        return tuple(fact.id for fact in pick_facts(ledger, rows))
    if kind == "declared":
        tables, figures = declared_in(ledger, rest[0])
        return (*tables, "", *figures)
    declared = ledger.tables.get(rest[1]) if rest[0] == "table" else ledger.figures.get(rest[1])
    return tuple(fact.id for fact in pick_facts(ledger, declared.rows)) if declared and declared.rows else ()


def holds(name: str, ledger: Ledger) -> str:
    """What a name stands for: "fact", "judgement", "table", "figure", "claim", "withheld", or "" for nothing."""
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


def facts_behind(reads: Reads, answers: dict[str, tuple[str, ...]], ledger: Ledger) -> dict[str, Fact]:
    """Every fact that a brief rests on: those read, those that queries gave, and what these were got from in turn."""
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
    """The sources of facts, those cited besides, and the ones that these repeat. In a style of its own a list is one whole."""
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
    """Hashes of what is no fact and no source, and is read by every brief: the particulars, what is declared, judgements."""
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
