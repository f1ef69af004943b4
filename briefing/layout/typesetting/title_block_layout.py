"""The head of page 1: title, subtitle and particulars, with the bar, fill and rule of the theme."""

from __future__ import annotations

from briefing.document.model import Front, Text
from briefing.layout.theme import FrontLook
from briefing.layout.typesetting.frames import Frame
from briefing.layout.typesetting.layout_context import Setting
from briefing.layout.typesetting.pages import Box, Slab

BELOW_BAR, ABOVE_RULE, AFTER = 9.0, 7.0, 12.0
"""White below the bar, above the rule and after all of it, in points."""


class FrontFrame(Frame):
    """A fill behind the words, with the bar at its top."""

    def __init__(self, width: float, look: FrontLook) -> None:
        bar = look.bar_width if look.bar else 0.0
        super().__init__(0.0, width, bar + look.pad, look.pad)
        self.look = look

    def boxes(self, top: float, bottom: float) -> list[Box]:
        look = self.look
        fill = Box(self.x, top, self.width, bottom - top, look.fill)
        return [fill, Box(self.x, top, self.width, look.bar_width, look.bar)] if look.bar else [fill]


def set_front(setting: Setting, block: Front) -> list[Slab]:
    """The slabs of the front, all in one piece."""
    look = setting.theme.front
    inset = look.pad if look.fill else 0.0
    parts = [("title", block.title, (block.key, "title")), ("subtitle", block.subtitle, (block.key, "subtitle"))]
    slabs: list[Slab] = []
    for role, text, owner in parts:
        if text:
            style = setting.theme.style(role)
            slabs += setting.paragraph((Text(text),), style, block.origin, owner, x=inset, right=inset, keep=True)
    style = setting.theme.style("byline")
    for index, line in enumerate(block.byline):
        at = (block.key, "byline", index)
        slabs += setting.paragraph((Text(line),), style, block.origin, at, x=inset, right=inset, keep=True)
    if not slabs:
        return []
    if look.fill:
        frame = FrontFrame(setting.measure, look)
        for slab in slabs:
            slab.frame = frame
        slabs[-1].after = AFTER
    elif look.bar:
        slabs.insert(
            0, Slab(look.bar_width + BELOW_BAR, keep=True, boxes=(_line(setting, 0.0, look.bar, look.bar_width),))
        )
    if look.rule and not look.fill:
        rule = _line(setting, ABOVE_RULE, look.rule, look.rule_width)
        slabs.append(Slab(ABOVE_RULE + 1.0, after=AFTER, boxes=(rule,)))
    else:
        slabs[-1].keep = False
        slabs[-1].after = max(slabs[-1].after, AFTER)
    slabs[0].anchors = (block.key,)
    return slabs


def _line(setting: Setting, y: float, colour: str, thick: float) -> Box:
    return Box(0.0, y, setting.measure, thick, colour)
