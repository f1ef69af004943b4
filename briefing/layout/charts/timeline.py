"""Timelines: a vertical axis with a mark for each event, and its date and text beside it.

Events are in order of date, not to scale; each has its date. A dot is a day; a bar is a month or
longer, so that a date is never shown more precisely than it is known. Two lanes are placed left and
right of the axis; with more lanes, each event names its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.document.model import Event, Inline, StyledText, Text, Timeline
from briefing.layout.charts.canvas import PAPER, Canvas
from briefing.layout.charts.chart_labels import CENTRED, wrap_inlines
from briefing.layout.charts.scene import Anchor, Measure, Rectangle, Scene, Stroke
from briefing.layout.theme import ChartStyle

DAY, QUARTER = 1.5 / 365, 0.3
"""Longest spans, in years, that are drawn as a day and as a short bar."""
RADIUS, BAR = 3.2, 5.2
TO_WORDS = 13.0
DATES = 0.3
"""Largest share of the width that the column of dates takes."""
BETWEEN = 0.5
"""Space between events, in lines."""


@dataclass(slots=True)
class TimelineDrawer:
    """Draws one timeline."""

    timeline: Timeline
    width: float
    look: ChartStyle
    measure: Measure

    def draw(self) -> Scene:
        canvas = Canvas(Scene(self.width), self.look, self.measure)
        two = len(self.timeline.lanes) == 2
        y = self._on_both_sides(canvas) if two else self._in_one_column(canvas)
        if self.timeline.hollow and any(event.hollow for event in self.timeline.events):
            y = canvas.hollow_key(y, self.timeline.hollow, round_mark=True)
        canvas.scene.height = y
        return canvas.scene

    # -------------------------------------------------------------- one column

    def _in_one_column(self, canvas: Canvas) -> float:
        look = self.look
        days = [self._lines(canvas, (event.when,), self.width * DATES, bold=True) for event in self.timeline.events]
        left = max((canvas.width_of(line.text, bold=True) for day in days for line in day), default=0.0)
        spine = left + TO_WORDS
        y, marks = 2.0, []
        for event, day in zip(self.timeline.events, days, strict=True):
            lane = self.timeline.lanes[event.lane] if len(self.timeline.lanes) > 1 else ""
            words = self._lines(canvas, event.what, self.width - spine - TO_WORDS)
            names = canvas.lines(lane, self.width - spine - TO_WORDS, bold=True) if lane else []
            first = y + look.leading * 0.8
            self._write(canvas, day, left, first, colour=look.text, anchor="end", bold=True)
            colour = canvas.colour(event.lane if lane else 0)
            titles = [Text(name) for name in names]
            self._write(canvas, titles, spine + TO_WORDS, first, colour=colour, anchor="start", bold=True)
            self._write(
                canvas, words, spine + TO_WORDS, first + len(names) * look.leading, colour=look.text, anchor="start"
            )
            marks.append((event, first - look.size * CENTRED, colour))
            y += (max(len(words) + len(names), len(day)) + BETWEEN) * look.leading
        self._draw_spine(canvas, spine, marks)
        return y

    # -------------------------------------------------------------- two lanes

    def _on_both_sides(self, canvas: Canvas) -> float:
        """Draw two lanes, one on each side.

        An event need only be lower than the one before it, and below the previous one of its own
        lane.
        """
        look, spine = self.look, self.width / 2
        room = spine - TO_WORDS
        y = 0.0
        for lane, name in enumerate(self.timeline.lanes):
            titles = [Text(line) for line in canvas.lines(name, room, bold=True)]
            x, anchor = self._side(lane, spine)
            self._write(canvas, titles, x, look.leading, colour=canvas.colour(lane), anchor=anchor, bold=True)
            y = max(y, (len(titles) + BETWEEN * 1.4) * look.leading)
        free, least, marks = [y, y], y, []
        for event in self.timeline.events:
            lane = event.lane % 2
            x, anchor = self._side(lane, spine)
            colour = canvas.colour(lane)
            day = self._lines(canvas, (event.when,), room, bold=True)
            words = self._lines(canvas, event.what, room)
            top = max(free[lane], least)
            first = top + look.leading * 0.8
            self._write(canvas, day, x, first, colour=colour, anchor=anchor, bold=True)
            self._write(canvas, words, x, first + len(day) * look.leading, colour=look.text, anchor=anchor)
            marks.append((event, first - look.size * CENTRED, colour))
            free[lane] = top + (len(day) + len(words) + BETWEEN) * look.leading
            least = top + look.leading * 1.4
        self._draw_spine(canvas, spine, marks)
        return max(free)

    @staticmethod
    def _side(lane: int, spine: float) -> tuple[float, Anchor]:
        return (spine - TO_WORDS, "end") if lane == 0 else (spine + TO_WORDS, "start")

    # -------------------------------------------------------------- pieces

    def _lines(self, canvas: Canvas, words: Sequence[Inline], room: float, *, bold: bool = False) -> list[StyledText]:
        return wrap_inlines(words, max(room, canvas.look.size), canvas.look.size, self.measure, bold=bold)

    @staticmethod
    def _write(
        canvas: Canvas, lines: Sequence[StyledText], x: float, y: float, *, colour: str, anchor: Anchor,
        bold: bool = False,
    ) -> None:  # fmt: skip
        for number, line in enumerate(lines):
            at = y + number * canvas.look.leading
            canvas.write(x, at, replace(line, strong=False), colour=colour, anchor=anchor, bold=bold)

    @staticmethod
    def _draw_spine(canvas: Canvas, x: float, marks: list[tuple[Event, float, str]]) -> None:
        if len(marks) > 1:
            canvas.scene.add(Stroke(((x, marks[0][1]), (x, marks[-1][1])), canvas.look.grid, 2.0))
        for event, y, colour in marks:
            span = event.end - event.start
            if span <= DAY:
                canvas.dot(x, y, RADIUS, colour, hollow=event.hollow)
                continue
            length = 7.0 if span < QUARTER else 11.0
            fill = PAPER if event.hollow else colour
            canvas.scene.add(Rectangle(x - BAR / 2, y - length / 2, BAR, length, fill, colour, 1.2))
