"""Column charts: columns from zero, with values on top; on a grid if there are too many values to print."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.document.model import Plot
from briefing.layout.charts.axis import PlotArea, are_dates, draw_grid, draw_names, tick_width
from briefing.layout.charts.canvas import Canvas
from briefing.layout.charts.chart_labels import is_crowded
from briefing.layout.charts.scale import make_scale
from briefing.layout.charts.scene import Stroke

FILLED = 0.74
"""Share of a category's slot that its columns take."""
WIDEST = 60.0
BETWEEN = 1.0


def fits_upright(plot: Plot, canvas: Canvas) -> bool:
    """Return whether category names fit under a plot.

    Dates can be thinned out; other names must each fit.
    """
    if are_dates(plot.categories):
        return True
    slot = canvas.width / max(len(plot.categories), 1) - 4
    return all(canvas.width_of(word) <= slot for name in plot.categories for word in name.split())


@dataclass(slots=True)
class ColumnChartDrawer:
    """Draw the columns of one plot."""

    plot: Plot
    canvas: Canvas

    def draw(self, top: float) -> float:
        """Draw from `top` downwards and return the lower edge."""
        # Values are printed on the columns if a trial shows that no labels overlap.
        trial = self.canvas.blank_copy()
        bottom = self._draw(trial, top, labelled=True)
        if is_crowded(trial.scene, self.canvas.measure):
            return self._draw(self.canvas, top, labelled=False)
        self.canvas.scene.add(*trial.scene.shapes)
        return bottom

    def _draw(self, canvas: Canvas, top: float, *, labelled: bool) -> float:
        look, count = canvas.look, len(self.plot.categories)
        values = [m.high if m.high is not None else m.low for s in self.plot.series for group in s.marks for m in group]
        if labelled:
            below = look.leading if min(values, default=0.0) < 0 else 0.0
            scale = make_scale(values, look.height - below, round_ends=False)
            area = PlotArea(0.0, canvas.width, top + look.leading, count, scale)
        else:
            scale = make_scale(values, look.height)
            area = PlotArea(tick_width(canvas, scale), canvas.width, top + look.size, count, scale)
            draw_grid(canvas, area)
        for place in range(area.count):
            self._category(canvas, area, place, labelled=labelled)
        zero = area.y(0.0)
        canvas.scene.add(Stroke(((area.left, zero), (area.right, zero)), canvas.look.text, 0.8))
        return draw_names(canvas, area, self.plot.categories)

    def _category(self, canvas: Canvas, area: PlotArea, place: int, *, labelled: bool) -> None:
        count = len(self.plot.series)
        own = min(area.slot * (FILLED if count == 1 else FILLED + 0.1), WIDEST * count) / count
        left = area.x(place) - own * count / 2
        for number, series in enumerate(self.plot.series):
            x, marks, colour = left + own * number, series.marks[place], canvas.colour(number)
            if not marks:
                room = area.slot if count == 1 else own
                words = self.plot.gap if canvas.width_of(self.plot.gap) <= room - 2 else "–"
                if canvas.width_of(words) <= room:
                    canvas.write(x + own / 2, area.y(0.0) - 4, words, colour=canvas.look.quiet, anchor="middle")
            for position, mark in enumerate(marks):
                width = own / len(marks)
                edge, space = x + width * position, min(BETWEEN, width * 0.1)
                value = mark.high if mark.high is not None else mark.low
                y, zero = area.y(value), area.y(0.0)
                canvas.bar(edge + space, min(y, zero), width - 2 * space, abs(zero - y), colour, hollow=mark.hollow)
                if labelled:
                    baseline = y - 3 if value >= 0 else y + canvas.look.size * 0.74 + 3
                    canvas.write(edge + width / 2, baseline, mark.words, anchor="middle", bold=True)
