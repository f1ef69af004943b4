"""Report a source that the brief does not use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from briefing.checks.check_context import CheckContext
from briefing.facts.ledger import Source
from briefing.problems.problem import Problem, Severity

CODE = "unused-source"
SEVERITY: Severity = "note"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each source in the dossier's own folder that is not cited or used.

    A source is used if a fact or proposal names it, or another source repeats it. A file exported from a reference manager
    gets one problem for all its unused sources: people export whole libraries and cite few of them.
    """
    ledger = context.ledger
    used = {
        *context.document.sources,
        *(source.original for source in ledger.sources.values()),
        ledger.dossier.restates,
    }
    used |= {citation.source for fact in ledger.facts.values() for citation in fact.cited}
    waiting = (proposal.claim for fact in ledger.facts.values() for proposal in fact.proposals)
    used |= {citation.source for claim in waiting for citation in claim.sources}
    own = PurePath(ledger.dossier.location.file).parent
    unused = [s for s in ledger.sources.values() if s.id not in used and PurePath(s.location.file).parent == own]
    files: dict[str, list[Source]] = {}
    for source in unused:
        if source.imported:
            files.setdefault(source.location.file, []).append(source)
        else:
            message = f'the source "{source.id}" is not used'
            yield Problem(CODE, message, source.location, "cite it, or delete it")
    for sources in files.values():
        more = f" and {len(sources) - 1:,} more of this file are" if len(sources) > 1 else " is"
        message = f'the source "{sources[0].id}"{more} not used'
        hint = "nothing to do: an imported source that is not cited is not listed"
        yield Problem(CODE, message, sources[0].location, hint)
