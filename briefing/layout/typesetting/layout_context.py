"""Lay out paragraphs, and other means that every kind of block shares.

A paragraph becomes one layout box per line, with at least two lines before and after a page break.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from briefing.document.cache import BoundedCache, Key, inlines_key
from briefing.document.model import Inline, Note
from briefing.layout.theme import Style, Theme
from briefing.layout.typesetting.line_setting import SetLine
from briefing.layout.typesetting.line_tokens import WordMaker
from briefing.layout.typesetting.pages import LayoutBox, Line, Owner, Segment
from briefing.layout.typesetting.paragraph_layout import balance, set_lines
from briefing.layout.typesetting.text_style import FontResolver
from briefing.problems.problem import Location

Made = TypeVar("Made")

CAP_HEIGHT = 0.68
"""Height of a capital as a share of the type size, a good approximation for every shipped face."""


def baseline(style: Style) -> float:
    """Return the distance from the top of a line to its baseline, with capitals centred in the leading."""
    return (style.leading + CAP_HEIGHT * style.size) / 2


@dataclass(frozen=True, slots=True)
class LayoutContext:
    """Theme, fonts, document language, width of the text area, and the layout cache."""

    theme: Theme
    fonts: FontResolver
    words: WordMaker
    language: str
    measure: float
    cache: BoundedCache[Any]

    def cached(self, key: Key, make: Callable[[], Made], weigh: Callable[[Made], int]) -> Made:
        """Return the result of `make`, from the cache if possible.

        The key includes theme, language and measure. The theme is stored with the value so that its
        id is not reused. A result with problems is never cached, because each brief must report
        them.
        """
        if not self.cache.most:
            return make()
        full_key = (id(self.theme), self.language, self.measure, key)
        known: tuple[Theme, Made] | None = self.cache.get(full_key)
        if known is not None:
            return known[1]
        problems_before = (len(self.fonts.problems), self.fonts.missing_count)
        made = make()
        if problems_before == (len(self.fonts.problems), self.fonts.missing_count):
            self.cache.keep(full_key, (self.theme, made), weigh(made))
        return made

    def lines(
        self, inlines: Sequence[Inline], style: Style, measure: float, location: Location, align: str = ""
    ) -> list[SetLine]:
        return set_lines(
            self.words.words(inlines, style, location), style, max(measure, style.size), self.language, align
        )

    def paragraph(
        self, inlines: Sequence[Inline], style: Style, location: Location, owner: Owner, *,
        x: float = 0.0, right: float = 0.0, keep: bool = False, key: str = "",
    ) -> list[LayoutBox]:  # fmt: skip
        """Return the boxes of a paragraph that is `x` from the left and `right` from the right of the text area."""
        measure = max(self.measure - x - right, style.size)
        # A paragraph kept with the next is a title of some kind: balance its lines.
        set_lines_of = balance if style.keep_next or keep else set_lines
        make = lambda: set_lines_of(self.words.words(inlines, style, location), style, measure, self.language)  # noqa: E731
        lines = self.cached((style, measure, keep, inlines_key(inlines)), make, len)
        return self.stack(lines, style, owner, x=x, keep=keep, key=key)

    def stack(
        self, lines: list[SetLine], style: Style, owner: Owner, *, x: float = 0.0, keep: bool = False, key: str = ""
    ) -> list[LayoutBox]:
        """Return a box for each line.

        `keep` (or the style) keeps the last with what follows; `key` is the anchor of the first.
        """
        down, count = baseline(style), len(lines)
        keep = keep or style.keep_next
        boxes: list[LayoutBox] = []
        for index, line in enumerate(lines):
            boxes.append(LayoutBox(
                style.leading,
                before=style.before if index == 0 else 0.0,
                after=style.after if index == count - 1 else 0.0,
                keep=keep if index == count - 1 else index == 0 or index == count - 2 or style.keep_next,
                lines=(Line(x, down, line.segments, line.extra, owner),),
                notes=line.notes,
                anchors=(key,) if key and index == 0 else (),
            ))  # fmt: skip
        return boxes

    def label(
        self, text: str, style: Style, location: Location, owner: Owner | None, *, x: float, raised: bool = False
    ) -> Line:
        """Return a label (bullet, number) as a line of its own at `x`, followed by a space."""
        text_style = self.fonts.text_style(style, raised=raised)
        segments: list[Segment] = []
        at = 0.0
        for piece, used in self.fonts.split(text + " ", text_style, location):
            width = used.measure(piece)
            segments.append(Segment(used, piece, at, width))
            at += width
        return Line(x, baseline(style), tuple(segments), 0.0, owner)


def add_line(box: LayoutBox, line: Line) -> None:
    """Insert a line before the other lines of a box, so that it is read first."""
    box.lines = (line, *box.lines)


def collect_notes(lines: Sequence[SetLine]) -> tuple[Note, ...]:
    """Return the notes that lines cite, in order."""
    found: tuple[Note, ...] = ()
    for line in lines:
        if line.notes:
            found += line.notes
    return found
