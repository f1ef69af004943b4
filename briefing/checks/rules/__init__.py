"""Rules, one per file: CODE, SEVERITY and `check(context)`. Only rules listed in `RULES` run.

A rule sees only a `CheckContext` and yields problems at the line where the user can correct them. The page of the same name
in `checks/explanations/` explains it to the user.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from briefing.checks.check_context import CheckContext
from briefing.checks.rules import (
    acronym_not_expanded,
    after_cut_off,
    assessed_by_nobody,
    basis_disputed,
    basis_withdrawn,
    direction_twice,
    disputed_alone,
    future_as_past,
    glued_figure,
    likelihood_and_confidence,
    likelihood_twice,
    party_source,
    proposal_waiting,
    proposed_printed,
    single_origin,
    spelt_two_ways,
    stale,
    stale_undated,
    typed_figure,
    undated_time,
    unused_fact,
    unused_source,
    withdrawn_as_settled,
)
from briefing.problems.problem import Problem, Severity


class Rule(Protocol):
    """A module of this folder."""

    @property
    def CODE(self) -> str: ...  # noqa: N802  # a constant of each module
    @property
    def SEVERITY(self) -> Severity: ...  # noqa: N802
    def check(self, context: CheckContext) -> Iterator[Problem]: ...


RULES: tuple[Rule, ...] = (
    after_cut_off,
    basis_withdrawn,
    direction_twice,
    disputed_alone,
    glued_figure,
    proposed_printed,
    stale_undated,
    withdrawn_as_settled,
    assessed_by_nobody,
    basis_disputed,
    future_as_past,
    likelihood_and_confidence,
    likelihood_twice,
    party_source,
    single_origin,
    spelt_two_ways,
    stale,
    typed_figure,
    undated_time,
    acronym_not_expanded,
    proposal_waiting,
    unused_fact,
    unused_source,
)
"""All rules: first those that report errors, then warnings, then notes."""
