"""List a dossier's facts with status, age and sources, its judgements, and where the brief shows them.

Take a ledger and the resolved document (None if it cannot be made); return listings in the order in which facts and
judgements were typed. Ages are counted to the dossier's information cut-off, never to today.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from briefing.document.model import Document, Heading, label_of, plain, walk
from briefing.document.printed_facts import printed_facts
from briefing.facts.ledger import Claim, Fact, Judgement, Ledger
from briefing.facts.proposals import name_proposal, proposed_words, what_it_becomes
from briefing.facts.quantity import PartialDate
from briefing.facts.tlp import Labels
from briefing.facts.views import FactView, PrintError, short_name
from briefing.language import Language
from briefing.problems.suggest import nearest
from briefing.problems.summary import plural


@dataclass(frozen=True, slots=True)
class ClaimStatus:
    """One claim, of a fact or a point, in words. `age` is in days at the cut-off, None if unknown."""

    name: str
    value: str
    status: str
    when: str
    by: str
    age: int | None
    sources: tuple[str, ...]
    location: str


@dataclass(frozen=True, slots=True)
class PendingProposal:
    """A proposal that nobody has accepted yet.

    `name` is the fact, point or claim it is for; `words` is what it proposes; `prints` says when it will print.
    """

    id: str
    name: str
    words: str
    proposer: str
    proposed: str
    instead_of: str
    prints: str
    location: str


@dataclass(frozen=True, slots=True, repr=False)
class FactListing:
    """A fact of the dossier.

    `shown` lists the places in the brief, in order; `used_by` the facts calculated from it and the judgements based on it.
    `tlp` is its label and where that comes from; "" in a dossier without labels.
    """

    fact: Fact
    label: str
    claims: tuple[ClaimStatus, ...]
    shown: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    waiting: tuple[PendingProposal, ...] = ()
    tlp: str = ""

    @property
    def statuses(self) -> tuple[str, ...]:
        """Statuses of the claims, each once."""
        return tuple(dict.fromkeys(claim.status for claim in self.claims))

    def __repr__(self) -> str:
        values = "; ".join(claim.value for claim in self.claims[-3:] if claim.value)
        return f"<FactListing {self.fact.id!r}: {values}, {'/'.join(self.statuses)}, printed in {plural(len(self.shown), 'place')}>"


@dataclass(frozen=True, slots=True)
class BasisStatus:
    """A fact or claim in the basis of a judgement, in words, with the statuses of its claims."""

    name: str
    label: str
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgementListing:
    """A judgement of the dossier, with its horizon in words, its basis, and the places in the brief that show it."""

    judgement: Judgement
    horizon: str
    basis: tuple[BasisStatus, ...]
    shown: tuple[str, ...] = ()


def list_facts(ledger: Ledger, document: Document | None, language: Language) -> tuple[FactListing, ...]:
    """List every fact of the ledger, including those of other dossiers that it uses."""
    lister = _Lister(ledger, language, _shown(document))
    return tuple(lister.list_fact(fact) for fact in ledger.facts.values())


def list_judgements(ledger: Ledger, document: Document | None, language: Language) -> tuple[JudgementListing, ...]:
    """List every judgement of the ledger."""
    lister = _Lister(ledger, language, _shown(document))
    return tuple(lister.list_judgement(judgement) for judgement in ledger.judgements.values())


def search(listings: Sequence[FactListing], query: str) -> tuple[FactListing, ...]:
    """Return the facts that contain every word of the query; all facts if it is empty.

    Words are looked for in id, topic, name, statement, value, claimant, date, source, status, label and tags.
    """
    words = query.casefold().split()
    return tuple(each for each in listings if all(any(w in text.casefold() for text in _texts(each)) for w in words))


def nearest_id(facts: Sequence[FactListing], judgements: Sequence[JudgementListing], name: str) -> str:
    """Return the id of a fact or judgement that is most like an unknown name."""
    return nearest(name, [*(each.fact.id for each in facts), *(each.judgement.id for each in judgements)])


@dataclass(slots=True)
class _Lister:
    ledger: Ledger
    language: Language
    places: dict[str, list[str]] = field(default_factory=dict)
    labels: Labels = field(init=False)
    users: dict[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.labels = Labels(self.ledger)
        self.users = _users(self.ledger)

    def list_fact(self, fact: Fact) -> FactListing:
        claims = tuple(self._claim_status(fact, claim, label, when) for label, when, claim in _each(fact))
        shown = tuple(dict.fromkeys(self.places.get(fact.id, ())))
        label, language = fact.name or _statement(fact, self.language), self.language
        waiting = tuple(
            PendingProposal(
                id=proposal.claim.id,
                name=name_proposal(fact.id, proposal),
                words=proposed_words(proposal, language),
                proposer=proposal.proposer,
                proposed=proposal.proposed.words(language) if proposal.proposed else "",
                instead_of=proposal.instead_of,
                prints=f"will be printed when it has a source and becomes {what_it_becomes(fact, proposal)}",
                location=str(proposal.claim.location),
            )
            for proposal in fact.proposals
        )
        return FactListing(fact, label, claims, shown, self.users.get(fact.id, ()), waiting, self.labels.describe(fact))

    def list_judgement(self, judgement: Judgement) -> JudgementListing:
        statuses_of_basis = []
        for basis in judgement.basis:
            listing = self.list_fact(self.ledger.facts[basis.fact])
            name = f"{basis.fact}{'.' if basis.claim else ''}{basis.claim}"
            statuses = (claim.status for claim in listing.claims if not basis.claim or claim.name == name)
            statuses_of_basis.append(BasisStatus(name, listing.label, tuple(dict.fromkeys(statuses))))
        shown = tuple(dict.fromkeys(self.places.get(judgement.id, ())))
        return JudgementListing(judgement, judgement.horizon.words(self.language), tuple(statuses_of_basis), shown)

    def _claim_status(self, fact: Fact, claim: Claim, label: str, when: PartialDate | None) -> ClaimStatus:
        day = when or claim.as_of or claim.date or fact.as_of or fact.date
        until = self.ledger.dossier.information_cut_off or self.ledger.dossier.date
        sources = self.ledger.sources
        names = tuple(
            ", ".join(p for p in (short_name(sources[c.source], self.language), c.locator) if p)
            for c in claim.sources
            if c.source in sources
        )
        return ClaimStatus(
            name=".".join(part for part in (f"{fact.id}[{label}]" if label else fact.id, claim.id) if part),
            value=claim.value.words(self.language) if claim.value is not None else "",
            status=claim.status,
            when=day.words(self.language) if day is not None else "",
            by=claim.by,
            # From the last day of the date to the cut-off; 0 if the date is later.
            age=max(0, (date(*until.last_day) - date(*day.last_day)).days)
            if day is not None and until is not None
            else None,
            sources=names,
            location=str(claim.location),
        )


def _users(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Return the ids of the derived facts and judgements that would change with a fact, by its id."""
    users: dict[str, dict[str, None]] = {}
    for fact in ledger.facts.values():
        inputs = [
            i.fact for derivation in (fact.derivation, fact.check) if derivation is not None for i in derivation.inputs
        ]
        for used in (*inputs, *(name for _, _, claim in _each(fact) for name in claim.rests_on)):
            users.setdefault(used, {})[fact.id] = None
    for judgement in ledger.judgements.values():
        for basis in judgement.basis:
            users.setdefault(basis.fact, {})[judgement.id] = None
    return {name: tuple(ids) for name, ids in users.items()}


def _texts(listing: FactListing) -> Iterator[str]:
    fact = listing.fact
    yield from (fact.id, fact.topic, listing.label, fact.record, listing.tlp, *fact.tags, *fact.tags.values())
    yield from (part for part in fact.says if isinstance(part, str))
    for claim in listing.claims:
        yield from (claim.name, claim.value, claim.status, claim.by, claim.when, *claim.sources)
    for each in listing.waiting:
        yield from ("proposed", each.id, each.words, each.proposer)


def _each(fact: Fact) -> Iterator[tuple[str, PartialDate | None, Claim]]:
    """Yield each claim with the label and date of its point, if it has one."""
    for point in fact.points:
        yield from ((point.label, point.when, claim) for claim in point.claims)
    yield from (("", None, claim) for claim in fact.claims)


def _statement(fact: Fact, language: Language) -> str:
    try:
        return plain(FactView(fact, language, aspect="says").printed().inlines)
    except PrintError:
        return fact.id.replace("_", " ")


def _shown(document: Document | None) -> dict[str, list[str]]:
    """Return where each fact and judgement is shown, by id: the heading, and the label of the table or figure."""
    shown: dict[str, list[str]] = {}
    if document is None:
        return shown
    under: dict[str, str] = {}
    labels: dict[str, str] = {}
    heading = ""
    for block in walk(document.blocks):
        if isinstance(block, Heading):
            heading = " ".join(part for part in (block.number, plain(block.inlines)) if part)
        under[block.key], labels[block.key] = heading, label_of(block)
    for ref, key in printed_facts(document):
        where = ", ".join(part for part in (under[key], labels[key]) if part)
        shown.setdefault(ref.fact, []).append(where or document.properties.title)
    return shown
