"""Admiralty grades: how reliable a source is (A to F) and how credible what it says (1 to 6), as one: B2.

Takes the facts and sources of a dossier that shows grades; puts the grade on each citation of a claim that has both. The letter
belongs to the source, the digit to the claim: neither follows from the other, and half a grade is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefing.facts.ledger import Claim, Fact, Source, Topic


def grade_facts(facts: dict[str, Fact], topics: dict[str, Topic], sources: Mapping[str, Source]) -> None:
    """Grades the citations of every fact, in place."""
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
