"""What stands on every page outside the text: header, banner, footer and page number.

Takes a document, gives the slabs of a page's head and foot. Their height is known before the pages are, so that a long
banner moves the text down instead of running into it. On the first page, where the title stands, the header is left off;
the banner never is.
"""

from __future__ import annotations

from briefing.errors import NOWHERE
from briefing.model import Document, Front, Text
from briefing.theme import Style
from briefing.typeset.filling import Area
from briefing.typeset.line_setting import SetLine
from briefing.typeset.pages import Box, Line, Placed, Slab
from briefing.typeset.setting import CAP_HEIGHT, Setting

GAP = 16.0
"""The least white between what stands at the left and at the right."""
RULE = 0.5
CLEAR = 12.0
"""The least white between furniture and text."""


class FurnitureSetter:
    """Header and footer of each page of a document."""

    def __init__(self, setting: Setting, document: Document) -> None:
        self.setting, self.furniture = setting, document.furniture
        self.light_first = bool(document.blocks) and isinstance(document.blocks[0], Front)
        self.page = setting.theme.page
        self.header_style = setting.theme.style("header")
        self.footer_style = setting.theme.style("footer")
        self.banner = self._set(self.furniture.banner, setting.theme.style("banner"), setting.measure, "left")
        self.left, self.right = self._sides(self.furniture.header_left, self.furniture.header_right, self.header_style)
        self.foot, _ = self._sides(self.furniture.footer_left, self.page_text(8888, 8888), self.footer_style)

    def page_text(self, number: int, count: int) -> str:
        """The words of a page number. Braces that the language file does not know are left as they are."""
        return self.furniture.page.replace("{page}", str(number)).replace("{pages}", str(count))

    def _set(self, text: str, style: Style, measure: float, align: str) -> list[SetLine]:
        return self.setting.lines((Text(text),), style, measure, NOWHERE, align) if text else []

    def _sides(self, left: str, right: str, style: Style) -> tuple[list[SetLine], list[SetLine]]:
        """Text for the left and the right of one line: each wraps before it meets the other."""
        measure = self.setting.measure
        on_right = self._set(right, style, measure * 0.5, "left")
        taken = max((line.width for line in on_right), default=0.0)
        return self._set(left, style, measure - taken - (GAP if on_right else 0.0), "left"), on_right

    # ------------------------------------------------------------ room

    def area(self) -> Area:
        """The text area between header and footer."""
        top = max(self.page.top, self._header_bottom(full=True) + CLEAR)
        bottom = self.page.height - max(self.page.bottom, self.page.height - self._footer_top() + CLEAR)
        return Area(self.page.left, top, self.page.text_width, max(bottom, top + 60.0))

    def _header_bottom(self, *, full: bool) -> float:
        y = self.page.header - self.header_style.size * CAP_HEIGHT
        if full and (self.left or self.right):
            y += max(len(self.left), len(self.right)) * self.header_style.leading + 3.0
        return y + len(self.banner) * self.setting.theme.style("banner").leading + (3.0 if self.banner else 0.0)

    def _footer_top(self) -> float:
        lines = max(len(self.foot), 1)
        return (
            self.page.height - self.page.footer - (lines - 1) * self.footer_style.leading - self.footer_style.size - 6.0
        )

    # ------------------------------------------------------------ slabs

    def header(self, number: int) -> tuple[Placed, ...]:
        """The head of a page: title at the left, edition at the right, a rule, the banner below."""
        style, measure = self.header_style, self.setting.measure
        y = self.page.header - style.size * CAP_HEIGHT
        placed: list[Placed] = []
        if (self.left or self.right) and not (number == 1 and self.light_first):
            height = max(len(self.left), len(self.right)) * style.leading + 3.0
            lines = self._at(self.left, style, 0.0) + self._at(self.right, style, measure, ends=True)
            rule = Box(0.0, height - 1.5, measure, RULE, self.setting.theme.colours.get("rule", style.colour))
            placed.append(Placed(self.page.left, y, Slab(height, lines=lines, boxes=(rule,))))
            y += height + 3.0
        if self.banner:
            banner = self.setting.theme.style("banner")
            placed.append(
                Placed(
                    self.page.left, y, Slab(len(self.banner) * banner.leading, lines=self._at(self.banner, banner, 0.0))
                )
            )
        return tuple(placed)

    def footer(self, number: int, count: int) -> tuple[Placed, ...]:
        """The foot of a page: a rule, the footer text at the left, the page number at the right."""
        style, measure = self.footer_style, self.setting.measure
        top = self._footer_top()
        page = self._set(self.page_text(number, count), style, measure * 0.5, "left")
        lines = self._at(self.foot, style, 0.0, down=6.0) + self._at(page, style, measure, ends=True, down=6.0)
        rule = Box(0.0, 0.0, measure, RULE, self.setting.theme.colours.get("rule", style.colour))
        return (Placed(self.page.left, top, Slab(self.page.height - top, lines=lines, boxes=(rule,))),)

    def _at(
        self, lines: list[SetLine], style: Style, x: float, *, ends: bool = False, down: float = 0.0
    ) -> tuple[Line, ...]:
        """Lines of furniture from x, or ending there."""
        made: list[Line] = []
        for index, line in enumerate(lines):
            y = down + index * style.leading + style.size * CAP_HEIGHT
            made.append(Line(x - line.width if ends else x, y, line.segments, line.extra))
        return tuple(made)
