"""What stands above and below a table or a figure: label and title, source, notes."""

from __future__ import annotations

from briefing.model import Figure, Inline, Table, Text
from briefing.typeset.pages import Slab
from briefing.typeset.setting import Setting


def caption_inlines(block: Table | Figure) -> tuple[Inline, ...]:
    """Label and title as they are printed: "Table 2. Title". Paths of inlines in captions count within these."""
    if not block.label:
        return block.title
    return (Text(f"{block.label}. " if block.title else block.label), *block.title)


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
