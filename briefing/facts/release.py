"""Releases: removes everything more restricted than a TLP label from a ledger, before anything else is made from it.

Unlabelled content is as restricted as the marking of the dossier, so that a forgotten line withholds a fact and
never discloses one. The files of a release contain nothing that was left out, not even names; only whoever
makes the release sees how much was left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from briefing.facts.change_model import Comparison, fact_of
from briefing.facts.claim_comparison import is_disputed
from briefing.facts.corroboration import corroborate
from briefing.facts.ledger import Claim, Fact, Glossary, Ledger, RowsSpec, Source, TableSpec
from briefing.facts.row_selection_text import split_point
from briefing.facts.selection import OF_NO_FACTS, select_facts
from briefing.facts.tables_file import GRADES
from briefing.facts.tlp import Labels, every_claim, rank
from briefing.facts.value_types import TLP_LABELS
from briefing.problems.problem import Problem

KINDS = ("fact", "judgement", "section", "table", "figure", "source")


@dataclass(frozen=True, slots=True)
class Release:
    """A released dossier. `ledger` is None if nothing can be released; `problems` say why.

    `withheld` says how much of each kind was left out, without any names: "3 of 40 facts (1 unlabelled)".
    """

    ledger: Ledger | None
    withheld: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def release(ledger: Ledger, label: str) -> Release:
    """Leave out of the ledger whatever is more restricted than `label`, and mark it with that label."""
    labels = Labels(ledger)
    unlabelled = {kind: tuple(names) for kind, names in _unlabelled(ledger, labels)}
    problems = _undecided(ledger, labels, unlabelled)
    if not problems and labels.of_source(ledger.dossier.restates) > rank(label):
        hint = "delete restates: from dossier.yaml, or label that source so that it can be released"
        problems = (
            Problem("withheld", "the release restates a source that is withheld", ledger.dossier.location, hint),
        )
    if problems:
        return Release(None, problems=problems)
    released = _Filter(ledger, labels, rank(label)).run(label)
    removed = _removed(ledger, released)
    counts = []
    for kind in [kind for kind in KINDS if removed[kind]]:
        without = len(set(removed[kind]) & set(unlabelled[kind]))
        count = f"{len(removed[kind])} of {_plural(len(_all(ledger)[kind]), kind)}"
        counts.append(f"{count} ({without} unlabelled)" if without else count)
    if removed["claim"]:
        counts.append(_plural(len(removed["claim"]), "claim"))
    withheld = tuple(counts)
    if not released.facts if ledger.facts else not released.dossier.sections:
        return Release(None, withheld, (_nothing_left(ledger, label, removed["fact"], unlabelled["fact"]),))
    names = frozenset(name for kind in removed for name in removed[kind])
    unlabelled_removed = not labels.has_default or labels.default > rank(label)
    return Release(replace(released, withheld=names, unlabelled_withheld=unlabelled_removed, released=True), withheld)


# ------------------------------------------------------------------ unlabelled content


def _all(ledger: Ledger) -> dict[str, Mapping[str, object]]:
    """Return everything that a release keeps or leaves out, by kind and name."""
    sections = dict.fromkeys((*ledger.topics, *ledger.dossier.sections))
    named = (ledger.facts, ledger.judgements, sections, ledger.tables, ledger.figures, ledger.sources)
    return dict(zip(KINDS, named, strict=True))


def _unlabelled(ledger: Ledger, labels: Labels) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the names of content without a label of its own, by kind.

    A source needs one only if no fact cites it.
    """
    cited = {c.source for fact in ledger.facts.values() for c in fact.cited}
    yield "fact", (name for name, fact in ledger.facts.items() if not labels.is_labelled(fact))
    yield "judgement", (name for name, judgement in ledger.judgements.items() if not judgement.tlp)
    yield "section", (name for name in _all(ledger)["section"] if not labels.is_labelled_section(name))
    yield "table", (name for name, table in ledger.tables.items() if not table.tlp)
    yield "figure", (name for name, figure in ledger.figures.items() if not figure.tlp)
    yield "source", (name for name, source in ledger.sources.items() if not source.tlp and name not in cited)


def _undecided(ledger: Ledger, labels: Labels, unlabelled: Mapping[str, tuple[str, ...]]) -> tuple[Problem, ...]:
    """Report unlabelled content if no marking says how far it may be shared."""
    unknown = {kind: [n for n in names if not labels.knows_default_of(n)] for kind, names in unlabelled.items()}
    if not any(unknown.values()):
        return ()
    counts = [f"{len(names)} of {_plural(len(_all(ledger)[kind]), kind)}" for kind, names in unknown.items() if names]
    marking = ledger.dossier.marking
    why = f'the marking "{marking}" is not a TLP label' if marking else "the dossier has no marking"
    if labels.has_default:
        why = "the dossier that they are taken from (uses:) has no TLP marking"
    message = f"cannot tell what may be released: {', '.join(counts)} have no label, and {why}"
    hint = "mark the dossier (marking: TLP:AMBER), or add tlp: to each of these; briefing facts shows the labels"
    return (Problem("unlabelled", message, ledger.dossier.location, hint),)


def _nothing_left(ledger: Ledger, label: str, removed: tuple[str, ...], unlabelled: tuple[str, ...]) -> Problem:
    kind = "fact" if ledger.facts else "section"
    total = len(_all(ledger)[kind])
    without = len(set(removed) & set(unlabelled)) if ledger.facts else total
    message = f"{total} of {_plural(total, kind)} withheld from {label}, {without} of them unlabelled: nothing is left"
    short = label.removeprefix("TLP:")
    hint = f"label what may be released (tlp: {short} on a fact, a topic or a section); briefing facts shows the labels"
    return Problem("nothing-released", message, ledger.dossier.location, hint)


# ------------------------------------------------------------------ the released ledger


@dataclass(slots=True)
class _Filter:
    """Filter that keeps the parts of a ledger up to the rank `allowed`."""

    ledger: Ledger
    labels: Labels
    allowed: int
    facts: dict[str, Fact] = field(default_factory=dict)
    stand_ins: dict[str, str] = field(default_factory=dict)  # a kept source for each withheld one that others repeat

    def run(self, label: str) -> Ledger:
        ledger, labels, allowed = self.ledger, self.labels, self.allowed
        public = allowed == 0
        for name, fact in ledger.facts.items():
            kept = self._fact(fact)
            if kept is not None:
                self.facts[name] = self._without_topic(_without_grades(kept) if public else kept)
        sources = self._sources()
        sources = {name: self._without_withheld(source, sources) for name, source in sources.items()}
        self.facts = self._corroborated(sources)
        judgements = {n: j for n, j in ledger.judgements.items() if labels.of_judgement(j) <= allowed}
        topics = {
            name: replace(topic, facts=tuple(self.facts[f.id] for f in topic.facts if f.id in self.facts))
            for name, topic in ledger.topics.items()
            if labels.of_section(name) <= allowed
        }
        # The glossary needs a label, or a marking of the dossier.
        tlp = ledger.glossary.tlp
        has_glossary = labels.of_words(tlp) <= allowed and (bool(tlp) or labels.has_default)
        compared = self._compared(judgements, sources)
        tables = {
            name: replace(table, rows=self._rows(table.rows))
            for name, table in ledger.tables.items()
            if labels.of_words(table.tlp) <= allowed and self._has_rows(table.rows, bool(judgements), compared)
        }
        figures = {
            name: replace(figure, rows=self._rows(figure.rows) if figure.rows else None)
            for name, figure in ledger.figures.items()
            if labels.of_words(figure.tlp) <= allowed
            and (figure.rows is None or self._has_rows(figure.rows, bool(judgements), compared))
        }
        sections = tuple(s for s in ledger.dossier.sections if labels.of_section(s) <= allowed)
        dossier = replace(
            ledger.dossier,
            marking=label,
            grades="hidden" if public else ledger.dossier.grades,
            sections=sections,
            tlp={name: text for name, text in ledger.dossier.tlp.items() if name in sections},
            # The reason for a lower severity is a remark for colleagues.
            checks={
                c: replace(v, reason=v.reason and "for a reason given there") for c, v in ledger.dossier.checks.items()
            },
        )
        return replace(
            ledger,
            dossier=dossier,
            topics=topics,
            facts=self.facts,
            judgements=judgements,
            tables={n: _without_grade_columns(t) for n, t in tables.items()} if public else tables,
            figures=figures,
            sources=sources,
            glossary=ledger.glossary if has_glossary else Glossary(),
            compared=compared,
            entries={unit: entry for unit, entry in ledger.entries.items() if fact_of(unit)[0] in self.facts},
        )

    def _fact(self, fact: Fact) -> Fact | None:
        """Return the fact with the claims that can be released, or None.

        If only one of several claims remains, it is still printed with its claimant (`cut`).
        """
        labels, allowed = self.labels, self.allowed
        if labels.of_fact(fact) > allowed:
            return None
        claims = tuple(c for c in fact.claims if labels.of_claim(fact, c) <= allowed)
        # A missing point would print as a gap, which means that nobody reported a figure. So a series is released whole or not.
        if (fact.claims and not claims) or any(
            labels.of_claim(fact, c) > allowed for p in fact.points for c in p.claims
        ):
            return None
        if claims == fact.claims:
            return replace(fact, proposals=())
        if is_disputed(fact, fact.claims):
            # What is left of a dispute is only one side, even if the other side is not shown.
            claims = tuple(
                replace(c, status="disputed") if c.status in ("stated", "corroborated") else c for c in claims
            )
        return replace(fact, claims=claims, cut=True, proposals=())

    def _sources(self) -> dict[str, Source]:
        """Return the sources that kept facts cite, and releasable sources that only prose cites."""
        cited = {c.source for fact in self.ledger.facts.values() for c in fact.cited}
        kept = {c.source for fact in self.facts.values() for claim in every_claim(fact) for c in claim.sources}
        kept |= {c.source for fact in self.facts.values() if not fact.cut for c in fact.sources}
        sources = {}
        for name, source in self.ledger.sources.items():
            # A source that no fact cites needs a label, or falls under the default.
            of_prose = name not in cited and (bool(source.tlp) or self.labels.default_of(name) <= self.allowed)
            if rank(source.tlp) <= self.allowed and (name in kept or of_prose):
                sources[name] = source
        return sources

    def _without_withheld(self, source: Source, kept: Mapping[str, Source]) -> Source:
        """Return the source without the names of withheld ones. Those that repeat one withheld source still count as one origin."""
        original, seen = source.original, {source.id}
        while original and original not in kept and original not in seen:
            seen.add(original)
            following = self.ledger.sources.get(original)
            root, original = original, following.original if following is not None else ""
            if not original:
                original = self.stand_ins.setdefault(root, source.id)
        via = "" if source.via in self.ledger.sources and source.via not in kept else source.via
        return replace(source, original="" if original == source.id else original, via=via)

    def _corroborated(self, sources: Mapping[str, Source]) -> dict[str, Fact]:
        """Return the facts with each claim called corroborated only where what bears it out goes out with it."""
        facts = {
            name: corroborate(_as_typed(fact), sources) for name, fact in self.facts.items() if not fact.derivation
        }
        for name, fact in self.facts.items():
            inputs = fact.derivation.inputs if fact.derivation is not None else ()
            behind = [claim for i in inputs if i.fact in facts for claim in every_claim(facts[i.fact])]
            if fact.derivation is not None:
                facts[name] = fact if all(c.status == "corroborated" for c in behind) else _as_typed(fact)
        return {name: facts[name] for name in self.facts}

    def _without_topic(self, fact: Fact) -> Fact:
        """Return the fact without the name of its topic, and of that file, where the topic is withheld."""
        topic = self.ledger.topics.get(fact.topic)
        if topic is not None and self.labels.of_section(topic.id) <= self.allowed:
            return fact
        here = self.ledger.dossier.location
        claims = tuple(replace(claim, location=here) for claim in fact.claims)
        points = tuple(replace(p, claims=tuple(replace(c, location=here) for c in p.claims)) for p in fact.points)
        return replace(fact, topic="", location=here, claims=claims, points=points)

    def _compared(self, judgements: Mapping[str, object], sources: Mapping[str, Source]) -> Comparison | None:
        """Return the changes that can be released.

        Left out are changes of facts that are withheld, fully or in part, and of units that were restricted in
        the earlier edition.
        """
        compared, ledger, labels = self.ledger.compared, self.ledger, self.labels
        if compared is None:
            return None

        def is_free(unit: str) -> bool:
            name, _ = fact_of(unit)
            former = compared.former.get(unit)
            if former is not None and (rank(former.tlp) if former.tlp else self._unknown) > self.allowed:
                return False
            if name in ledger.facts:
                fact = ledger.facts[name]
                return name in self.facts and all(labels.of_claim(fact, c) <= self.allowed for c in every_claim(fact))
            return name in judgements or name not in ledger.judgements

        former = {
            unit: replace(was, citations=tuple(c for c in was.citations if c.source in sources))
            for unit, was in compared.former.items()
            if is_free(unit)
        }
        changes = tuple(c for c in compared.changes if (c.id in sources if c.of == "source" else is_free(c.id)))
        return Comparison(compared.edition, former, changes)

    @property
    def _unknown(self) -> int:
        """Return the rank of content that an earlier edition left unlabelled."""
        return self.labels.default if self.labels.has_default else len(TLP_LABELS) - 1

    def _has_rows(self, rows: RowsSpec, judged: bool, compared: Comparison | None) -> bool:
        if rows.kind in OF_NO_FACTS:
            return {"sources": True, "judgements": judged, "changes": compared is not None}[rows.kind]
        return any(fact.id in self.facts for fact in select_facts(self.ledger, rows))

    def _rows(self, rows: RowsSpec) -> RowsSpec:
        return replace(rows, names=tuple(name for name in rows.names if split_point(name)[0] in self.facts))


def _as_typed(fact: Fact) -> Fact:
    """Return the fact with its claims as typed: not corroborated by what may be withheld."""

    def plain(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return tuple(replace(c, status="stated") if c.status == "corroborated" else c for c in claims)

    points = tuple(replace(point, claims=plain(point.claims)) for point in fact.points)
    status = "stated" if fact.status == "corroborated" else fact.status
    return replace(fact, claims=plain(fact.claims), points=points, status=status)


def _without_grades(fact: Fact) -> Fact:
    """Return the fact without grades of sources and claims, which are not for the public."""

    def plain(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return tuple(replace(c, sources=tuple(replace(s, grade="") for s in c.sources)) for c in claims)

    points = tuple(replace(point, claims=plain(point.claims)) for point in fact.points)
    return replace(fact, claims=plain(fact.claims), points=points)


def _without_grade_columns(table: TableSpec) -> TableSpec:
    kept = [place for place, column in enumerate(table.columns) if column.aspect not in GRADES]
    if len(kept) in (0, len(table.columns)):
        return table
    widths = tuple(table.widths[place] for place in kept) if table.widths else ()
    return replace(table, columns=tuple(table.columns[place] for place in kept), widths=widths)


# ------------------------------------------------------------------ counting what was left out


def _removed(before: Ledger, after: Ledger) -> dict[str, tuple[str, ...]]:
    """Return the names of everything that was left out, by kind, and the claims that kept facts have lost."""
    left = _all(after)
    removed = {kind: tuple(name for name in names if name not in left[kind]) for kind, names in _all(before).items()}
    claims = []
    for name, fact in after.facts.items():
        there = {claim.id for claim in fact.claims}
        claims += [f"{name}.{claim.id}" for claim in before.facts[name].claims if claim.id not in there]
    return removed | {"claim": tuple(claims)}


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
