"""Line charts: one line a series, broken where there is no value.

A single line carries its values where they fit. Otherwise lines stand on a grid and each is named, with its last value, at its
right end. A way to or from a hollow point is dashed; claims that disagree are points that no line joins.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from briefing.document.model import Mark, Plot, PlotSeries
from briefing.layout.charts.axis import Ground, draw_grid, draw_names, tick_width
from briefing.layout.charts.canvas import Sheet
from briefing.layout.charts.chart_labels import CENTRED, is_crowded, spread
from briefing.layout.charts.scale import make_line_scale, make_scale
from briefing.layout.charts.scene import Stroke

THICK, RADIUS = 1.7, 2.6
NAMED = 0.36
"""The most of the width that names at the ends of lines take."""
TO_NAME = 7.0


@dataclass(slots=True)
class CurveDrawer:
    """Draws the lines of one plot."""

    plot: Plot
    sheet: Sheet

    def draw(self, top: float) -> float:
        """From `top` down; the foot of it."""
        if len(self.plot.series) == 1:
            trial = self.sheet.fresh()
            bottom = self._draw_labelled(trial, top)
            if not is_crowded(trial.scene, self.sheet.measure):
                self.sheet.scene.add(*trial.scene.shapes)
                return bottom
        return self._draw_on_grid(top)

    def _values(self) -> list[float]:
        return [m.low for s in self.plot.series for group in s.marks for m in group]

    # -------------------------------------------------------------- one line with its values

    def _draw_labelled(self, sheet: Sheet, top: float) -> float:
        look, (series,) = sheet.look, self.plot.series
        scale = make_scale(self._values(), look.height, round_ends=False)
        ground = Ground(0.0, sheet.width, top + look.leading * 1.4, len(self.plot.categories), scale)
        sheet.scene.add(Stroke(((0.0, ground.y(0.0)), (sheet.width, ground.y(0.0))), look.text, 0.8))
        self._line(sheet, ground, series, 0)
        for place, marks in enumerate(series.marks):
            for mark in marks:
                x, y = ground.x(place), ground.y(mark.low)
                sheet.dot(x, y, RADIUS, sheet.colour(0), hollow=mark.hollow)
                baseline = y + RADIUS + 8.5 if self._is_low(series, place, mark) else y - RADIUS - 4
                sheet.write(x + self._aside(series, place, mark), baseline, mark.words, anchor="middle", bold=True)
            if not marks and sheet.width_of(self.plot.gap) < ground.slot - 2:
                sheet.write(ground.x(place), ground.y(0.0) - 4, self.plot.gap, colour=look.quiet, anchor="middle")
        return draw_names(sheet, ground, self.plot.categories)

    def _aside(self, series: PlotSeries, place: int, mark: Mark) -> float:
        """How far a label is moved off a line that climbs from its point on one side only."""
        before, after = series.marks[place - 1 : place], series.marks[place + 1 : place + 2]
        left = before[0][0].low if before and len(before[0]) == 1 and place else None
        right = after[0][0].low if after and len(after[0]) == 1 else None
        shift = min(self.sheet.width_of(mark.words.text, bold=True) / 2, 6.0)
        if right is not None and right > mark.low and left is None and place:
            return -shift
        return shift if left is not None and left > mark.low and right is None and after else 0.0

    @staticmethod
    def _is_low(series: PlotSeries, place: int, mark: Mark) -> bool:
        """Whether the line comes down to a point and goes up again, so that its label is best below."""
        beside = [
            group[0].low for group in (*series.marks[place - 1 : place], *series.marks[place + 1 : place + 2]) if group
        ]
        lowest = len(beside) == 2 and all(mark.low < value for value in beside)
        return lowest and mark.low > max(m.low for g in series.marks for m in g) * 0.2

    # -------------------------------------------------------------- lines on a grid

    def _draw_on_grid(self, top: float) -> float:
        sheet, look = self.sheet, self.sheet.look
        names = [self._name(series) for series in self.plot.series]
        room = max((sheet.width_of(line, bold=True) for name in names for line in name), default=0.0)
        heights = [len(name) * look.leading for name in names]
        scale = make_line_scale(self._values(), max(look.height, sum(heights)))
        left = tick_width(sheet, scale)
        right = sheet.width - (room + TO_NAME if room else 4.0)
        ground = Ground(left, max(right, left + look.size), top + look.size, len(self.plot.categories), scale)
        draw_grid(sheet, ground)
        if scale.low <= 0 <= scale.high:
            sheet.scene.add(Stroke(((left, ground.y(0.0)), (ground.right, ground.y(0.0))), look.text, 0.8))
        for number, series in enumerate(self.plot.series):
            self._line(sheet, ground, series, number)
            self._points(sheet, ground, series, number)
        self._write_names(ground, names, heights)
        bottom = draw_names(sheet, ground, self.plot.categories)
        return self._gap_key(bottom)

    def _name(self, series: PlotSeries) -> list[str]:
        """The name of a line and its last value, in lines."""
        last = next((group[-1] for group in reversed(series.marks) if len(group) == 1), None)
        text = " ".join(part for part in (series.name, last.words.text if last else "") if part)
        return self.sheet.lines(text, self.sheet.width * NAMED, bold=True) if text else []

    def _write_names(self, ground: Ground, names: list[list[str]], heights: list[float]) -> None:
        sheet, look = self.sheet, self.sheet.look
        ends = [
            next((ground.y(group[-1].low) for group in reversed(s.marks) if group), ground.bottom)
            for s in self.plot.series
        ]
        top = ground.top - look.leading / 2
        for number, middle in enumerate(spread(ends, heights, top, ground.bottom + look.leading / 2)):
            first = middle - (len(names[number]) - 1) * look.leading / 2 + look.size * CENTRED
            for at, line in enumerate(names[number]):
                x = ground.right + TO_NAME
                sheet.write(x, first + at * look.leading, line, colour=sheet.colour(number), bold=True)

    def _points(self, sheet: Sheet, ground: Ground, series: PlotSeries, number: int) -> None:
        """Points that say something: hollow ones, several of one date, one that stands alone, the last."""
        last = max((place for place, marks in enumerate(series.marks) if marks), default=-1)
        for place, marks in enumerate(series.marks):
            alone = not any(
                len(g) == 1 for g in (*series.marks[max(place - 1, 0) : place], *series.marks[place + 1 : place + 2])
            )
            for mark in marks:
                if mark.hollow or len(marks) > 1 or alone or place == last:
                    sheet.dot(ground.x(place), ground.y(mark.low), RADIUS, sheet.colour(number), hollow=mark.hollow)

    def _gap_key(self, bottom: float) -> float:
        """A line under the plot that says what a break in a line is, where there is one."""
        if not any(has_gap(series) for series in self.plot.series):
            return bottom
        sheet, look = self.sheet, self.sheet.look
        y = bottom + look.leading * 1.1
        middle = y - look.size * CENTRED
        for start in (0.0, 14.0):
            sheet.scene.add(Stroke(((start, middle), (start + 7.0, middle)), look.quiet, THICK))
        sheet.write(26, y, self.plot.gap, colour=look.quiet)
        return y

    # -------------------------------------------------------------- lines

    def _line(self, sheet: Sheet, ground: Ground, series: PlotSeries, number: int) -> None:
        """The ways between points that follow each other, solid and dashed ones in as few strokes as can be."""
        run: list[tuple[float, float]] = []
        dashed = False
        for place, (marks, others) in enumerate(pairwise(series.marks)):
            if len(marks) != 1 or len(others) != 1:
                self._stroke(sheet, run, number, dashed=dashed)
                run = []
                continue
            doubtful = marks[0].hollow or others[0].hollow
            if run and doubtful != dashed:
                self._stroke(sheet, run, number, dashed=dashed)
                run = []
            dashed = doubtful
            run = run or [(ground.x(place), ground.y(marks[0].low))]
            run.append((ground.x(place + 1), ground.y(others[0].low)))
        self._stroke(sheet, run, number, dashed=dashed)

    @staticmethod
    def _stroke(sheet: Sheet, run: list[tuple[float, float]], number: int, *, dashed: bool) -> None:
        if run:
            sheet.scene.add(Stroke(tuple(run), sheet.colour(number), THICK, dashed=dashed))


def has_gap(series: PlotSeries) -> bool:
    """Whether values are missing between the first and the last."""
    told = [place for place, marks in enumerate(series.marks) if marks]
    return bool(told) and len(told) <= told[-1] - told[0]
