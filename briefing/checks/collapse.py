"""A brief that restates one source: what follows from that is told once, not at every fact.

Takes problems, gives them with those folded into one note at the dossier's `restates:`. A check that the dossier names under
`checks:` is told one by one all the same.
"""

from __future__ import annotations

from briefing.facts.dossier import Dossier
from briefing.problems.problem import Problem

CODE = "restates-unchecked"
FOLDED = ("single-origin", "party-source", "stale", "stale-undated")


def fold(problems: list[Problem], dossier: Dossier) -> list[Problem]:
    """The problems, with one in place of those that say that the source is one, a party, or old."""
    if not dossier.restates:
        return problems
    folded = [p for p in problems if p.code in FOLDED and p.code not in dossier.checks]
    if not folded:
        return problems
    codes = [code for code in FOLDED if any(p.code == code for p in folded)]
    message = f'this brief restates "{dossier.restates}": {", ".join(codes)} not told one by one ({len(folded)} in all)'
    note = Problem(CODE, message, dossier.restates_origin, "every page of the brief says so", "note")
    return [note, *(p for p in problems if p not in folded)]
