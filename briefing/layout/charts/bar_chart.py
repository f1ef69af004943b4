"""Bar and range charts: one row per value, with its name at the left and its label at the end.

Bars start at zero. A range is a bar between its ends on a thin line from zero; a single value in a
range chart is a dot.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.document.model import DataPoint, Plot
from briefing.layout.charts.canvas import Canvas
from briefing.layout.charts.chart_labels import CENTRED
from briefing.layout.charts.scale import Scale, make_scale
from briefing.layout.charts.scene import Anchor, Stroke

NAMED, WORDED = 0.34, 0.3
"""Largest share of the width that names take, and that labels at the ends of bars take."""
TO_PLOT, TO_WORDS = 9.0, 5.0
THICK, RADIUS = 0.66, 3.0
BETWEEN = 4.0
SHORTEST = 0.22
"""Smallest share of the width for the longest bar if names are set beside bars."""


@dataclass(slots=True)
class BarChartDrawer:
    """Draw the bars or ranges of one plot."""

    plot: Plot
    canvas: Canvas
    above: bool = False
    """Names are set above their bars: on a narrow canvas, where bars beside them would be too short to compare."""

    def draw(self, top: float) -> float:
        """Draw from `top` downwards and return the lower edge."""
        canvas = self.canvas
        names = [canvas.balanced_lines(name, canvas.width * NAMED) for name in self.plot.categories]
        left = max((canvas.width_of(line) for name in names for line in name), default=0.0) + TO_PLOT
        marks = [m for s in self.plot.series for group in s.marks for m in group]
        start, scale = self._scale(marks, left)
        self.above = scale.length < canvas.width * SHORTEST
        if self.above:
            names = [canvas.lines(name, canvas.width) for name in self.plot.categories]
            start, scale = self._scale(marks, 1.0)
        y = top
        for place, name in enumerate(names):
            first = y + len(name) * canvas.look.leading if self.above else y
            y = self._category(place, name, y, start, scale)
            zero = start + scale.at(0.0)
            low = y if place < len(names) - 1 and not self.above else y - BETWEEN / 2
            canvas.scene.add(Stroke(((zero, first), (zero, low)), canvas.look.text, 0.8))
        return y

    def _scale(self, marks: list[DataPoint], left: float) -> tuple[float, Scale]:
        """Return the x of the lowest value, and the longest scale on which every label fits beside its mark."""
        values = [v for m in marks for v in (m.low, m.high) if v is not None]
        before = max((self._room(m) for m in marks if self._is_negative(m)), default=0.0)
        room = self.canvas.width - left - before
        unit = make_scale(values, 1.0, round_ends=False)
        length = room - TO_WORDS
        # What needs room right of a value: the labels of marks, and gap texts beside the line at zero.
        ends = [(unit.at(self._end(mark)), self._room(mark)) for mark in marks if not self._is_negative(mark)]
        if any(not group for series in self.plot.series for group in series.marks):
            ends.append((unit.at(0.0), TO_WORDS + self.canvas.width_of(self.plot.gap)))
        for end, words in ends:
            length = min(length, (room - words) / end) if end > 0 else length
        return left + before, make_scale(values, max(length, self.canvas.look.size), round_ends=False)

    @staticmethod
    def _end(mark: DataPoint) -> float:
        return mark.high if mark.high is not None else mark.low

    def _is_negative(self, mark: DataPoint) -> bool:
        return self._end(mark) < 0

    def _room(self, mark: DataPoint) -> float:
        """Return the width that a mark's label takes beside its end."""
        return max(self.canvas.width_of(line, bold=True) for line in self._words(mark)) + TO_WORDS + RADIUS

    def _words(self, mark: DataPoint) -> list[str]:
        return self.canvas.lines(mark.words.text, self.canvas.width * WORDED, bold=True)

    def _category(self, place: int, name: list[str], y: float, start: float, scale: Scale) -> float:
        canvas, look = self.canvas, self.canvas.look
        marks = [(number, mark) for number, series in enumerate(self.plot.series) for mark in series.marks[place]]
        heights = [max(look.row, len(self._words(mark)) * look.leading) for _, mark in marks]
        height = max(len(name) * look.leading, sum(heights), look.row)
        if self.above:
            first = y + look.leading * 0.8
            y, height = y + len(name) * look.leading, max(sum(heights), look.row)
        else:
            first = y + height / 2 - (len(name) - 1) * look.leading / 2 + look.size * CENTRED
        for number, line in enumerate(name):
            canvas.write(0.0, first + number * look.leading, line)
        if not marks:
            middle = y + height / 2 + look.size * CENTRED
            canvas.write(start + scale.at(0.0) + TO_WORDS, middle, self.plot.gap, colour=look.quiet)
        at = y + (height - sum(heights)) / 2
        for (number, mark), tall in zip(marks, heights, strict=True):
            self._row(mark, number, at + tall / 2, start, scale)
            at += tall
        return y + height + BETWEEN

    def _row(self, mark: DataPoint, series: int, middle: float, start: float, scale: Scale) -> None:
        canvas, look, colour = self.canvas, self.canvas.look, self.canvas.colour(series)
        thick = look.row * THICK
        high = self._end(mark)
        ranged = self.plot.kind == "range"
        low = mark.low if ranged and mark.high is not None else 0.0
        x, end = start + scale.at(min(low, high)), start + scale.at(max(low, high))
        if ranged:
            zero = start + scale.at(0.0)
            canvas.scene.add(Stroke(((zero, middle), (start + scale.at(high), middle)), look.grid, 0.8))
        if ranged and mark.high is None:
            end = start + scale.at(high)
            canvas.dot(end, middle, RADIUS, colour, hollow=mark.hollow)
            x, end = end - RADIUS, end + RADIUS
        else:
            canvas.bar(x, middle - thick / 2, max(end - x, 1.0), thick, colour, hollow=mark.hollow)
        # The label stands at the end of the bar: at the left if the value is negative.
        anchor: Anchor = "end" if self._is_negative(mark) else "start"
        beside = x - TO_WORDS if self._is_negative(mark) else end + TO_WORDS
        words = canvas.fact_lines(mark.words, canvas.width * WORDED)
        first = middle - (len(words) - 1) * look.leading / 2 + look.size * CENTRED
        for at, line in enumerate(words):
            canvas.write(beside, first + at * look.leading, line, anchor=anchor, bold=True)
