"""An unverified fact printed as if it were established."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import Case
from briefing.checks.wording import listed
from briefing.problems.problem import Problem, Severity

CODE = "unverified-as-settled"
SEVERITY: Severity = "error"


def check(case: Case) -> Iterator[Problem]:
    """A sentence or row that prints an unverified fact says so, or says whose word it is."""
    words = listed(case.language, "unverified")
    for sentence in case.sentences:
        for said in case.said(sentence, names=True):
            if said.claim.status != "unverified" or words.search(sentence.words) or case.tells_claimant(sentence, said):
                continue
            where = "row" if sentence.row else "sentence"
            message = f'"{said.name}" is unverified, and this {where} neither says so nor whose word it is'
            hint = (
                "give the table a column status" if sentence.row else "say that it is unverified, or according to whom"
            )
            yield Problem(CODE, message, case.place(sentence, said), hint)
