"""A figure past its age, printed with its date: right, and still worth a look for a newer one."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.ages import cut_off, old_claims
from briefing.checks.check_context import Case
from briefing.problems.problem import Problem, Severity

CODE = "stale"
SEVERITY: Severity = "warning"


def check(case: Case) -> Iterator[Problem]:
    """Each claim past its `stale_after` once, where it is first printed with its date."""
    told: set[str] = set()
    until = cut_off(case)
    for sentence, said in old_claims(case):
        if until is None:
            message = f'"{said.fact.id}" goes stale after {said.fact.stale_after}: the dossier has no day to count to'
            if said.fact.id not in told:
                yield Problem(
                    CODE, message, said.fact.origin, "add a line to dossier.yaml: information_cut_off: 2026-01-15"
                )
            told.add(said.fact.id)
        elif said.date is not None and said.name not in told and case.tells_date(sentence, said):
            told.add(said.name)
            ends = until.words(case.language)
            message = f'"{said.name}" is past its {said.fact.stale_after} at the cut-off, {ends}'
            yield Problem(CODE, message, case.place(sentence, said), "look for a newer figure")
