"""Trace sources to their origins and mark claims that two independent origins confirm.

Sources that repeat the same original, or speak for the same party to the conflict, count as one origin, however
many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from briefing.document.model import Citation
from briefing.facts.claim_comparison import disagree
from briefing.facts.ledger import Claim, Fact, Source


def origins_of(citations: Iterable[Citation], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Return the ids of the original sources behind the citations, without duplicates."""
    return tuple(dict.fromkeys(_root(citation.source, sources) for citation in citations))


def count_independent_origins(citations: Iterable[Citation], sources: Mapping[str, Source]) -> int:
    """Count the independent origins behind the citations."""
    origins = set()
    for name in origins_of(citations, sources):
        source = sources.get(name)
        origins.add(("party", source.party.casefold()) if source and source.party else ("source", name))
    return len(origins)


def corroborate(fact: Fact, sources: Mapping[str, Source]) -> Fact:
    """Return the fact with claims marked corroborated if two origins confirm them and nobody disputes them.

    Claims with the same value for the same thing confirm each other. Derived facts are left alone: they are as
    good as their inputs, and no better.
    """
    if fact.derivation or fact.quotation:
        return fact
    claims = _corroborated(fact.claims, sources)
    points = tuple(replace(point, claims=_corroborated(point.claims, sources)) for point in fact.points)
    if claims == fact.claims and points == fact.points:
        return fact
    status = "corroborated" if claims and all(c.status == "corroborated" for c in claims) else fact.status
    return replace(fact, claims=claims, points=points, status=status)


def _corroborated(claims: tuple[Claim, ...], sources: Mapping[str, Source]) -> tuple[Claim, ...]:
    if sum(len(claim.sources) for claim in claims) < 2:
        return claims
    # Claims of one value for one thing all rest on the same origins; others each on their own.
    alike = not disagree(claims) and len({(c.counts, c.as_of, c.date) for c in claims}) == 1
    together = alike and _have_two_origins(claims, sources)
    found = []
    for claim in claims:
        # A number that was itself obtained from another fact confirms nothing.
        own = claim.status == "stated" and claim.value is not None and not claim.rests_on
        confirmed = own and (together if alike else _have_two_origins((claim,), sources))
        found.append(replace(claim, status="corroborated") if confirmed else claim)
    return tuple(found)


def _have_two_origins(claims: tuple[Claim, ...], sources: Mapping[str, Source]) -> bool:
    behind = [citation for claim in claims if not claim.rests_on for citation in claim.sources]
    return count_independent_origins(behind, sources) > 1


def _root(name: str, sources: Mapping[str, Source]) -> str:
    """Return the source at the end of a chain of `origin:`; in a cycle, the id that sorts first."""
    chain = [name]
    while (source := sources.get(chain[-1])) and source.original and source.original in sources:
        if source.original in chain:
            return min(chain[chain.index(source.original) :])
        chain.append(source.original)
    return chain[-1]
