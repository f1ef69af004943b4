"""On which side of its point a label of a line stands, so that neither a line nor another point crosses it.

Takes a point, its neighbours and the measures of the plot; gives Word's name of the side, and how much is still in the way there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefing.document.model import DataPoint, Plot
from briefing.layout.theme import ChartStyle
from briefing.writers.docx.plot_columns import Drawn

Side = Literal["t", "b", "l", "r"]
_LETTER = 0.58  # of the font's size: about the width of a bold one
_LABEL, _HALF = 2.2, 0.9  # of the font's size: a label and what parts it from its point; half a label
_NEAR_AXIS = 0.12  # of the scale: no room for words below a point
_STEEP = 3.5  # points that a line climbs within half a label: it runs through the words


@dataclass(frozen=True, slots=True)
class LabelPlacer:
    """Finds sides in one plot, `height` points high, with `slot` points for a category."""

    plot: Plot
    look: ChartStyle
    slot: float
    height: float

    def place(self, drawn: Drawn, row: int, mark: DataPoint) -> tuple[Side, int]:
        """The best side, above where several are as good, and what is in the way there."""
        sides: list[tuple[int, int, Side]] = [(self._in_way(drawn, row, mark, 1), 0, "t")]
        if mark.low > self._highest() * _NEAR_AXIS:
            sides.append((self._in_way(drawn, row, mark, -1), 1, "b"))
        if self._width(mark) + _STEEP * 2 <= self.slot / 2:
            beside = self._beside(mark, row)
            sides += [(beside, 2, "l")] if self._neighbour(drawn, row - 1) is None else []
            sides += [(beside, 3, "r")] if self._neighbour(drawn, row + 1) is None else []
        cost, _, side = min(sides)
        return side, cost

    def _in_way(self, drawn: Drawn, row: int, mark: DataPoint, side: int) -> int:
        """What crosses the words above (1) or below (-1) a point: its line where it is steep, and other points near by."""
        reach = min(1.0, self._width(mark) / 2 / self.slot)
        beside = [self._neighbour(drawn, at) for at in (row - 1, row + 1)]
        ways = [self._way(mark, other.low) * side * reach for other in beside if other is not None]
        near = [way for way in self._others(mark, row) if 0 < way * side < self.look.size * _LABEL]
        return sum(way > _STEEP for way in ways) + 2 * len(near)

    def _beside(self, mark: DataPoint, row: int) -> int:
        return 2 * sum(abs(way) < self.look.size * _HALF for way in self._others(mark, row))

    def _others(self, mark: DataPoint, row: int) -> list[float]:
        """How far above it the other points of its category are."""
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
