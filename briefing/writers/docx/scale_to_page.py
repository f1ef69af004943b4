"""Scale down charts that are higher than a page, and report it, because Word would cut them off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar

from briefing.document.model import Figure, plain
from briefing.layout.theme import ChartStyle
from briefing.writers.docx.render_state import Rendering

_MOST_OF_PAGE = 0.85  # Leaves room for a caption and a source line.
_TRIES = 6
_SMALLEST = 5.0  # Points: smaller type is unreadable on paper.


class Drawn(Protocol):
    """Anything with a height in points."""

    @property
    def height(self) -> float: ...


Drawing = TypeVar("Drawing", bound=Drawn)


def fit_on_page(
    figure: Figure, rendering: Rendering, draw: Callable[[ChartStyle], Drawing]
) -> tuple[ChartStyle, Drawing]:
    """Return the largest chart style in which a chart fits on a page, and the drawing.

    One that is scaled down is reported.
    """
    page = rendering.theme.page
    room = (page.height - page.top - page.bottom) * _MOST_OF_PAGE
    whole = look = rendering.theme.chart
    drawing = draw(look)
    scale = 1.0
    for _ in range(_TRIES):
        if drawing.height <= room:
            break
        scale *= max(0.3, min(0.95, room / drawing.height))
        look = replace(
            whole,
            size=whole.size * scale,
            leading=whole.leading * scale,
            height=whole.height * scale,
            row=whole.row * scale,
        )
        drawing = draw(look)
    if scale < 1.0:
        name = figure.label or f'the chart "{plain(figure.title)}"'
        message = f"{name} is higher than a page; scaled down to fit, its type is only {look.size:.1f} points"
        hint = "select fewer facts, or split it into two figures"
        severe = look.size < _SMALLEST or drawing.height > room
        rendering.report("chart-too-high", message, figure.location, hint, "error" if severe else "warning")
    return look, drawing
