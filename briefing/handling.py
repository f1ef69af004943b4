"""Who may see what: how restricted each thing of a ledger is, what a brief shows beyond its marking, and what a release leaves out.

Takes a ledger (and a document); gives labels of the Traffic Light Protocol 2.0 (FIRST, 2022), problems, or a smaller ledger.
Restriction passes on: from a topic to its facts, from the inputs of a derived fact to it, from its basis to a judgement. A
release says nowhere in its files that something was left out: what it was is told to whoever builds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from briefing.errors import Origin, Problem
from briefing.facts.changes import Comparison, fact_of, unit_name
from briefing.facts.comparison import is_disputed
from briefing.facts.rows import split_point
from briefing.facts.schema import Claim, Fact, FigureSpec, Judgement, Ledger, RowsSpec, Source, TableSpec
from briefing.facts.tables_file import GRADES
from briefing.facts.words import TLP_LABELS
from briefing.model import Document, FactRef, Figure, Inline, Link, Note, Table, inlines_of, walk
from briefing.picking import OF_NO_FACTS, pick_facts


def rank(label: str) -> int:
    """How restricted a label is, from 0 (TLP:CLEAR, or none) on; free words say nothing of it and count as none."""
    return TLP_LABELS.index(label) if label in TLP_LABELS else 0


@dataclass(slots=True)
class Labels:
    """The rank of everything in a ledger."""

    ledger: Ledger
    _known: dict[str, int] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)

    def of_fact(self, fact: Fact) -> int:
        """Of what its claims share: its name, its statement, its place in a topic, and what it was calculated from."""
        if fact.id in self._known:
            return self._known[fact.id]
        if fact.id in self._open:  # what rests on itself is told elsewhere
            return 0
        self._open.add(fact.id)
        own = max(rank(fact.tlp), self.of_section(fact.topic))
        inputs = fact.derivation.inputs if fact.derivation is not None else ()
        ranks = [self._of_input(i.fact, i.claim) for i in inputs]
        self._known[fact.id] = max([own, *ranks])
        return self._known[fact.id]

    def of_section(self, name: str) -> int:
        """Of a section: as dossier.yaml says, and as its module of facts says where it has one."""
        topic = self.ledger.topics.get(name)
        return max(rank(self.ledger.dossier.tlp.get(name, "")), rank(topic.tlp) if topic is not None else 0)

    def of_claim(self, fact: Fact, claim: Claim) -> int:
        """Of one claim, with the fact's and that of what its number was got from."""
        return max([self.of_fact(fact), rank(claim.tlp), *(self._of_input(name) for name in claim.rests_on)])

    def of_judgement(self, judgement: Judgement) -> int:
        """Its own and that of everything it rests on."""
        return max([rank(judgement.tlp), *(self._of_input(b.fact, b.claim) for b in judgement.basis)])

    def shown(self, ref: FactRef) -> int:
        """Of what a reference prints. Old words are as restricted as they were, and as what they are of now."""
        if ref.aspect == "former" and self.ledger.compared is not None:
            former = self.ledger.compared.former.get(unit_name(ref.fact, ref.point))
            now = self.shown(replace(ref, aspect="value")) if ref.fact in self._present else 0
            return max(now, former.rank if former is not None else 0)
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
        claims = [c for c in _claims(fact) if not claim or c.id == claim]
        return max([self.of_fact(fact), *(self.of_claim(fact, c) for c in claims)])


def _claims(fact: Fact) -> tuple[Claim, ...]:
    return (*fact.claims, *(claim for point in fact.points for claim in point.claims))


# ------------------------------------------------------------------ a brief against its marking


def check_handling(document: Document, ledger: Ledger) -> list[Problem]:
    """An error for each thing that is shown and is more restricted than the brief is marked, once a block."""
    problems = (
        exceeds(found, name, ledger, origin) for name, found, origin in _shown(document, ledger, Labels(ledger))
    )
    return list(dict.fromkeys(problem for problem in problems if problem is not None))


def exceeds(found: int, name: str, ledger: Ledger, origin: Origin) -> Problem | None:
    """The problem of a thing of that rank that stands in the brief, if the brief is marked as less restricted."""
    marking = ledger.dossier.marking
    if found <= rank(marking):
        return None
    label = TLP_LABELS[found]
    message = f'"{name}" is {label}, and the brief is {f"marked {marking}" if marking else "not marked"}'
    hint = f"mark the brief: marking: {label}, or build a cut with --release"
    return Problem("handling", message, origin, hint)


def _shown(document: Document, ledger: Ledger, labels: Labels) -> Iterator[tuple[str, int, Origin]]:
    """Names of sections, facts and judgements that stand in the document, how restricted they are, and where they stand."""
    for block in walk(document.blocks):
        section = block.key.partition("/")[0]
        yield section, labels.of_section(section), block.origin
        for run in inlines_of(block):
            for ref in _refs(run):
                yield ref.fact, labels.shown(ref), block.origin
        spec = _spec(block, ledger) if isinstance(block, Table | Figure) else None
        if spec is None or spec.rows is None:
            continue
        # Titles of tags are words of a fact as well, and so is a mark in a chart.
        for fact in pick_facts(ledger, spec.rows):
            yield fact.id, max([labels.of_fact(fact), *(labels.of_claim(fact, c) for c in _claims(fact))]), block.origin
        if spec.rows.kind == "judgements":
            for judgement in ledger.judgements.values():
                yield judgement.id, labels.of_judgement(judgement), block.origin


def _spec(block: Table | Figure, ledger: Ledger) -> TableSpec | FigureSpec | None:
    kind, _, name = block.key.partition("/")
    return ledger.tables.get(name) if kind == "table" else ledger.figures.get(name) if kind == "figure" else None


def _refs(inlines: Sequence[Inline]) -> Iterator[FactRef]:
    for item in inlines:
        if isinstance(item, FactRef):
            yield item
        elif isinstance(item, Link | Note):
            yield from _refs(item.inlines)


# ------------------------------------------------------------------ a release


def release(ledger: Ledger, label: str) -> tuple[Ledger, tuple[str, ...]]:
    """The ledger as it may go out under `label`, marked so, and what was left out of it, in words.

    Names of what was left out stay known, so that prose that holds them can be refused.
    """
    labels, allowed = Labels(ledger), rank(label)
    facts = {name: kept for name, fact in ledger.facts.items() if (kept := _cut(fact, labels, allowed)) is not None}
    public = allowed == 0
    if public:
        facts = {name: _ungraded(fact) for name, fact in facts.items()}
    judgements = {n: j for n, j in ledger.judgements.items() if labels.of_judgement(j) <= allowed}
    topics = {
        name: replace(topic, facts=tuple(facts[f.id] for f in topic.facts if f.id in facts))
        for name, topic in ledger.topics.items()
        if labels.of_section(name) <= allowed
    }
    sources = _still_cited(ledger, facts)
    compared = _compared(ledger, {**facts, **judgements}, sources, labels, allowed)
    rows = _Rows(facts, bool(judgements), compared is not None)
    tables = {n: replace(t, rows=rows.cut(t.rows)) for n, t in ledger.tables.items() if rows.has(t.rows, ledger)}
    if public:
        tables = {name: _without_grades(table) for name, table in tables.items()}
    figures = {
        n: replace(f, rows=rows.cut(f.rows) if f.rows else None)
        for n, f in ledger.figures.items()
        if f.rows is None or rows.has(f.rows, ledger)
    }
    sections = tuple(s for s in ledger.dossier.sections if labels.of_section(s) <= allowed)
    gone = _gone(ledger, facts, judgements, topics, tables, figures)
    gone += [("section", s) for s in ledger.dossier.sections if s not in sections and ("section", s) not in gone]
    dossier = replace(
        ledger.dossier,
        marking=label,
        grades="hidden" if public else ledger.dossier.grades,
        sections=sections,
        tlp={name: text for name, text in ledger.dossier.tlp.items() if name in sections},
    )
    gone += [("source", name) for name in ledger.sources if name not in sources]
    made = replace(
        ledger,
        dossier=dossier,
        topics=topics,
        facts=facts,
        judgements=judgements,
        tables=tables,
        figures=figures,
        sources=sources,
        compared=compared,
        withheld=frozenset(name for _, name in gone),
    )
    return (made, tuple(f"{kind} {name}" for kind, name in gone))


def _cut(fact: Fact, labels: Labels, allowed: int) -> Fact | None:
    """The fact with the claims that may go out; None where nothing of it may. One claim of several stays somebody's word."""
    if labels.of_fact(fact) > allowed:
        return None
    claims = tuple(c for c in fact.claims if labels.of_claim(fact, c) <= allowed)
    # A point that was left out would print as a gap, which says that nobody reported a figure: a series goes whole.
    if (fact.claims and not claims) or any(labels.of_claim(fact, c) > allowed for p in fact.points for c in p.claims):
        return None
    if claims == fact.claims:
        return fact
    if is_disputed(fact, fact.claims):
        # What is left of a dispute is one side of it, though the other may not be shown.
        claims = tuple(replace(c, status="disputed") if c.status in ("stated", "corroborated") else c for c in claims)
    return replace(fact, claims=claims, cut=True, proposals=())


def _compared(
    ledger: Ledger, kept: Mapping[str, object], sources: Mapping[str, Source], labels: Labels, allowed: int
) -> Comparison | None:
    """What changed, as far as it may be told: nothing of what is withheld now, or of which a claim is, nor of what was restricted."""
    compared = ledger.compared
    if compared is None:
        return None

    def free(unit: str) -> bool:
        name, _ = fact_of(unit)
        former = compared.former.get(unit)
        present = name in ledger.facts or name in ledger.judgements
        whole = name not in ledger.facts or all(
            labels.of_claim(ledger.facts[name], claim) <= allowed for claim in _claims(ledger.facts[name])
        )
        return (name in kept or not present) and whole and (former is None or former.rank <= allowed)

    former = {
        unit: replace(was, citations=tuple(c for c in was.citations if c.source in sources))
        for unit, was in compared.former.items()
        if free(unit)
    }
    changes = tuple(c for c in compared.changes if (c.id in sources if c.of == "source" else free(c.id)))
    return Comparison(compared.edition, former, changes)


def _ungraded(fact: Fact) -> Fact:
    """The fact without grades of sources and claims, which are for colleagues and not for the public."""

    def plain(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return tuple(replace(c, sources=tuple(replace(s, grade="") for s in c.sources)) for c in claims)

    points = tuple(replace(point, claims=plain(point.claims)) for point in fact.points)
    return replace(fact, claims=plain(fact.claims), points=points)


def _without_grades(table: TableSpec) -> TableSpec:
    kept = [place for place, column in enumerate(table.columns) if column.aspect not in GRADES]
    if len(kept) in (0, len(table.columns)):
        return table
    widths = tuple(table.widths[place] for place in kept) if table.widths else ()
    return replace(table, columns=tuple(table.columns[place] for place in kept), widths=widths)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What rows of tables and charts still have."""

    facts: dict[str, Fact]
    judged: bool
    compared: bool

    def has(self, rows: RowsSpec, ledger: Ledger) -> bool:
        if rows.kind in OF_NO_FACTS:
            return {"sources": True, "judgements": self.judged, "changes": self.compared}[rows.kind]
        return any(fact.id in self.facts for fact in pick_facts(ledger, rows))

    def cut(self, rows: RowsSpec) -> RowsSpec:
        return replace(rows, names=tuple(name for name in rows.names if split_point(name)[0] in self.facts))


def _gone(ledger: Ledger, facts: dict[str, Fact], *kept: object) -> list[tuple[str, str]]:
    """Kind and name of everything that was left out, in the order of the ledger."""
    kinds = ("judgement", "section", "table", "figure")
    entries = (ledger.judgements, ledger.topics, ledger.tables, ledger.figures)
    gone = [("fact", name) for name in ledger.facts if name not in facts]
    for name, fact in facts.items():
        left = {claim.id for claim in fact.claims}
        gone += [("claim", f"{name}.{c.id}") for c in ledger.facts[name].claims if c.id not in left]
    for kind, before, after in zip(kinds, entries, kept, strict=True):
        assert isinstance(after, dict)
        gone += [(kind, name) for name in before if name not in after]
    return gone


def _still_cited(ledger: Ledger, facts: dict[str, Fact]) -> dict[str, Source]:
    """The sources without those that only what was left out had cited."""
    before = {c.source for fact in ledger.facts.values() for c in fact.cited}
    after = {c.source for fact in facts.values() for claim in _claims(fact) for c in claim.sources}
    after |= {c.source for fact in facts.values() if not fact.cut for c in fact.sources}
    return {name: source for name, source in ledger.sources.items() if name in after or name not in before}
