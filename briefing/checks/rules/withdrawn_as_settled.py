"""Report a superseded or retracted fact printed as if it were still valid."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import CheckContext
from briefing.checks.word_patterns import list_pattern
from briefing.problems.problem import Problem, Severity

CODE = "withdrawn-as-settled"
SEVERITY: Severity = "error"
STATUSES = ("superseded", "retracted")


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem if a sentence or row prints such a fact without its status, or if a chart draws it."""
    for sentence in context.sentences:
        for printed in context.printed_facts(sentence, names=True):
            status = printed.claim.status
            if status in STATUSES and not list_pattern(context.language, status).search(sentence.words):
                where = "row" if sentence.row else "sentence"
                message = f'"{printed.name}" is {status}, but this {where} does not say so'
                hint = (
                    "add a column status to the table"
                    if sentence.row
                    else f"say that it was {status}, or print the current fact"
                )
                yield Problem(CODE, message, context.location_of(sentence, printed), hint)
    for location, printed in context.charted_facts():
        if printed.claim.status in STATUSES:
            message = f'"{printed.name}" is {printed.claim.status}, but a chart cannot say so'
            yield Problem(CODE, message, location, "take it out of the chart's rows")
