"""Measures and breaks text into lines and pages; knows no PDF.

Takes a resolved document and a theme, gives `Pages`. The PDF writer draws them; the Word writer takes its contents' page
numbers from them. One pass: blocks become a galley of slabs (`blocks`, `tables`), the filler puts them on pages (`filling`),
then page numbers are filled in, for which room was kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefing.model import Document
from briefing.theme import Theme
from briefing.typeset.blocks import GalleyMaker
from briefing.typeset.filling import Area, Filled, Filler, place_notes
from briefing.typeset.furniture import FurnitureSetter
from briefing.typeset.ink import Inks
from briefing.typeset.notes import set_notes
from briefing.typeset.pages import Page, Pages, Place, mark_of
from briefing.typeset.setting import Setting
from briefing.typeset.words import WordMaker

__all__ = ["Pages", "lay_out", "page_numbers"]


def lay_out(document: Document, theme: Theme) -> Pages:
    """A document on pages. Characters that no font has are in `Pages.problems`."""
    inks = Inks(theme)
    language = document.properties.language
    setting = Setting(theme, inks, WordMaker(inks, language), language, theme.page.text_width)
    furniture = FurnitureSetter(setting, document)
    area = furniture.area()
    maker = GalleyMaker(setting, document, area.height)
    galley = maker.galley()
    filler = Filler(area, set_notes(setting, galley))
    filler.fill(galley)
    maker.contents.fill_in(filler.places)
    count = len(filler.pages)
    pages = [
        _finish(filled, number, area, furniture.footer_style.colour, filler.places)
        for number, filled in enumerate(filler.pages, 1)
    ]
    pages = [replace(p, header=furniture.header(p.number), footer=furniture.footer(p.number, count)) for p in pages]
    return Pages(theme.page.width, theme.page.height, tuple(pages), filler.places, tuple(inks.problems))


def page_numbers(document: Document, theme: Theme) -> Mapping[str, int]:
    """Block key, row anchor or note key -> the page it starts on, from 1, for a theme with the geometry of some page."""
    return lay_out(document, theme).page_of


def _finish(filled: Filled, number: int, area: Area, rule: str, places: dict[str, Place]) -> Page:
    """A filled page with its notes at the foot."""
    notes, rules = place_notes(filled, area, rule)
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
