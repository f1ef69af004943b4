"""Column, bar, line and range charts → scenes.

Takes a `Plot`, a width, a look and a measure of text; gives a scene. Columns and bars start at zero; gaps stay gaps and say so;
what is disputed or unverified is hollow, and the words under the chart say that too. Values are labelled directly, so
that nobody has to read an axis; with many columns an axis takes the labels' place.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.drawing.scale import Scale, make_scale, write_tick
from briefing.drawing.scene import Dot, Label, Measure, Rectangle, Scene, Stroke, wrap
from briefing.model import Mark, Plot, Text
from briefing.theme import ChartLook


@dataclass(slots=True)
class PlotDrawer:
    """Draws one plot."""

    plot: Plot
    width: float
    look: ChartLook
    measure: Measure

    def draw(self) -> Scene:
        scene = Scene(self.width)
        y = self._head(scene)
        y = self._rows(scene, y) if self.plot.kind in ("bar", "range") else self._upright(scene, y)
        scene.height = self._foot(scene, y)
        return scene

    # -------------------------------------------------------------- head and foot

    def _head(self, scene: Scene) -> float:
        """The measure, and the names of the series with their colours where there are several."""
        look, y = self.look, 0.0
        for line in wrap(self.plot.measure, self.width, look.size, self.measure) if self.plot.measure else []:
            y += look.leading
            scene.add(Label(0, y - look.leading * 0.3, Text(line), look.size, look.quiet))
        if len(self.plot.series) > 1 and self.plot.kind != "line":
            y += look.leading
            x = 0.0
            for position, series in enumerate(self.plot.series):
                scene.add(Rectangle(x, y - look.leading * 0.3 - 6, 6, 6, self._colour(position)))
                scene.add(Label(x + 9, y - look.leading * 0.3, Text(series.name), look.size, look.text))
                x += 9 + self.measure(series.name, look.size, False) + 14
        return y + 4

    def _foot(self, scene: Scene, y: float) -> float:
        if any(m.hollow for s in self.plot.series for marks in s.marks for m in marks) and self.plot.hollow:
            y += self.look.leading
            scene.add(Rectangle(0, y - 8, 7, 7, "", self.look.palette[0], 1.0, dashed=True))
            scene.add(Label(11, y - 2, Text(self.plot.hollow), self.look.size, self.look.quiet))
        return y + 2

    def _colour(self, series: int) -> str:
        return self.look.palette[series % len(self.look.palette)]

    def _values(self) -> list[float]:
        marks = [m for s in self.plot.series for group in s.marks for m in group]
        return [v for m in marks for v in (m.low, m.high) if v is not None]

    # -------------------------------------------------------------- columns and lines

    def _upright(self, scene: Scene, top: float) -> float:
        look, plot = self.look, self.plot
        slot = self.width / max(len(plot.categories), 1)
        labelled = self._labels_fit(slot)
        left = 0.0
        scale = make_scale(self._values(), look.height)
        if not labelled:
            left = max(self.measure(write_tick(t, scale.step), look.size, False) for t in scale.ticks()) + 6
            slot = (self.width - left) / max(len(plot.categories), 1)
        top += look.leading if labelled else 4
        base = top + scale.length - scale.at(0)
        if not labelled:
            self._grid(scene, scale, left, top)
        if plot.kind == "line":
            self._lines(scene, scale, left, top, slot, labelled=labelled)
        else:
            self._columns(scene, scale, left, top, slot, labelled=labelled)
        scene.add(Stroke(((left, base), (self.width, base)), look.text, 0.8))
        return self._categories(scene, left, slot, top + scale.length)

    def _labels_fit(self, slot: float) -> bool:
        words = [m.words.text for s in self.plot.series for group in s.marks for m in group]
        many = len(self.plot.series) if self.plot.kind == "column" else 1
        crowd = max((len(group) for s in self.plot.series for group in s.marks), default=1)
        return all(self.measure(w, self.look.size, True) <= slot / (many * max(crowd, 1)) + 2 for w in words)

    def _grid(self, scene: Scene, scale: Scale, left: float, top: float) -> None:
        for tick in scale.ticks():
            y = top + scale.length - scale.at(tick)
            scene.add(Stroke(((left, y), (self.width, y)), self.look.grid, 0.5))
            words = Text(write_tick(tick, scale.step))
            scene.add(Label(left - 4, y + 2.6, words, self.look.size, self.look.quiet, "end"))

    def _columns(self, scene: Scene, scale: Scale, left: float, top: float, slot: float, *, labelled: bool) -> None:
        zero = top + scale.length - scale.at(0)
        count = len(self.plot.series)
        for at, series in enumerate(self.plot.series):
            for place, marks in enumerate(series.marks):
                own = min(slot * 0.72, 64.0 * count) / count
                x = left + slot * (place + 0.5) - own * count / 2 + own * at
                if not marks:
                    self._gap(scene, x + own / 2, zero, slot / count)
                for position, mark in enumerate(marks):
                    part = own / len(marks)
                    self._column(
                        scene,
                        mark,
                        x + part * position,
                        part,
                        top=top,
                        scale=scale,
                        colour=self._colour(at),
                        labelled=labelled,
                    )

    def _column(
        self, scene: Scene, mark: Mark, x: float, width: float, *, top: float, scale: Scale, colour: str, labelled: bool
    ) -> None:
        zero, y = top + scale.length - scale.at(0), top + scale.length - scale.at(mark.low)
        paint = ("FFFFFF", colour) if mark.hollow else (colour, "")
        scene.add(Rectangle(x + 1, min(y, zero), width - 2, abs(zero - y), *paint, 1.0, dashed=mark.hollow))
        if labelled:
            scene.add(
                Label(x + width / 2, min(y, zero) - 3, mark.words, self.look.size, self.look.text, "middle", bold=True)
            )

    def _lines(self, scene: Scene, scale: Scale, left: float, top: float, slot: float, *, labelled: bool) -> None:
        for at, series in enumerate(self.plot.series):
            runs: list[list[tuple[float, float]]] = [[]]
            for place, marks in enumerate(series.marks):
                if len(marks) != 1:
                    runs.append([])
                for mark in marks:
                    point = (left + slot * (place + 0.5), top + scale.length - scale.at(mark.low))
                    if len(marks) == 1:
                        runs[-1].append(point)
                    paint = "FFFFFF" if mark.hollow else self._colour(at)
                    scene.add(Dot(*point, 2.8, paint, self._colour(at)))
                    if labelled:
                        words = Label(
                            point[0], point[1] - 6, mark.words, self.look.size, self.look.text, "middle", bold=True
                        )
                        scene.add(words)
            for run in runs:
                if len(run) > 1:
                    scene.shapes.insert(0, Stroke(tuple(run), self._colour(at), 1.6))
            self._name_line(scene, series.name, runs, at)

    def _name_line(self, scene: Scene, name: str, runs: list[list[tuple[float, float]]], at: int) -> None:
        last = [point for run in runs for point in run][-1:]
        if name and last and len(self.plot.series) > 1:
            x, y = last[0]
            scene.add(Label(min(x, self.width), y + 11, Text(name), self.look.size, self._colour(at), "end", bold=True))

    def _gap(self, scene: Scene, x: float, base: float, room: float) -> None:
        words = self.plot.gap if self.measure(self.plot.gap, self.look.size, False) <= room else "–"
        scene.add(Label(x, base - 4, Text(words), self.look.size, self.look.quiet, "middle"))

    def _categories(self, scene: Scene, left: float, slot: float, bottom: float) -> float:
        """Names under the axis; where they are too wide for their slots, every second one, third one …"""
        widest = max((self.measure(c, self.look.size, False) for c in self.plot.categories), default=0.0)
        every = max(1, -(-int(widest + 6) // max(int(slot), 1)))
        for place, name in enumerate(self.plot.categories):
            if place % every == 0:
                x = left + slot * (place + 0.5)
                scene.add(
                    Label(x, bottom + self.look.leading * 0.9, Text(name), self.look.size, self.look.text, "middle")
                )
        return bottom + self.look.leading * 1.3

    # -------------------------------------------------------------- bars and ranges

    def _rows(self, scene: Scene, top: float) -> float:
        look, plot = self.look, self.plot
        names = [wrap(c, self.width * 0.36, look.size, self.measure) for c in plot.categories]
        left = max((self.measure(line, look.size, False) for name in names for line in name), default=0.0) + 8
        words = [m.words.text for s in plot.series for group in s.marks for m in group]
        right = max((self.measure(w, look.size, True) for w in words), default=0.0) + 6
        scale = make_scale(self._values(), max(self.width - left - right, 60.0))
        y = top
        for place, name in enumerate(names):
            marks = [(at, m) for at, s in enumerate(plot.series) for m in s.marks[place]]
            height = max(len(name) * look.leading, max(len(marks), 1) * look.row)
            for number, line in enumerate(name):
                middle = y + height / 2 - (len(name) - 1) * look.leading / 2 + number * look.leading
                scene.add(Label(left - 8, middle + look.size * 0.35, Text(line), look.size, look.text, "end"))
            if not marks:
                scene.add(Label(left + 4, y + height / 2 + look.size * 0.35, Text(plot.gap), look.size, look.quiet))
            for number, (at, mark) in enumerate(marks):
                self._row(
                    scene,
                    mark,
                    left,
                    y + height / 2 + (number - (len(marks) - 1) / 2) * look.row,
                    scale=scale,
                    series=at,
                )
            y += height + 3
        scene.add(Stroke(((left + scale.at(0), top - 1), (left + scale.at(0), y - 2)), look.text, 0.8))
        return y

    def _row(self, scene: Scene, mark: Mark, left: float, middle: float, *, scale: Scale, series: int) -> None:
        look, colour = self.look, self._colour(series)
        thick = look.row * 0.62
        high = mark.high if mark.high is not None else mark.low
        begin = mark.low if self.plot.kind == "range" and mark.high is not None else 0.0
        x, end = left + scale.at(min(begin, high)), left + scale.at(max(begin, high))
        if self.plot.kind == "range" and mark.high is None:
            scene.add(Dot(end, middle, 3.4, "FFFFFF" if mark.hollow else colour, colour))
        else:
            paint = ("FFFFFF", colour) if mark.hollow else (colour, "")
            scene.add(Rectangle(x, middle - thick / 2, max(end - x, 1.0), thick, *paint, 1.0, dashed=mark.hollow))
        scene.add(Label(end + 6, middle + look.size * 0.35, mark.words, look.size, look.text, bold=True))
