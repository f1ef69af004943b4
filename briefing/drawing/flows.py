"""An exchange → a scene: two sides, and an arrow of one width for each thing that one gives the other.

Arrows are all alike, since the things cannot be measured against each other; direction is told by the arrow, its side and the
words above each group, not by colour alone. What is only planned, disputed or unverified has a broken shaft.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.drawing.scene import Area, Label, Measure, Rectangle, Scene, Stroke
from briefing.model import Exchange, Flow, Text, plain
from briefing.theme import ChartLook

SIDE = 84.0
HEAD = 6.0


@dataclass(slots=True)
class ExchangeDrawer:
    """Draws one exchange."""

    exchange: Exchange
    width: float
    look: ChartLook
    measure: Measure

    def draw(self) -> Scene:
        scene = Scene(self.width)
        y = 0.0
        for forward in (True, False):
            flows = [f for f in self.exchange.flows if f.forward is forward]
            if flows:
                y = self._group(scene, flows, y, forward=forward)
        self._sides(scene, y)
        scene.height = y + 2
        return scene

    def _group(self, scene: Scene, flows: list[Flow], y: float, *, forward: bool) -> float:
        look, colour = self.look, self.look.palette[0 if forward else 1]
        words = self.exchange.forward if forward else self.exchange.back
        y += look.leading * 1.15
        scene.add(Label(self.width / 2, y - 3, Text(words), look.size + 0.4, colour, "middle", bold=True))
        for flow in flows:
            y = self._flow(scene, flow, y, colour)
        return y + 4

    def _flow(self, scene: Scene, flow: Flow, y: float, colour: str) -> float:
        look = self.look
        begin, end = SIDE + 8, self.width - SIDE - 8
        baseline = y + look.leading * 0.85
        middle = baseline + 4.2
        words = flow.what
        figure = plain(flow.figure)
        size = look.size
        long = self.measure(words, size, False) + (self.measure(f"  {figure}", size, True) if figure else 0.0)
        x = (begin + end) / 2 - long / 2
        scene.add(Label(x, baseline, Text(words), size, look.text))
        x += self.measure(f"{words}  ", size, False)
        for item in flow.figure:
            if isinstance(item, Text) or hasattr(item, "fact"):
                scene.add(Label(x, baseline, item, size, look.text, bold=True))  # type: ignore[arg-type]
                x += self.measure(plain((item,)), size, True)
        tip, tail = (end, begin) if flow.forward else (begin, end)
        back = tip - HEAD if flow.forward else tip + HEAD
        scene.add(Stroke(((tail, middle), (back, middle)), colour, 1.5, dashed=flow.hollow))
        scene.add(Area(((back, middle - 3.2), (tip, middle), (back, middle + 3.2)), colour))
        return middle + 4.6

    def _sides(self, scene: Scene, bottom: float) -> None:
        look = self.look
        for name, x in ((self.exchange.left, 0.0), (self.exchange.right, self.width - SIDE)):
            box = Rectangle(x, 2, SIDE, bottom - 4, look.fill, look.palette[0], 1.0)
            scene.shapes.insert(0, box)
            lines = name.split()
            start = bottom / 2 - (len(lines) - 1) * (look.leading + 1) / 2 + look.size * 0.35
            for number, line in enumerate(lines):
                words = Text(line)
                at = start + number * (look.leading + 1)
                scene.add(Label(x + SIDE / 2, at, words, look.size + 1.6, look.palette[0], "middle", bold=True))
