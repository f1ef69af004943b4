"""Format Markdown tables and code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def code(text: str) -> str:
    """Return a text as code, with bars escaped: a bar would end a table's cell even inside code."""
    return f"`{text}`".replace("|", "\\|")


def row(cells: Iterable[str]) -> str:
    """Return a row of a table."""
    return "| " + " | ".join(cells) + " |\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table with a header row."""
    return row(head) + row(["---"] * len(head)) + "".join(row(cells) for cells in rows)
