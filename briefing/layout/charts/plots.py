"""Draw column, bar, line and range charts as scenes.

A scene contains what is measured, the plot and the legend. Columns and bars start at zero; gaps
stay gaps and are labelled; disputed or unverified values are hollow, and a line under the chart
explains that. Values are labelled directly wherever the labels fit, so that nobody has to read an
axis.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.document.model import Plot
from briefing.layout.charts.bar_chart import BarChartDrawer
from briefing.layout.charts.canvas import Canvas
from briefing.layout.charts.column_chart import ColumnChartDrawer, fits_upright
from briefing.layout.charts.line_chart import LineChartDrawer
from briefing.layout.charts.scene import Measure, Rectangle, Scene
from briefing.layout.theme import ChartStyle

SWATCH, BETWEEN = 6.0, 14.0


@dataclass(slots=True)
class PlotDrawer:
    """Draw one plot."""

    plot: Plot
    width: float
    look: ChartStyle
    measure: Measure

    def draw(self) -> Scene:
        canvas = Canvas(Scene(self.width), self.look, self.measure)
        look, y = self.look, 0.0
        for line in canvas.lines(self.plot.measure, self.width) if self.plot.measure else []:
            y += look.leading
            canvas.write(0, y - look.leading * 0.3, line, colour=look.quiet)
        if len(self.plot.series) > 1 and self.plot.kind != "line":
            y = self._series_key(canvas, y + 2)
        y += 4
        # Names too long to be set under columns are set beside bars instead.
        if self.plot.kind in ("bar", "range") or not fits_upright(self.plot, canvas):
            y = BarChartDrawer(self.plot, canvas).draw(y)
        elif self.plot.kind == "line":
            y = LineChartDrawer(self.plot, canvas).draw(y)
        else:
            y = ColumnChartDrawer(self.plot, canvas).draw(y)
        if self.plot.hollow and any(m.hollow for s in self.plot.series for marks in s.marks for m in marks):
            canvas.scene.height = canvas.hollow_key(y, self.plot.hollow, round_mark=self.plot.kind == "line")
        else:
            canvas.scene.height = y + 2
        return canvas.scene

    def _series_key(self, canvas: Canvas, y: float) -> float:
        """Draw the colour key, in as many lines as it needs."""
        look, x = self.look, 0.0
        y += look.leading
        for number, series in enumerate(self.plot.series):
            for part, name in enumerate(canvas.lines(series.name, self.width - SWATCH - 3)):
                if x and (part or x + SWATCH + 3 + canvas.width_of(name) > self.width):
                    x, y = 0.0, y + look.leading
                if not part:
                    top = y - look.leading * 0.3 - SWATCH
                    canvas.scene.add(Rectangle(x, top, SWATCH, SWATCH, canvas.colour(number)))
                canvas.write(x + SWATCH + 3, y - look.leading * 0.3, name)
                x += SWATCH + 3 + canvas.width_of(name) + BETWEEN
        return y
