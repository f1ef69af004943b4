"""Canvas for drawing charts: a scene with the theme's chart style, text measuring and shared helpers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefing.document.model import FactReference, StyledText, Text
from briefing.layout.charts.scene import Anchor, Dot, Label, Measure, Rectangle, Scene, wrap
from briefing.layout.theme import ChartStyle

PAPER = "FFFFFF"


@dataclass(slots=True)
class Canvas:
    """A scene under construction, with everything that is needed to draw on it."""

    scene: Scene
    look: ChartStyle
    measure: Measure

    @property
    def width(self) -> float:
        return self.scene.width

    def blank_copy(self) -> Canvas:
        """Return an empty canvas of the same kind, for trying something out."""
        return Canvas(Scene(self.width), self.look, self.measure)

    def colour(self, number: int) -> str:
        """Return the colour of a series or a lane."""
        return self.look.palette[number % len(self.look.palette)]

    def width_of(self, text: str, *, bold: bool = False) -> float:
        return self.measure(text, self.look.size, bold)

    def write(
        self, x: float, y: float, words: StyledText | str, *, colour: str = "", anchor: Anchor = "start",
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Write a label at a baseline, in the text colour unless another is given."""
        shown = Text(words) if isinstance(words, str) else words
        self.scene.add(Label(x, y, shown, self.look.size, colour or self.look.text, anchor, bold))

    def bar(self, x: float, y: float, width: float, height: float, colour: str, *, hollow: bool) -> None:
        """Draw a bar or column; a hollow one has its outline inside the same rectangle."""
        if not hollow:
            self.scene.add(Rectangle(x, y, width, height, colour))
            return
        inside = (x + 0.5, y + 0.5, max(width - 1.0, 0.0), max(height - 1.0, 0.0))
        self.scene.add(Rectangle(*inside, PAPER, colour, 1.0, dashed=True))

    def dot(self, x: float, y: float, radius: float, colour: str, *, hollow: bool) -> None:
        self.scene.add(Dot(x, y, radius, PAPER if hollow else colour, colour))

    def hollow_key(self, y: float, words: str, *, round_mark: bool) -> float:
        """Draw a line that explains hollow marks, and return its lower edge."""
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
        """Return text in lines no wider than `width`."""
        return wrap(text, max(width, self.look.size), self.look.size, self.measure, bold=bold)

    def lines_of_size(self, text: str, width: float, size: float) -> list[str]:
        """Return bold text of another size in lines."""
        return wrap(text, max(width, size), size, self.measure, bold=True)

    def balanced_lines(self, text: str, width: float) -> list[str]:
        """Return text in as few lines as `width` allows, as even as possible."""
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

    def fact_lines(self, words: FactReference, width: float) -> list[FactReference]:
        """Return a fact in lines, each of which is still that fact."""
        return [replace(words, text=line) for line in self.lines(words.text, width, bold=True)]
