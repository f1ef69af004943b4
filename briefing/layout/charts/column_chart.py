"""Column charts: columns from zero, each with its value on top, or on a grid where values are too many to print."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.document.model import Mark, Plot
from briefing.layout.charts.axis import Ground, are_dates, draw_grid, draw_names, tick_width
from briefing.layout.charts.canvas import Sheet
from briefing.layout.charts.chart_labels import is_crowded
from briefing.layout.charts.scale import make_scale
from briefing.layout.charts.scene import Stroke

FILLED = 0.74
"""The share of a category's slot that its columns take."""
WIDEST = 60.0
BETWEEN = 1.0


def fits_upright(plot: Plot, sheet: Sheet) -> bool:
    """Whether the names of categories can stand under a plot: dates can be thinned out, other names must each fit."""
    if are_dates(plot.categories):
        return True
    slot = sheet.width / max(len(plot.categories), 1) - 4
    return all(sheet.width_of(word) <= slot for name in plot.categories for word in name.split())


@dataclass(slots=True)
class ColumnDrawer:
    """Draws the columns of one plot."""

    plot: Plot
    sheet: Sheet

    def draw(self, top: float) -> float:
        """From `top` down; the foot of it."""
        # Values are printed on the columns when a trial shows that none meets another.
        trial = self.sheet.fresh()
        bottom = self._draw(trial, top, labelled=True)
        if is_crowded(trial.scene, self.sheet.measure):
            return self._draw(self.sheet, top, labelled=False)
        self.sheet.scene.add(*trial.scene.shapes)
        return bottom

    def _draw(self, sheet: Sheet, top: float, *, labelled: bool) -> float:
        ground = self._ground(top, labelled=labelled)
        if not labelled:
            draw_grid(sheet, ground)
        for place in range(ground.count):
            self._category(sheet, ground, place, labelled=labelled)
        zero = ground.y(0.0)
        sheet.scene.add(Stroke(((ground.left, zero), (ground.right, zero)), sheet.look.text, 0.8))
        return draw_names(sheet, ground, self.plot.categories)

    def _ground(self, top: float, *, labelled: bool) -> Ground:
        sheet, look = self.sheet, self.sheet.look
        values = [m.high if m.high is not None else m.low for s in self.plot.series for group in s.marks for m in group]
        count = len(self.plot.categories)
        if not labelled:
            scale = make_scale(values, look.height)
            return Ground(tick_width(sheet, scale), sheet.width, top + look.size, count, scale)
        below = look.leading if min(values, default=0.0) < 0 else 0.0
        scale = make_scale(values, look.height - below, round_ends=False)
        return Ground(0.0, sheet.width, top + look.leading, count, scale)

    def _category(self, sheet: Sheet, ground: Ground, place: int, *, labelled: bool) -> None:
        count = len(self.plot.series)
        own = min(ground.slot * (FILLED if count == 1 else FILLED + 0.1), WIDEST * count) / count
        left = ground.x(place) - own * count / 2
        for number, series in enumerate(self.plot.series):
            x, marks, colour = left + own * number, series.marks[place], sheet.colour(number)
            if not marks:
                self._gap(sheet, ground, x + own / 2, ground.slot if count == 1 else own)
            for position, mark in enumerate(marks):
                part = own / len(marks)
                self._column(sheet, ground, mark, (x + part * position, part), colour, labelled=labelled)

    def _column(
        self, sheet: Sheet, ground: Ground, mark: Mark, place: tuple[float, float], colour: str, *, labelled: bool
    ) -> None:
        """One column; `place` is its left edge and width."""
        x, width = place
        value = mark.high if mark.high is not None else mark.low
        y, zero = ground.y(value), ground.y(0.0)
        space = min(BETWEEN, width * 0.1)
        sheet.bar(x + space, min(y, zero), width - 2 * space, abs(zero - y), colour, hollow=mark.hollow)
        if labelled:
            baseline = y - 3 if value >= 0 else y + sheet.look.size * 0.74 + 3
            sheet.write(x + width / 2, baseline, mark.words, anchor="middle", bold=True)

    def _gap(self, sheet: Sheet, ground: Ground, x: float, room: float) -> None:
        words = self.plot.gap if sheet.width_of(self.plot.gap) <= room - 2 else "–"
        if sheet.width_of(words) <= room:
            sheet.write(x, ground.y(0.0) - 4, words, colour=sheet.look.quiet, anchor="middle")
