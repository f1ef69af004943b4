"""Charts as PDF operators: vector shapes and real text (ISO 32000-1, 8.5 and 9.4).

The graphics state is restored at the end. A drawing's y runs down, a page's runs up, so every y is
negated.
"""

from __future__ import annotations

from typing import assert_never

from briefing.layout.charts import Area, Dot, Label, Rectangle, Shape, Stroke
from briefing.layout.typesetting.pages import PlacedDrawing, PlacedLabel
from briefing.writers.pdf.colour import line_paint, paint
from briefing.writers.pdf.fonts import Fonts
from briefing.writers.pdf.structure import pdf_text

DASHES, SOLID = "[2.4 1.6] 0 d", "[] 0 d"
DOT_OUTLINE = 1.3
ROUND = 0.5523
"""Distance of the control points of a quarter circle from its ends, as a share of the radius."""


def drawing_operators(drawing: PlacedDrawing, left: float, top: float, fonts: Fonts) -> list[str]:
    """Return the operators that draw a chart.

    Its top left corner is at a place counted from the page's lower left corner.
    """
    scale = f"{drawing.scale:.4g}"
    out = ["q", f"{scale} 0 0 {scale} {left:.2f} {top:.2f} cm", "1 j", *map(_shape, drawing.shapes)]
    if drawing.labels:
        out.append("BT 0 Ts")
        for label in drawing.labels:
            out += _label(label, fonts)
        out.append("ET")
    out.append("Q")
    return out


def _shape(shape: Shape) -> str:
    match shape:
        case Rectangle():
            path = f"{shape.x:.2f} {-shape.y - shape.height:.2f} {shape.width:.2f} {shape.height:.2f} re"
            return _painted(path, shape.fill, shape.stroke, shape.thickness, dashed=shape.dashed)
        case Stroke():
            return _painted(_path(shape.points), "", shape.colour, shape.thickness, dashed=shape.dashed)
        case Area():
            return _painted(_path(shape.points) + " h", shape.fill, "", 0.0)
        case Dot():
            return _painted(_circle(shape), shape.fill, shape.stroke, DOT_OUTLINE)
        case Label():
            return ""  # Labels are set by layout.typesetting, separately from the shapes.
        case _:
            assert_never(shape)


def _painted(path: str, fill: str, stroke: str, thickness: float, *, dashed: bool = False) -> str:
    """Return a path with the colours and the line with which it is painted."""
    parts = [paint(fill)] if fill else []
    if stroke:
        parts += [line_paint(stroke), f"{thickness:g} w", DASHES if dashed else SOLID]
    operator = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}[
        bool(fill), bool(stroke)
    ]
    return " ".join((*parts, path, operator))


def _path(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{x:.2f} {-y:.2f} {'l' if at else 'm'}" for at, (x, y) in enumerate(points))


def _circle(dot: Dot) -> str:
    """Return a circle as four curves, from its rightmost point."""
    x, y, r = dot.x, -dot.y, dot.radius
    k = r * ROUND
    curves = (
        (x + r, y + k, x + k, y + r, x, y + r),
        (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r),
        (x + k, y - r, x + r, y - k, x + r, y),
    )
    drawn = (" ".join(f"{value:.2f}" for value in curve) + " c" for curve in curves)
    return " ".join((f"{x + r:.2f} {y:.2f} m", *drawn, "h"))


def _label(label: PlacedLabel, fonts: Fonts) -> list[str]:
    out: list[str] = []
    if label.language:
        out.append(f"/Span<</Lang{pdf_text(label.language)}>>BDC")
    for segment in label.segments:
        text_style = segment.text_style
        use = fonts.use(text_style.face)
        shown = use.space.join([use[word] for word in segment.text.split(" ")]).replace("><", "")
        out.append(
            f"{paint(text_style.colour)} /{use.name} {text_style.size:g} Tf 1 0 0 1 {label.x + segment.x:.2f} {-label.y:.2f} Tm [{shown}]TJ"
        )
    if label.language:
        out.append("EMC")
    return out
