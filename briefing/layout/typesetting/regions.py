"""The text area of a page and its columns, the page being filled, and its notes at the foot of the columns that cite them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.layout.typesetting.pages import Box, Placed, Slab

NOTE_GAP = 11.0
"""White above the first note of a column; the rule stands in it."""
NOTE_RULE = (0.5, 90.0)


@dataclass(frozen=True, slots=True)
class Area:
    """The text area of a page, from its top left corner, in columns that are `gutter` apart."""

    x: float
    top: float
    width: float
    bottom: float
    columns: int = 1
    gutter: float = 0.0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def column_x(self, column: int) -> float:
        """The left edge of a column, counted from 0."""
        return self.x + column * ((self.width + self.gutter) / self.columns)


@dataclass(slots=True)
class Filled:
    """One page being filled. `feet` holds the note lines of each column."""

    area: Area
    body: list[Placed] = field(default_factory=list)
    feet: list[list[Slab]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)


def note_height(lines: Sequence[Slab]) -> float:
    """The room that note lines take, without the white above them."""
    return sum(line.height + line.after for line in lines)


def place_notes(page: Filled, colour: str) -> tuple[list[Placed], list[Box]]:
    """The notes of a filled page at the foot of their columns, and the short rule above each."""
    area, placed, rules = page.area, list[Placed](), list[Box]()
    thick, length = NOTE_RULE
    for column, lines in enumerate(page.feet):
        if not lines:
            continue
        x, y = area.column_x(column), area.bottom - note_height(lines)
        rules.append(Box(x, y - NOTE_GAP * 0.45, length, thick, colour))
        for line in lines:
            placed.append(Placed(x, y, line))
            y += line.height + line.after
    return placed, rules
