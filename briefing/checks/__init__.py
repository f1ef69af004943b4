"""Checks of a finished brief before it is written: whether anything prints as settled that is not.

Takes a resolved document, the ledger it was made from and its language; gives problems. One rule a file, in `rules`; what each
is about, with an example that is wrong and one that is right, in `pages`. Changes nothing, prints nothing, opens no file of the
dossier.
"""

from __future__ import annotations

from briefing.checks.case import make_case
from briefing.checks.restated import fold
from briefing.checks.rules import RULES
from briefing.checks.severities import FIXED, Severities
from briefing.errors import Problem
from briefing.facts.schema import Ledger
from briefing.language import Language
from briefing.model import Document

CODES = tuple(rule.CODE for rule in RULES)
NEEDS_ALL = frozenset({"unused-fact", "unused-source"})


def run_checks(document: Document, ledger: Ledger, language: Language, *, whole: bool = True) -> list[Problem]:
    """What every rule finds, as gravely as the dossier takes it.

    `whole` is False where facts or templates could not be read whole: what seems unused may then be used.
    """
    case = make_case(document, ledger, language)
    severities = Severities({rule.CODE: rule.SEVERITY for rule in RULES}, ledger.dossier.checks)
    found = [problem for rule in RULES if whole or rule.CODE not in NEEDS_ALL for problem in rule.check(case)]
    return [*severities.problems, *(severities.apply(problem) for problem in fold(found, ledger.dossier))]


def may_stand_in_draft(problem: Problem) -> bool:
    """Whether a draft may be made in spite of it: what a check found leaves something to print, but for what is never printed."""
    return problem.code in CODES and problem.code not in FIXED
