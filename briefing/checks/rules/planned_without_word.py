"""Report a planned fact printed as if it had happened."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import CheckContext
from briefing.checks.word_patterns import list_pattern
from briefing.problems.problem import Problem, Severity

CODE = "planned-without-word"
SEVERITY: Severity = "error"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem if a sentence or row prints a planned fact without a word that says so."""
    words = list_pattern(context.language, "plan")
    for sentence in context.sentences:
        for printed in context.printed_facts(sentence, names=True):
            if printed.claim.status == "planned" and not words.search(sentence.words):
                where = "row" if sentence.row else "sentence"
                message = f'"{printed.name}" is only planned, but this {where} does not say so'
                hint = (
                    "add a column status to the table" if sentence.row
                    else "use a word such as announced, planned, would or will"
                )  # fmt: skip
                yield Problem(CODE, message, context.location_of(sentence, printed), hint)
