"""Words in a drawing: broken into lines, boxed, and kept off each other.

Takes words and a measure of text; places nothing itself. Heights of letters are shares of the type size that hold for the sans
faces that ship.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from briefing.document.model import FactRef, Inline, Text, plain
from briefing.layout.charts.scene import Label, Measure, Rectangle, Scene, wrap

ASCENT, DESCENT = 0.74, 0.22
CENTRED = 0.35
"""From the middle of a line of figures and capitals down to its baseline."""
HAIR = 0.5
ANCHORED = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Box(NamedTuple):
    """What a label or a shape covers."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether two boxes cover some of the same paper; touching is not meeting."""
        across = self.left < other.right - HAIR and other.left < self.right - HAIR
        return across and self.top < other.bottom - HAIR and other.top < self.bottom - HAIR


def box_of(label: Label, measure: Measure) -> Box:
    """The paper that a label covers."""
    width = measure(label.words.text, label.size, label.bold)
    left = label.x - width * ANCHORED[label.anchor]
    return Box(left, label.y - label.size * ASCENT, left + width, label.y + label.size * DESCENT)


def is_crowded(scene: Scene, measure: Measure) -> bool:
    """Whether a label of a scene meets another label or a filled column, or leaves the scene on either side."""
    labels = sorted(box_of(shape, measure) for shape in scene.shapes if isinstance(shape, Label))
    columns = [
        Box(s.x, s.y, s.x + s.width, s.y + s.height)
        for s in scene.shapes
        if isinstance(s, Rectangle) and (s.fill or s.stroke)
    ]
    for at, box in enumerate(labels):
        if box.left < -HAIR or box.right > scene.width + HAIR or any(box.meets(column) for column in columns):
            return True
        for other in labels[at + 1 :]:
            if other.left >= box.right:
                break
            if box.meets(other):
                return True
    return False


def in_lines(
    inlines: Sequence[Inline], width: float, size: float, measure: Measure, *, bold: bool = False
) -> list[Text | FactRef]:
    """Inlines in lines. What is one fact stays that fact in every line; what is several things becomes text."""
    lines = wrap(plain(tuple(inlines)), width, size, measure, bold=bold)
    only = inlines[0] if len(inlines) == 1 else None
    if isinstance(only, Text | FactRef):
        return [replace(only, text=line) for line in lines]
    return [Text(line) for line in lines]


def spread(wished: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Where blocks of text stand so that none meets another: near the middles they wish for, in that order, below `top`.

    Gives the middle of each. What does not fit above `bottom` is pushed up as far as `top` allows.
    """
    order = sorted(range(len(wished)), key=lambda at: wished[at])
    placed = [0.0] * len(wished)
    least = top
    for at in order:
        placed[at] = max(wished[at], least + heights[at] / 2)
        least = placed[at] + heights[at] / 2
    most = max(bottom, least) if sum(heights) > bottom - top else bottom
    for at in reversed(order):
        placed[at] = min(placed[at], most - heights[at] / 2)
        most = placed[at] - heights[at] / 2
    return placed
