"""What the drawers of charts draw on: a scene with a look, a measure of text and the habits that charts share."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefing.document.model import FactRef, Text
from briefing.layout.charts.scene import Anchor, Dot, Label, Measure, Rectangle, Scene, wrap
from briefing.layout.theme import ChartLook

PAPER = "FFFFFF"


@dataclass(slots=True)
class Sheet:
    """One scene in the making, with everything that is needed to draw on it."""

    scene: Scene
    look: ChartLook
    measure: Measure

    @property
    def width(self) -> float:
        return self.scene.width

    def fresh(self) -> Sheet:
        """An empty sheet of the same kind: for trying something out."""
        return Sheet(Scene(self.width), self.look, self.measure)

    def colour(self, number: int) -> str:
        """The colour of a series or a lane."""
        return self.look.palette[number % len(self.look.palette)]

    def width_of(self, text: str, *, bold: bool = False) -> float:
        return self.measure(text, self.look.size, bold)

    def write(
        self, x: float, y: float, words: Text | FactRef | str, *, colour: str = "", anchor: Anchor = "start",
        bold: bool = False,
    ) -> None:  # fmt: skip
        """A label at a baseline, in the colour of text unless another is given."""
        shown = Text(words) if isinstance(words, str) else words
        self.scene.add(Label(x, y, shown, self.look.size, colour or self.look.text, anchor, bold))

    def bar(self, x: float, y: float, width: float, height: float, colour: str, *, hollow: bool) -> None:
        """A bar or column; a hollow one keeps its outline within the same place."""
        if not hollow:
            self.scene.add(Rectangle(x, y, width, height, colour))
            return
        inside = (x + 0.5, y + 0.5, max(width - 1.0, 0.0), max(height - 1.0, 0.0))
        self.scene.add(Rectangle(*inside, PAPER, colour, 1.0, dashed=True))

    def dot(self, x: float, y: float, radius: float, colour: str, *, hollow: bool) -> None:
        self.scene.add(Dot(x, y, radius, PAPER if hollow else colour, colour))

    def hollow_key(self, y: float, words: str, *, round_mark: bool) -> float:
        """A line that explains hollow marks; the foot of the line."""
        y += self.look.leading * 1.1
        middle = y - self.look.size * 0.35
        if round_mark:
            self.dot(3.2, middle, 2.6, self.colour(0), hollow=True)
        else:
            self.bar(0.0, middle - 3.5, 7.0, 7.0, self.colour(0), hollow=True)
        for at, line in enumerate(self.lines(words, self.width - 11)):
            y += self.look.leading if at else 0.0
            self.write(11, y, line, colour=self.look.quiet)
        return y + 3

    def lines(self, text: str, width: float, *, bold: bool = False) -> list[str]:
        """Text in lines no wider than asked."""
        return wrap(text, max(width, self.look.size), self.look.size, self.measure, bold=bold)

    def lines_of_size(self, text: str, width: float, size: float) -> list[str]:
        """Bold text of another size in lines."""
        return wrap(text, max(width, size), size, self.measure, bold=True)

    def even_lines(self, text: str, width: float) -> list[str]:
        """Text in as few lines as the width asks for, made as even as they can be."""
        lines = self.lines(text, width)
        low, high = 0.0, width
        for _ in range(6 if len(lines) > 1 else 0):
            middle = (low + high) / 2
            tried = self.lines(text, middle)
            if len(tried) == len(lines):
                lines, high = tried, middle
            else:
                low = middle
        return lines

    def fact_lines(self, words: FactRef, width: float) -> list[FactRef]:
        """A fact in lines, each of them still that fact."""
        return [replace(words, text=line) for line in self.lines(words.text, width, bold=True)]
