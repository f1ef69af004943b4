"""What only a party to the conflict says."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.case import Case, Said
from briefing.errors import Problem, Severity

CODE = "party-source"
SEVERITY: Severity = "warning"


def check(case: Case) -> Iterator[Problem]:
    """Each printed claim whose sources are all of one party or more; less grave where every sentence says whose word it is."""
    found: dict[str, tuple[Said, bool]] = {}
    for sentence in case.sentences:
        for said in case.said(sentence, names=True):
            if _parties(case, said):
                told = case.tells_claimant(sentence, said)
                found[said.name] = (said, told and found.get(said.name, (said, True))[1])
    for name, (said, told) in found.items():
        parties = " and ".join(_parties(case, said))
        message = f'"{name}" rests on {parties} alone, a party to the conflict'
        hint = "find a source that is no party" if told else "find a source that is no party, or say whose word it is"
        origin = said.claim.origin if said.claim.id else said.fact.origin
        yield Problem(CODE, message, origin, hint, "note" if told else SEVERITY)


def _parties(case: Case, said: Said) -> tuple[str, ...]:
    """The parties behind a claim, where all its sources are of parties."""
    sources = [case.ledger.sources[c.source] for c in said.claim.sources if c.source in case.ledger.sources]
    return tuple(dict.fromkeys(s.party for s in sources)) if sources and all(s.party for s in sources) else ()
