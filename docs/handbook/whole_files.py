"""Files of the repository that are pages of the site."""

from __future__ import annotations

import re

from handbook.lists import ROOT


def whole_file(name: str) -> str:
    """Return a Markdown file of the repository, its blocks without a language marked as text for the highlighter."""
    parts = re.split(r"^(```.*)$", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE)
    opened = [f"{part}text" if part == "```" and n % 4 == 1 else part for n, part in enumerate(parts)]
    return "".join(opened)
