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


def other_guides() -> str:
    """The guides that the contents of the guides do not name by themselves, one a line."""
    folder = ROOT / "docs" / "how-to"
    named = (folder / "index.md").read_text("utf-8").splitlines()
    return "\n".join(sorted(path.stem for path in folder.glob("*.md") if path.stem not in {*named, "index"}))


MADE: Mapping[str, Callable[[], str]] = {
    "ARCHITECTURE": partial(page, "ARCHITECTURE.md"),
    "other guides": other_guides,
    "CHANGELOG": partial(page, "CHANGELOG.md"),
}
