"""The page of a check: what it is about, an example that is wrong, one that is right.

Takes a code, gives the page's text, Markdown as it stands in `pages`. Raises BriefingError for a code that is no check's.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import resources

from briefing.errors import BriefingError, Problem
from briefing.nearest import did_you_mean


def page_of(code: str, codes: Collection[str]) -> str:
    """The page of one of the codes."""
    if code not in codes:
        hint = did_you_mean(code, codes) or f"there is: {', '.join(sorted(codes))}"
        raise BriefingError(Problem("unknown-check", f'no check "{code}"', hint=hint))
    return (resources.files("briefing.checks") / "pages" / f"{code}.md").read_text("utf-8")
