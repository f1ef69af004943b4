"""A house's own rules, added by other packages as entry points of the group `briefing.checks`.

A rule is an object or module with CODE, SEVERITY and `check(context)`, like those in `rules`. Its code must not be one of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from briefing.checks.check_context import CheckContext
from briefing.checks.rules import RULES, Rule
from briefing.problems.problem import Problem

GROUP = "briefing.checks"


@cache
def added_rules() -> tuple[Rule, ...]:
    """Return the rules of other packages, in the order of their names. Raises what a plugin's import raises."""
    from importlib.metadata import entry_points  # noqa: PLC0415  # slow to load

    taken = {rule.CODE for rule in RULES}
    loaded: list[Rule] = [entry.load() for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name)]
    return tuple(rule for rule in loaded if rule.CODE not in taken)


def run_rule(rule: Rule, context: CheckContext) -> Iterator[Problem]:
    """Run a rule of another package. If the rule fails, yield a problem, so that the other rules still run."""
    try:
        yield from list(rule.check(context))
    except Exception as error:  # noqa: BLE001  # anybody's code
        message = f'the added check "{rule.CODE}" failed: {type(error).__name__}: {error}'
        yield Problem("check-failed", message, context.ledger.dossier.location, "report it to the author of the check")
