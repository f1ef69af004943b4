"""Report facts of the first page, and judgements, that have only one independent source."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import CheckContext, PrintedFact
from briefing.checks.word_patterns import join_names
from briefing.facts.corroboration import origins_of
from briefing.problems.problem import Problem, Severity

CODE = "single-origin"
SEVERITY: Severity = "warning"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem per source that is the only one for facts of page 1, and per judgement whose basis has only one."""
    alone: dict[str, dict[str, PrintedFact]] = {}
    for sentence in context.sentences:
        for printed in context.printed_facts(sentence, names=True) if sentence.first_page else ():
            cited = [citation for claim in printed.among for citation in claim.sources]
            origins = origins_of(cited, context.ledger.sources)
            if len(origins) == 1:
                alone.setdefault(origins[0], {}).setdefault(printed.fact.id, printed)
    for source, facts in alone.items():
        first = next(iter(facts.values()))
        message = f'page 1 relies on one source, "{source}", for {join_names(facts)}'
        hint = "find a second source that does not repeat the first"
        yield Problem(CODE, message, first.fact.location, hint)
    for judgement in context.printed_judgements():
        basis = [context.ledger.facts[each.fact] for each in judgement.basis]
        origins = origins_of([citation for fact in basis for citation in fact.cited], context.ledger.sources)
        if len(origins) == 1:
            message = f'the judgement "{judgement.id}" relies on one source, "{origins[0]}"'
            hint = "find a second source that does not repeat the first, or say so in its confidence"
            yield Problem(CODE, message, judgement.location, hint)
