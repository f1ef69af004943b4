"""A source that nothing in the brief rests on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from briefing.checks.check_context import Case
from briefing.facts.ledger import Source
from briefing.problems.problem import Problem, Severity

CODE = "unused-source"
SEVERITY: Severity = "note"


def check(case: Case) -> Iterator[Problem]:
    """Each source of the dossier's own file that is cited nowhere, that no fact or proposal names, and that no other source repeats.

    Of what a reference manager exported, all in one line a file: a whole library may be exported, and most of it is not cited.
    """
    ledger = case.ledger
    used = {*case.document.sources, *(source.original for source in ledger.sources.values()), ledger.dossier.restates}
    used |= {citation.source for fact in ledger.facts.values() for citation in fact.cited}
    waiting = (proposal.claim for fact in ledger.facts.values() for proposal in fact.proposals)
    used |= {citation.source for claim in waiting for citation in claim.sources}
    own = PurePath(ledger.dossier.origin.file).parent
    unused = [s for s in ledger.sources.values() if s.id not in used and PurePath(s.origin.file).parent == own]
    files: dict[str, list[Source]] = {}
    for source in unused:
        if source.imported:
            files.setdefault(source.origin.file, []).append(source)
        else:
            message = f'nothing rests on the source "{source.id}"'
            yield Problem(CODE, message, source.origin, "cite it, or delete it")
    for sources in files.values():
        more = f", nor on {len(sources) - 1:,} more of this file" if len(sources) > 1 else ""
        message = f'nothing rests on the source "{sources[0].id}"{more}'
        yield Problem(CODE, message, sources[0].origin, "leave it: an imported source that is not cited is not listed")
