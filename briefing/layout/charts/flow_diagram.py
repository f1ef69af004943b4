"""An exchange → a scene: two sides, and an arrow of one width for each thing that one gives the other.

Arrows are all alike, since the things cannot be measured against each other; direction is told by the arrow, its side and the
words above each group, not by colour alone. What is only planned, disputed or unverified has a broken shaft.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.document.model import Exchange, FactRef, Flow, Text, plain
from briefing.layout.charts.canvas import Sheet
from briefing.layout.charts.chart_labels import CENTRED, in_lines
from briefing.layout.charts.scene import Area, Label, Measure, Rectangle, Scene, Stroke
from briefing.layout.theme import ChartLook

SIDE, WIDEST_SIDE = 78.0, 0.26
"""Width of a side in points, and the most of the drawing's width that it takes."""
PAD, TO_ARROW = 7.0, 9.0
HEAD, HALF_HEAD, SHAFT = 6.0, 3.1, 1.3
SHORTEST, TO_WORDS = 22.0, 6.0
"""The least of an arrow that shows on each side of its words, and the white between."""
LARGER = 1.2
"""Points by which the names of the two sides are larger than labels."""


@dataclass(slots=True)
class ExchangeDrawer:
    """Draws one exchange."""

    exchange: Exchange
    width: float
    look: ChartLook
    measure: Measure
    inline: bool = True
    """Whether all words stand in their arrows, which is settled before any is drawn."""

    def draw(self) -> Scene:
        sheet = Sheet(Scene(self.width), self.look, self.measure)
        side = min(SIDE, self.width * WIDEST_SIDE)
        arrows = sheet.fresh()
        room = self.width - 2 * (side + TO_ARROW)
        self.inline = all(self._length(sheet, flow)[0] + 2 * SHORTEST <= room for flow in self.exchange.flows)
        y = 2.0
        for forward in (True, False):
            flows = [f for f in self.exchange.flows if f.forward is forward]
            if flows:
                y = self._group(arrows, flows, y, side + TO_ARROW, forward=forward)
        bottom = self._sides(sheet, max(y, self.look.leading * 3), side)
        sheet.scene.add(*arrows.scene.shapes)
        if self.exchange.hollow and any(flow.hollow for flow in self.exchange.flows):
            bottom = self._broken_key(sheet, bottom)
        sheet.scene.height = bottom + 2
        return sheet.scene

    def _group(self, sheet: Sheet, flows: list[Flow], y: float, inset: float, *, forward: bool) -> float:
        """All that goes one way, under the words for that way."""
        colour = sheet.colour(0 if forward else 1)
        words = self.exchange.forward if forward else self.exchange.back
        for line in sheet.lines(words, self.width - 2 * inset, bold=True) if words else []:
            y += self.look.leading
            sheet.write(self.width / 2, y, line, colour=colour, anchor="middle", bold=True)
        y += self.look.leading * 0.35
        for flow in flows:
            y = self._flow(sheet, flow, y, inset, colour)
        return y + self.look.leading * 0.5

    def _flow(self, sheet: Sheet, flow: Flow, y: float, inset: float, colour: str) -> float:
        """One thing: its words in the middle of its arrow where those of all things fit there on one line, else above it."""
        look, room = self.look, self.width - 2 * inset
        long, space = self._length(sheet, flow)
        if not self.inline:
            bottom = self._words_above(sheet, flow, y, room)
            self._arrow(sheet, flow, bottom + 4.2, inset=inset, gap=0.0, colour=colour)
            return bottom + 4.2 + HALF_HEAD + 0.8
        baseline = y + look.leading * 0.86
        x = self.width / 2 - long / 2
        sheet.write(x, baseline, flow.what)
        for words in self._figure(flow, room):
            sheet.write(x + sheet.width_of(flow.what) + space, baseline, words, bold=True)
        self._arrow(sheet, flow, baseline - look.size * 0.3, inset=inset, gap=long + 2 * TO_WORDS, colour=colour)
        return y + look.leading * 1.2

    @staticmethod
    def _length(sheet: Sheet, flow: Flow) -> tuple[float, float]:
        """How long the words of a thing with their figure are on one line, and the space between the two."""
        figure = plain(flow.figure)
        space = sheet.width_of(" ") + 2.5 if figure and flow.what else 0.0
        return sheet.width_of(flow.what) + space + sheet.width_of(figure, bold=True), space

    def _words_above(self, sheet: Sheet, flow: Flow, y: float, room: float) -> float:
        for line in sheet.lines(flow.what, room):
            y += self.look.leading * 0.9
            sheet.write(self.width / 2, y, line, anchor="middle")
        for words in self._figure(flow, room):
            y += self.look.leading * 0.9
            sheet.write(self.width / 2, y, words, anchor="middle", bold=True)
        return y

    def _arrow(self, sheet: Sheet, flow: Flow, y: float, *, inset: float, gap: float, colour: str) -> None:
        """An arrow from one side to the other with a gap in its middle."""
        tail, tip = (inset, self.width - inset) if flow.forward else (self.width - inset, inset)
        way = 1.0 if flow.forward else -1.0
        back, middle = tip - way * HEAD, self.width / 2
        shafts = [(tail, middle - way * gap / 2), (middle + way * gap / 2, back)] if gap else [(tail, back)]
        for start, end in shafts:
            sheet.scene.add(Stroke(((start, y), (end, y)), colour, SHAFT, dashed=flow.hollow))
        sheet.scene.add(Area(((back, y - HALF_HEAD), (tip, y), (back, y + HALF_HEAD)), colour))

    def _figure(self, flow: Flow, room: float) -> list[Text | FactRef]:
        if not plain(flow.figure):
            return []
        return in_lines(flow.figure, room, self.look.size, self.measure, bold=True)

    def _sides(self, sheet: Sheet, bottom: float, side: float) -> float:
        """The two sides as high as all arrows, or as their names need; the foot of them."""
        look, size = self.look, self.look.size + LARGER
        step = look.leading + 1
        names = [sheet.lines_of_size(name, side - 2 * PAD, size) for name in (self.exchange.left, self.exchange.right)]
        bottom = max(bottom, *(len(lines) * step + 2 * PAD for lines in names))
        for lines, x in zip(names, (0.0, self.width - side), strict=True):
            sheet.scene.add(Rectangle(x, 0.0, side, bottom, look.fill))
            sheet.scene.add(
                Rectangle(x if x == 0.0 else x + side - 2.0, 0.0, 2.0, bottom, sheet.colour(0 if x == 0.0 else 1))
            )
            first = bottom / 2 - (len(lines) - 1) * step / 2 + size * CENTRED
            for number, line in enumerate(lines):
                at = first + number * step
                sheet.scene.add(Label(x + side / 2, at, Text(line), size, look.text, "middle", bold=True))
        return bottom

    def _broken_key(self, sheet: Sheet, bottom: float) -> float:
        """A line that says what a broken shaft means."""
        y = bottom + self.look.leading * 1.1
        middle = y - self.look.size * CENTRED
        sheet.scene.add(Stroke(((0.0, middle), (20.0, middle)), self.look.quiet, SHAFT, dashed=True))
        for at, line in enumerate(sheet.lines(self.exchange.hollow, self.width - 26)):
            sheet.write(26, y + at * self.look.leading, line, colour=self.look.quiet)
            bottom = y + at * self.look.leading + 3
        return bottom
