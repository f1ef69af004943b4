"""Seconds against number of briefs, drawn as an SVG: a line a program, each named where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 60, 250, 50, 50
COLOURS = ("#12355B", "#B5442E", "#6B7A8F", "#2E7D5B")


@dataclass(frozen=True)
class Curve:
    """Seconds by number of briefs, in rising order."""

    name: str
    points: list[tuple[int, float]]


def draw(title: str, curves: Sequence[Curve]) -> str:
    """The picture. Its words say what its lines do."""
    most = max(number for curve in curves for number, _ in curve.points)
    longest = max(seconds for curve in curves for _, seconds in curve.points)
    top = _round_up(longest)

    def place(number: float, seconds: float) -> tuple[float, float]:
        x = LEFT + (WIDTH - LEFT - RIGHT) * number / most
        return x, HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * seconds / top

    told = "; ".join(f"{c.name}: " + ", ".join(f"{n} in {s:.1f} s" for n, s in c.points) for c in curves)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="24" font-size="15" font-weight="bold">{escape(title)}</text>',
    ]
    for step in range(5):
        seconds = top * step / 4
        x, y = place(0, seconds)
        lines.append(f'<path d="M{x:.1f} {y:.1f}H{WIDTH - RIGHT}" stroke="#C9D1DA"/>')
        lines.append(f'<text x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{seconds:g}</text>')
    for number in sorted({number for curve in curves for number, _ in curve.points}):
        x, y = place(number, 0)
        lines.append(f'<text x="{x:.1f}" y="{y + 18:.1f}" text-anchor="middle">{number}</text>')
    lines.append(f'<text x="{LEFT}" y="{HEIGHT - 12}">briefs; seconds upwards</text>')
    taken: list[float] = []
    for curve, colour in zip(curves, COLOURS, strict=False):
        lines += _line(curve, colour, place, taken)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _line(curve: Curve, colour: str, place: object, taken: list[float]) -> list[str]:
    assert callable(place)
    points = [place(*point) for point in curve.points]
    path = " ".join(f"{'L' if at else 'M'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate(points))
    x, y = points[-1]
    label = y
    while any(abs(label - other) < 15 for other in taken):
        label -= 15
    taken.append(label)
    dots = [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points]
    words = f"{curve.name}, {curve.points[-1][1]:.1f} s"
    return [
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>', *dots,
        f'<text x="{x + 8:.1f}" y="{label + 4:.1f}" fill="{colour}">{escape(words)}</text>',
    ]  # fmt: skip


def _round_up(value: float) -> float:
    """A number not below a value, of which a quarter reads well."""
    step = 1.0
    while step * 40 < value:
        step *= 2 if str(step)[0] == "1" else 2.5 if str(step)[0] == "2" else 2
    return next(step * times for times in range(4, 1000, 4) if step * times >= value)
