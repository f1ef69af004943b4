"""A source that nothing in the brief rests on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from briefing.checks.case import Case
from briefing.errors import Problem, Severity

CODE = "unused-source"
SEVERITY: Severity = "note"


def check(case: Case) -> Iterator[Problem]:
    """Each source of the dossier's own file that is cited nowhere, that no fact names, and that no other source repeats."""
    ledger = case.ledger
    used = {*case.document.sources, *(source.original for source in ledger.sources.values()), ledger.dossier.restates}
    used |= {citation.source for fact in ledger.facts.values() for citation in fact.cited}
    own = PurePath(ledger.dossier.origin.file).parent
    for source in ledger.sources.values():
        if source.id not in used and PurePath(source.origin.file).parent == own:
            message = f'nothing rests on the source "{source.id}"'
            yield Problem(CODE, message, source.origin, "cite it, or delete it")
