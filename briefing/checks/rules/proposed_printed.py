"""A fact that nobody has accepted yet, in print."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import Case
from briefing.problems.problem import Problem, Severity

CODE = "proposed-printed"
SEVERITY: Severity = "error"


def check(case: Case) -> Iterator[Problem]:
    """A proposed fact or claim is printed nowhere: in no sentence, row or chart."""
    for sentence in case.sentences:
        for said in case.said(sentence, names=True):
            if said.claim.status == "proposed":
                yield Problem(CODE, _message(said.name), case.place(sentence, said), HINT)
    for origin, said in case.drawn():
        if said.claim.status == "proposed":
            yield Problem(CODE, _message(said.name), origin, HINT)


HINT = "accept it by giving it another status, such as stated, or take it out"


def _message(name: str) -> str:
    return f'"{name}" is only proposed, and is printed here'
