"""Report a fact that the brief does not use."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import CheckContext
from briefing.problems.problem import Problem, Severity

CODE = "unused-fact"
SEVERITY: Severity = "note"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each fact in the dossier's own files that no sentence, table or chart shows."""
    used = context.used_facts()
    for topic in context.ledger.topics.values():
        for fact in topic.facts:
            if fact.id not in used:
                yield Problem(CODE, f'"{fact.id}" is not used in the brief', fact.location, "print it, or delete it")
