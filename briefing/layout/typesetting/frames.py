"""Frames that hold layout boxes together over page breaks: callouts and tables."""

from __future__ import annotations

from briefing.layout.theme import CalloutStyle, TableStyle
from briefing.layout.typesetting.pages import FilledRectangle, Frame


class CalloutFrame(Frame):
    """A fill with a bar at the left."""

    def __init__(self, x: float, width: float, look: CalloutStyle) -> None:
        super().__init__(x, width, look.pad, look.pad)
        self.look = look

    def rectangles(self, top: float, bottom: float) -> list[FilledRectangle]:
        fill = FilledRectangle(self.x, top, self.width, bottom - top, self.look.fill)
        return [fill, FilledRectangle(self.x, top, self.look.bar_width, bottom - top, self.look.bar)]


class TableFrame(Frame):
    """A rule above and below the rows on each page; the head rows are repeated on later pages."""

    def __init__(self, x: float, width: float, look: TableStyle) -> None:
        super().__init__(x, width)
        self.look = look
        self.over = True

    def rectangles(self, top: float, bottom: float) -> list[FilledRectangle]:
        thickness = self.look.edge_width
        return [
            FilledRectangle(self.x, edge - thickness / 2, self.width, thickness, self.look.edge)
            for edge in (top, bottom)
        ]
