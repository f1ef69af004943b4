"""Axes of column and line charts: the grid with its ticks, and the category names below."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.layout.charts.canvas import Canvas
from briefing.layout.charts.chart_labels import HAIR
from briefing.layout.charts.scale import Scale, write_tick
from briefing.layout.charts.scene import Stroke

_DATED = re.compile(r".*\d{4}")
GAP_BETWEEN_NAMES = 5.0


@dataclass(frozen=True, slots=True)
class PlotArea:
    """The plot area: left and right edges, top, number of categories and vertical scale."""

    left: float
    right: float
    top: float
    count: int
    scale: Scale

    @property
    def slot(self) -> float:
        return (self.right - self.left) / max(self.count, 1)

    @property
    def bottom(self) -> float:
        return self.top + self.scale.length

    def x(self, place: int) -> float:
        """Return the middle of a category."""
        return self.left + self.slot * (place + 0.5)

    def y(self, value: float) -> float:
        return self.top + self.scale.length - self.scale.at(value)


def tick_width(canvas: Canvas, scale: Scale) -> float:
    """Return the width that tick labels take left of a plot."""
    return max(canvas.width_of(write_tick(tick, scale.step)) for tick in scale.ticks()) + 6


def draw_grid(canvas: Canvas, area: PlotArea) -> None:
    """Draw horizontal grid lines at round values, with the numbers at the left."""
    for tick in area.scale.ticks():
        y = area.y(tick)
        canvas.scene.add(Stroke(((area.left, y), (area.right, y)), canvas.look.grid, 0.5))
        words = write_tick(tick, area.scale.step)
        canvas.write(area.left - 4, y + canvas.look.size * 0.33, words, colour=canvas.look.quiet, anchor="end")


def are_dates(names: tuple[str, ...]) -> bool:
    """Return whether categories are dates, some of which may be left unlabelled."""
    return all(_DATED.fullmatch(name) for name in names)


def draw_names(canvas: Canvas, area: PlotArea, names: tuple[str, ...]) -> float:
    """Draw the category names under the plot and return their lower edge.

    If dates are too wide for their slots, only every second one, third one … is labelled.
    """
    look = canvas.look
    baseline = area.bottom + look.leading
    dates = are_dates(names)
    lines = [[name] if dates else canvas.lines(name, max(area.slot - 4, look.size)) for name in names]
    widest = max((canvas.width_of(name) for name in names), default=0.0)
    every = max(1, -(-(widest + GAP_BETWEEN_NAMES) // area.slot)) if dates else 1
    free = 0.0
    for place, name in enumerate(lines):
        width = max(canvas.width_of(line) for line in name)
        x = min(max(area.x(place), width / 2), canvas.width - width / 2)
        if place % every or (x - width / 2 < free - HAIR):
            continue
        for number, line in enumerate(name):
            canvas.write(x, baseline + number * look.leading, line, anchor="middle")
        free = x + width / 2 + 2
    return baseline + (max(map(len, lines), default=1) - 1) * look.leading + look.size * 0.5
