"""Charts on the page: a Figure's chart as one slab, drawn by the neutral scenes of `briefing.layout.charts`, its labels set in ink.

Takes a figure and the height there is, gives a slab. A scene that is higher than that is drawn again on a wider sheet and
scaled down to the measure, so that it still fills the width; how small its type gets is said as a problem, never passed over.
"""

from __future__ import annotations

from briefing.document.model import Chart, FactRef, Figure
from briefing.layout.charts import Label, Scene, draw
from briefing.layout.theme import Style, Theme
from briefing.layout.typesetting.font_faces import SOFT_HYPHEN
from briefing.layout.typesetting.layout_context import Setting
from briefing.layout.typesetting.pages import PlacedDrawing, PlacedLabel, Segment, Slab
from briefing.layout.typesetting.text_style import Ink, Inks
from briefing.problems.problem import NOWHERE, Origin, Problem

FACE = "sans"
AFTER = 5.0
SMALLEST = 5.0
"""Type smaller than this, in points, cannot be read on paper."""
TRIES = 6
ANCHORED = {"start": 0.0, "middle": 0.5, "end": 1.0}


def set_chart(setting: Setting, block: Figure, chart: Chart, room: float) -> Slab:
    """The slab of a figure's chart, no higher than `room`."""
    scene, scale = _fit(setting, chart, room)
    if scale < 1.0:
        setting.inks.problems.append(_shrunk(block, setting.theme.chart.size * scale))
    labels = tuple(_set_label(setting, shape, block.origin) for shape in scene.shapes if isinstance(shape, Label))
    shapes = tuple(shape for shape in scene.shapes if not isinstance(shape, Label))
    width, height = scene.width * scale, scene.height * scale
    drawing = PlacedDrawing(0.0, 0.0, width, height, scale, shapes, labels, (block.key, "picture"))
    return Slab(height, after=AFTER, drawing=drawing)


def _fit(setting: Setting, chart: Chart, room: float) -> tuple[Scene, float]:
    """A scene and the scale at which it is as wide as the text and not too high."""
    # Measuring tells no problem: a character that no font has is told when its label is set, with its own origin.
    measure = Ruler(setting.theme)
    look = setting.theme.chart
    scale = 1.0
    scene = draw(chart, setting.measure, look, measure)
    for _ in range(TRIES):
        if scene.height * scale <= room:
            return scene, scale
        scale *= max(0.5, min(0.95, room / (scene.height * scale)))
        scene = draw(chart, setting.measure / scale, look, measure)
    return scene, min(scale, room / scene.height)


class Ruler:
    """Measures labels: width in points of a text at a size. Widths are kept, since a scene asks for each many times."""

    def __init__(self, theme: Theme) -> None:
        self._inks = Inks(theme)
        self._unit = {bold: self._inks.ink(_style(1.0, "000000", bold=bold)) for bold in (False, True)}
        self._widths: dict[tuple[str, bool], float] = {}

    def __call__(self, text: str, size: float, bold: bool) -> float:
        width = self._widths.get((text, bold))
        if width is None:
            pieces = self._inks.split(text, self._unit[bold], NOWHERE)
            width = self._widths[text, bold] = sum([ink.measure(piece) for piece, ink in pieces])
        return width * size


def _style(size: float, colour: str, *, bold: bool) -> Style:
    return Style(face=FACE, size=size, colour=colour, bold=bold)


def _set_label(setting: Setting, label: Label, block: Origin) -> PlacedLabel:
    words = label.words
    origin = setting.words.facts.get(words.fact, block) if isinstance(words, FactRef) else block
    ink = setting.inks.ink(_style(label.size, label.colour, bold=label.bold))
    segments: list[Segment] = []
    width = 0.0
    for piece, used in setting.inks.split(words.text.replace(SOFT_HYPHEN, ""), ink, origin):
        segments.append(_segment(used, piece, width))
        width += segments[-1].width
    language = words.language if words.language != setting.language else ""
    return PlacedLabel(label.x - width * ANCHORED[label.anchor], label.y, tuple(segments), language)


def _segment(ink: Ink, text: str, x: float) -> Segment:
    return Segment(ink, text, x, ink.measure(text))


def _shrunk(block: Figure, size: float) -> Problem:
    name = block.label or "a chart"
    message = f"{name} is higher than a page: drawn smaller, its type is {size:.1f} points"
    hint = "pick fewer facts, or make two figures of it"
    return Problem("chart-too-high", message, block.origin, hint, "warning" if size >= SMALLEST else "error")
