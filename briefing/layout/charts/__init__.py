"""Charts of the model → scenes, the same for every writer that has to draw one itself.

Takes a chart, the width there is, the theme's look of charts and a measure of text. Opens no file, knows no fact's source.
"""

from __future__ import annotations

from briefing.document.model import Chart, Plot, Timeline
from briefing.layout.charts.flow_diagram import ExchangeDrawer
from briefing.layout.charts.plots import PlotDrawer
from briefing.layout.charts.scene import Area, Dot, Label, Measure, Rectangle, Scene, Shape, Stroke
from briefing.layout.charts.timeline import TimelineDrawer
from briefing.layout.theme import ChartLook

__all__ = ["Area", "Dot", "Label", "Measure", "Rectangle", "Scene", "Shape", "Stroke", "draw"]


def draw(chart: Chart, width: float, look: ChartLook, measure: Measure) -> Scene:
    """The scene of a chart, as wide as asked and as high as it needs to be."""
    if isinstance(chart, Plot):
        return PlotDrawer(chart, width, look, measure).draw()
    if isinstance(chart, Timeline):
        return TimelineDrawer(chart, width, look, measure).draw()
    return ExchangeDrawer(chart, width, look, measure).draw()
