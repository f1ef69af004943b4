"""Decide which blocks of a two-column brief span both columns.

Both writers use the result, so that the PDF and the Word file have the same shape. No text is
measured: width is judged by the number of a table's columns and by its longest words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from briefing.document.model import Block, Callout, Contents, Figure, Heading, Plot, Table, TitleBlock, plain
from briefing.layout.introductions import introductions
from briefing.layout.theme import Page, Theme

MOST_COLUMNS = 3
"""A table with more columns than this spans the page."""
MOST_CATEGORIES = 8
"""A chart with more categories from left to right spans the page."""
WIDE_PICTURE = 2.2
"""A picture with a higher ratio of width to height spans the page."""
LETTER = 0.56
"""Average width of a letter as a share of the type size, for a sans face."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive blocks, all across the page (`wide`) or all in its columns."""

    wide: bool
    blocks: tuple[Block, ...]


def runs(blocks: Sequence[Block], theme: Theme) -> list[Run]:
    """Return the blocks in runs.

    On a page with one column, or whose columns must not be spanned, they are one run that is not
    wide.
    """
    if theme.page.columns == 1 or not theme.page.spanned:
        return [Run(False, tuple(blocks))] if blocks else []
    wide = [_is_wide(block, theme) for block in blocks]
    # A callout at the start, below the title block and headings only, spans the page with them.
    lead = next((at for at, block in enumerate(blocks) if not isinstance(block, TitleBlock | Heading)), len(blocks))
    if lead < len(blocks) and isinstance(blocks[lead], Callout):
        wide[: lead + 1] = [True] * (lead + 1)
    # A heading stays with what it heads, and so do the headings above it.
    introducing = introductions(blocks)
    for at in range(len(blocks) - 2, -1, -1):
        if (isinstance(blocks[at], Heading) or blocks[at].key in introducing) and wide[at + 1]:
            wide[at] = True
    pairs = zip(wide, blocks, strict=True)
    return [Run(key, tuple(block for _, block in group)) for key, group in groupby(pairs, key=lambda pair: pair[0])]


def _is_wide(block: Block, theme: Theme) -> bool:
    match block:
        case TitleBlock():
            return True
        case Contents():
            return block.of != "headings"  # Captions are as wide as the page.
        case Table():
            return _count(block) > MOST_COLUMNS or sum(_least_widths(block, theme)) > theme.page.column_width
        case Figure():
            if isinstance(block.chart, Plot):
                return block.chart.kind in {"column", "line"} and len(block.chart.categories) > MOST_CATEGORIES
            return block.picture is not None and block.picture.width > WIDE_PICTURE * max(block.picture.height, 1)
        case _:
            return False  # Text is set as wide as the column that it is in.


def _count(table: Table) -> int:
    return max((sum(cell.columns for cell in row.cells) for row in table.rows), default=0)


def _least_widths(table: Table, theme: Theme) -> Iterator[float]:
    """Yield the estimated width of each column's longest word in points; cells that span columns are skipped."""
    letter = theme.style("table_cell").size * LETTER
    longest = [0] * max(_count(table), 1)
    for row in table.rows:
        at = 0
        for cell in row.cells:
            if cell.columns == 1 and at < len(longest):
                words = (word for inlines in cell.paragraphs for word in plain(inlines).split())
                longest[at] = max([longest[at], *(min(len(word), 30) for word in words)])
            at += cell.columns
    return (letters * letter + 2 * theme.table.pad_x for letters in longest)


def width_of(run: Run, page: Page) -> float:
    """Return the width of a run's text in points."""
    return page.text_width if run.wide else page.column_width
