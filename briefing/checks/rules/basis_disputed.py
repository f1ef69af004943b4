"""A judgement that rests on what sources dispute, or on one side of it."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.agreement import WITHDRAWN, disagree
from briefing.checks.check_context import Case
from briefing.facts.ledger import Judgement
from briefing.problems.problem import Problem, Severity

CODE = "basis-disputed"
SEVERITY: Severity = "warning"


def check(case: Case) -> Iterator[Problem]:
    """Each disputed fact under a printed judgement: whole, it allows low confidence; one side of it is told always."""
    for judgement in case.judged():
        for name in dict.fromkeys(basis.fact for basis in judgement.basis):
            fact = case.ledger.facts[name]
            if not any(disagree(claims) for claims in (fact.claims, *(point.claims for point in fact.points))):
                continue
            picked = _picked(case, judgement, name)
            if picked:
                message = f'the judgement "{judgement.id}" rests on "{picked}", one side of a dispute'
                yield Problem(
                    CODE, message, judgement.origin, f"basis: {name}, which is every claim, and confidence: low"
                )
            elif judgement.confidence != "low":
                message = f'the judgement "{judgement.id}" rests on "{name}", which is disputed'
                hint = f"confidence: low, not {judgement.confidence}, or rest it on what nobody disputes"
                yield Problem(CODE, message, judgement.origin, hint)


def _picked(case: Case, judgement: Judgement, name: str) -> str:
    """The claims of a fact that it names where it leaves out others that stand; "" where it names all, or the fact."""
    named = [basis.claim for basis in judgement.basis if basis.fact == name]
    standing = {claim.id for claim in case.ledger.facts[name].claims if claim.status not in WITHDRAWN}
    # A claim that nobody contradicts may be called disputed by itself.
    return "" if "" in named or standing <= set(named) else ", ".join(f"{name}.{claim}" for claim in named)
