"""Lay out a chart: measure above, legend, plot, category names, key below.

The result is a `Frame` in points. The chart in Word is laid out like the PDF's drawing, so that the
two look alike; Word itself only fills in axes and labels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from briefing.document.model import Plot
from briefing.layout.charts.line_chart import has_gap
from briefing.layout.charts.scale import make_scale
from briefing.layout.charts.scene import Measure, wrap
from briefing.layout.theme import ChartStyle
from briefing.writers.docx.chart_workbook_columns import Arrangement
from briefing.writers.docx.label_places import LabelPlacer

_WIDEST_COLUMN = 64.0
_COLUMNS_OF_SLOT = 0.72
_NAMES_OF_WIDTH = 0.36
_LONGEST_UPENDED = 110.0
_BAR_OF_ROW = 0.62
_SWATCH, _BETWEEN_NAMES = 22.0, 14.0
_GAP_OF_ROOM = 0.9
_WORD_LABEL = 1.45  # Height of a label in Word, as a share of the font size; Word sets lines wider than the theme.


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in the chart, from its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Layout of a chart.

    `slot` is the width of a category; `labelled`: marks have labels, otherwise an axis has.

    `rotated`: category names are set vertically, because they are too wide to be set side by side;
    `every`: every how many of them is shown. `gap` and `overlap` are Word's own values, in percent
    of a column's width. `broken` and `key` are the y of the lines that explain a gap in a line and
    hollow marks.
    """

    width: float
    height: float
    measure: tuple[str, ...]
    legend: Area | None
    plot: Area
    slot: float
    labelled: bool
    rotated: bool
    every: int
    gap: int
    overlap: int
    broken: float | None
    key: float | None


def values_of(plot: Plot) -> list[float]:
    """Return every value that a plot shows."""
    marks = [mark for series in plot.series for group in series.marks for mark in group]
    return [value for mark in marks for value in (mark.low, mark.high) if value is not None]


def gap_fits(plot: Plot, room: float, look: ChartStyle, measure: Measure) -> bool:
    """Return whether the text of a gap fits into its place."""
    return measure(plot.gap, look.size, False) <= room * _GAP_OF_ROOM


@dataclass(frozen=True, slots=True)
class ChartFramer:
    """Lay out one chart."""

    plot: Plot
    arrangement: Arrangement
    width: float
    look: ChartStyle
    measure: Measure

    def frame(self) -> Frame:
        look, plot = self.look, self.plot
        lines = wrap(plot.measure, self.width, look.size, self.measure) if plot.measure else []
        top = len(lines) * look.leading
        legend = self._legend(top)
        top += (legend.height if legend else 0.0) + 4
        rows = plot.kind in ("bar", "range")
        made = self._rows(top) if rows else self._upright(top)
        bottom = made.plot.y + made.plot.height + (2.0 if rows else self._names_height(made))
        # A gap in a line is explained below, unless its text fits at the foot of the plot.
        gap = plot.kind == "line" and bool(plot.gap) and any(map(has_gap, plot.series))
        explained = len(plot.series) == 1 and gap_fits(plot, made.slot, look, self.measure)
        broken = bottom if gap and not explained else None
        bottom += look.leading if broken is not None else 0.0
        hollow = any(m.hollow for s in plot.series for marks in s.marks for m in marks)
        key = bottom if hollow and plot.hollow else None
        height = bottom + (look.leading if key is not None else 0.0) + 2
        return Frame(
            self.width, height, tuple(lines), legend, made.plot, made.slot, made.labelled, made.rotated, made.every,
            made.gap, made.overlap, broken, key,
        )  # fmt: skip

    def _legend(self, top: float) -> Area | None:
        """Return the area of the legend, in one row; range charts name their series beside each bar."""
        if len(self.plot.series) < 2 or self.plot.kind == "range":
            return None
        wide = sum(_SWATCH + _BETWEEN_NAMES + self._text(s.name) for s in self.plot.series)
        lines = -(-int(wide) // max(int(self.width), 1))
        return Area(0, top + 2, min(wide, self.width), lines * self.look.leading * 1.3)

    def _text(self, words: str, *, bold: bool = False) -> float:
        return self.measure(words, self.look.size, bold)

    # -------------------------------------------------------------- columns and lines

    def _upright(self, top: float) -> _Made:
        look, plot = self.look, self.plot
        count = max(len(plot.categories), 1)
        labelled = self._labels_fit(self.width / count)
        scale = make_scale(values_of(plot), look.height)
        left = 0.0
        if not labelled:
            left = max(self._text(f"{tick:,.6g}") for tick in scale.ticks()) + 8
        slot = (self.width - left) / count
        top += look.leading * 1.2 if labelled else look.leading * 0.5
        area = Area(left, top, self.width - left, look.height)
        words = [word for name in plot.categories for word in name.split()]  # Word breaks names between words.
        widest = max(map(self._text, words), default=0.0)
        rotated = widest + 4 > slot
        every = max(1, math.ceil(look.leading / slot)) if rotated else 1
        series = max(len(plot.series), 1)
        crowd = 1 if plot.kind == "line" else self._crowd()
        thick = min(slot * _COLUMNS_OF_SLOT, _WIDEST_COLUMN * series) / (series * crowd)
        return self._made(area, slot, thick, thick, labelled=labelled, rotated=rotated, every=every)

    def _names_height(self, made: _Made) -> float:
        """Return the height of the category names under the axis."""
        if made.rotated:
            return min(max(self._text(name) for name in self.plot.categories), _LONGEST_UPENDED) + self.look.leading
        room = made.slot - 4
        lines = max((len(wrap(c, room, self.look.size, self.measure)) for c in self.plot.categories), default=1)
        return self.look.leading * (lines * 1.15 + 0.8)

    def _crowd(self) -> int:
        return max((len(group) for s in self.plot.series for group in s.marks), default=1) or 1

    def _labels_fit(self, slot: float) -> bool:
        """Return whether every mark has room for its label, crossed by no line or point; if not, an axis has the values."""
        words = [m.words.text for s in self.plot.series for group in s.marks for m in group]
        beside = len(self.plot.series) * self._crowd() if self.plot.kind == "column" else self._crowd()
        if any(self._text(w, bold=True) > slot / beside + 2 for w in words):
            return False
        if self.plot.kind != "line" or len(self.plot.series) == 1:
            return True
        placer = LabelPlacer(self.plot, self.look, slot, self.look.height)
        shown = [drawn for drawn in self.arrangement.drawn if drawn.role == "value"]
        marks = [(drawn, row, mark) for drawn in shown for row, mark in enumerate(drawn.marks) if mark is not None]
        return all(placer.place(*each)[1] == 0 for each in marks)

    # -------------------------------------------------------------- bars and ranges

    def _rows(self, top: float) -> _Made:
        look, rows = self.look, self.arrangement.rows
        names = [wrap(name, self.width * _NAMES_OF_WIDTH, look.size, self.measure) for name in rows]
        left = max((self._text(line) for name in names for line in name), default=0.0) + 10
        words = [m.words.text for s in self.plot.series for group in s.marks for m in group]
        right = max((self._text(w, bold=True) for w in words), default=0.0) + 10
        thick = look.row * _BAR_OF_ROW
        beside = 1 if self.plot.kind == "range" else self._crowd() * len(self.plot.series)
        lines = max((len(name) for name in names), default=1)
        pitch = max(look.row, look.size * _WORD_LABEL) if beside > 1 else thick
        slot = max(lines * look.leading, beside * look.row, beside * pitch) + 3
        area = Area(left, top, max(self.width - left - right, 60.0), slot * max(len(rows), 1))
        return self._made(area, slot, thick, pitch, labelled=True)

    def _made(
        self,
        area: Area,
        slot: float,
        thick: float,
        pitch: float,
        *,
        labelled: bool,
        rotated: bool = False,
        every: int = 1,
    ) -> _Made:
        """Return Word's gap and overlap for columns `thick` points wide, `pitch` points apart."""
        count = len(self.arrangement.drawn)
        if self.arrangement.half_steps:
            pitch /= 2
        together = thick + (count - 1) * pitch
        if self.plot.kind == "range":
            together = pitch = thick
        gap = min(500, max(0, round((slot - together) / thick * 100)))
        overlap = 100 if self.plot.kind == "range" else min(100, max(-100, round((1 - pitch / thick) * 100)))
        return _Made(area, slot, labelled, rotated, every, gap, overlap)


@dataclass(frozen=True, slots=True)
class _Made:
    """The part of a layout that depends on the direction of the marks."""

    plot: Area
    slot: float
    labelled: bool
    rotated: bool
    every: int
    gap: int
    overlap: int
