"""A fact that the brief prints nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import Case
from briefing.problems.problem import Problem, Severity

CODE = "unused-fact"
SEVERITY: Severity = "note"


def check(case: Case) -> Iterator[Problem]:
    """Each fact of the dossier's own files that stands in no sentence, table or chart."""
    used = case.used_facts()
    for topic in case.ledger.topics.values():
        for fact in topic.facts:
            if fact.id not in used:
                yield Problem(CODE, f'"{fact.id}" is printed nowhere', fact.origin, "print it, or delete it")
