"""What stands above and below a table or a figure: label and title, source, notes."""

from __future__ import annotations

from briefing.document.model import Figure, Table, caption_inlines
from briefing.layout.typesetting.layout_context import Setting
from briefing.layout.typesetting.pages import Slab


def caption(setting: Setting, block: Table | Figure) -> list[Slab]:
    """Label and title above a table or a figure, kept with it."""
    inlines = caption_inlines(block)
    if not inlines:
        return []
    return setting.paragraph(inlines, setting.theme.style("caption"), block.origin, (block.key, "caption"), keep=True)


def below(setting: Setting, block: Table | Figure) -> list[Slab]:
    """Source and notes below a table or a figure, in one piece, with the white of a paragraph after them."""
    style = setting.theme.style("source")
    slabs: list[Slab] = []
    if block.source:
        slabs += setting.paragraph(block.source, style, block.origin, (block.key, "source"))
    for index, note in enumerate(block.notes):
        slabs += setting.paragraph(note, style, block.origin, (block.key, "note", index))
    if slabs:
        for slab in slabs[:-1]:
            slab.keep = True
        slabs[-1].after = max(slabs[-1].after, setting.theme.style("body").after + 5.0)
    return slabs
