"""A planned fact printed as if it were done."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import Case
from briefing.checks.wording import listed
from briefing.problems.problem import Problem, Severity

CODE = "planned-without-word"
SEVERITY: Severity = "error"


def check(case: Case) -> Iterator[Problem]:
    """A sentence or row that prints a planned fact holds a word that says so."""
    words = listed(case.language, "plan")
    for sentence in case.sentences:
        for said in case.said(sentence, names=True):
            if said.claim.status == "planned" and not words.search(sentence.words):
                where = "row" if sentence.row else "sentence"
                message = f'"{said.name}" is only planned, and no word of this {where} says so'
                hint = (
                    "give the table a column status" if sentence.row
                    else "say that it was announced, is planned, would or will …"
                )  # fmt: skip
                yield Problem(CODE, message, case.place(sentence, said), hint)
