"""What the first page or a judgement rests on, where that is one source's word."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import Case, Said
from briefing.checks.wording import told
from briefing.facts.corroboration import origins_of
from briefing.problems.problem import Problem, Severity

CODE = "single-origin"
SEVERITY: Severity = "warning"


def check(case: Case) -> Iterator[Problem]:
    """Each source that stands alone behind facts of the first page, once, at the first of these facts."""
    alone: dict[str, dict[str, Said]] = {}
    for sentence in case.sentences:
        for said in case.said(sentence, names=True) if sentence.first_page else ():
            cited = [citation for claim in said.among for citation in claim.sources]
            origins = origins_of(cited, case.ledger.sources)
            if len(origins) == 1:
                alone.setdefault(origins[0], {}).setdefault(said.fact.id, said)
    for source, facts in alone.items():
        first = next(iter(facts.values()))
        message = f'page 1 rests on "{source}" alone for {told(facts)}'
        hint = "find a second source that does not repeat the first"
        yield Problem(CODE, message, first.fact.origin, hint)
    yield from _judgements(case)


def _judgements(case: Case) -> Iterator[Problem]:
    """Each printed judgement whose whole basis comes from one source."""
    for judgement in case.judged():
        facts = [case.ledger.facts[basis.fact] for basis in judgement.basis]
        origins = origins_of([citation for fact in facts for citation in fact.cited], case.ledger.sources)
        if len(origins) == 1:
            message = f'the judgement "{judgement.id}" rests on "{origins[0]}" alone'
            hint = "find a second source that does not repeat the first, or say so in its confidence"
            yield Problem(CODE, message, judgement.origin, hint)
