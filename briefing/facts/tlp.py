"""Labels of the Traffic Light Protocol 2.0 (FIRST, 2022): how far each part of a dossier may be shared.

Unlabelled content is as restricted as the marking of the dossier. Restrictions are inherited: by facts from
their topic, by claims from the sources they cite, by derived facts from their inputs, by judgements from their
basis. Also reports content of a brief that is more restricted than its marking. `release` removes content above
a label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from briefing.document.inlines import walk_inlines
from briefing.document.model import Captioned, Document, FactReference, Note, inlines_of, walk
from briefing.facts.change_model import unit_name
from briefing.facts.ledger import Claim, Fact, FigureSpec, Judgement, Ledger, TableSpec
from briefing.facts.selection import select_facts
from briefing.facts.value_types import TLP_LABELS
from briefing.problems.problem import Location, Problem


def rank(label: str) -> int:
    """Return the restriction of a label, from 0 for TLP:CLEAR.

    No label, and markings in free words, count as 0.
    """
    return TLP_LABELS.index(label) if label in TLP_LABELS else 0


@dataclass(slots=True)
class Labels:
    """Ranks of everything in a ledger: indices in `TLP_LABELS`, from 0 for TLP:CLEAR.

    `default` is the rank of unlabelled content: that of `assumed`, or else of the dossier's marking.
    `has_default` is False if that is not a TLP label; the rank of unlabelled content is unknown then.
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
        """Return True if a fact, its topic or its section has a label."""
        return bool(fact.tlp) or self.is_labelled_section(fact.topic)

    def is_labelled_section(self, name: str) -> bool:
        """Return True if dossier.yaml or the topic file has a label for a section."""
        topic = self.ledger.topics.get(name)
        return bool(self.ledger.dossier.tlp.get(name) or (topic is not None and topic.tlp))

    def describe(self, fact: Fact) -> str:
        """Return the label of a fact, and where it comes from if not from the fact.

        Returns "" in a dossier without any label.
        """
        if self.is_labelled(fact):
            where = "" if fact.tlp else " (topic)"
            return f"{TLP_LABELS[self.of_fact(fact)]}{where}"
        if self.knows_default_of(fact.id):
            return f"{TLP_LABELS[self.of_fact(fact)]} (marking)"
        used = self.ledger.dossier.marking or any(each.tlp for each in self.ledger.facts.values())
        return "unlabelled" if used else ""

    # -------------------------------------------------------------- ranks

    def of_fact(self, fact: Fact) -> int:
        """Return the rank of a fact without its claims: own label, topic, inputs of its formula, and shared sources."""
        if fact.id in self._known:
            return self._known[fact.id]
        if fact.id in self._open:  # a fact that rests on itself is reported elsewhere
            return 0
        self._open.add(fact.id)
        ranks = [rank(fact.tlp)]
        if self.is_labelled_section(fact.topic):
            ranks.append(self.of_section(fact.topic))
        elif not fact.tlp:
            ranks.append(self.default_of(fact.id))
        inputs = fact.derivation.inputs if fact.derivation is not None else ()
        ranks += [self._of_input(i.fact, i.claim) for i in inputs]
        ranks += [self.of_source(c.source) for c in fact.sources]
        self._known[fact.id] = max(ranks)
        return self._known[fact.id]

    def of_section(self, name: str) -> int:
        """Return the rank of a section: the higher one of dossier.yaml and its topic file."""
        if not self.is_labelled_section(name):
            return self.default
        topic = self.ledger.topics.get(name)
        return max(rank(self.ledger.dossier.tlp.get(name, "")), rank(topic.tlp) if topic is not None else 0)

    def of_claim(self, fact: Fact, claim: Claim) -> int:
        """Return the rank of a claim: the highest of its own, its fact, its sources, and the facts it was obtained from."""
        inputs = [self._of_input(name) for name in claim.rests_on]
        sources = [self.of_source(c.source) for c in claim.sources]
        return max([self.of_fact(fact), rank(claim.tlp), *inputs, *sources])

    def of_judgement(self, judgement: Judgement) -> int:
        """Return the rank of a judgement: the highest of its own and its basis."""
        basis = [self._of_input(b.fact, b.claim) for b in judgement.basis]
        return max([self.of_words(judgement.tlp), *basis])

    def of_source(self, name: str) -> int:
        """Return the rank of the label of a source.

        A source without one may go wherever the facts that cite it go.
        """
        source = self.ledger.sources.get(name)
        return rank(source.tlp) if source is not None else 0

    def default_of(self, name: str) -> int:
        """Return the rank of a fact or source without a label: that of the marking of the dossier it comes from."""
        marking = self.ledger.used.get(name)
        return self.default if marking is None else rank(marking)

    def knows_default_of(self, name: str) -> bool:
        """Return True if the dossier that a fact or source comes from is marked with a TLP label."""
        return bool(self.ledger.used[name]) if name in self.ledger.used else self.has_default

    def of_words(self, label: str) -> int:
        """Return the rank of something with words of its own, such as the title of a table, by its label."""
        return rank(label) if label else self.default

    def shown(self, ref: FactReference) -> int:
        """Return the rank of what a reference prints.

        Former words have the higher of their former and current rank.
        """
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
        """Return the rank of a fact that something depends on: of one claim, or of the most restricted one."""
        fact = self.ledger.facts.get(name)
        if fact is None:
            return 0
        claims = [c for c in every_claim(fact) if not claim or c.id == claim]
        return max([self.of_fact(fact), *(self.of_claim(fact, c) for c in claims)])


def every_claim(fact: Fact) -> tuple[Claim, ...]:
    """Return the claims of a fact and of the points of its series."""
    return (*fact.claims, *(claim for point in fact.points for claim in point.claims))


# ------------------------------------------------------------------ a brief against its marking


def check_handling(document: Document, ledger: Ledger) -> list[Problem]:
    """Return an error for everything in the brief that is more restricted than its marking, once per block."""
    problems = (
        check_label(found, name, ledger, location) for name, found, location in _shown(document, ledger, Labels(ledger))
    )
    return list(dict.fromkeys(problem for problem in problems if problem is not None))


def check_label(found: int, name: str, ledger: Ledger, location: Location) -> Problem | None:
    """Return the problem of something in the brief with the rank `found`, if the marking is less restricted."""
    marking = ledger.dossier.marking
    if found <= rank(marking):
        return None
    label = TLP_LABELS[found]
    message = f'"{name}" is {label}, but the brief is {f"marked {marking}" if marking else "not marked"}'
    hint = f"mark the brief with marking: {label}, or build it with --release"
    return Problem("handling", message, location, hint)


def _shown(document: Document, ledger: Ledger, labels: Labels) -> Iterator[tuple[str, int, Location]]:
    """Yield name, rank and location of all sections, facts and judgements in the document."""
    declared: Mapping[str, Mapping[str, TableSpec | FigureSpec]]
    declared = {"table": ledger.tables, "figure": ledger.figures}
    for block in walk(document.blocks):
        # The section of the block, and the one whose template it was included from.
        for section in dict.fromkeys((block.key.partition("/")[0], PurePath(block.location.file).stem)):
            yield section, labels.of_section(section), block.location
        for run in inlines_of(block):
            for item in walk_inlines(run):
                if isinstance(item, FactReference):
                    yield item.fact, labels.shown(item), block.location
                elif isinstance(item, Note):
                    yield from ((c.source, labels.of_source(c.source), block.location) for c in item.citations)
        kind, _, name = block.key.partition("/")
        spec = declared.get(kind, {}).get(name) if isinstance(block, Captioned) else None
        if spec is None:
            continue
        yield spec.id, labels.of_words(spec.tlp), block.location
        # Group titles made from tags are words of a fact too, and so are the data points of a chart.
        for fact in select_facts(ledger, spec.rows) if spec.rows is not None else ():
            ranks = [labels.of_fact(fact), *(labels.of_claim(fact, c) for c in every_claim(fact))]
            yield fact.id, max(ranks), block.location
        if spec.rows is not None and spec.rows.kind == "judgements":
            for judgement in ledger.judgements.values():
                yield judgement.id, labels.of_judgement(judgement), block.location
