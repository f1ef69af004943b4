"""Break labels into lines, compute their bounding boxes and keep them apart.

Heights of letters are shares of the type size that hold for the shipped sans faces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from briefing.document.model import Inline, StyledText, Text, plain
from briefing.layout.charts.scene import Label, Measure, Rectangle, Scene, wrap

ASCENT, DESCENT = 0.74, 0.22
CENTRED = 0.35
"""Distance from the middle of a line of figures and capitals down to its baseline, as a share of the size."""
HAIR = 0.5
ANCHORED = {"start": 0.0, "middle": 0.5, "end": 1.0}


class BoundingBox(NamedTuple):
    """The rectangle covered by a label or a shape."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: BoundingBox) -> bool:
        """Return whether two boxes overlap; touching is not overlapping."""
        across = self.left < other.right - HAIR and other.left < self.right - HAIR
        return across and self.top < other.bottom - HAIR and other.top < self.bottom - HAIR


def bounding_box(label: Label, measure: Measure) -> BoundingBox:
    """Return the bounding box of a label."""
    width = measure(label.words.text, label.size, label.bold)
    left = label.x - width * ANCHORED[label.anchor]
    return BoundingBox(left, label.y - label.size * ASCENT, left + width, label.y + label.size * DESCENT)


def is_crowded(scene: Scene, measure: Measure) -> bool:
    """Return whether a label overlaps another label or a filled column, or extends beyond either side."""
    labels = sorted(bounding_box(shape, measure) for shape in scene.shapes if isinstance(shape, Label))
    columns = [
        BoundingBox(s.x, s.y, s.x + s.width, s.y + s.height)
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


def wrap_inlines(
    inlines: Sequence[Inline], width: float, size: float, measure: Measure, *, bold: bool = False
) -> list[StyledText]:
    """Return inlines in lines. A single fact stays that fact in every line; several inlines become plain text."""
    lines = wrap(plain(tuple(inlines)), width, size, measure, bold=bold)
    only = inlines[0] if len(inlines) == 1 else None
    if isinstance(only, StyledText):
        return [replace(only, text=line) for line in lines]
    return [Text(line) for line in lines]


def spread(preferred: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Return the middles of text blocks, stacked in order without overlap, close to the preferred ones.

    Blocks start below `top`. What does not fit above `bottom` is pushed up as far as `top` allows.
    """
    order = sorted(range(len(preferred)), key=lambda at: preferred[at])
    placed = [0.0] * len(preferred)
    least = top
    for at in order:
        placed[at] = max(preferred[at], least + heights[at] / 2)
        least = placed[at] + heights[at] / 2
    most = max(bottom, least) if sum(heights) > bottom - top else bottom
    for at in reversed(order):
        placed[at] = min(placed[at], most - heights[at] / 2)
        most = placed[at] - heights[at] / 2
    return placed
