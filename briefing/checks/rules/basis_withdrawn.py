"""A judgement that rests on what no longer stands, or was never accepted."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.agreement import WITHDRAWN
from briefing.checks.check_context import Case
from briefing.problems.problem import Problem, Severity

CODE = "basis-withdrawn"
SEVERITY: Severity = "error"


def check(case: Case) -> Iterator[Problem]:
    """Each fact or claim under a printed judgement of which nothing stands. A corrected figure stands."""
    for judgement in case.judged():
        for basis in judgement.basis:
            statuses = [claim.status for claims in case.under(basis) for claim in claims]
            if statuses and all(status in WITHDRAWN for status in statuses):
                name = f"{basis.fact}{'.' if basis.claim else ''}{basis.claim}"
                was = " and ".join(dict.fromkeys("only proposed" if s == "proposed" else s for s in statuses))
                message = f'the judgement "{judgement.id}" rests on "{name}", which is {was}'
                hint = "judge anew on what holds now, and take it out of basis:"
                yield Problem(CODE, message, judgement.origin, hint)
