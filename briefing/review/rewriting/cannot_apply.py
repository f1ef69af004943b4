"""Exception for a change that cannot be applied safely, so that the analyst has to make it."""

from __future__ import annotations

from briefing.problems.problem import BriefingError, Problem


class CannotApply(BriefingError):  # noqa: N818  # not an error: the change is left to a person
    """A change that is not applied. `reason` says why, without a capital and a full stop."""

    def __init__(self, reason: str) -> None:
        super().__init__(Problem("unplaceable", reason))
        self.reason = reason
