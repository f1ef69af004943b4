"""Lay out the title block of page 1: title, subtitle and byline, with the bar, fill and rule of the theme."""

from __future__ import annotations

from briefing.document.model import Text, TitleBlock
from briefing.layout.theme import FrontStyle
from briefing.layout.typesetting.layout_context import LayoutContext
from briefing.layout.typesetting.pages import FilledRectangle, Frame, LayoutBox

BELOW_BAR, ABOVE_RULE, AFTER = 9.0, 7.0, 12.0
"""Space below the bar, above the rule and after the whole title block, in points."""


class FrontFrame(Frame):
    """A fill behind the words, with a bar at its top."""

    def __init__(self, width: float, look: FrontStyle) -> None:
        bar = look.bar_width if look.bar else 0.0
        super().__init__(0.0, width, bar + look.pad, look.pad)
        self.look = look

    def rectangles(self, top: float, bottom: float) -> list[FilledRectangle]:
        look = self.look
        fill = FilledRectangle(self.x, top, self.width, bottom - top, look.fill)
        return [fill, FilledRectangle(self.x, top, self.width, look.bar_width, look.bar)] if look.bar else [fill]


def set_front(context: LayoutContext, block: TitleBlock) -> list[LayoutBox]:
    """Return the boxes of the title block, kept together."""
    look = context.theme.front
    inset = look.pad if look.fill else 0.0
    parts = [("title", block.title, (block.key, "title")), ("subtitle", block.subtitle, (block.key, "subtitle"))]
    boxes: list[LayoutBox] = []
    for role, text, owner in parts:
        if text:
            style = context.theme.style(role)
            boxes += context.paragraph((Text(text),), style, block.location, owner, x=inset, right=inset, keep=True)
    style = context.theme.style("byline")
    for index, line in enumerate(block.byline):
        at = (block.key, "byline", index)
        boxes += context.paragraph((Text(line),), style, block.location, at, x=inset, right=inset, keep=True)
    if not boxes:
        return []
    if look.fill:
        frame = FrontFrame(context.measure, look)
        for box in boxes:
            box.frame = frame
        boxes[-1].after = AFTER
    elif look.bar:
        boxes.insert(
            0,
            LayoutBox(
                look.bar_width + BELOW_BAR, keep=True, rectangles=(_line(context, 0.0, look.bar, look.bar_width),)
            ),
        )
    if look.rule and not look.fill:
        rule = _line(context, ABOVE_RULE, look.rule, look.rule_width)
        boxes.append(LayoutBox(ABOVE_RULE + 1.0, after=AFTER, rectangles=(rule,)))
    else:
        boxes[-1].keep = False
        boxes[-1].after = max(boxes[-1].after, AFTER)
    boxes[0].anchors = (block.key,)
    return boxes


def _line(context: LayoutContext, y: float, colour: str, thickness: float) -> FilledRectangle:
    return FilledRectangle(0.0, y, context.measure, thickness, colour)
