"""Lay out a figure's chart as one layout box: a scene of `layout.charts` with its labels set in type.

A scene that is too high is drawn again on a wider canvas and scaled down, so that it still fills
the width; the resulting small type is reported as a problem.
"""

from __future__ import annotations

from briefing.document.model import Chart, FactReference, Figure
from briefing.layout.charts import Label, Scene, draw
from briefing.layout.theme import Style, Theme
from briefing.layout.typesetting.font_faces import SOFT_HYPHEN
from briefing.layout.typesetting.layout_context import LayoutContext
from briefing.layout.typesetting.pages import LayoutBox, PlacedDrawing, PlacedLabel, Segment
from briefing.layout.typesetting.text_style import FontResolver
from briefing.problems.problem import NO_LOCATION, Location, Problem, Severity

FACE = "sans"
AFTER = 5.0
SMALLEST = 5.0
"""Smallest readable type on paper, in points."""
TRIES = 6
ANCHORED = {"start": 0.0, "middle": 0.5, "end": 1.0}


def set_chart(context: LayoutContext, block: Figure, chart: Chart, room: float) -> LayoutBox:
    """Return the layout box of a figure's chart, no higher than `room`."""
    scene, scale = _fit(context, chart, room)
    if scale < 1.0:
        size = context.theme.chart.size * scale
        message = (
            f"{block.label or 'a chart'} is higher than a page; scaled down to fit, its type is only {size:.1f} points"
        )
        hint = "select fewer facts, or split it into two figures"
        severity: Severity = "warning" if size >= SMALLEST else "error"
        context.fonts.problems.append(Problem("chart-too-high", message, block.location, hint, severity))
    labels = tuple(_set_label(context, shape, block.location) for shape in scene.shapes if isinstance(shape, Label))
    shapes = tuple(shape for shape in scene.shapes if not isinstance(shape, Label))
    width, height = scene.width * scale, scene.height * scale
    drawing = PlacedDrawing(0.0, 0.0, width, height, scale, shapes, labels, (block.key, "picture"))
    return LayoutBox(height, after=AFTER, drawing=drawing)


def _fit(context: LayoutContext, chart: Chart, room: float) -> tuple[Scene, float]:
    """Return a scene, and the scale at which it is as wide as the text and not too high."""
    # Measuring reports no missing characters: they are reported when the label is set, with its own location.
    measure = Ruler(context.theme)
    look = context.theme.chart
    scale = 1.0
    scene = draw(chart, context.measure, look, measure)
    for _ in range(TRIES):
        if scene.height * scale <= room:
            return scene, scale
        scale *= max(0.5, min(0.95, room / (scene.height * scale)))
        scene = draw(chart, context.measure / scale, look, measure)
    return scene, min(scale, room / scene.height)


class Ruler:
    """Measure labels: the width in points of a text at a size. Cached, because a scene asks for each many times."""

    def __init__(self, theme: Theme) -> None:
        self._fonts = FontResolver(theme)
        self._unit = {bold: self._fonts.text_style(_style(1.0, "000000", bold=bold)) for bold in (False, True)}
        self._widths: dict[tuple[str, bool], float] = {}

    def __call__(self, text: str, size: float, bold: bool) -> float:
        width = self._widths.get((text, bold))
        if width is None:
            pieces = self._fonts.split(text, self._unit[bold], NO_LOCATION)
            width = self._widths[text, bold] = sum([text_style.measure(piece) for piece, text_style in pieces])
        return width * size


def _style(size: float, colour: str, *, bold: bool) -> Style:
    return Style(face=FACE, size=size, colour=colour, bold=bold)


def _set_label(context: LayoutContext, label: Label, block: Location) -> PlacedLabel:
    words = label.words
    location = context.words.facts.get(words.fact, block) if isinstance(words, FactReference) else block
    text_style = context.fonts.text_style(_style(label.size, label.colour, bold=label.bold))
    segments: list[Segment] = []
    width = 0.0
    for piece, used in context.fonts.split(words.text.replace(SOFT_HYPHEN, ""), text_style, location):
        segments.append(Segment(used, piece, width, used.measure(piece)))
        width += segments[-1].width
    language = words.language if words.language != context.language else ""
    return PlacedLabel(label.x - width * ANCHORED[label.anchor], label.y, tuple(segments), language)
