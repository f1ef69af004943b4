"""The checks, from their rules, and the page of each, as `briefing check --explain` prints it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from briefing.checks import CODES
from briefing.checks.explain import other_pages, page_of
from briefing.checks.rules import RULES
from handbook.reference.marks import code, table

_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?$", re.MULTILINE)


def list_of_checks() -> str:
    """Every check with how grave it is and what it finds, as the rule itself says it."""
    graveness = {rule.CODE: rule.SEVERITY for rule in RULES}
    found = {rule.CODE: " ".join((rule.__doc__ or "").split()) for rule in RULES}
    order = {"error": 0, "warning": 1, "note": 2}
    codes = sorted(CODES, key=lambda each: (order[graveness[each]], each))
    return table(
        ("Check", "Usually", "What it finds"),
        [(f"[{code(each)}](#{each})", graveness[each], found[each]) for each in codes],
    )


def list_of_others() -> str:
    """Problems of other rooms that have a page."""
    return table(
        ("Code", "What it is about"),
        [(f"[{code(each)}](#{each})", first_sentence(page_of(each, CODES))) for each in other_pages()],
    )


def first_sentence(page: str) -> str:
    """The first sentence of a page, on one line."""
    words = " ".join(page.split("\n\n")[1].split())
    found = re.match(r"(.+?[.:])(?: |$)(?=[A-Z“\"]|$)", words)
    return (found[1] if found else words).rstrip(":") + ("" if not found or found[1].endswith(".") else ".")


def page(text: str) -> str:
    """A page two levels of heading lower, its examples with the names of their files in words above them."""
    return _HEADING.sub(r"##\1 ", _FENCE.sub(_captioned, text)).rstrip("\n") + "\n"


def _captioned(found: re.Match[str]) -> str:
    language = {"problems": "text", "markdown": "text", "csv": "text"}.get(found[1], found[1])
    return f"```{{code-block}} {language}\n:caption: {found[2]}\n" if found[2] else f"```{language}"


def pages(codes: tuple[str, ...]) -> str:
    """The pages of some codes, one after the other."""
    return "\n".join(page(_lower(page_of(each, CODES))) for each in codes)


def _lower(text: str) -> str:
    """Wrong and Right stand on every page: as headings of one document they would be told apart by number only."""
    return re.sub(r"^## (Wrong|Right)$", r"**\1**", text, flags=re.MULTILINE)


MADE: Mapping[str, Callable[[], str]] = {
    "list of checks": list_of_checks,
    "list of other problems": list_of_others,
    "pages of checks": lambda: pages(tuple(CODES)),
    "pages of other problems": lambda: pages(other_pages()),
}
