"""Whole files of the checkout that are pages of the site as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[3]


def page(name: str) -> str:
    """A Markdown file of the checkout, with blocks of no language shown as text."""
    text = (ROOT / name).read_text("utf-8")
    parts = re.split(r"^(```.*)$", text, flags=re.MULTILINE)
    opened = [f"{part}text" if part == "```" and n % 4 == 1 else part for n, part in enumerate(parts)]
    return "".join(opened)


MADE: Mapping[str, Callable[[], str]] = {
    "ARCHITECTURE": partial(page, "briefing/ARCHITECTURE.md"),
    "CHANGELOG": partial(page, "CHANGELOG.md"),
}
