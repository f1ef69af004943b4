"""Measures and breaks text into lines and pages; knows no PDF.

Takes a resolved document and a theme, gives `Pages`. The PDF writer draws them; the Word writer takes its contents' page
numbers from them. One pass: runs of blocks, across the page or in its columns, become galleys of slabs (`blocks`, `tables`), the
filler puts them on pages (`filling`), then page numbers are filled in, for which room was kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from briefing.document.cache import Memory
from briefing.document.model import Document
from briefing.layout.column_spans import Run, runs
from briefing.layout.theme import Theme
from briefing.layout.typesetting.block_layout import GalleyMaker
from briefing.layout.typesetting.figures import Ruler
from briefing.layout.typesetting.footnotes import set_notes
from briefing.layout.typesetting.layout_context import Setting
from briefing.layout.typesetting.line_tokens import WordMaker
from briefing.layout.typesetting.page_furniture import FurnitureSetter
from briefing.layout.typesetting.pages import Page, Pages, Place, Slab, mark_of
from briefing.layout.typesetting.paginate import Filler
from briefing.layout.typesetting.regions import Filled, place_notes
from briefing.layout.typesetting.text_style import Inks

__all__ = ["Pages", "Ruler", "lay_out", "page_numbers"]


KEPT_LINES = 8_000
"""Lines of text in each generation of what is remembered: those of a few briefs."""
MOST_BLOCKS = 1_000
"""A document of more blocks is a book, of which nobody makes the next edition in the same breath: nothing is remembered of it."""
MEMORY: Memory[Any] = Memory(KEPT_LINES)


def lay_out(document: Document, theme: Theme, *, memory: Memory[Any] = MEMORY) -> Pages:
    """A document on pages. Characters that no font has are in `Pages.problems`.

    `memory` has the blocks of earlier briefs as they were set; the pages are the same with any.
    """
    if len(document.blocks) > MOST_BLOCKS:
        memory = Memory(0)
    inks = Inks(theme)
    language = document.properties.language
    setting = Setting(theme, inks, WordMaker(inks, language, document.facts), language, theme.page.text_width, memory)
    furniture = FurnitureSetter(setting, document)
    height = furniture.area(2).height
    narrow = replace(setting, measure=theme.page.column_width)
    across, columned = GalleyMaker(setting, document, height), GalleyMaker(narrow, document, height)
    galleys = [(run.wide, _galley(across if run.wide else columned, run)) for run in runs(document.blocks, theme)]
    notes = set_notes(narrow, (slab for _, galley in galleys for slab in galley), document)
    areas = [furniture.area(1), furniture.area(2)]
    filler = Filler(lambda number: areas[min(number, 2) - 1], notes)
    for wide, galley in galleys:
        filler.fill(galley, wide=wide)
    filler.finish()
    for maker in (across, columned):
        maker.contents.fill_in(filler.places)
    count = len(filler.pages)
    pages = [
        _finish(filled, number, theme.style("footer").colour, filler.places)
        for number, filled in enumerate(filler.pages, 1)
    ]
    pages = [
        replace(page, header=furniture.header(page.number, count), footer=furniture.footer(page.number, count))
        for page in pages
    ]
    widths = across.widths | columned.widths
    return Pages(theme.page.width, theme.page.height, tuple(pages), filler.places, tuple(inks.problems), widths)


def _galley(maker: GalleyMaker, run: Run) -> list[Slab]:
    return [slab for block in run.blocks for slab in maker.remembered(block)]


def page_numbers(document: Document, theme: Theme) -> Mapping[str, int]:
    """Block key, row anchor or note key -> the page it starts on, from 1, for a theme with the geometry of some page."""
    return lay_out(document, theme).page_of


def _finish(filled: Filled, number: int, rule: str, places: dict[str, Place]) -> Page:
    """A filled page with its notes at the foot."""
    notes, rules = place_notes(filled, rule)
    for placed in notes:
        for key in placed.slab.anchors:
            places.setdefault(key, Place(number, placed.x, placed.y))
        for note in placed.slab.notes:
            places.setdefault(mark_of(note.key), Place(number, placed.x, placed.y))
    return Page(
        number=number,
        body=tuple(filled.body),
        notes=tuple(notes),
        boxes=tuple(filled.boxes),
        rules=(*filled.rules, *rules),
    )
