"""What columns and lines stand on: a grid with ticks, and the names of categories under it.

Takes a sheet, a scale and the place of the plot; draws. Knows no marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.layout.charts.canvas import Sheet
from briefing.layout.charts.chart_labels import HAIR
from briefing.layout.charts.scale import Scale, write_tick
from briefing.layout.charts.scene import Stroke

_DATED = re.compile(r".*\d{4}")
GAP_BETWEEN_NAMES = 5.0


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the plot stands: its left and right edges, its top, the slots of its categories and the scale upwards."""

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
        """The middle of a category."""
        return self.left + self.slot * (place + 0.5)

    def y(self, value: float) -> float:
        return self.top + self.scale.length - self.scale.at(value)


def tick_width(sheet: Sheet, scale: Scale) -> float:
    """The room that ticks take left of a plot."""
    return max(sheet.width_of(write_tick(tick, scale.step)) for tick in scale.ticks()) + 6


def draw_grid(sheet: Sheet, ground: Ground) -> None:
    """Fine lines across at round values, with their numbers at the left."""
    for tick in ground.scale.ticks():
        y = ground.y(tick)
        sheet.scene.add(Stroke(((ground.left, y), (ground.right, y)), sheet.look.grid, 0.5))
        words = write_tick(tick, ground.scale.step)
        sheet.write(ground.left - 4, y + sheet.look.size * 0.33, words, colour=sheet.look.quiet, anchor="end")


def are_dates(names: tuple[str, ...]) -> bool:
    """Whether categories are points of time, of which some may go unnamed on an axis."""
    return all(_DATED.fullmatch(name) for name in names)


def draw_names(sheet: Sheet, ground: Ground, names: tuple[str, ...]) -> float:
    """Names of categories under the plot; the foot of them. Dates too wide for their slots: every second one, third one …"""
    look = sheet.look
    baseline = ground.bottom + look.leading
    dates = are_dates(names)
    lines = [[name] if dates else sheet.lines(name, max(ground.slot - 4, look.size)) for name in names]
    widest = max((sheet.width_of(name) for name in names), default=0.0)
    every = max(1, -(-(widest + GAP_BETWEEN_NAMES) // ground.slot)) if dates else 1
    free = 0.0
    for place, name in enumerate(lines):
        width = max(sheet.width_of(line) for line in name)
        x = min(max(ground.x(place), width / 2), sheet.width - width / 2)
        if place % every or (x - width / 2 < free - HAIR):
            continue
        for number, line in enumerate(name):
            sheet.write(x, baseline + number * look.leading, line, anchor="middle")
        free = x + width / 2 + 2
    return baseline + (max(map(len, lines), default=1) - 1) * look.leading + look.size * 0.5
