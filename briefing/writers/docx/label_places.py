"""Choose the side of a point for its label, so that neither a line nor another point crosses it.

The result is Word's name of the side, and the number of remaining collisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefing.document.model import DataPoint, Plot
from briefing.layout.theme import ChartStyle
from briefing.writers.docx.chart_workbook_columns import Drawn

Side = Literal["t", "b", "l", "r"]
_LETTER = 0.58  # Average width of a bold character, as a share of the font size.
_LABEL, _HALF = 2.2, 0.9  # Height of a label with the gap to its point, and half a label, as shares of the font size.
_NEAR_AXIS = 0.12  # Share of the scale below which there is no room for a label under a point.
_STEEP = 3.5  # Points that a line climbs within half a label; beyond that it crosses the text.


@dataclass(frozen=True, slots=True)
class LabelPlacer:
    """Choose sides in one plot, `height` points high, with `slot` points per category."""

    plot: Plot
    look: ChartStyle
    slot: float
    height: float

    def place(self, drawn: Drawn, row: int, mark: DataPoint) -> tuple[Side, int]:
        """Return the best side (above if several are equal) and the number of collisions."""
        sides: list[tuple[int, int, Side]] = [(self._in_way(drawn, row, mark, 1), 0, "t")]
        if mark.low > self._highest() * _NEAR_AXIS:
            sides.append((self._in_way(drawn, row, mark, -1), 1, "b"))
        if self._width(mark) + _STEEP * 2 <= self.slot / 2:
            beside = 2 * sum(abs(way) < self.look.size * _HALF for way in self._others(mark, row))
            sides += [(beside, 2, "l")] if self._neighbour(drawn, row - 1) is None else []
            sides += [(beside, 3, "r")] if self._neighbour(drawn, row + 1) is None else []
        cost, _, side = min(sides)
        return side, cost

    def _in_way(self, drawn: Drawn, row: int, mark: DataPoint, side: int) -> int:
        """Return the collisions of a label above (1) or below (-1) a point: a steep line, and other points nearby."""
        reach = min(1.0, self._width(mark) / 2 / self.slot)
        beside = [self._neighbour(drawn, at) for at in (row - 1, row + 1)]
        ways = [self._way(mark, other.low) * side * reach for other in beside if other is not None]
        near = [way for way in self._others(mark, row) if 0 < way * side < self.look.size * _LABEL]
        return sum(way > _STEEP for way in ways) + 2 * len(near)

    def _others(self, mark: DataPoint, row: int) -> list[float]:
        """Return the distances of the other points of its category above it."""
        lows = [other.low for series in self.plot.series for other in series.marks[row] if other is not mark]
        return [self._way(mark, low) for low in lows]

    def _way(self, mark: DataPoint, to: float) -> float:
        return (to - mark.low) * self.height / (self._highest() or 1.0)

    def _highest(self) -> float:
        return max([0.0, *(m.low for series in self.plot.series for marks in series.marks for m in marks)])

    def _width(self, mark: DataPoint) -> float:
        return len(mark.words.text) * self.look.size * _LETTER

    @staticmethod
    def _neighbour(drawn: Drawn, row: int) -> DataPoint | None:
        return drawn.marks[row] if drawn.joined and 0 <= row < len(drawn.marks) else None
