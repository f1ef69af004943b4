"""Load the page that explains a check, with a wrong and a right example.

Pages are Markdown in `explanations/`; those in `explanations/others/` explain the problems that other rooms report.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import resources

from briefing.problems.problem import BriefingError, Problem
from briefing.problems.suggest import list_near


def page_of(code: str, codes: Collection[str]) -> str:
    """Return the page of a check or of another problem; raise BriefingError for a code without a page."""
    pages = resources.files("briefing.checks") / "explanations"
    others = other_pages()
    if code in others:
        return (pages / "others" / f"{code}.md").read_text("utf-8")
    if code not in codes:
        known = (*codes, *others)
        hint = list_near(code, known) or "every problem is printed with its code: error[bad-date]"
        raise BriefingError(Problem("unknown-check", f'there is no explanation of "{code}"', hint=hint))
    return (pages / f"{code}.md").read_text("utf-8")


def other_pages() -> tuple[str, ...]:
    """Return the codes of other rooms that have a page, sorted."""
    folder = resources.files("briefing.checks") / "explanations" / "others"
    return tuple(sorted(f.name.removesuffix(".md") for f in folder.iterdir() if f.name.endswith(".md")))
