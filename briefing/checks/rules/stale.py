"""Report a stale figure that is printed with its date: correct, but a newer one may exist."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.ages import cut_off, old_claims
from briefing.checks.check_context import CheckContext
from briefing.problems.problem import Problem, Severity

CODE = "stale"
SEVERITY: Severity = "warning"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each stale claim, at the first sentence that prints it with its date."""
    reported: set[str] = set()
    until = cut_off(context.ledger)
    for sentence, printed in old_claims(context):
        if until is None:
            message = (
                f'"{printed.fact.id}" has stale_after:, but the dossier has no date from which to calculate its age'
            )
            if printed.fact.id not in reported:
                hint = "add a line to dossier.yaml: information_cut_off: 2026-01-15"
                yield Problem(CODE, message, printed.fact.location, hint)
            reported.add(printed.fact.id)
        elif printed.date is not None and printed.name not in reported and context.prints_date(sentence, printed):
            reported.add(printed.name)
            ends = until.words(context.language)
            message = f'"{printed.name}" is older than {printed.fact.stale_after} at the cut-off, {ends}'
            yield Problem(CODE, message, context.location_of(sentence, printed), "look for a newer figure")
