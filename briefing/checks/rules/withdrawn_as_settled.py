"""A superseded or retracted fact printed as if it still stood."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import Case
from briefing.checks.wording import listed
from briefing.problems.problem import Problem, Severity

CODE = "withdrawn-as-settled"
SEVERITY: Severity = "error"
STATUSES = ("superseded", "retracted")


def check(case: Case) -> Iterator[Problem]:
    """A sentence or row that prints such a fact holds the word for it; a chart has no place for words and cannot draw it."""
    for sentence in case.sentences:
        for said in case.said(sentence, names=True):
            status = said.claim.status
            if status in STATUSES and not listed(case.language, status).search(sentence.words):
                where = "row" if sentence.row else "sentence"
                message = f'"{said.name}" is {status}, and no word of this {where} says so'
                hint = (
                    "give the table a column status"
                    if sentence.row
                    else f"say that it was {status}, or print what holds now"
                )
                yield Problem(CODE, message, case.place(sentence, said), hint)
    for origin, said in case.drawn():
        if said.claim.status in STATUSES:
            message = f'"{said.name}" is {said.claim.status}, and a chart draws it like any other'
            yield Problem(CODE, message, origin, "leave it out of the chart's rows")
