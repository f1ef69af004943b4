"""Report a judgement based on a fact that was withdrawn, or never accepted."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.agreement import WITHDRAWN
from briefing.checks.check_context import CheckContext
from briefing.problems.problem import Problem, Severity

CODE = "basis-withdrawn"
SEVERITY: Severity = "error"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each entry of a printed judgement's basis whose claims are all withdrawn or proposed.

    A corrected figure is not withdrawn.
    """
    for judgement in context.printed_judgements():
        for basis in judgement.basis:
            statuses = [claim.status for claims in context.basis_claims(basis) for claim in claims]
            if statuses and all(status in WITHDRAWN for status in statuses):
                name = f"{basis.fact}{'.' if basis.claim else ''}{basis.claim}"
                was = " and ".join(dict.fromkeys("only proposed" if s == "proposed" else s for s in statuses))
                message = f'the judgement "{judgement.id}" rests on "{name}", which is {was}'
                hint = f'reassess the judgement without it, and take "{name}" out of basis:'
                yield Problem(CODE, message, judgement.location, hint)
