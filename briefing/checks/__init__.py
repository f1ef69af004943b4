"""Check a composed brief before it is written: nothing uncertain may print as settled.

Take a resolved document, the ledger it was made from and its language; return problems. Each file in `rules/` is one
rule; the page of the same name in `explanations/` explains it, with a wrong and a right example. Changes nothing, prints nothing
and opens no file of the dossier.
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
NEEDS_FIRST_PAGE = frozenset({"single-origin"})


def run_checks(
    document: Document, ledger: Ledger, language: Language, *, whole: bool = True, sound: bool = True
) -> list[Problem]:
    """Return the problems that all rules find, with the severities that the dossier sets.

    Pass `whole=False` if the brief leaves something out: what seems unused may be used there. Pass `sound=False` if that is
    because of errors: a section may be missing, so that what comes first is not the first page.
    """
    context = make_context(document, ledger, language)
    added = added_rules()
    severities = Severities({rule.CODE: rule.SEVERITY for rule in (*RULES, *added)}, ledger.dossier.checks)
    skipped = (frozenset() if whole else NEEDS_ALL) | (frozenset() if sound else NEEDS_FIRST_PAGE)
    found = [problem for rule in RULES if rule.CODE not in skipped for problem in rule.check(context)]
    found += [problem for rule in added for problem in run_rule(rule, context)]
    # Equal problems become one that says how often it occurs on its line: each occurrence needs its own correction.
    # One with a column is at the fact itself, and is corrected there once, however often the fact is printed.
    times = Counter(found)
    counted = [
        p if times[p] == 1 or p.location.column else replace(p, message=f"{p.message} ({times[p]} times on this line)")
        for p in found
    ]
    return [*severities.problems, *(severities.apply(problem) for problem in collapse(counted, ledger.dossier))]


def allowed_in_draft(problem: Problem) -> bool:
    """Return True if a draft may be built despite this problem.

    All findings of checks are allowed but those that would print a proposal, or a figure that is not the fact's.
    """
    return problem.code in CODES and problem.code not in FIXED
