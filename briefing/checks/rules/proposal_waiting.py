"""Report a reviewer's proposal that nobody has accepted or refused yet."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.check_context import CheckContext
from briefing.facts.proposals import how_to_accept, name_proposal, proposed_words
from briefing.problems.problem import Problem, Severity

CODE = "proposal-waiting"
SEVERITY: Severity = "note"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each proposal in the dossier's own files, even if its fact is not printed."""
    for topic in context.ledger.topics.values():
        for fact in topic.facts:
            for proposal in fact.proposals:
                was = f' instead of "{proposal.instead_of}"' if proposal.instead_of else ""
                words = proposed_words(proposal, context.language)
                message = f'{proposal.proposer} proposes "{words}"{was} for "{name_proposal(fact.id, proposal)}"'
                yield Problem(CODE, message, proposal.claim.location, how_to_accept(fact, proposal))
