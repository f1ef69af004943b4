"""Decide which columns of figures align on the decimal mark, and return the part of a cell from that mark on.

`NumberFormat.align` decides when a table is made, so that both formats agree. The writers use `tail_of` to find how far a figure
reaches beyond the mark.

A column aligns if each cell is one figure or a dash, with words only before it ("about 10"), and some figures have decimals. Words
after the figures ("3.8 million") must be the same in all cells, and then all must have decimals: Word and LibreOffice disagree on
where "10 million" has its decimal mark. All other columns are set flush right; so are figures with equally many decimals, because
the result is the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.document.model import Cell, Inline, StyledText, plain

FEWEST = 2
"""Smallest number of figures that are aligned."""


class Tail(NamedTuple):
    """The part of a figure from the decimal mark on, and whether it is strong."""

    text: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The decimal mark and group mark of a language."""

    mark: str = "."
    group: str = ","

    def align(self, cells: Sequence[tuple[Inline, ...]]) -> bool:
        """Return True if the cells of a column, without its head, align on the decimal mark."""
        mark, group = re.escape(self.mark), re.escape(self.group)
        figure = re.compile(rf"[^\d{mark}]*\d[\d{group}]*({mark}\d+)?(?![\d{group}])([^\d{mark}]*)")
        found = []
        for cell in cells:
            words = plain(cell)
            if not any(character.isalnum() for character in words) and _is_simple(cell):
                continue  # nothing, or a dash
            match = figure.fullmatch(words)
            if match is None or not _is_simple(cell):
                return False
            found.append((match[1] or "", match[2]))
        decimals, behind = {decimal for decimal, _ in found}, {words for _, words in found}
        if len(found) < FEWEST or len(behind) > 1 or (behind != {""} and "" in decimals):
            return False
        return len({len(decimal) for decimal in decimals}) > 1


def tail_of(cell: Cell, mark: str) -> Tail:
    """Return the part of a cell's figure from the decimal mark on; empty if it has no decimals."""
    inlines = cell.paragraphs[0] if cell.paragraphs else ()
    words = plain(inlines)
    match = re.search(rf"\d({re.escape(mark)}\d)", words)
    if match is None:
        return Tail()
    return Tail(words[match.start(1) :], any(isinstance(i, StyledText) and i.strong for i in inlines))


def _is_simple(cell: tuple[Inline, ...]) -> bool:
    """Return True for upright text in one weight without notes and links."""
    kinds = {isinstance(i, StyledText) and (i.strong, i.emphasis) for i in cell}
    return kinds <= {(False, False)} or kinds == {(True, False)}
