"""Column, bar, line and range charts → scenes.

Takes a `Plot`, a width, a look and a measure of text; gives a scene: what is measured, the plot, what its marks mean. Columns and
bars start at zero; gaps stay gaps and say so; what is disputed or unverified is hollow, and the words under the chart say
that too. Values are labelled directly wherever the labels fit, so that nobody has to read an axis.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.document.model import Plot
from briefing.layout.charts.bar_chart import RowDrawer
from briefing.layout.charts.canvas import Sheet
from briefing.layout.charts.column_chart import ColumnDrawer, fits_upright
from briefing.layout.charts.line_chart import CurveDrawer
from briefing.layout.charts.scene import Measure, Rectangle, Scene
from briefing.layout.theme import ChartLook

SWATCH, BETWEEN = 6.0, 14.0


@dataclass(slots=True)
class PlotDrawer:
    """Draws one plot."""

    plot: Plot
    width: float
    look: ChartLook
    measure: Measure

    def draw(self) -> Scene:
        sheet = Sheet(Scene(self.width), self.look, self.measure)
        y = self._head(sheet)
        # Names too long to stand under columns stand beside bars.
        if self.plot.kind in ("bar", "range") or not fits_upright(self.plot, sheet):
            y = RowDrawer(self.plot, sheet).draw(y)
        elif self.plot.kind == "line":
            y = CurveDrawer(self.plot, sheet).draw(y)
        else:
            y = ColumnDrawer(self.plot, sheet).draw(y)
        sheet.scene.height = self._foot(sheet, y)
        return sheet.scene

    def _head(self, sheet: Sheet) -> float:
        """What is measured, and the names of the series with their colours where there are several."""
        look, y = self.look, 0.0
        for line in sheet.lines(self.plot.measure, self.width) if self.plot.measure else []:
            y += look.leading
            sheet.write(0, y - look.leading * 0.3, line, colour=look.quiet)
        if len(self.plot.series) > 1 and self.plot.kind != "line":
            y = self._series_key(sheet, y + 2)
        return y + 4

    def _series_key(self, sheet: Sheet, y: float) -> float:
        """Series by colour, in as many lines as they need."""
        look, x = self.look, 0.0
        y += look.leading
        for number, series in enumerate(self.plot.series):
            for part, name in enumerate(sheet.lines(series.name, self.width - SWATCH - 3)):
                if x and (part or x + SWATCH + 3 + sheet.width_of(name) > self.width):
                    x, y = 0.0, y + look.leading
                if not part:
                    top = y - look.leading * 0.3 - SWATCH
                    sheet.scene.add(Rectangle(x, top, SWATCH, SWATCH, sheet.colour(number)))
                sheet.write(x + SWATCH + 3, y - look.leading * 0.3, name)
                x += SWATCH + 3 + sheet.width_of(name) + BETWEEN
        return y

    def _foot(self, sheet: Sheet, y: float) -> float:
        """What hollow marks mean."""
        if self.plot.hollow and any(m.hollow for s in self.plot.series for marks in s.marks for m in marks):
            return sheet.hollow_key(y, self.plot.hollow, round_mark=self.plot.kind == "line")
        return y + 2
