"""Report the weaknesses of a brief that restates one source once, not at every fact.

Such problems become one note at the dossier's `restates:`. A check that dossier.yaml names under `checks:` is still
reported problem by problem.
"""

from __future__ import annotations

from briefing.facts.dossier import Dossier
from briefing.problems.problem import Problem

CODE = "restates-unchecked"
COLLAPSED = ("single-origin", "party-source", "stale", "stale-undated")


def collapse(problems: list[Problem], dossier: Dossier) -> list[Problem]:
    """Return the problems, with one note in place of those about a single, partisan or old source."""
    if not dossier.restates:
        return problems
    collapsed = [p for p in problems if p.code in COLLAPSED and p.code not in dossier.checks]
    if not collapsed:
        return problems
    codes = [code for code in COLLAPSED if any(p.code == code for p in collapsed)]
    count = f"{len(collapsed):,} {'problem is' if len(collapsed) == 1 else 'problems are'}"
    message = f'this brief restates "{dossier.restates}", so {count} not listed one by one: {", ".join(codes)}'
    hint = "every page of the brief says so; to list them all the same, name the check under checks: in dossier.yaml"
    note = Problem(CODE, message, dossier.restates_location, hint, "note")
    return [note, *(p for p in problems if p not in collapsed)]
