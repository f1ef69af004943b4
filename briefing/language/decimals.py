"""Which columns of figures align on the decimal mark, and what of a cell stands from that mark on.

Takes the words of cells and a language's marks. Asked when a table is made (`Numerals.align`), so that both formats do the same, and
by the writers for how far a cell's figure reaches beyond the mark (`tail_of`). Measures nothing.

A column aligns when each of its cells is one figure or a dash, figures have words before them at most ("about 10"), and some have
decimals. Words behind figures ("3.8 million") must be the same in all, and then all must have decimals: Word and LibreOffice
disagree on where "10 million" has its mark. Any other column stays set right, and so does one whose figures have equally many
decimals, where it makes no difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.document.model import Cell, FactRef, Inline, Text, plain

FEWEST = 2
"""So many figures make a column."""


class Tail(NamedTuple):
    """What stands from the decimal mark on, and whether it is set strong."""

    text: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Numerals:
    """How a language writes numbers."""

    mark: str = "."
    group: str = ","

    def align(self, cells: Sequence[tuple[Inline, ...]]) -> bool:
        """Whether the cells of a column, its head left out, align on the decimal mark."""
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
    """What of a cell's figure stands from the decimal mark on; nothing in one without decimals."""
    inlines = cell.paragraphs[0] if cell.paragraphs else ()
    words = plain(inlines)
    match = re.search(rf"\d({re.escape(mark)}\d)", words)
    if match is None:
        return Tail()
    return Tail(words[match.start(1) :], any(isinstance(i, Text | FactRef) and i.strong for i in inlines))


def _is_simple(cell: tuple[Inline, ...]) -> bool:
    """One piece of upright text in one weight, with no note or link in it."""
    kinds = {isinstance(i, Text | FactRef) and (i.strong, i.emphasis) for i in cell}
    return kinds <= {(False, False)} or kinds == {(True, False)}
