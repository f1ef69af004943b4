"""A timeline → a scene: a spine with a mark for each event, its date on it, its words beside it.

Events stand in the order of their dates, evenly spaced, and the spine says so by carrying every date. A dot is a day; a bar is
a month or longer, so that a date is never shown more exactly than it is known. Lanes stand left and right of the spine.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.drawing.scene import Dot, Label, Measure, Rectangle, Scene, Stroke, wrap
from briefing.model import Event, Text, Timeline, plain
from briefing.theme import ChartLook

DAY = 1.5 / 365


@dataclass(slots=True)
class TimelineDrawer:
    """Draws one timeline."""

    timeline: Timeline
    width: float
    look: ChartLook
    measure: Measure

    def draw(self) -> Scene:
        scene = Scene(self.width)
        dates = max((self.measure(e.when.text, self.look.size, True) for e in self.timeline.events), default=0.0)
        two = len(self.timeline.lanes) > 1
        spine = self.width / 2 if two else dates + 18
        y = self._lanes(scene, spine) if two else 2.0
        top = y
        for event in self.timeline.events:
            y = self._event(scene, event, y, spine, dates, two=two)
        scene.shapes.insert(0, Stroke(((spine, top - 2), (spine, y - 4)), self.look.grid, 2.0))
        scene.height = y
        return scene

    def _lanes(self, scene: Scene, spine: float) -> float:
        for at, name in enumerate(self.timeline.lanes[:2]):
            x, anchor = (spine - 14, "end") if at == 0 else (spine + 14, "start")
            colour = self.look.palette[at]
            scene.add(Label(x, self.look.leading, Text(name), self.look.size + 0.6, colour, anchor, bold=True))  # type: ignore[arg-type]
        return self.look.leading * 1.7

    def _event(self, scene: Scene, event: Event, y: float, spine: float, dates: float, *, two: bool) -> float:
        look = self.look
        left = two and event.lane % 2 == 0
        room = (spine - 14) if left else self.width - spine - 14
        lines = wrap(plain(event.what), room, look.size, self.measure)
        first = y + look.leading * 0.75
        colour = look.palette[event.lane % len(look.palette)] if two else look.palette[0]
        self._mark(scene, event, spine, first - look.size * 0.35, colour)
        x, anchor = (spine - 14, "end") if left else (spine + 14, "start")
        if two:
            scene.add(Label(x, first, event.when, look.size, colour, anchor, bold=True))  # type: ignore[arg-type]
            first += look.leading
        else:
            scene.add(Label(dates, first, event.when, look.size, look.text, "end", bold=True))
        for number, line in enumerate(lines):
            scene.add(Label(x, first + number * look.leading, Text(line), look.size, look.text, anchor))  # type: ignore[arg-type]
        return first + (len(lines) - 1) * look.leading + look.leading * 0.75

    def _mark(self, scene: Scene, event: Event, x: float, y: float, colour: str) -> None:
        fill = "FFFFFF" if event.hollow else colour
        if event.end - event.start <= DAY:
            scene.add(Dot(x, y, 3.2, fill, colour))
        else:
            length = 7.0 if event.end - event.start < 0.15 else 12.0
            scene.add(Rectangle(x - 2.6, y - length / 2, 5.2, length, fill, colour, 1.0))
