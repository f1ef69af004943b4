"""Captions of tables and figures: label and title above, source and notes below."""

from __future__ import annotations

from briefing.document.model import Captioned, caption_inlines
from briefing.layout.typesetting.layout_context import LayoutContext
from briefing.layout.typesetting.pages import LayoutBox


def caption(context: LayoutContext, block: Captioned) -> list[LayoutBox]:
    """Return label and title above a table or a figure, kept with it."""
    inlines = caption_inlines(block)
    if not inlines:
        return []
    return context.paragraph(inlines, context.theme.style("caption"), block.location, (block.key, "caption"), keep=True)


def below(context: LayoutContext, block: Captioned) -> list[LayoutBox]:
    """Return source and notes below a table or a figure, kept together, followed by the space of a paragraph."""
    style = context.theme.style("source")
    boxes: list[LayoutBox] = []
    if block.source:
        boxes += context.paragraph(block.source, style, block.location, (block.key, "source"))
    for index, note in enumerate(block.notes):
        boxes += context.paragraph(note, style, block.location, (block.key, "note", index))
    if boxes:
        for box in boxes[:-1]:
            box.keep = True
        boxes[-1].after = max(boxes[-1].after, context.theme.style("body").after + 5.0)
    return boxes
