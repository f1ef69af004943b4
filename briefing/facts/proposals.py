"""Read `proposals:` of a fact to `Proposal`s, and describe proposals in words.

Proposals are kept apart from the claims of the fact and change nothing in print. Report what a schema cannot
check: that something is proposed, and that the claim or point exists.
"""

from __future__ import annotations

from briefing.document.model import Citation
from briefing.facts.ids import IdError, check_claim_id
from briefing.facts.ledger import Claim, Fact, Point, Proposal
from briefing.facts.load_context import LoadContext
from briefing.facts.schema import FactSchema, ProposalSchema
from briefing.facts.yaml_reader import Node
from briefing.language import Language
from briefing.problems.suggest import did_you_mean

PROPOSABLE = ("value", "date", "as_of", "by", "counts")


def read_proposals(
    fields: FactSchema,
    node: Node,
    claims: tuple[Claim, ...],
    points: tuple[Point, ...],
    context: LoadContext,
    *,
    fact: str,
) -> tuple[Proposal, ...]:
    """Return the proposals of a fact, in file order."""
    if not fields.proposals:
        return ()
    entries = node.group["proposals"].group
    reader = _Reader(fact, fields, claims, points, context)
    return tuple(reader.read(name, proposal, entries[name]) for name, proposal in fields.proposals.items())


# ------------------------------------------------------------------ description in words


def name_proposal(fact: str, proposal: Proposal) -> str:
    """Return the name of the fact, claim or point as templates write it: casualties.uk_mod, trade[2022]."""
    point = f"[{proposal.point}]" if proposal.point else ""
    return f"{fact}{point}{f'.{proposal.replaces}' if proposal.replaces else ''}"


def proposed_words(proposal: Proposal, language: Language) -> str:
    """Return the proposed value as it would print."""
    claim = proposal.claim
    parts = [claim.value.words(language) if claim.value is not None else ""]
    parts += [day.words(language) for day in (claim.as_of, claim.date) if day is not None]
    return ", ".join(part for part in (*parts, claim.by, claim.counts) if part)


def what_it_becomes(fact: Fact, proposal: Proposal) -> str:
    """Return what the proposal becomes if it is accepted: the value, a claim."""
    if fact.derivation is not None:
        return "one of the facts that this is calculated from"
    if proposal.point:
        return f"the row of {proposal.point} in its series"
    if proposal.replaces:
        return f'the claim "{proposal.replaces}"'
    return "a claim" if len(fact.claims) > 1 or any(c.id for c in fact.claims) else "the value"


def how_to_accept(fact: Fact, proposal: Proposal) -> str:
    """Return a hint on how to accept or reject the proposal."""
    made = what_it_becomes(fact, proposal)
    if made != "the value":
        return f"to accept it, make it {made}, with its source; to reject it, delete it"
    claim = proposal.claim
    typed = (("value", claim.value), ("date", claim.date), ("as_of", claim.as_of), ("by", claim.by))
    key = next((key for key, given in typed if given), "counts")
    return f'to accept it, move it to "{key}:" of the fact, with its source, or to "claims:"; to reject it, delete it'


# ------------------------------------------------------------------ reading


class _Reader:
    """Reader for the proposals of one fact."""

    def __init__(
        self, fact: str, fields: FactSchema, claims: tuple[Claim, ...], points: tuple[Point, ...], context: LoadContext
    ) -> None:
        self.fact, self.fields, self.claims, self.points, self.context = fact, fields, claims, points, context

    def read(self, name: str, fields: ProposalSchema, entry: Node) -> Proposal:
        try:
            check_claim_id(name)
        except IdError as error:
            self.context.report(error.code, error.message, entry.key, f"{error.corrected}:" if error.corrected else "")
        if not set(PROPOSABLE) & entry.group.keys():
            hint = f"type what is proposed: {', '.join(f'{key}:' for key in PROPOSABLE)}"
            self.context.report("missing-key", f'the proposal "{name}" needs the key "value"', entry.key, hint)
        self._check_place(fields, entry)
        place = entry.group.get("value")
        value = (
            self.context.quantity(fields.value, self.fields.unit, place, self.fields.decimal_mark)
            if place and fields.value
            else None
        )
        sources: tuple[Citation, ...] = ()
        if fields.source:
            sources = self.context.citations(fields.source, entry.group["source"].location, f"{self.fact}.{name}")
        claim = Claim(
            id=name,
            location=entry.key,
            value=value,
            date=fields.date,
            as_of=fields.as_of,
            by=fields.by,
            counts=fields.counts,
            sources=sources,
            status="proposed",
            note=fields.note,
            tlp=self.fields.tlp,
        )
        return Proposal(claim, fields.proposer, fields.proposed, fields.instead_of, fields.claim, fields.point)

    # -------------------------------------------------------------- what it is about

    def _check_place(self, fields: ProposalSchema, entry: Node) -> None:
        """Report a point or a claim that does not exist.

        If the series could not be read, nothing is known about it.
        """
        claims, name = self.claims, self.fact
        if self.fields.series:
            if not self.points:
                return
            if not fields.point:
                hint = f"point: {self.points[-1].label}"
                message = f'"{self.fact}" is a series; a proposal must name one of its points'
                self.context.report("missing-key", message, entry.key, hint)
                return
            point = next((p for p in self.points if p.label == fields.point), None)
            if point is None:
                labels = [point.label for point in self.points]
                hint = did_you_mean(fields.point, labels) or f"choose one of: {', '.join(labels[-10:])}"
                message = f'"{self.fact}" has no point [{fields.point}]'
                self.context.report("unknown-point", message, entry.group["point"].location, hint)
                return
            claims, name = point.claims, f"{self.fact}[{point.label}]"
        elif fields.point:
            self._needless("point", "series", entry)
        if fields.claim and not any(claim.id for claim in claims):
            self._needless("claim", "claims", entry)
        elif fields.claim and fields.claim not in {claim.id for claim in claims}:
            ids = [claim.id for claim in claims]
            hint = did_you_mean(fields.claim, ids) or f"choose one of: {', '.join(ids[:10])}"
            location = entry.group["claim"].location
            self.context.report("unknown-claim", f'"{name}" has no claim "{fields.claim}"', location, hint)

    def _needless(self, key: str, needed: str, entry: Node) -> None:
        message = f'"{key}" has no effect: "{self.fact}" has no line "{needed}:"'
        self.context.report("needless-key", message, entry.group[key].key, "delete the line")
