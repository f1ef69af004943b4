"""What a dossier holds: its facts with status, age and sources, its judgements, and where the brief shows them.

Takes a ledger and the resolved document (None where it cannot be made); gives `Holding`s and `Judged`s in the order in which they
were typed. Age is counted to the dossier's information cut-off, never to today. Prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from briefing.document.model import Block, Document, Figure, Heading, Table, plain, walk
from briefing.facts.ledger import Claim, Fact, Judgement, Ledger
from briefing.facts.proposals import name_proposal, proposed_words, what_it_becomes
from briefing.facts.quantity import PartialDate
from briefing.facts.record import printed_facts
from briefing.facts.tlp import Labels
from briefing.facts.views import FactView, PrintError, short_name
from briefing.language import Language
from briefing.problems.suggest import nearest


@dataclass(frozen=True, slots=True)
class Told:
    """One claim (or one claim of a point) as a reader would be told it. `age` is in days at the cut-off, None where unknown."""

    name: str
    value: str
    status: str
    when: str
    by: str
    age: int | None
    sources: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that nobody has accepted yet. `name` is what it is about; `told` what is proposed, `prints` when."""

    id: str
    name: str
    told: str
    proposer: str
    proposed: str
    instead_of: str
    prints: str
    origin: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A fact of the dossier. `shown` says where, in document order; `used_by` names what is worked out of it or rests on it.

    `tlp` is how far it may go: its label, and where that comes from; "" in a dossier without labels.
    """

    fact: Fact
    label: str
    claims: tuple[Told, ...]
    shown: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    tlp: str = ""

    @property
    def statuses(self) -> tuple[str, ...]:
        """Each status that a claim has, once."""
        return tuple(dict.fromkeys(claim.status for claim in self.claims))


@dataclass(frozen=True, slots=True)
class Ground:
    """What a judgement rests on: a fact, or a claim of it, in words, with each status that is under it."""

    name: str
    label: str
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement of the dossier, with the date by which it is judged in words, what it rests on, and where it is shown."""

    judgement: Judgement
    horizon: str
    basis: tuple[Ground, ...]
    shown: tuple[str, ...] = ()


@dataclass(slots=True)
class _Inventory:
    ledger: Ledger
    language: Language
    places: dict[str, list[str]] = field(default_factory=dict)
    labels: Labels = field(init=False)

    def __post_init__(self) -> None:
        self.labels = Labels(self.ledger)

    def holding(self, fact: Fact) -> Holding:
        claims = tuple(self._told(fact, claim, label, when) for label, when, claim in _each(fact))
        shown = tuple(dict.fromkeys(self.places.get(fact.id, ())))
        label, waiting = fact.name or _statement(fact, self.language), tuple(self._waiting(fact))
        return Holding(fact, label, claims, shown, tuple(self._users(fact)), waiting, self.labels.describe(fact))

    def judged(self, judgement: Judgement) -> Judged:
        grounds = []
        for basis in judgement.basis:
            holding = self.holding(self.ledger.facts[basis.fact])
            name = f"{basis.fact}{'.' if basis.claim else ''}{basis.claim}"
            statuses = (claim.status for claim in holding.claims if not basis.claim or claim.name == name)
            grounds.append(Ground(name, holding.label, tuple(dict.fromkeys(statuses))))
        shown = tuple(dict.fromkeys(self.places.get(judgement.id, ())))
        return Judged(judgement, judgement.horizon.words(self.language), tuple(grounds), shown)

    def _told(self, fact: Fact, claim: Claim, label: str, when: PartialDate | None) -> Told:
        day = when or claim.as_of or claim.date or fact.as_of or fact.date
        sources = self.ledger.sources
        names = tuple(
            ", ".join(p for p in (short_name(sources[c.source], self.language), c.locator) if p)
            for c in claim.sources
            if c.source in sources
        )
        return Told(
            name=".".join(part for part in (f"{fact.id}[{label}]" if label else fact.id, claim.id) if part),
            value=claim.value.words(self.language) if claim.value is not None else "",
            status=claim.status,
            when=day.words(self.language) if day is not None else "",
            by=claim.by,
            age=_age(day, self.ledger.dossier.information_cut_off or self.ledger.dossier.date),
            sources=names,
            origin=str(claim.origin),
        )

    def _waiting(self, fact: Fact) -> Iterator[Waiting]:
        """What is proposed for a fact and printed nowhere."""
        for proposal in fact.proposals:
            claim, language = proposal.claim, self.language
            yield Waiting(
                id=claim.id,
                name=name_proposal(fact.id, proposal),
                told=proposed_words(proposal, language),
                proposer=proposal.proposer,
                proposed=proposal.proposed.words(language) if proposal.proposed else "",
                instead_of=proposal.instead_of,
                prints=f"prints once it has a source and is made {what_it_becomes(fact, proposal)}",
                origin=str(claim.origin),
            )

    def _users(self, fact: Fact) -> Iterator[str]:
        """Derived facts and judgements that would change with it."""
        for other in self.ledger.facts.values():
            inputs = {i.fact for d in (other.derivation, other.check) if d is not None for i in d.inputs}
            rests = {name for _, _, claim in _each(other) for name in claim.rests_on}
            if fact.id in inputs | rests:
                yield other.id
        yield from (j.id for j in self.ledger.judgements.values() if any(b.fact == fact.id for b in j.basis))


def take_inventory(ledger: Ledger, document: Document | None, language: Language) -> tuple[Holding, ...]:
    """Every fact of the ledger, those of other dossiers that it uses included."""
    inventory = _Inventory(ledger, language, _shown(document))
    return tuple(inventory.holding(fact) for fact in ledger.facts.values())


def take_judgements(ledger: Ledger, document: Document | None, language: Language) -> tuple[Judged, ...]:
    """Every judgement of the ledger."""
    inventory = _Inventory(ledger, language, _shown(document))
    return tuple(inventory.judged(judgement) for judgement in ledger.judgements.values())


def search(holdings: Sequence[Holding], asked: str) -> tuple[Holding, ...]:
    """Those that hold every word asked for, in id, name, statement, value, claimant, source, status or tag; all if none is asked."""
    words = asked.casefold().split()
    return tuple(h for h in holdings if all(any(w in text.casefold() for text in _texts(h)) for w in words))


def nearest_id(holdings: Sequence[Holding], judged: Sequence[Judged], name: str) -> str:
    """The id most like a name that is none, of a fact or a judgement."""
    return nearest(name, [*(h.fact.id for h in holdings), *(j.judgement.id for j in judged)])


def _texts(holding: Holding) -> Iterator[str]:
    fact = holding.fact
    yield from (fact.id, fact.topic, holding.label, fact.record, holding.tlp, *fact.tags, *fact.tags.values())
    yield from (part for part in fact.says if isinstance(part, str))
    for claim in holding.claims:
        yield from (claim.name, claim.value, claim.status, claim.by, claim.when, *claim.sources)
    for each in holding.waiting:
        yield from ("proposed", each.id, each.told, each.proposer)


def _each(fact: Fact) -> Iterator[tuple[str, PartialDate | None, Claim]]:
    """Label and date of the point, if it is one's, and the claim."""
    for point in fact.points:
        yield from ((point.label, point.when, claim) for claim in point.claims)
    yield from (("", None, claim) for claim in fact.claims)


def _statement(fact: Fact, language: Language) -> str:
    try:
        return plain(FactView(fact, language, aspect="says").printed().inlines)
    except PrintError:
        return fact.id.replace("_", " ")


def _age(day: PartialDate | None, until: PartialDate | None) -> int | None:
    """Days from the last day that a date may mean to the cut-off; 0 where it lies after."""
    if day is None or until is None:
        return None
    return max(0, (date(*until.last_day) - date(*day.last_day)).days)


def _shown(document: Document | None) -> dict[str, list[str]]:
    """Where each fact and judgement is shown; nowhere without a document."""
    places: dict[str, list[str]] = {}
    for ref, where in _places(document) if document is not None else ():
        places.setdefault(ref, []).append(where)
    return places


def _places(document: Document) -> Iterator[tuple[str, str]]:
    """Each fact that is shown, and where, as a reader would look for it."""
    under: dict[str, str] = {}
    names: dict[str, Block] = {}
    heading = ""
    for block in walk(document.blocks):
        if isinstance(block, Heading):
            heading = " ".join(part for part in (block.number, plain(block.inlines)) if part)
        under[block.key], names[block.key] = heading, block
    for ref, key in printed_facts(document):
        block = names[key]
        label = block.label if isinstance(block, Table | Figure) else ""
        yield ref.fact, ", ".join(part for part in (under[key], label) if part) or document.properties.title
