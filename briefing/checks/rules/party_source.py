"""What only a party to the conflict says."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import Case, Said
from briefing.facts.corroboration import origins_of
from briefing.problems.problem import Problem, Severity

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
    """The parties behind a claim, where all its sources are of parties, or repeat what a party's source says."""
    known = case.ledger.sources
    cited = [citation for citation in said.claim.sources if citation.source in known]
    parties = [known[c.source].party or known[origins_of((c,), known)[0]].party for c in cited]
    return tuple(dict.fromkeys(parties)) if all(parties) else ()
