"""Generated lists in the Markdown pages.

The lists of keys, functions, checks and options are made from the code and committed in the pages, between two comments, so that they can
be read where the pages are not built into a site:

    <!-- generated: NAME -->
    …
    <!-- end generated -->
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent
COMMAND = "make docs-lists"
OPENING = "<!-- generated: "
CLOSING = "<!-- end generated -->"
_LIST = re.compile(rf"^{OPENING}(?P<name>[^\n]+) -->\n.*?^{CLOSING}$", re.MULTILINE | re.DOTALL)


def pages_of(docs: Path = DOCS) -> list[Path]:
    """Return the Markdown pages, sorted by path."""
    return sorted(path for path in docs.rglob("*.md") if "handbook" not in path.parts)


def names_in(text: str) -> list[str]:
    """Return the names of the generated lists of a page, in order."""
    return [found["name"] for found in _LIST.finditer(text)]


def with_lists(text: str, made: Mapping[str, Callable[[], str]]) -> str:
    """Return the page with every generated list as the code makes it now.

    Raises ValueError for a list that the code does not know and for a marker without its partner: the text between a lost marker and the
    next one would be overwritten.
    """
    if not len(_LIST.findall(text)) == text.count(f"\n{OPENING}") == text.count(f"\n{CLOSING}"):
        raise ValueError(f"every `{OPENING}NAME -->` needs a `{CLOSING}`, and the other way round")
    for name in names_in(text):
        if name not in made:
            raise ValueError(f"unknown list `{name}`")
    return _LIST.sub(
        lambda found: f"{OPENING}{found['name']} -->\n\n{made[found['name']]().strip()}\n\n{CLOSING}", text
    )


def outdated(made: Mapping[str, Callable[[], str]], docs: Path = DOCS) -> dict[Path, str]:
    """Return each page whose lists are not current, with its new text."""
    new = {page: with_lists(page.read_text("utf-8"), made) for page in pages_of(docs)}
    return {page: text for page, text in new.items() if text != page.read_text("utf-8")}


def write_lists(made: Mapping[str, Callable[[], str]], docs: Path = DOCS) -> list[Path]:
    """Renew the lists in the pages and return the pages that changed."""
    changed = outdated(made, docs)
    for page, text in changed.items():
        page.write_text(text, "utf-8", newline="\n")
    return list(changed)
