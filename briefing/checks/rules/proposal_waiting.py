"""What a reviewer proposed, and nobody has accepted or refused yet."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import Case
from briefing.facts.proposals import how_to_accept, name_proposal, proposed_words
from briefing.problems.problem import Problem, Severity

CODE = "proposal-waiting"
SEVERITY: Severity = "note"


def check(case: Case) -> Iterator[Problem]:
    """Each proposal in the dossier's own files, printed or not what it is about."""
    for topic in case.ledger.topics.values():
        for fact in topic.facts:
            for proposal in fact.proposals:
                was = f' instead of "{proposal.instead_of}"' if proposal.instead_of else ""
                words = proposed_words(proposal, case.language)
                message = f'{proposal.proposer} proposes "{words}"{was} for "{name_proposal(fact.id, proposal)}"'
                yield Problem(CODE, message, proposal.claim.origin, how_to_accept(fact, proposal))
