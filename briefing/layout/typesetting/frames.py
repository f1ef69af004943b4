"""What holds slabs together over page breaks: the box of a callout, the head and rules of a table.

The filler opens a frame where its first slab stands on a page and closes it after its last; a frame says how much room
that takes, what is set again at the top of a later page, and which boxes are drawn behind.
"""

from __future__ import annotations

from briefing.layout.theme import CalloutLook, TableLook
from briefing.layout.typesetting.pages import Box, Slab


class Frame:
    """What every frame has. `x` and `width` are its place in the text area; `above` and `below` its padding."""

    def __init__(self, x: float, width: float, above: float = 0.0, below: float = 0.0) -> None:
        self.x, self.width = x, width
        self.above, self.below = above, below
        self.again: tuple[Slab, ...] = ()
        self.over = False
        """Drawn over the boxes of slabs, not behind them."""

    def opening(self, first: bool) -> float:
        """The room that the frame takes where it opens: `first` is false on later pages."""
        return self.above if first else self.above + sum(slab.height for slab in self.again)

    def boxes(self, top: float, bottom: float) -> list[Box]:
        """What is drawn behind or over slabs that stand between `top` and `bottom`, x from the text area's left."""
        raise NotImplementedError


class CalloutFrame(Frame):
    """A fill with a bar at the left."""

    def __init__(self, x: float, width: float, look: CalloutLook) -> None:
        super().__init__(x, width, look.pad, look.pad)
        self.look = look

    def boxes(self, top: float, bottom: float) -> list[Box]:
        fill = Box(self.x, top, self.width, bottom - top, self.look.fill)
        return [fill, Box(self.x, top, self.look.bar_width, bottom - top, self.look.bar)]


class TableFrame(Frame):
    """A rule above and below the rows on each page; the head rows are set `again` on later pages."""

    def __init__(self, x: float, width: float, look: TableLook) -> None:
        super().__init__(x, width)
        self.look = look
        self.over = True

    def boxes(self, top: float, bottom: float) -> list[Box]:
        thick = self.look.edge_width
        return [Box(self.x, edge - thick / 2, self.width, thick, self.look.edge) for edge in (top, bottom)]
