"""How far each thing of a dossier may go, and what a brief shows beyond its marking.

Takes a ledger (and a document); gives labels of the Traffic Light Protocol 2.0 (FIRST, 2022) and problems. What has no label of
its own is as restricted as its dossier is marked. Restriction passes on: from a topic to its facts, from a source to the claims
that cite it, from the inputs of a derived fact to it, from its basis to a judgement. What goes out under a label is `release`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from briefing.document.model import Document, FactReference, Figure, Inline, Link, Note, Table, inlines_of, walk
from briefing.facts.changes import unit_name
from briefing.facts.ledger import Claim, Fact, FigureSpec, Judgement, Ledger, TableSpec
from briefing.facts.selection import select_facts
from briefing.facts.value_types import TLP_LABELS
from briefing.problems.problem import Location, Problem


def rank(label: str) -> int:
    """How restricted a label is, from 0 (TLP:CLEAR, or none) on; free words say nothing of it and count as none."""
    return TLP_LABELS.index(label) if label in TLP_LABELS else 0


@dataclass(slots=True)
class Labels:
    """The rank of everything in a ledger: its index in `TLP_LABELS`, from 0 for TLP:CLEAR on.

    `default` is the rank of what has no label: that of `assumed`, or else of the dossier's marking. `has_default` is False where
    that is not a TLP label: then only what is labelled is known.
    """

    ledger: Ledger
    assumed: str | None = None
    default: int = field(init=False)
    has_default: bool = field(init=False)
    _known: dict[str, int] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        label = self.ledger.dossier.marking if self.assumed is None else self.assumed
        self.default, self.has_default = rank(label), label in TLP_LABELS

    # -------------------------------------------------------------- labels as typed

    def is_labelled(self, fact: Fact) -> bool:
        """Whether a fact, its topic or its section was given a label."""
        return bool(fact.tlp) or self.is_labelled_section(fact.topic)

    def is_labelled_section(self, name: str) -> bool:
        """Whether dossier.yaml or the topic file says how far a section may go."""
        topic = self.ledger.topics.get(name)
        return bool(self.ledger.dossier.tlp.get(name) or (topic is not None and topic.tlp))

    def describe(self, fact: Fact) -> str:
        """How far a fact may go, in words, and where that was said if not at the fact; "" in a dossier without any label."""
        if self.is_labelled(fact):
            where = "" if fact.tlp else " (topic)"
            return f"{TLP_LABELS[self.of_fact(fact)]}{where}"
        if self.has_default:
            return f"{TLP_LABELS[self.of_fact(fact)]} (marking)"
        used = self.ledger.dossier.marking or any(each.tlp for each in self.ledger.facts.values())
        return "unlabelled" if used else ""

    # -------------------------------------------------------------- ranks

    def of_fact(self, fact: Fact) -> int:
        """Of what its claims share: its name, its statement, its place in a topic, and what it was calculated from."""
        if fact.id in self._known:
            return self._known[fact.id]
        if fact.id in self._open:  # a fact that rests on itself is reported elsewhere
            return 0
        self._open.add(fact.id)
        ranks = [rank(fact.tlp)]
        if self.is_labelled_section(fact.topic):
            ranks.append(self.of_section(fact.topic))
        elif not fact.tlp:
            ranks.append(self.default)
        inputs = fact.derivation.inputs if fact.derivation is not None else ()
        ranks += [self._of_input(i.fact, i.claim) for i in inputs]
        ranks += [self.of_source(c.source) for c in fact.sources]
        self._known[fact.id] = max(ranks)
        return self._known[fact.id]

    def of_section(self, name: str) -> int:
        """Of a section: as dossier.yaml says, and as its topic file says where it has one."""
        if not self.is_labelled_section(name):
            return self.default
        topic = self.ledger.topics.get(name)
        return max(rank(self.ledger.dossier.tlp.get(name, "")), rank(topic.tlp) if topic is not None else 0)

    def of_claim(self, fact: Fact, claim: Claim) -> int:
        """Of one claim, with the fact's, that of what its number was got from, and those of its sources."""
        inputs = [self._of_input(name) for name in claim.rests_on]
        sources = [self.of_source(c.source) for c in claim.sources]
        return max([self.of_fact(fact), rank(claim.tlp), *inputs, *sources])

    def of_judgement(self, judgement: Judgement) -> int:
        """Its own and that of everything it rests on."""
        basis = [self._of_input(b.fact, b.claim) for b in judgement.basis]
        return max([self.of_words(judgement.tlp), *basis])

    def of_source(self, name: str) -> int:
        """The label that a source was given; a source without one goes wherever something that cites it goes."""
        source = self.ledger.sources.get(name)
        return rank(source.tlp) if source is not None else 0

    def of_words(self, label: str) -> int:
        """Of something with words of its own, such as a table's title, by the label typed with it."""
        return rank(label) if label else self.default

    def shown(self, ref: FactReference) -> int:
        """Of what a reference prints. Old words are as restricted as they were, and as what they are of now."""
        if ref.aspect == "former" and self.ledger.compared is not None:
            former = self.ledger.compared.former.get(unit_name(ref.fact, ref.point))
            now = self.shown(replace(ref, aspect="value")) if ref.fact in self._present else 0
            return max(now, rank(former.tlp) if former is not None else 0)
        if ref.fact in self.ledger.judgements:
            return self.of_judgement(self.ledger.judgements[ref.fact])
        fact = self.ledger.facts[ref.fact]
        points = [p for p in fact.points if p.label == ref.point]
        claims = points[0].claims if points else fact.claims
        picked = [c for c in claims if c.id == ref.claim]
        return max([self.of_fact(fact), *(self.of_claim(fact, c) for c in picked)])

    @property
    def _present(self) -> frozenset[str]:
        return frozenset((*self.ledger.facts, *self.ledger.judgements))

    def _of_input(self, name: str, claim: str = "") -> int:
        """Of a fact that something rests on: of one claim of it, or of the most restricted of all."""
        fact = self.ledger.facts.get(name)
        if fact is None:
            return 0
        claims = [c for c in every_claim(fact) if not claim or c.id == claim]
        return max([self.of_fact(fact), *(self.of_claim(fact, c) for c in claims)])


def every_claim(fact: Fact) -> tuple[Claim, ...]:
    """The claims of a fact and of the points of its series."""
    return (*fact.claims, *(claim for point in fact.points for claim in point.claims))


# ------------------------------------------------------------------ a brief against its marking


def check_handling(document: Document, ledger: Ledger) -> list[Problem]:
    """An error for each thing that is shown and is more restricted than the brief is marked, once a block."""
    problems = (
        check_label(found, name, ledger, location) for name, found, location in _shown(document, ledger, Labels(ledger))
    )
    return list(dict.fromkeys(problem for problem in problems if problem is not None))


def check_label(found: int, name: str, ledger: Ledger, location: Location) -> Problem | None:
    """The problem of a thing of that rank that stands in the brief, if the brief is marked as less restricted."""
    marking = ledger.dossier.marking
    if found <= rank(marking):
        return None
    label = TLP_LABELS[found]
    message = f'"{name}" is {label}, but the brief is {f"marked {marking}" if marking else "not marked"}'
    hint = f"mark the brief with marking: {label}, or build it with --release"
    return Problem("handling", message, location, hint)


def _shown(document: Document, ledger: Ledger, labels: Labels) -> Iterator[tuple[str, int, Location]]:
    """Names of sections, facts and judgements that stand in the document, how restricted they are, and where they stand."""
    for block in walk(document.blocks):
        section = block.key.partition("/")[0]
        yield section, labels.of_section(section), block.location
        for run in inlines_of(block):
            for item in _parts(run):
                if isinstance(item, FactReference):
                    yield item.fact, labels.shown(item), block.location
                else:
                    yield from ((c.source, labels.of_source(c.source), block.location) for c in item.citations)
        spec = _spec(block, ledger) if isinstance(block, Table | Figure) else None
        if spec is None:
            continue
        yield spec.id, labels.of_words(spec.tlp), block.location
        # Titles of tags are words of a fact as well, and so is a mark in a chart.
        for fact in select_facts(ledger, spec.rows) if spec.rows is not None else ():
            ranks = [labels.of_fact(fact), *(labels.of_claim(fact, c) for c in every_claim(fact))]
            yield fact.id, max(ranks), block.location
        if spec.rows is not None and spec.rows.kind == "judgements":
            for judgement in ledger.judgements.values():
                yield judgement.id, labels.of_judgement(judgement), block.location


def _spec(block: Table | Figure, ledger: Ledger) -> TableSpec | FigureSpec | None:
    kind, _, name = block.key.partition("/")
    return ledger.tables.get(name) if kind == "table" else ledger.figures.get(name) if kind == "figure" else None


def _parts(inlines: Sequence[Inline]) -> Iterator[FactReference | Note]:
    """The printed facts and the notes of a text, at any depth."""
    for item in inlines:
        if isinstance(item, FactReference):
            yield item
        elif isinstance(item, Link | Note):
            if isinstance(item, Note):
                yield item
            yield from _parts(item.inlines)
