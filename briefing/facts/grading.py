"""Admiralty grades, such as B2: the reliability of a source (A to F) and the credibility of a claim (1 to 6).

For a dossier that shows grades, adds the grade to each citation of a claim that has both parts. Neither part
follows from the other, and a citation with only one of them gets no grade.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefing.facts.ledger import Claim, Fact, Source, Topic


def grade_facts(facts: dict[str, Fact], topics: dict[str, Topic], sources: Mapping[str, Source]) -> None:
    """Add grades to the citations of all facts. Changes `facts` and `topics` in place."""
    for name, fact in facts.items():
        claims = tuple(_graded(claim, sources) for claim in fact.claims)
        points = tuple(replace(p, claims=tuple(_graded(c, sources) for c in p.claims)) for p in fact.points)
        if claims != fact.claims or points != fact.points:
            facts[name] = replace(fact, claims=claims, points=points)
    for name, topic in topics.items():
        topics[name] = replace(topic, facts=tuple(facts.get(fact.id, fact) for fact in topic.facts))


def _graded(claim: Claim, sources: Mapping[str, Source]) -> Claim:
    if not claim.credibility:
        return claim
    letters = {c.source: sources[c.source].reliability for c in claim.sources if c.source in sources}
    graded = (
        replace(c, grade=f"{letters[c.source]}{claim.credibility}") if letters.get(c.source) else c
        for c in claim.sources
    )
    return replace(claim, sources=tuple(graded))
