"""Who really says so: sources followed to where each has it from, and claims that two of them bear out.

Takes citations and the sources that are known. Sources that repeat one original, or speak for one party to the conflict, are one
witness, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from briefing.document.model import Citation
from briefing.facts.claim_comparison import disagree
from briefing.facts.ledger import Claim, Fact, Point, Source


def origins_of(citations: Iterable[Citation], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The ids of the sources that these come from in the end, each once."""
    return tuple(dict.fromkeys(_root(citation.source, sources) for citation in citations))


def count_witnesses(citations: Iterable[Citation], sources: Mapping[str, Source]) -> int:
    """How many independent witnesses stand behind the citations."""
    witnesses = set()
    for name in origins_of(citations, sources):
        source = sources.get(name)
        witnesses.add(("party", source.party.casefold()) if source and source.party else ("source", name))
    return len(witnesses)


def corroborate(fact: Fact, sources: Mapping[str, Source]) -> Fact:
    """The fact with each claim called corroborated that two independent witnesses bear out and nobody disputes.

    Claims that say the same of the same bear each other out. What we worked out ourselves is as good as its inputs, no better.
    """
    if fact.derivation or fact.quotation:
        return fact
    claims = _corroborated(fact.claims, sources)
    points = tuple(_point(point, sources) for point in fact.points)
    if claims == fact.claims and points == fact.points:
        return fact
    status = "corroborated" if claims and all(c.status == "corroborated" for c in claims) else fact.status
    return replace(fact, claims=claims, points=points, status=status)


def _point(point: Point, sources: Mapping[str, Source]) -> Point:
    claims = _corroborated(point.claims, sources)
    return point if claims == point.claims else replace(point, claims=claims)


def _corroborated(claims: tuple[Claim, ...], sources: Mapping[str, Source]) -> tuple[Claim, ...]:
    if sum(len(claim.sources) for claim in claims) < 2:
        return claims
    found = []
    for claim in claims:
        alike = claims if not disagree(claims) and len({(c.counts, c.as_of, c.date) for c in claims}) == 1 else (claim,)
        behind = [citation for other in alike if not other.rests_on for citation in other.sources]
        # A number that was itself got from another fact is no witness to anything.
        own = claim.status == "stated" and claim.value is not None and not claim.rests_on
        borne_out = own and count_witnesses(behind, sources) > 1
        found.append(replace(claim, status="corroborated") if borne_out else claim)
    return tuple(found)


def _root(name: str, sources: Mapping[str, Source]) -> str:
    """The source that a chain of `origin:` ends in; where it goes round, the name that comes first of those on the ring."""
    way = [name]
    while (source := sources.get(way[-1])) and source.original and source.original in sources:
        if source.original in way:
            return min(way[way.index(source.original) :])
        way.append(source.original)
    return way[-1]
