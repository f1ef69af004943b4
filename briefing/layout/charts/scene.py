"""Vector scenes: rectangles, strokes, areas, dots and labels, in points from the top left corner.

Independent of charts, PDF and Word. Labels hold inlines, so that a figure in a chart keeps its
identity as a fact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from briefing.document.model import StyledText

Anchor = Literal["start", "middle", "end"]
Measure: TypeAlias = Callable[[str, float, bool], float]
"""Function that returns the width in points of a text at a size, regular or bold."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle, filled, outlined or both; "" means no paint. `dashed` is for outlines."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    thickness: float = 0.8
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    thickness: float = 0.8
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    fill: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle, filled or hollow."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str


@dataclass(frozen=True, slots=True)
class Label:
    """Text at a baseline."""

    x: float
    y: float
    words: StyledText
    size: float
    colour: str
    anchor: Anchor = "start"
    bold: bool = False


Shape: TypeAlias = Rectangle | Stroke | Area | Dot | Label


@dataclass(slots=True)
class Scene:
    """A drawing; `height` is set when it is finished. Shapes are painted in order."""

    width: float
    height: float = 0.0
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        self.shapes += shapes


def wrap(text: str, width: float, size: float, measure: Measure, *, bold: bool = False) -> list[str]:
    """Return text in lines no wider than `width`, broken between words, and within words that are too wide."""
    lines: list[list[str]] = []
    space, used = measure(" ", size, bold), 0.0
    for word in text.split():
        needed = measure(word, size, bold)
        if lines and used + space + needed <= width:
            lines[-1].append(word)
            used += space + needed
        elif needed <= width:
            lines.append([word])
            used = needed
        else:
            lines += [[part] for part in _parts(word, width, size, measure, bold=bold)]
            used = measure(lines[-1][0], size, bold)
    return [" ".join(line) for line in lines] or [""]


def _parts(word: str, width: float, size: float, measure: Measure, *, bold: bool) -> list[str]:
    """Return pieces of a word that are no wider than a line, each as long as possible."""
    parts = [""]
    for character in word:
        if parts[-1] and measure(parts[-1] + character, size, bold) > width:
            parts.append("")
        parts[-1] += character
    return parts
