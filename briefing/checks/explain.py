"""The page of a check: what it is about, an example that is wrong, one that is right.

Takes a code, gives the page's text, Markdown as it stands in `pages`; the commonest problems that other rooms report have theirs in
`pages/others`. Raises BriefingError for a code that has no page.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import resources

from briefing.problems.problem import BriefingError, Problem
from briefing.problems.suggest import list_near


def page_of(code: str, codes: Collection[str]) -> str:
    """The page of one of the checks, or of another problem that has one."""
    pages = resources.files("briefing.checks") / "pages"
    others = other_pages()
    if code in others:
        return (pages / "others" / f"{code}.md").read_text("utf-8")
    if code not in codes:
        known = (*codes, *others)
        hint = list_near(code, known) or f"there is: {', '.join(sorted(known))}"
        raise BriefingError(Problem("unknown-check", f'no page of "{code}"', hint=hint))
    return (pages / f"{code}.md").read_text("utf-8")


def other_pages() -> tuple[str, ...]:
    """The codes of other rooms that have a page, in order."""
    folder = resources.files("briefing.checks") / "pages" / "others"
    return tuple(sorted(f.name.removesuffix(".md") for f in folder.iterdir() if f.name.endswith(".md")))
