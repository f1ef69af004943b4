"""Report a stale figure printed without its date."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.ages import cut_off, old_claims
from briefing.checks.check_context import CheckContext, PrintedFact
from briefing.checks.sentence_facts import Sentence
from briefing.problems.problem import Problem, Severity

CODE = "stale-undated"
SEVERITY: Severity = "error"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each stale claim that a sentence or row prints without its date, or that has no date."""
    if cut_off(context) is None:
        return  # the rule `stale` reports this
    for sentence, printed in old_claims(context):
        if printed.date is None:
            message = f'"{printed.name}" has stale_after: {printed.fact.stale_after}, but no date'
            yield Problem(CODE, message, printed.fact.location, "add a line such as as_of: 2025-06-15")
        elif not context.prints_date(sentence, printed):
            day = printed.date.words(context.language)
            where = "row" if sentence.row else "sentence"
            message = f'"{printed.name}" is older than {printed.fact.stale_after}, but this {where} does not give its date, {day}'
            yield Problem(CODE, message, context.location_of(sentence, printed), _hint(context, sentence, printed))


def _hint(context: CheckContext, sentence: Sentence, printed: PrintedFact) -> str:
    if sentence.row:
        return "add a column as_of to the table"
    if printed.fact.says and context.is_only_fact(sentence, printed):
        return "put {as_of} in its says:"
    return f"add {{{{ {printed.name}.as_of }}}} to the sentence"
