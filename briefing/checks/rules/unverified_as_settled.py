"""Report an unverified fact printed as if it were established."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import CheckContext
from briefing.checks.word_patterns import list_pattern
from briefing.problems.problem import Problem, Severity

CODE = "unverified-as-settled"
SEVERITY: Severity = "error"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem if a sentence or row prints an unverified fact without saying so or naming the claimant."""
    words = list_pattern(context.language, "unverified")
    for sentence in context.sentences:
        for printed in context.printed_facts(sentence, names=True):
            if (
                printed.claim.status != "unverified"
                or words.search(sentence.words)
                or context.names_claimant(sentence, printed)
            ):
                continue
            where = "row" if sentence.row else "sentence"
            message = f'"{printed.name}" is unverified, but this {where} neither says so nor names the claimant'
            hint = (
                "add a column status to the table"
                if sentence.row
                else "say that it is unverified, or name the claimant"
            )
            yield Problem(CODE, message, context.location_of(sentence, printed), hint)
