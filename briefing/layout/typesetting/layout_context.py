"""Sets paragraphs into slabs: the means that every kind of block shares.

Takes inlines, a style and a place, gives slabs of one line each with the keeping rules of prose: two lines at least
before and after a page break.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from briefing.document.cache import Key, Memory, inlines_key
from briefing.document.model import Inline, Note
from briefing.layout.theme import Style, Theme
from briefing.layout.typesetting.line_setting import SetLine
from briefing.layout.typesetting.line_tokens import WordMaker
from briefing.layout.typesetting.pages import Line, Owner, Segment, Slab
from briefing.layout.typesetting.paragraph_layout import balance, set_lines
from briefing.layout.typesetting.text_style import Inks
from briefing.problems.problem import Origin

Made = TypeVar("Made")

CAP_HEIGHT = 0.68
"""Height of a capital as a share of the type size, near enough for every face that ships."""


def baseline(style: Style) -> float:
    """From the top of a line to its baseline: capitals stand in the middle of the leading."""
    return (style.leading + CAP_HEIGHT * style.size) / 2


@dataclass(frozen=True, slots=True)
class Setting:
    """A theme with its inks, the document's language and the width of the text area."""

    theme: Theme
    inks: Inks
    words: WordMaker
    language: str
    measure: float
    memory: Memory[Any]

    def remember(self, key: Key, make: Callable[[], Made], weigh: Callable[[Made], int]) -> Made:
        """What `make` gives for a key, perhaps from an earlier brief of the same look, language and measure.

        The theme is kept beside it, so that its identity stays its own. What has a problem to tell is made for each brief.
        """
        if not self.memory.most:
            return make()
        place = (id(self.theme), self.language, self.measure, key)
        known: tuple[Theme, Made] | None = self.memory.get(place)
        if known is not None:
            return known[1]
        told = (len(self.inks.problems), self.inks.lacking)
        made = make()
        if told == (len(self.inks.problems), self.inks.lacking):
            self.memory.keep(place, (self.theme, made), weigh(made))
        return made

    def lines(
        self, inlines: Sequence[Inline], style: Style, measure: float, origin: Origin, align: str = ""
    ) -> list[SetLine]:
        return set_lines(
            self.words.words(inlines, style, origin), style, max(measure, style.size), self.language, align
        )

    def paragraph(
        self, inlines: Sequence[Inline], style: Style, origin: Origin, owner: Owner, *,
        x: float = 0.0, right: float = 0.0, keep: bool = False, key: str = "",
    ) -> list[Slab]:  # fmt: skip
        """Slabs of a paragraph whose text starts `x` from the text area's left and ends `right` from its right."""
        measure = max(self.measure - x - right, style.size)
        # What is kept with its text is a title of some kind: its lines are made even.
        set_lines_of = balance if style.keep_next or keep else set_lines
        make = lambda: set_lines_of(self.words.words(inlines, style, origin), style, measure, self.language)  # noqa: E731
        lines = self.remember((style, measure, keep, inlines_key(inlines)), make, len)
        return self.stack(lines, style, owner, x=x, keep=keep, key=key)

    def stack(
        self, lines: list[SetLine], style: Style, owner: Owner, *, x: float = 0.0, keep: bool = False, key: str = ""
    ) -> list[Slab]:
        """A slab for each line; `keep` (or the style) holds the last to what follows, `key` is the anchor of the first."""
        down, count = baseline(style), len(lines)
        keep = keep or style.keep_next
        slabs: list[Slab] = []
        for index, line in enumerate(lines):
            slabs.append(Slab(
                style.leading,
                before=style.before if index == 0 else 0.0,
                after=style.after if index == count - 1 else 0.0,
                keep=keep if index == count - 1 else index == 0 or index == count - 2 or style.keep_next,
                lines=(Line(x, down, line.segments, line.extra, owner),),
                notes=line.notes,
                anchors=(key,) if key and index == 0 else (),
            ))  # fmt: skip
        return slabs

    def label(
        self, text: str, style: Style, origin: Origin, owner: Owner | None, *, x: float, raised: bool = False
    ) -> Line:
        """A label (bullet, number) on a line of its own at `x`, with the space that ends it."""
        ink = self.inks.ink(style, raised=raised)
        segments: list[Segment] = []
        at = 0.0
        for piece, used in self.inks.split(text + " ", ink, origin):
            width = used.measure(piece)
            segments.append(Segment(used, piece, at, width))
            at += width
        return Line(x, baseline(style), tuple(segments), 0.0, owner)


def add_line(slab: Slab, line: Line) -> None:
    """Put a line into a slab before those that it has, so that it is read first."""
    slab.lines = (line, *slab.lines)


def collect_notes(lines: Sequence[SetLine]) -> tuple[Note, ...]:
    """The notes that lines cite, in order."""
    found: tuple[Note, ...] = ()
    for line in lines:
        if line.notes:
            found += line.notes
    return found
