"""Draw charts of the document model as scenes, the same for every writer that has to draw one itself.

`measure` is a function that returns the width of text. Nothing here opens a file.
"""

from __future__ import annotations

from typing import assert_never

from briefing.document.model import Chart, FlowDiagram, Plot, Timeline
from briefing.layout.charts.flow_diagram import FlowDiagramDrawer
from briefing.layout.charts.plots import PlotDrawer
from briefing.layout.charts.scene import Area, Dot, Label, Measure, Rectangle, Scene, Shape, Stroke
from briefing.layout.charts.timeline import TimelineDrawer
from briefing.layout.theme import ChartStyle

__all__ = ["Area", "Dot", "Label", "Measure", "Rectangle", "Scene", "Shape", "Stroke", "draw"]


def draw(chart: Chart, width: float, look: ChartStyle, measure: Measure) -> Scene:
    """Return the scene of a chart, `width` points wide and as high as needed."""
    match chart:
        case Plot():
            return PlotDrawer(chart, width, look, measure).draw()
        case Timeline():
            return TimelineDrawer(chart, width, look, measure).draw()
        case FlowDiagram():
            return FlowDiagramDrawer(chart, width, look, measure).draw()
        case _:
            assert_never(chart)
