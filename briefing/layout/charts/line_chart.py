"""Line charts: one line per series, interrupted where there is no value.

A single line has labels at its points if they fit. Otherwise lines are drawn on a grid, and each is
named, with its last value, at its right end. A segment to or from a hollow point is dashed; claims
that disagree are points without lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from briefing.document.model import DataPoint, Plot, PlotSeries
from briefing.layout.charts.axis import PlotArea, draw_grid, draw_names, tick_width
from briefing.layout.charts.canvas import Canvas
from briefing.layout.charts.chart_labels import CENTRED, is_crowded, spread
from briefing.layout.charts.scale import make_line_scale, make_scale
from briefing.layout.charts.scene import Stroke

THICK, RADIUS = 1.7, 2.6
NAMED = 0.36
"""Largest share of the width that names at the ends of lines take."""
TO_NAME = 7.0


@dataclass(slots=True)
class LineChartDrawer:
    """Draw the lines of one plot."""

    plot: Plot
    canvas: Canvas

    def draw(self, top: float) -> float:
        """Draw from `top` downwards and return the lower edge."""
        if len(self.plot.series) == 1:
            trial = self.canvas.blank_copy()
            bottom = self._draw_labelled(trial, top)
            if not is_crowded(trial.scene, self.canvas.measure):
                self.canvas.scene.add(*trial.scene.shapes)
                return bottom
        return self._draw_on_grid(top)

    def _values(self) -> list[float]:
        return [m.low for s in self.plot.series for group in s.marks for m in group]

    # -------------------------------------------------------------- one line with its values

    def _draw_labelled(self, canvas: Canvas, top: float) -> float:
        look, (series,) = canvas.look, self.plot.series
        scale = make_scale(self._values(), look.height, round_ends=False)
        area = PlotArea(0.0, canvas.width, top + look.leading * 1.4, len(self.plot.categories), scale)
        canvas.scene.add(Stroke(((0.0, area.y(0.0)), (canvas.width, area.y(0.0))), look.text, 0.8))
        self._line(canvas, area, series, 0)
        for place, marks in enumerate(series.marks):
            for mark in marks:
                x, y = area.x(place), area.y(mark.low)
                canvas.dot(x, y, RADIUS, canvas.colour(0), hollow=mark.hollow)
                baseline = y + RADIUS + 8.5 if self._is_valley(series, place, mark) else y - RADIUS - 4
                canvas.write(
                    x + self._label_shift(series, place, mark), baseline, mark.words, anchor="middle", bold=True
                )
            if not marks and canvas.width_of(self.plot.gap) < area.slot - 2:
                canvas.write(area.x(place), area.y(0.0) - 4, self.plot.gap, colour=look.quiet, anchor="middle")
        return draw_names(canvas, area, self.plot.categories)

    def _label_shift(self, series: PlotSeries, place: int, mark: DataPoint) -> float:
        """Return how far a label is moved aside from a line that climbs on one side of its point only."""
        before, after = series.marks[place - 1 : place], series.marks[place + 1 : place + 2]
        left = before[0][0].low if before and len(before[0]) == 1 and place else None
        right = after[0][0].low if after and len(after[0]) == 1 else None
        shift = min(self.canvas.width_of(mark.words.text, bold=True) / 2, 6.0)
        if right is not None and right > mark.low and left is None and place:
            return -shift
        return shift if left is not None and left > mark.low and right is None and after else 0.0

    @staticmethod
    def _is_valley(series: PlotSeries, place: int, mark: DataPoint) -> bool:
        """Return whether the line has a local minimum at a point, so that its label is better placed below."""
        beside = [
            group[0].low for group in (*series.marks[place - 1 : place], *series.marks[place + 1 : place + 2]) if group
        ]
        lowest = len(beside) == 2 and all(mark.low < value for value in beside)
        return lowest and mark.low > max(m.low for g in series.marks for m in g) * 0.2

    # -------------------------------------------------------------- lines on a grid

    def _draw_on_grid(self, top: float) -> float:
        canvas, look = self.canvas, self.canvas.look
        # Each line is named at its right end, with its last value.
        names: list[list[str]] = []
        for series in self.plot.series:
            last = next((group[-1] for group in reversed(series.marks) if len(group) == 1), None)
            text = " ".join(part for part in (series.name, last.words.text if last else "") if part)
            names.append(canvas.lines(text, canvas.width * NAMED, bold=True) if text else [])
        room = max((canvas.width_of(line, bold=True) for name in names for line in name), default=0.0)
        heights = [len(name) * look.leading for name in names]
        scale = make_line_scale(self._values(), max(look.height, sum(heights)))
        left = tick_width(canvas, scale)
        right = canvas.width - (room + TO_NAME if room else 4.0)
        area = PlotArea(left, max(right, left + look.size), top + look.size, len(self.plot.categories), scale)
        draw_grid(canvas, area)
        if scale.low <= 0 <= scale.high:
            canvas.scene.add(Stroke(((left, area.y(0.0)), (area.right, area.y(0.0))), look.text, 0.8))
        for number, series in enumerate(self.plot.series):
            self._line(canvas, area, series, number)
            self._points(canvas, area, series, number)
        ends = [
            next((area.y(group[-1].low) for group in reversed(s.marks) if group), area.bottom) for s in self.plot.series
        ]
        half = look.leading / 2
        for number, middle in enumerate(spread(ends, heights, area.top - half, area.bottom + half)):
            first = middle - (len(names[number]) - 1) * look.leading / 2 + look.size * CENTRED
            for at, line in enumerate(names[number]):
                y = first + at * look.leading
                canvas.write(area.right + TO_NAME, y, line, colour=canvas.colour(number), bold=True)
        bottom = draw_names(canvas, area, self.plot.categories)
        if not any(has_gap(series) for series in self.plot.series):
            return bottom
        # Under the plot: what interruptions mean.
        y = bottom + look.leading * 1.1
        middle = y - look.size * CENTRED
        for start in (0.0, 14.0):
            canvas.scene.add(Stroke(((start, middle), (start + 7.0, middle)), look.quiet, THICK))
        canvas.write(26, y, self.plot.gap, colour=look.quiet)
        return y

    def _points(self, canvas: Canvas, area: PlotArea, series: PlotSeries, number: int) -> None:
        """Draw the points that carry information: hollow ones, several of one date, isolated ones, and the last."""
        last = max((place for place, marks in enumerate(series.marks) if marks), default=-1)
        for place, marks in enumerate(series.marks):
            alone = not any(
                len(g) == 1 for g in (*series.marks[max(place - 1, 0) : place], *series.marks[place + 1 : place + 2])
            )
            for mark in marks:
                if mark.hollow or len(marks) > 1 or alone or place == last:
                    canvas.dot(area.x(place), area.y(mark.low), RADIUS, canvas.colour(number), hollow=mark.hollow)

    # -------------------------------------------------------------- lines

    def _line(self, canvas: Canvas, area: PlotArea, series: PlotSeries, number: int) -> None:
        """Draw the segments between consecutive points, solid and dashed ones in as few strokes as possible."""
        run: list[tuple[float, float]] = []
        dashed = False
        for place, (marks, others) in enumerate(pairwise(series.marks)):
            if len(marks) != 1 or len(others) != 1:
                self._stroke(canvas, run, number, dashed=dashed)
                run = []
                continue
            doubtful = marks[0].hollow or others[0].hollow
            if run and doubtful != dashed:
                self._stroke(canvas, run, number, dashed=dashed)
                run = []
            dashed = doubtful
            run = run or [(area.x(place), area.y(marks[0].low))]
            run.append((area.x(place + 1), area.y(others[0].low)))
        self._stroke(canvas, run, number, dashed=dashed)

    @staticmethod
    def _stroke(canvas: Canvas, run: list[tuple[float, float]], number: int, *, dashed: bool) -> None:
        if run:
            canvas.scene.add(Stroke(tuple(run), canvas.colour(number), THICK, dashed=dashed))


def has_gap(series: PlotSeries) -> bool:
    """Return whether values are missing between the first and the last."""
    present = [place for place, marks in enumerate(series.marks) if marks]
    return bool(present) and len(present) <= present[-1] - present[0]
