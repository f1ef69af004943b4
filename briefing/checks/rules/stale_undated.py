"""Report a figure that says how long it is valid, but not from which day."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.ages import cut_off, old_claims
from briefing.checks.check_context import CheckContext
from briefing.problems.problem import Problem, Severity

CODE = "stale-undated"
SEVERITY: Severity = "error"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each printed claim that has `stale_after:` and no date. Without a cut-off `stale` reports it."""
    if cut_off(context.ledger) is None:
        return
    for _, printed in old_claims(context):
        if printed.date is None:
            message = f'"{printed.name}" has stale_after: {printed.fact.stale_after}, but no date'
            yield Problem(CODE, message, printed.fact.location, "add a line such as as_of: 2025-06-15")
