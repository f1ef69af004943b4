"""List the checks from their rules, with the page of each, as `briefing check --explain` prints it."""

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
    """Return a table of every check with its severity and what it finds, from the docstring of its rule."""
    severities = {rule.CODE: rule.SEVERITY for rule in RULES}
    found = {rule.CODE: " ".join((rule.__doc__ or "").split()) for rule in RULES}
    order = {"error": 0, "warning": 1, "note": 2}
    codes = sorted(CODES, key=lambda each: (order[severities[each]], each))
    return table(
        ("Check", "Default severity", "What it finds"),
        [(f"[{code(each)}](#{each})", severities[each], found[each]) for each in codes],
    )


def list_of_others() -> str:
    """Return a table of the other problems that have a page."""
    return table(
        ("Code", "What it is about"),
        [(f"[{code(each)}](#{each})", first_sentence(page_of(each, CODES))) for each in other_pages()],
    )


def first_sentence(page: str) -> str:
    """Return the first sentence of a page, on one line."""
    words = " ".join(page.split("\n\n")[1].split())
    found = re.match(r"(.+?[.:])(?: |$)(?=[A-Z“\"]|$)", words)
    return (found[1] if found else words).rstrip(":") + ("" if not found or found[1].endswith(".") else ".")


def page(text: str) -> str:
    """Return a page two heading levels lower, with the file name of each example in bold above it."""
    # Odd parts are blocks of code: the examples contain headings of their own, which stay as they are.
    parts = re.split(r"^(```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)
    changed = [_FENCE.sub(_captioned, each) if n % 2 else _HEADING.sub(r"##\1 ", each) for n, each in enumerate(parts)]
    return "".join(changed).rstrip("\n") + "\n"


def _captioned(found: re.Match[str]) -> str:
    language = "text" if found[1] == "problems" else found[1]
    return f"**`{found[2]}`**\n\n```{language}" if found[2] else f"```{language}"


def pages(codes: tuple[str, ...]) -> str:
    """Return the pages of some codes, one after the other."""
    return "\n".join(page(_lower(page_of(each, CODES))) for each in codes)


def _lower(text: str) -> str:
    """Make "Wrong" and "Right" bold text: as headings they would occur many times in one document and get numbered anchors."""
    return re.sub(r"^## (Wrong|Right)$", r"**\1**", text, flags=re.MULTILINE)


MADE: Mapping[str, Callable[[], str]] = {
    "list of checks": list_of_checks,
    "list of other problems": list_of_others,
    "pages of checks": lambda: pages(tuple(CODES)),
    "pages of other problems": lambda: pages(other_pages()),
}
