"""Report a printed fact that nobody has accepted yet."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import CheckContext
from briefing.problems.problem import Problem, Severity

CODE = "proposed-printed"
SEVERITY: Severity = "error"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each proposed fact or claim in a sentence, row or chart."""
    for sentence in context.sentences:
        for printed in context.printed_facts(sentence, names=True):
            if printed.claim.status == "proposed":
                yield Problem(CODE, _message(printed.name), context.location_of(sentence, printed), HINT)
    for location, printed in context.charted_facts():
        if printed.claim.status == "proposed":
            yield Problem(CODE, _message(printed.name), location, HINT)


HINT = "accept it by giving it another status, such as stated, or take it out of the brief"


def _message(name: str) -> str:
    return f'"{name}" is printed here, but is only proposed'
