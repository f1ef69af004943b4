"""Flow diagrams: two sides, and an arrow of one width for each thing that one gives the other.

All arrows are alike, because the things cannot be measured against each other. Direction shows in
the arrow, its side and the heading of each group, not in colour alone. What is only planned,
disputed or unverified has a dashed shaft.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.document.model import FlowArrow, FlowDiagram, StyledText, Text, plain
from briefing.layout.charts.canvas import Canvas
from briefing.layout.charts.chart_labels import CENTRED, wrap_inlines
from briefing.layout.charts.scene import Area, Label, Measure, Rectangle, Scene, Stroke
from briefing.layout.theme import ChartStyle

SIDE, WIDEST_SIDE = 78.0, 0.26
"""Width of a side in points, and the largest share of the drawing's width that it takes."""
PAD, TO_ARROW = 7.0, 9.0
HEAD, HALF_HEAD, SHAFT = 6.0, 3.1, 1.3
SHORTEST, TO_WORDS = 22.0, 6.0
"""Shortest visible part of an arrow on each side of its label, and the space between them, in points."""
LARGER = 1.2
"""Points by which the names of the two sides are larger than labels."""


@dataclass(slots=True)
class FlowDiagramDrawer:
    """Draw one flow diagram."""

    diagram: FlowDiagram
    width: float
    look: ChartStyle
    measure: Measure
    inline: bool = True
    """Set labels inside the arrows; decided for all of them before any arrow is drawn."""

    def draw(self) -> Scene:
        canvas = Canvas(Scene(self.width), self.look, self.measure)
        side = min(SIDE, self.width * WIDEST_SIDE)
        arrows = canvas.blank_copy()
        room = self.width - 2 * (side + TO_ARROW)
        self.inline = all(self._length(canvas, flow)[0] + 2 * SHORTEST <= room for flow in self.diagram.flows)
        y = 2.0
        for forward in (True, False):
            flows = [f for f in self.diagram.flows if f.forward is forward]
            if flows:
                y = self._group(arrows, flows, y, side + TO_ARROW, forward=forward)
        bottom = self._sides(canvas, max(y, self.look.leading * 3), side)
        canvas.scene.add(*arrows.scene.shapes)
        if self.diagram.hollow and any(flow.hollow for flow in self.diagram.flows):
            y = bottom + self.look.leading * 1.1
            middle = y - self.look.size * CENTRED
            canvas.scene.add(Stroke(((0.0, middle), (20.0, middle)), self.look.quiet, SHAFT, dashed=True))
            for at, line in enumerate(canvas.lines(self.diagram.hollow, self.width - 26)):
                canvas.write(26, y + at * self.look.leading, line, colour=self.look.quiet)
                bottom = y + at * self.look.leading + 3
        canvas.scene.height = bottom + 2
        return canvas.scene

    def _group(self, canvas: Canvas, flows: list[FlowArrow], y: float, inset: float, *, forward: bool) -> float:
        """Draw all flows of one direction under the heading of that direction."""
        colour = canvas.colour(0 if forward else 1)
        words = self.diagram.forward if forward else self.diagram.back
        for line in canvas.lines(words, self.width - 2 * inset, bold=True) if words else []:
            y += self.look.leading
            canvas.write(self.width / 2, y, line, colour=colour, anchor="middle", bold=True)
        y += self.look.leading * 0.35
        for flow in flows:
            y = self._flow(canvas, flow, y, inset, colour)
        return y + self.look.leading * 0.5

    def _flow(self, canvas: Canvas, flow: FlowArrow, y: float, inset: float, colour: str) -> float:
        """Draw one flow.

        Its label in the middle of its arrow if all labels fit there on one line, otherwise above.
        """
        look, room = self.look, self.width - 2 * inset
        long, space = self._length(canvas, flow)
        if not self.inline:
            for line in canvas.lines(flow.what, room):
                y += look.leading * 0.9
                canvas.write(self.width / 2, y, line, anchor="middle")
            for words in self._figure(flow, room):
                y += look.leading * 0.9
                canvas.write(self.width / 2, y, words, anchor="middle", bold=True)
            self._arrow(canvas, flow, y + 4.2, inset=inset, gap=0.0, colour=colour)
            return y + 4.2 + HALF_HEAD + 0.8
        baseline = y + look.leading * 0.86
        x = self.width / 2 - long / 2
        canvas.write(x, baseline, flow.what)
        for words in self._figure(flow, room):
            canvas.write(x + canvas.width_of(flow.what) + space, baseline, words, bold=True)
        self._arrow(canvas, flow, baseline - look.size * 0.3, inset=inset, gap=long + 2 * TO_WORDS, colour=colour)
        return y + look.leading * 1.2

    @staticmethod
    def _length(canvas: Canvas, flow: FlowArrow) -> tuple[float, float]:
        """Return the length of a flow's label with its figure on one line, and the space between the two."""
        figure = plain(flow.figure)
        space = canvas.width_of(" ") + 2.5 if figure and flow.what else 0.0
        return canvas.width_of(flow.what) + space + canvas.width_of(figure, bold=True), space

    def _arrow(self, canvas: Canvas, flow: FlowArrow, y: float, *, inset: float, gap: float, colour: str) -> None:
        """Draw an arrow from one side to the other with a gap in the middle."""
        tail, tip = (inset, self.width - inset) if flow.forward else (self.width - inset, inset)
        way = 1.0 if flow.forward else -1.0
        back, middle = tip - way * HEAD, self.width / 2
        shafts = [(tail, middle - way * gap / 2), (middle + way * gap / 2, back)] if gap else [(tail, back)]
        for start, end in shafts:
            canvas.scene.add(Stroke(((start, y), (end, y)), colour, SHAFT, dashed=flow.hollow))
        canvas.scene.add(Area(((back, y - HALF_HEAD), (tip, y), (back, y + HALF_HEAD)), colour))

    def _figure(self, flow: FlowArrow, room: float) -> list[StyledText]:
        if not plain(flow.figure):
            return []
        return wrap_inlines(flow.figure, room, self.look.size, self.measure, bold=True)

    def _sides(self, canvas: Canvas, bottom: float, side: float) -> float:
        """Draw the two sides, as high as all arrows or as their names need; return their lower edge."""
        look, size = self.look, self.look.size + LARGER
        step = look.leading + 1
        names = [canvas.lines_of_size(name, side - 2 * PAD, size) for name in (self.diagram.left, self.diagram.right)]
        bottom = max(bottom, *(len(lines) * step + 2 * PAD for lines in names))
        for lines, x in zip(names, (0.0, self.width - side), strict=True):
            canvas.scene.add(Rectangle(x, 0.0, side, bottom, look.fill))
            canvas.scene.add(
                Rectangle(x if x == 0.0 else x + side - 2.0, 0.0, 2.0, bottom, canvas.colour(0 if x == 0.0 else 1))
            )
            first = bottom / 2 - (len(lines) - 1) * step / 2 + size * CENTRED
            for number, line in enumerate(lines):
                at = first + number * step
                canvas.scene.add(Label(x + side / 2, at, Text(line), size, look.text, "middle", bold=True))
        return bottom
