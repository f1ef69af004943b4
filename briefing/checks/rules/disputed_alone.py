"""Report a disputed claim whose claimant or date cannot be printed with it, because the dossier does not give them."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.agreement import WITHDRAWN, disagree
from briefing.checks.check_context import CheckContext
from briefing.problems.problem import Problem, Severity

CODE = "disputed-alone"
SEVERITY: Severity = "error"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each disputed claim that the brief prints and that has no claimant or no date."""
    told: set[tuple[str, str]] = set()
    for sentence in context.sentences:
        for printed in context.printed_facts(sentence):
            claim = printed.claim
            if claim.status in WITHDRAWN or (printed.name, claim.id) in told or not disagree(printed.among):
                continue
            missing = [] if context.claimants(printed) else ["claimant"]
            missing += [] if printed.date is not None else ["date"]
            if missing:
                told.add((printed.name, claim.id))
                message = f'"{printed.name}" is disputed, but has no {" and no ".join(missing)} to print with it'
                hint = "add a line by:" if "claimant" in missing else "add a line such as as_of: 2025-06-15"
                location = claim.location if claim.id else printed.fact.location
                yield Problem(CODE, message, location, hint)
