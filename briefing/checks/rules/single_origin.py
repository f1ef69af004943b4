"""What the first page rests on, where that is one source's word."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.case import Case, Said
from briefing.checks.witnesses import origins_of
from briefing.checks.wording import told
from briefing.errors import Problem, Severity

CODE = "single-origin"
SEVERITY: Severity = "warning"


def check(case: Case) -> Iterator[Problem]:
    """Each source that stands alone behind facts of the first page, once, at the first of these facts."""
    alone: dict[str, dict[str, Said]] = {}
    for sentence in case.sentences:
        for said in case.said(sentence, names=True) if sentence.first_page else ():
            sources = [citation.source for claim in said.among for citation in claim.sources]
            origins = origins_of(sources, case.ledger.sources)
            if len(origins) == 1:
                alone.setdefault(next(iter(origins)), {}).setdefault(said.fact.id, said)
    for source, facts in alone.items():
        first = next(iter(facts.values()))
        message = f'page 1 rests on "{source}" alone for {told(facts)}'
        hint = "find a second source that does not repeat the first"
        yield Problem(CODE, message, first.fact.origin, hint)
