"""The table of contents: entries with leaders and page numbers that are filled in once the pages are known.

The room for a page number is reserved, so that a number never changes a line count and one pass over the pages is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.document.model import Contents, Entry, Text
from briefing.layout.theme import Style
from briefing.layout.typesetting.layout_context import Setting, add_line, baseline
from briefing.layout.typesetting.pages import Line, Owner, Place, Segment, Slab

NUMBER_ROOM = 30.0
"""Points kept free at the right for page numbers."""
LEADER = " ."
LEADER_GAP = 7.0


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A slab whose page number is to be added: whose it is, and where its text ends."""

    slab: Slab
    owner: Owner
    target: str
    style: Style
    end: float


class ContentsSetter:
    """Sets contents, then `fill_in`s their page numbers."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.waiting: list[_Waiting] = []

    def entries(self, block: Contents) -> list[Slab]:
        slabs: list[Slab] = []
        for index, entry in enumerate(block.entries):
            slabs += self._entry(block, index, entry)
        return slabs

    def _entry(self, block: Contents, index: int, entry: Entry) -> list[Slab]:
        setting = self.setting
        style = setting.theme.style("contents1" if entry.level <= 1 else "contents2")
        deeper = setting.theme.style("contents2")
        step = max(deeper.indent, 1.5 * style.size)
        owner = (block.key, "entry", index)
        x = style.indent + step * 0.8 * max(0, entry.level - 2)
        label = None
        if entry.number:
            label = setting.label(entry.number, style, block.origin, owner, x=x)
            tail = label.segments[-1]
            x = max(x + (step if entry.level <= 1 else step * 1.2), x + tail.x + tail.width + 2.0)
        slabs = setting.paragraph((Text(entry.text),), style, block.origin, owner, x=x, right=NUMBER_ROOM)
        for slab in slabs[:-1]:
            slab.keep = True
        if label is not None:
            add_line(slabs[0], label)
        if index == 0 and len(block.entries) > 1:
            slabs[-1].keep = True
        last = slabs[-1].lines[-1]
        end = last.x + (last.segments[-1].x + last.segments[-1].width if last.segments else 0.0)
        self.waiting.append(_Waiting(slabs[-1], owner, entry.target, style, end))
        return slabs

    def fill_in(self, places: Mapping[str, Place]) -> None:
        """Add leaders and page numbers. An entry whose target is nowhere stays without a number."""
        for each in self.waiting:
            place = places.get(each.target)
            if place is None:
                continue
            ink = self.setting.inks.ink(each.style)
            number = f" {place.page}"
            width = ink.measure(number)
            right = self.setting.measure - width
            line = Line(right, baseline(each.style), (Segment(ink, number, 0.0, width),), 0.0, each.owner)
            leader = self._leader(each.style, each.end, right)
            each.slab.lines = (*each.slab.lines, *([leader] if leader else []), line)

    def _leader(self, style: Style, start: float, end: float) -> Line | None:
        """Dots between the text and the number; no part of the text."""
        ink = self.setting.inks.ink(style, colour=self.setting.theme.colours.get("quiet", style.colour))
        step = ink.measure(LEADER)
        count = int((end - start - LEADER_GAP) / step)
        if count < 2:
            return None
        x = end - count * step - 1.0
        return Line(x, baseline(style), (Segment(ink, LEADER * count, 0.0, count * step),))
