"""Turn a plot's marks into the columns of its workbook and the series of the chart.

A value is in one cell only; if a category has several marks, each has a column, so that "Edit Data"
shows every number that was claimed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from briefing.document.model import DataPoint, Plot, PlotSeries
from briefing.writers.docx.workbook import Column

Marks = tuple[DataPoint | None, ...]
LOW, HIGH = "min", "max"  # Column headings that are understood in any language.
_BOTH = "max − min"
_UNSEEN = 1_000_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series of the chart. `column` is its place in the sheet (1 is B), 0 if it has none.

    `marks` are those whose look and labels it shows, at most one per row; `palette` is the colour
    of each row. A `base` is invisible and lifts what is stacked on it, as `space` does; `words`
    carries labels only; `hole` makes points of a line hollow. `joined` points have a line between
    them; series that are not `listed` are left out of the legend.
    """

    column: int
    marks: Marks
    palette: tuple[int, ...]
    role: Literal["value", "base", "space", "words", "hole"] = "value"
    joined: bool = True
    listed: bool = True


@dataclass(slots=True)
class Arrangement:
    """The sheet's row names and columns, and the series of the chart. `half_steps`: series overlap by half."""

    rows: tuple[str, ...]
    columns: list[Column] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    half_steps: bool = False

    def add(self, name: str, values: tuple[float | None, ...], formula: str = "") -> int:
        """Add a column and return its place in the sheet."""
        self.columns.append(Column(name, values, formula))
        return len(self.columns)


def arrange(plot: Plot, heading: str) -> Arrangement:
    """Return the columns of a plot. `heading` names a series that has no name."""
    if plot.kind == "range":
        return _arrange_ranges(plot, heading)
    made = Arrangement(plot.categories)
    far_end = plot.kind == "bar"  # Of a range, bars show the far end, columns and lines the near one, as in the PDF.
    holes: list[Drawn] = []
    for position, series in enumerate(plot.series):
        name = series.name or heading
        if plot.kind == "line":
            groups = _points(series)
        elif len(plot.series) == 1 and (spread := _centred(series)):
            groups, made.half_steps = spread
        else:
            # The first mark of each category, the second of each, and so on.
            groups = [tuple(g[at] if at < len(g) else None for g in series.marks) for at in range(_most(series))]
        for place, marks in enumerate(groups):
            used = name if place == 0 else f"{name} ({place + 1})"
            values = [None if m is None else m.high if far_end and m.high is not None else m.low for m in marks]
            column = made.add(used, tuple(values))
            palette = (position,) * len(marks)
            joined = plot.kind == "line" and place == 0
            made.drawn.append(Drawn(column, marks, palette, joined=joined, listed=place == 0))
            if plot.kind == "line" and any(mark is not None and mark.hollow for mark in marks):
                holes.append(Drawn(column, marks, palette, "hole", joined=False, listed=False))
            if any(mark is not None and mark.high is not None for mark in marks):
                # The other ends are not drawn, but a reader finds them in the sheet.
                ends = [None if m is None or m.high is None else m.low if far_end else m.high for m in marks]
                made.add(f"{used} ({LOW if far_end else HIGH})", tuple(ends))
    made.drawn += holes
    return made


def _most(series: PlotSeries) -> int:
    return max((len(group) for group in series.marks), default=1) or 1


def _points(series: PlotSeries) -> list[Marks]:
    """Return for a line the single marks, which are joined, then those of categories with several, which are not."""
    single: Marks = tuple(g[0] if len(g) == 1 else None for g in series.marks)
    several = [
        tuple(g[place] if len(g) > place and len(g) > 1 else None for g in series.marks)
        for place in range(_most(series))
    ]
    return [single, *(marks for marks in several if any(marks))]


def _centred(series: PlotSeries) -> tuple[list[Marks], bool] | None:
    """Return marks side by side, centred in their category; None if no category has more than one.

    Word gives every series its own place in a category, even without a value there. Series that
    overlap by half have places half a column apart, so both one and two columns can be centred.
    """
    most = _most(series)
    if most == 1:
        return None
    mixed = len({len(group) % 2 for group in series.marks if group}) == 2
    step, first = (1, most) if mixed else (2, most)
    taken = [{first - len(g) + 2 * i: mark for i, mark in enumerate(g)} for g in series.marks]
    lowest = min(place for marks in taken for place in marks)
    highest = max(place for marks in taken for place in marks)
    return [tuple(marks.get(place) for marks in taken) for place in range(lowest, highest + 1, step)], mixed


# ------------------------------------------------------------------ ranges


def _arrange_ranges(plot: Plot, heading: str) -> Arrangement:
    """Arrange one row per mark, because stacked bars cannot be set side by side.

    An invisible bar up to `min` carries a visible one up to `max`. A single value gets a length
    that is visible only by its outline: a bar without length is not drawn at all.
    """
    rows: list[tuple[str, int, DataPoint | None]] = []
    for place, category in enumerate(plot.categories):
        found: list[tuple[int, DataPoint | None]] = [
            (at, mark) for at, series in enumerate(plot.series) for mark in series.marks[place]
        ]
        for at, mark in found or [(0, None)]:
            series_name = plot.series[at].name if mark is not None and len(plot.series) > 1 else ""
            rows.append((f"{category}, {series_name}" if series_name else category, at, mark))
    made = Arrangement(tuple(name for name, _, _ in rows))
    marks = tuple(mark for _, _, mark in rows)
    palette = tuple(at for _, at, _ in rows)
    name = plot.series[0].name if len(plot.series) == 1 and plot.series[0].name else heading
    ends = [None if m is None else (m.low, m.low if m.high is None else m.high) for m in marks]
    low = made.add(f"{name} ({LOW})", tuple(None if e is None else e[0] for e in ends))
    made.add(f"{name} ({HIGH})", tuple(None if e is None else e[1] for e in ends))
    if all(e is None or e[0] >= 0 for e in ends):
        spans = tuple(None if e is None else (e[1] - e[0]) or e[0] / _UNSEEN for e in ends)
        span = made.add(_BOTH, spans, _part("C{row}", "B{row}"))
        made.drawn = [Drawn(low, marks, palette, "base"), Drawn(span, marks, palette)]
    else:
        made.drawn = _ranges_below_zero(made, ends, marks, palette)
    made.drawn += [Drawn(0, marks, palette, "space"), Drawn(0, marks, palette, "words")]
    return made


def _ranges_below_zero(
    made: Arrangement, ends: list[tuple[float, float] | None], marks: Marks, palette: tuple[int, ...]
) -> list[Drawn]:
    """Return the bars, which are stacked away from zero on either side.

    An invisible part is followed by the part above zero and the part below.
    """
    bases = tuple(None if e is None else max(e[0], 0.0) + min(e[1], 0.0) for e in ends)
    above = tuple(None if e is None else (max(e[1], 0.0) - max(e[0], 0.0)) or max(e[0], 0.0) / _UNSEEN for e in ends)
    below = tuple(None if e is None else (min(e[0], 0.0) - min(e[1], 0.0)) or min(e[0], 0.0) / _UNSEEN for e in ends)
    base = made.add("0", bases, "MAX(B{row},0)+MIN(C{row},0)")
    up = made.add(f"{_BOTH} (+)", above, _part("MAX(C{row},0)", "MAX(B{row},0)"))
    down = made.add(f"{_BOTH} (−)", below, _part("MIN(B{row},0)", "MIN(C{row},0)"))
    positive = tuple(mark if e and max(e) > 0 else None for e, mark in zip(ends, marks, strict=True))
    negative = tuple(mark if e and min(e) < 0 else None for e, mark in zip(ends, marks, strict=True))
    return [Drawn(base, marks, palette, "base"), Drawn(up, positive, palette), Drawn(down, negative, palette)]


def _part(far: str, near: str) -> str:
    """Return the formula of a visible part, from its near to its far end."""
    return f"IF({far}={near},{far}/{_UNSEEN},{far}-{near})"
