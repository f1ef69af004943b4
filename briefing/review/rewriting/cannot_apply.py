"""What is raised where a change has no one sure place in a text: the change is then told to the analyst and made by nobody."""

from __future__ import annotations

from briefing.problems.problem import BriefingError, Problem


class Unplaceable(BriefingError):  # noqa: N818  # nothing has gone wrong: this change is for a person
    """A change that is not made. `reason` completes "not changed by itself: …"."""

    def __init__(self, reason: str) -> None:
        super().__init__(Problem("unplaceable", reason))
        self.reason = reason
