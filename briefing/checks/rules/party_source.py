"""Report a claim that only a party to the conflict makes."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import CheckContext, PrintedFact
from briefing.facts.corroboration import origins_of
from briefing.problems.problem import Problem, Severity

CODE = "party-source"
SEVERITY: Severity = "warning"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each printed claim whose sources are all from parties to the conflict.

    It is a note if every sentence that prints the claim names the claimant, else a warning.
    """
    found: dict[str, tuple[PrintedFact, bool]] = {}
    for sentence in context.sentences:
        for printed in context.printed_facts(sentence, names=True):
            if _parties(context, printed):
                attributed = context.names_claimant(sentence, printed)
                found[printed.name] = (printed, attributed and found.get(printed.name, (printed, True))[1])
    for name, (printed, attributed) in found.items():
        parties = _parties(context, printed)
        party = "a party" if len(parties) == 1 else "parties"
        message = f'every source of "{name}" is from {party} to the conflict: {" and ".join(parties)}'
        hint = "find a source that is not a party to the conflict" + ("" if attributed else ", or name the claimant")
        location = printed.claim.location if printed.claim.id else printed.fact.location
        yield Problem(CODE, message, location, hint, "note" if attributed else SEVERITY)


def _parties(context: CheckContext, printed: PrintedFact) -> tuple[str, ...]:
    """Return the parties behind a claim; empty unless every source is from a party or repeats such a source."""
    known = context.ledger.sources
    cited = [citation for citation in printed.claim.sources if citation.source in known]
    parties = [known[c.source].party or known[origins_of((c,), known)[0]].party for c in cited]
    return tuple(dict.fromkeys(parties)) if all(parties) else ()
