"""Locations of rendered lines in their templates, and problems reported at them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from briefing.compose.tokens import Rendered
from briefing.problems.problem import Location, Problem

MOST_LINES = 200
"""Most template lines that are searched for one rendered line."""


@dataclass(frozen=True, slots=True)
class Places:
    """Find locations in a rendered template; `typed_line` returns a line as typed. Add to `problems`."""

    rendered: Rendered
    typed_line: Callable[[Location], str]
    problems: list[Problem]

    def of(self, line: int, typed: str = "", nth: int = 0) -> Location:
        """Return the location of a rendered line, with the column of its `nth` (from 0) occurrence of `typed`."""
        location = self.rendered.location(line)
        if not typed:
            return location
        # A rendered line has several lines in the template if a comment or a tag spans lines.
        after = self.rendered.location(line + 1)
        last = after.line - 1 if after.file == location.file else location.line
        last = min(max(last, location.line), location.line + MOST_LINES)
        found = [
            replace(place, column=match.start() + 1)
            for place in (replace(location, line=number) for number in range(location.line, last + 1))
            for match in re.finditer(re.escape(typed), self.typed_line(place))
        ]
        return found[min(nth, len(found) - 1)] if found else location

    def report(self, code: str, message: str, location: Location, hint: str = "") -> None:
        self.problems.append(Problem(code, message, location, hint))

    def report_unsupported(  # noqa: PLR0917  # the values of a `Foreign`, in its order
        self, what: str, hint: str, line: int, shown: str, typed: str | None = None, nth: int = 0
    ) -> None:
        """Report unsupported markup; for the parameters see `foreign_markup.Foreign`."""
        location = self.of(line, shown if typed is None else typed, nth)
        self.report("unsupported-markup", f"{what} is not supported: {shown}", location, hint)

    def report_not_alone(self, location: Location) -> None:
        message = "a table, figure or section must be on a line of its own"
        self.report("not-alone", message, location, "leave an empty line before and after it")
