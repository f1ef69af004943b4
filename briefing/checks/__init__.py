"""Checks of a finished brief before it is written: whether anything prints as settled that is not.

Takes a resolved document, the ledger it was made from and its language; gives problems. One rule a file, in `rules`; what each
is about, with an example that is wrong and one that is right, in `pages`. Changes nothing, prints nothing, opens no file of the
dossier.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from briefing.checks.check_context import make_context
from briefing.checks.collapse import collapse
from briefing.checks.plugins import added_rules, run_rule
from briefing.checks.rules import RULES
from briefing.checks.severity import FIXED, Severities
from briefing.document.model import Document
from briefing.facts.ledger import Ledger
from briefing.language import Language
from briefing.problems.problem import Problem

CODES = tuple(rule.CODE for rule in RULES)
NEEDS_ALL = frozenset({"unused-fact", "unused-source"})


def run_checks(document: Document, ledger: Ledger, language: Language, *, whole: bool = True) -> list[Problem]:
    """What every rule finds, as gravely as the dossier takes it.

    `whole` is False where facts or templates could not be read whole: what seems unused may then be used.
    """
    case = make_context(document, ledger, language)
    added = added_rules()
    severities = Severities({rule.CODE: rule.SEVERITY for rule in (*RULES, *added)}, ledger.dossier.checks)
    found = [problem for rule in RULES if whole or rule.CODE not in NEEDS_ALL for problem in rule.check(case)]
    found += [problem for rule in added for problem in run_rule(rule, case)]
    return [*severities.problems, *(severities.apply(problem) for problem in collapse(_count(found), ledger.dossier))]


def _count(found: list[Problem]) -> list[Problem]:
    """The problems, with how often each is on its line where a template repeats it there: to mend one does not mend the other.

    What is told at a fact, to the column, is mended there once, however often it is printed.
    """
    times = Counter(found)
    return [
        p if times[p] == 1 or p.location.column else replace(p, message=f"{p.message} ({times[p]} times on this line)")
        for p in found
    ]


def may_stand_in_draft(problem: Problem) -> bool:
    """Tell whether a draft may be made in spite of it: what a check found leaves something to print.

    Not so with what is never printed, and with a figure that is not the fact's.
    """
    return problem.code in CODES and problem.code not in FIXED
