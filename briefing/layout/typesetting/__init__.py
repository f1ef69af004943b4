"""Measure text, break it into lines and lay it out on pages; independent of PDF.

The PDF writer draws the resulting `Pages`; the Word writer takes the page numbers of its contents
from them. One pass: runs of blocks, across the page or in columns, become lists of layout boxes
(`block_layout`, `table_layout`); the `Paginator` puts them on pages; then page numbers are filled
in, for which space was reserved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from briefing.document.cache import BoundedCache
from briefing.document.model import Document
from briefing.layout.full_width_blocks import runs
from briefing.layout.introductions import introductions
from briefing.layout.theme import Theme
from briefing.layout.typesetting.block_layout import BlockSetter
from briefing.layout.typesetting.figures import Ruler
from briefing.layout.typesetting.footnotes import set_notes
from briefing.layout.typesetting.layout_context import LayoutContext
from briefing.layout.typesetting.line_tokens import WordMaker
from briefing.layout.typesetting.page_furniture import FurnitureSetter
from briefing.layout.typesetting.pages import LayoutBox, Page, Pages, Place, mark_of
from briefing.layout.typesetting.paginate import Paginator
from briefing.layout.typesetting.regions import place_notes
from briefing.layout.typesetting.text_style import FontResolver

__all__ = ["Pages", "Ruler", "lay_out", "page_numbers"]


KEPT_LINES = 8_000
"""Lines of text in each generation of the layout cache: those of a few briefs."""
MOST_BLOCKS = 1_000
"""Longest document, in blocks, for which the cache is used. Longer ones are books, whose next edition is far away."""
LAYOUT_CACHE: BoundedCache[Any] = BoundedCache(KEPT_LINES)


def lay_out(document: Document, theme: Theme, *, cache: BoundedCache[Any] = LAYOUT_CACHE) -> Pages:
    """Return a document laid out on pages. Characters missing from all fonts are in `Pages.problems`.

    `cache` has laid-out blocks of earlier briefs; it does not change the result.
    """
    if len(document.blocks) > MOST_BLOCKS:
        cache = BoundedCache(0)
    fonts = FontResolver(theme)
    language = document.properties.language
    context = LayoutContext(
        theme, fonts, WordMaker(fonts, language, document.facts), language, theme.page.text_width, cache
    )
    furniture = FurnitureSetter(context, document)
    height = furniture.area(2).height
    narrow = replace(context, measure=theme.page.column_width)
    across, in_columns = BlockSetter(context, height), BlockSetter(narrow, height)
    flows: list[tuple[bool, list[LayoutBox]]] = []
    introducing = introductions(document.blocks)
    for run in runs(document.blocks, theme):
        setter = across if run.wide else in_columns
        flow: list[LayoutBox] = []
        for block in run.blocks:
            boxes = setter.cached_block(block)
            # Copies: the cache keeps the boxes as they are elsewhere.
            flow += [replace(box, keep=True) for box in boxes] if block.key in introducing else boxes
        flows.append((run.wide, flow))
    notes = set_notes(narrow, (box for _, flow in flows for box in flow), document)
    areas = [furniture.area(1), furniture.area(2)]
    paginator = Paginator(lambda number: areas[min(number, 2) - 1], notes)
    for wide, flow in flows:
        paginator.fill(flow, wide=wide)
    paginator.finish()
    for setter in (across, in_columns):
        setter.contents.fill_in(paginator.places)
    places, count = paginator.places, len(paginator.pages)
    pages: list[Page] = []
    for number, open_page in enumerate(paginator.pages, 1):
        feet, rules = place_notes(open_page, theme.style("footer").colour)
        for placed in feet:
            for key in (*placed.box.anchors, *(mark_of(note.key) for note in placed.box.notes)):
                places.setdefault(key, Place(number, placed.x, placed.y))
        pages.append(
            Page(
                number,
                body=tuple(open_page.body),
                notes=tuple(feet),
                rectangles=tuple(open_page.rectangles),
                rules=(*open_page.rules, *rules),
                header=furniture.header(number, count),
                footer=furniture.footer(number, count),
            )
        )
    widths = across.widths | in_columns.widths
    return Pages(theme.page.width, theme.page.height, tuple(pages), places, tuple(fonts.problems), widths)


def page_numbers(document: Document, theme: Theme) -> Mapping[str, int]:
    """Return the page (from 1) on which each block key, row anchor or note key starts."""
    return lay_out(document, theme).page_of
