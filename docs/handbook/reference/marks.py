"""Markdown tables and names as code. Takes text, gives text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def code(text: str) -> str:
    """A text as code. A bar inside a table's cell would end the cell."""
    return f"`{text}`".replace("|", "\\|")


def row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return "| " + " | ".join(cells) + " |\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a head."""
    return row(head) + row(["---"] * len(head)) + "".join(row(cells) for cells in rows)
