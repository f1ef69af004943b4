"""Lay out the table of contents: entries with leaders and page numbers, filled in once the pages are known.

Space for page numbers is reserved, so that a number never changes a line count and one pass over
the pages is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.document.model import Contents, Text
from briefing.layout.theme import Style
from briefing.layout.typesetting.layout_context import LayoutContext, add_line, baseline
from briefing.layout.typesetting.pages import LayoutBox, Line, Owner, Place, Segment

NUMBER_ROOM = 30.0
"""Width in points reserved at the right for page numbers."""
LEADER = " ."
LEADER_GAP = 7.0


@dataclass(frozen=True, slots=True)
class _PendingEntry:
    """An entry whose page number is still missing: its last box, its owner, and where its text ends."""

    box: LayoutBox
    owner: Owner
    target: str
    style: Style
    end: float


class ContentsSetter:
    """Lay out contents, then fill in the page numbers."""

    def __init__(self, context: LayoutContext) -> None:
        self.context = context
        self.pending: list[_PendingEntry] = []

    def entries(self, block: Contents) -> list[LayoutBox]:
        """Return the entries, the first of which stays with the second."""
        context = self.context
        deeper = context.theme.style("contents2")
        made: list[LayoutBox] = []
        for index, entry in enumerate(block.entries):
            style = context.theme.style("contents1") if entry.level <= 1 else deeper
            step = max(deeper.indent, 1.5 * style.size)
            owner = (block.key, "entry", index)
            x = style.indent + step * 0.8 * max(0, entry.level - 2)
            label = None
            if entry.number:
                label = context.label(entry.number, style, block.location, owner, x=x)
                tail = label.segments[-1]
                x = max(x + (step if entry.level <= 1 else step * 1.2), x + tail.x + tail.width + 2.0)
            boxes = context.paragraph((Text(entry.text),), style, block.location, owner, x=x, right=NUMBER_ROOM)
            for box in boxes[:-1]:
                box.keep = True
            if label is not None:
                add_line(boxes[0], label)
            if index == 0 and len(block.entries) > 1:
                boxes[-1].keep = True
            last = boxes[-1].lines[-1]
            end = last.x + (last.segments[-1].x + last.segments[-1].width if last.segments else 0.0)
            self.pending.append(_PendingEntry(boxes[-1], owner, entry.target, style, end))
            made += boxes
        return made

    def fill_in(self, places: Mapping[str, Place]) -> None:
        """Add leaders and page numbers. An entry without a known target stays without a number."""
        for each in self.pending:
            place = places.get(each.target)
            if place is None:
                continue
            text_style = self.context.fonts.text_style(each.style)
            number = f" {place.page}"
            width = text_style.measure(number)
            right = self.context.measure - width
            line = Line(right, baseline(each.style), (Segment(text_style, number, 0.0, width),), 0.0, each.owner)
            # The dots between text and number are not part of the text: they have no owner.
            quiet = self.context.theme.colours.get("quiet", each.style.colour)
            text_style = self.context.fonts.text_style(each.style, colour=quiet)
            step = text_style.measure(LEADER)
            count = int((right - each.end - LEADER_GAP) / step)
            if count >= 2:
                leader = Segment(text_style, LEADER * count, 0.0, count * step)
                x = right - count * step - 1.0
                each.box.lines = (*each.box.lines, Line(x, baseline(each.style), (leader,)), line)
            else:
                each.box.lines = (*each.box.lines, line)
