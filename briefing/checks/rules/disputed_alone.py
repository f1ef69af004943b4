"""Report one side of a dispute printed as if it were settled."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.agreement import disagree
from briefing.checks.check_context import CheckContext, PrintedFact
from briefing.checks.sentence_facts import Sentence
from briefing.problems.problem import Problem, Severity

CODE = "disputed-alone"
SEVERITY: Severity = "error"
CLAIMANT, DATE = "claimant", "date"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem if a sentence or row prints a disputed claim without its claimant and date."""
    for sentence in context.sentences:
        for printed in context.printed_facts(sentence):
            if not disagree(printed.among):
                continue
            missing = [] if context.names_claimant(sentence, printed) else [CLAIMANT]
            missing += [] if context.prints_date(sentence, printed) else [DATE]
            if missing:
                where = "row" if sentence.row else "sentence"
                message = f'"{printed.name}" is disputed, but this {where} does not give its {" or ".join(missing)}'
                hint = _hint(context, sentence, printed, missing)
                yield Problem(CODE, message, context.location_of(sentence, printed), hint)


def _hint(context: CheckContext, sentence: Sentence, printed: PrintedFact, missing: list[str]) -> str:
    if printed.date is None and DATE in missing:
        return f'add a line as_of: or date: to "{printed.name}"'
    if (
        CLAIMANT in missing
        and not (printed.claim.by or printed.fact.by)
        and (printed.claim.id or not context.claimants(printed))
    ):
        return f'add a line by: to "{printed.name}"'
    if sentence.row:
        return "add the columns by and as_of to the table"
    if printed.fact.says and context.is_only_fact(sentence, printed):
        return "put {by} and {as_of} in its says:"
    if len(printed.among) > 1 and not printed.point:
        return f"print all claims, {{{{ {printed.fact.id} }}}}, or add {{{{ {printed.name}.by }}}} and {{{{ {printed.name}.as_of }}}}"
    return f"add {{{{ {printed.name}.by }}}} and {{{{ {printed.name}.as_of }}}} to the sentence"
