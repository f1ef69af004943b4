"""Report a judgement based on a disputed fact, or on one side of a dispute."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.agreement import WITHDRAWN, disagree
from briefing.checks.check_context import CheckContext
from briefing.facts.ledger import Judgement
from briefing.problems.problem import Problem, Severity

CODE = "basis-disputed"
SEVERITY: Severity = "warning"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each disputed fact in the basis of a printed judgement.

    With all its claims in the basis, low confidence is allowed; one side of it is always reported.
    """
    for judgement in context.printed_judgements():
        for name in dict.fromkeys(basis.fact for basis in judgement.basis):
            fact = context.ledger.facts[name]
            if not any(disagree(claims) for claims in (fact.claims, *(point.claims for point in fact.points))):
                continue
            side = _chosen_side(context, judgement, name)
            if side:
                message = f'the judgement "{judgement.id}" rests on "{side}", one side of a dispute'
                hint = f"type basis: {name} (which means all its claims) and confidence: low"
                yield Problem(CODE, message, judgement.location, hint)
            elif judgement.confidence != "low":
                message = f'the judgement "{judgement.id}" rests on "{name}", which is disputed'
                hint = (
                    f"type confidence: low instead of {judgement.confidence}, or take the disputed fact out of basis:"
                )
                yield Problem(CODE, message, judgement.location, hint)


def _chosen_side(context: CheckContext, judgement: Judgement, name: str) -> str:
    """Return the claims of a fact that the basis names if it leaves out others; "" if it names all, or the fact."""
    named = [basis.claim for basis in judgement.basis if basis.fact == name]
    current = {claim.id for claim in context.ledger.facts[name].claims if claim.status not in WITHDRAWN}
    # A fact with one claim may have the status disputed: then there is no other side to leave out.
    return "" if "" in named or current <= set(named) else ", ".join(f"{name}.{claim}" for claim in named)
