"""Write lists as numbered paragraphs; also the context of text: running text, a quotation, a callout.

Marks come from `numbering`; every ordered list is an instance of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from briefing.document.model import Block, List, Paragraph
from briefing.layout.theme import Theme
from briefing.writers.docx import numbering
from briefing.writers.docx import style_names as names
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.runs import write_inlines
from briefing.writers.docx.style_sheet import ROOM_AFTER_BLOCK, indent
from briefing.writers.docx.wordml import TAB, twips


@dataclass(frozen=True, slots=True)
class Frame:
    """Context of blocks.

    `edge` is where its text begins, in points; in `boxed` frames every paragraph must hang from
    that edge. `closing` is the spacing of the last paragraph, "" for all others.
    """

    text: str = names.BODY
    bullets: int = numbering.BULLETS
    numbers: int = numbering.NUMBERS
    edge: float = 0.0
    boxed: bool = False
    closing: str = ""

    @property
    def plain(self) -> bool:
        return self.text == names.BODY

    def ending(self, last: bool) -> Frame:
        """Return this frame for a block that is, or is not, the last one in it."""
        return self if last or not self.closing else replace(self, closing="")


PLAIN = Frame()


def _room_after(points: float) -> str:
    return f'<w:spacing w:after="{twips(points)}"/>'


def listed_frame(theme: Theme) -> Frame:
    """Return running text around a list, whose last item has the space of a paragraph after it."""
    return Frame(closing=_room_after(theme.style("body").after))


def quoted_frame(theme: Theme) -> Frame:
    """Return a block quotation."""
    style = theme.style("quote")
    closing = _room_after(max(style.after, theme.style("body").after))
    return Frame(names.QUOTE, numbering.QUOTED_BULLETS, numbering.QUOTED_NUMBERS, style.indent, False, closing)


def boxed_frame(theme: Theme, kind: str) -> Frame:
    """Return a callout. The space below its last paragraph is outside the box."""
    closing = _room_after(theme.style("body").after + ROOM_AFTER_BLOCK)
    edge = numbering.boxed_edge(theme)
    return Frame(names.callout(kind), numbering.BOXED_BULLETS, numbering.BOXED_NUMBERS, edge, True, closing)


WriteBlock = Callable[[Block, Rendering, Frame], str]


def write_list(bullets: List, rendering: Rendering, frame: Frame, write_block: WriteBlock, level: int = 0) -> str:
    """Return a list, `level` 0 for an outermost one. Blocks other than text and lists are left to `write_block`."""
    marks = _Marks(bullets, rendering, frame, level)
    pieces = []
    for position, item in enumerate(bullets.items, start=1):
        if not item or not isinstance(item[0], Paragraph):
            pieces.append(marks.first("", frame.ending(not item and position == len(bullets.items))))
        for index, block in enumerate(item, start=1):
            inner = frame.ending(index == len(item) and position == len(bullets.items))
            match block:
                case Paragraph():
                    content = rendering.comments.around(block.key, write_inlines(block.inlines, rendering))
                    pieces.append(marks.first(content, inner) if index == 1 else marks.further(content, inner))
                case List():
                    pieces.append(write_list(block, rendering, inner, write_block, level + 1))
                case _:
                    pieces.append(write_block(block, rendering, inner))
    return "".join(pieces)


class _Marks:
    """Start of each paragraph of a list: with its mark, or aligned under the text of its item."""

    def __init__(self, bullets: List, rendering: Rendering, frame: Frame, level: int) -> None:
        self._rendering = rendering
        self._ordered = bullets.ordered
        self._level = min(level, numbering.LEVELS - 1)
        step = min(level, len(names.BULLETS) - 1)
        self._style = (names.NUMBERS if self._ordered else names.BULLETS)[step] if frame.plain else frame.text
        self._further_style = names.CONTINUES[step] if frame.plain else frame.text
        self._properties = ""
        if self._ordered:
            self._properties = rendering.numbering.restart(frame.numbers, self._level, bullets.start)
        elif not frame.plain or step != self._level or step in rendering.base.bare_bullets:
            self._properties = rendering.numbering.plain(frame.bullets, self._level)

    def first(self, content: str, frame: Frame) -> str:
        """Return the paragraph with the mark."""
        return self._rendering.paragraph(content, self._style, self._properties + frame.closing)

    def further(self, content: str, frame: Frame) -> str:
        """Return a later paragraph of the same item.

        In a callout it hangs from the box's edge, and a tab moves it to its place.
        """
        left = numbering.list_text_edge(self._rendering.theme, self._level, ordered=self._ordered)
        if frame.boxed:
            return self._rendering.paragraph(
                TAB + content, self._further_style, frame.closing + indent(frame.edge + left, left)
            )
        return self._rendering.paragraph(content, self._further_style, frame.closing + indent(frame.edge + left))
