"""Text area of a page and its columns, the page being filled, and notes at the foot of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.layout.typesetting.pages import FilledRectangle, LayoutBox, Placed

NOTE_GAP = 11.0
"""Space above the first note of a column; the rule is in it."""
NOTE_RULE = (0.5, 90.0)


@dataclass(frozen=True, slots=True)
class Area:
    """Text area of a page, in columns separated by `gutter`."""

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
        """Return the left edge of a column, counted from 0."""
        return self.x + column * ((self.width + self.gutter) / self.columns)


@dataclass(slots=True)
class OpenPage:
    """A page being filled. `feet` holds the note lines of each column."""

    area: Area
    body: list[Placed] = field(default_factory=list)
    feet: list[list[LayoutBox]] = field(default_factory=list)
    rectangles: list[FilledRectangle] = field(default_factory=list)
    rules: list[FilledRectangle] = field(default_factory=list)


def note_height(lines: Sequence[LayoutBox]) -> float:
    """Return the height of note lines, without the space above them."""
    return sum(line.height + line.after for line in lines)


def place_notes(page: OpenPage, colour: str) -> tuple[list[Placed], list[FilledRectangle]]:
    """Return the notes of a page at the foot of their columns, and the short rule above each."""
    area, placed, rules = page.area, list[Placed](), list[FilledRectangle]()
    thickness, length = NOTE_RULE
    for column, lines in enumerate(page.feet):
        if not lines:
            continue
        x, y = area.column_x(column), area.bottom - note_height(lines)
        rules.append(FilledRectangle(x, y - NOTE_GAP * 0.45, length, thickness, colour))
        for line in lines:
            placed.append(Placed(x, y, line))
            y += line.height + line.after
    return placed, rules
