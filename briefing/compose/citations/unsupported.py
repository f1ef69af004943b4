"""Warnings for features of a style that citeproc-py does not support, if they would show in this brief.

They are warnings because what is printed is still correct. What would be wrong is an error, in `style_file` and `year_suffix`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from briefing.compose.citations.style_file import CSL, Style
from briefing.problems.problem import Problem


def find_unsupported(root: Any, style: Style, items: Sequence[Any]) -> Iterator[Problem]:
    """Yield a warning for each feature. `items` are in the order of the list."""
    citation = root.find(f"{CSL}citation")
    authors = [tuple(str(sorted(name.items())) for name in item.get("author", ())) for item in items]
    least = citation.get("et-al-subsequent-min") or root.get("et-al-subsequent-min") or "0"
    if least.isdecimal() and 0 < int(least) <= max((len(a) for a in authors), default=0):
        yield _lacks(
            style, 'shortens many authors to "et al." from the second note on: they are printed as in the first'
        )
    named = [a for a in authors if a]
    if citation.get("collapse") and not style.tested and style.kind != "numeric" and len(set(named)) < len(named):
        yield _lacks(style, "groups sources of one author in a note: each is named separately")


def _lacks(style: Style, what: str) -> Problem:
    message = f'the style "{style.name}" {what} (not supported)'
    return Problem("style-feature", message, style.location, "", "warning")
