"""Lay out headers and footers: marking, logo, header, banner, footer.

Their height is known before the pages are, so that a long banner or a logo moves the text down
instead of overlapping it. The first page has the theme's own header and footer; marking and banner
are on every page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from briefing.document.marking import GROUND, label_colour
from briefing.document.model import Document, Text
from briefing.layout.theme import HeaderFooterText, Style, Theme
from briefing.layout.theme.header_footer_text import fill_in, numbered
from briefing.layout.typesetting.layout_context import CAP_HEIGHT, LayoutContext
from briefing.layout.typesetting.line_setting import SetLine
from briefing.layout.typesetting.pages import FilledRectangle, LayoutBox, Line, Placed, PlacedPicture
from briefing.layout.typesetting.regions import Area
from briefing.problems.problem import NO_LOCATION

GAP = 16.0
"""Smallest horizontal space between left and right text, in points."""
CLEAR = 12.0
"""Smallest vertical space between furniture and text, in points."""
EDGE = 14.0
"""Smallest distance from the edge of the paper, in points."""
MARKING_PAD = (5.0, 2.5)
BELOW_MARKING = 4.0
BELOW_LOGO = 8.0
LARGEST_NUMBER = 8888


@dataclass(frozen=True, slots=True)
class _Sides:
    """Set lines of one header or footer line."""

    left: list[SetLine]
    centre: list[SetLine]
    right: list[SetLine]

    @property
    def lines(self) -> int:
        return max(len(self.left), len(self.centre), len(self.right))


def words_around(document: Document, theme: Theme, page: str, pages: str) -> tuple[list[str], list[str]]:
    """Return the lines around the text of the first page and of the others, in the order in which they are drawn.

    `page` and `pages` are printed for the number of the page and of all pages.
    """
    furniture = document.furniture
    marking = [furniture.draft, furniture.marking]
    around: list[list[str]] = []
    for first in (document.begins_with_title, False):
        header, footer = (
            ["".join({"page": page, "pages": pages}.get(part.field, part.text) for part in fill_in(text, furniture)) for text in side]
            for side in (
                (sides.left, sides.centre, sides.right)
                for sides in (running.first if first else running.sides for running in (theme.header, theme.footer))
            )
        )  # fmt: skip
        around.append([line for line in (*marking, *header, furniture.banner, *footer, *marking) if line])
    return around[0], around[1]


class FurnitureSetter:
    """Lay out header and footer of each page of a document."""

    def __init__(self, context: LayoutContext, document: Document) -> None:
        self.context, self.furniture, self.theme = context, document.furniture, context.theme
        self.page = self.theme.page
        self.titled = document.begins_with_title
        # The title block is typed where the title is, so its location serves for problems here.
        self.location = document.blocks[0].location if document.blocks else NO_LOCATION
        self.banner = self._set(self.furniture.banner, self.theme.style("banner"), context.measure, "left")
        self.marking = self._marking(self.furniture.marking, self.furniture.draft)
        self._tops: dict[bool, float] = {}
        self._known: dict[tuple[str, ...], _Sides] = {}

    # ------------------------------------------------------------ text

    def _set(self, text: str, style: Style, measure: float, align: str) -> list[SetLine]:
        return self.context.lines((Text(text),), style, measure, self.location, align) if text else []

    def _sides(self, running: HeaderFooterText, style: Style, number: int, count: int) -> _Sides:
        """Set text at the left, centre and right of one line; each wraps before it meets the next."""
        sides = running.first if self.titled and number == 1 else running.sides
        left, centre, right = (
            numbered(fill_in(text, self.furniture), number, count) for text in (sides.left, sides.centre, sides.right)
        )
        key = (left, centre, right, str(running is self.theme.header))
        if key not in self._known:
            measure = self.context.measure
            on_right = self._set(right, style, measure * (0.3 if centre else 0.5), "left")
            in_middle = self._set(centre, style, measure * 0.34, "left")
            taken = max((line.width for line in on_right), default=0.0) + (GAP if on_right else 0.0)
            if in_middle:
                taken = max(taken, (measure + max(line.width for line in in_middle)) / 2 + GAP)
            self._known[key] = _Sides(self._set(left, style, measure - taken, "left"), in_middle, on_right)
        return self._known[key]

    def _marking(self, marking: str, draft: str) -> LayoutBox | None:
        """Return a TLP label in its colour on black, or free text on paper, right-aligned (TLP 2.0, FIRST).

        The word for a draft is to the left of it.
        """
        if not marking and not draft:
            return None
        style, colour = self.theme.style("marking"), label_colour(marking)
        along, above = MARKING_PAD if colour else (0.0, 0.0)
        marking_style = style if not colour else replace(style, colour=colour)
        draft_lines = self._set(draft, style, self.context.measure, "left")
        taken = max((line.width + GAP for line in draft_lines), default=0.0)
        lines = self._set(marking, marking_style, self.context.measure - 2 * along - taken, "left")
        down = above + (style.leading - style.size * CAP_HEIGHT) / 2
        made = self._at(lines, style, self.context.measure - along, side="right", down=down)
        made = (*self._at(draft_lines, style, 0.0, down=down), *made)
        height = max(len(lines), len(draft_lines)) * style.leading + 2 * above
        if not colour:
            return LayoutBox(height, lines=made)
        width = max(line.width for line in lines) + 2 * along
        return LayoutBox(
            height, lines=made, rectangles=(FilledRectangle(self.context.measure - width, 0.0, width, height, GROUND),)
        )

    # ------------------------------------------------------------ room

    def area(self, number: int) -> Area:
        """Return the text area of a page between header and footer."""
        page = self.page
        header = self.header(number, LARGEST_NUMBER)
        top = max(page.top, max((placed.y + placed.box.height for placed in header), default=0.0) + CLEAR)
        bottom = page.height - max(page.bottom, page.height - self._footer_top(number) + CLEAR)
        return Area(page.left, top, page.text_width, max(bottom, top + 60.0), page.columns, page.gutter)

    def _footer_top(self, number: int) -> float:
        """Return the top of the footer, the same for every page but the first."""
        first = number == 1
        if first not in self._tops:
            style, page = self.theme.style("footer"), self.page
            sides = self._sides(self.theme.footer, style, 1 if first else LARGEST_NUMBER, LARGEST_NUMBER)
            lines = max(sides.lines, 1)
            lift = 0.0
            if self.marking is not None:
                lift = max(0.0, self.marking.height + BELOW_MARKING + EDGE - (page.footer - 0.25 * style.size))
            top = page.height - page.footer - lift - (lines - 1) * style.leading - style.size - 6.0
            self._tops[first] = top
        return self._tops[first]

    # ------------------------------------------------------------ header and footer

    def header(self, number: int, count: int) -> tuple[Placed, ...]:
        """Return the header of a page: marking, logo, header line with its rule, banner below."""
        return self._cached("header", number, count, self._header)

    def _cached(
        self, name: str, number: int, count: int, make: Callable[[int, int], tuple[Placed, ...]]
    ) -> tuple[Placed, ...]:
        key = (name, self.furniture, self.titled, number, count)
        return self.context.cached(key, lambda: make(number, count), lambda placed: 1 + 3 * len(placed))

    def _header(self, number: int, count: int) -> tuple[Placed, ...]:
        placed: list[Placed] = []
        left, style = self.page.left, self.theme.style("header")
        y = self.page.header - style.size * CAP_HEIGHT
        if self.marking is not None:
            above = max(EDGE, y - self.marking.height - BELOW_MARKING)
            placed.append(Placed(left, above, self.marking))
            y = max(y, above + self.marking.height + BELOW_MARKING)
        logo = self.theme.logo
        if logo is not None and (logo.pages != "first" or number == 1):
            above = placed[0].y if logo.where != "right" and placed else y  # beside the marking, or below it
            spare = self.context.measure - logo.width
            x = {"left": 0.0, "centre": spare / 2, "right": spare}[logo.where]
            picture = PlacedPicture(x, 0.0, logo.width, logo.height, logo.picture, ())
            placed.append(Placed(left, above, LayoutBox(logo.height, picture=picture)))
            y = max(y, above + logo.height + BELOW_LOGO)
        sides = self._sides(self.theme.header, style, number, count)
        if sides.lines:
            height = sides.lines * style.leading + 3.0
            rule = self._rule(self.theme.header, height - 1.5)
            placed.append(Placed(left, y, LayoutBox(height, lines=self._line(sides, style), rectangles=rule)))
            y += height + 3.0
        if self.banner:
            banner = self.theme.style("banner")
            height = len(self.banner) * banner.leading
            placed.append(Placed(left, y, LayoutBox(height, lines=self._at(self.banner, banner, 0.0))))
        return tuple(placed)

    def footer(self, number: int, count: int) -> tuple[Placed, ...]:
        """Return the footer of a page: rule, footer line, marking."""
        return self._cached("footer", number, count, self._footer)

    def _footer(self, number: int, count: int) -> tuple[Placed, ...]:
        style = self.theme.style("footer")
        top = self._footer_top(number)
        sides = self._sides(self.theme.footer, style, number, count)
        height = 6.0 + max(sides.lines, 1) * style.leading
        line = LayoutBox(
            height, lines=self._line(sides, style, down=6.0), rectangles=self._rule(self.theme.footer, 0.0)
        )
        placed = [Placed(self.page.left, top, line)]
        if self.marking is not None:
            placed.append(Placed(self.page.left, top + height + BELOW_MARKING - 2.0, self.marking))
        return tuple(placed)

    def _rule(self, running: HeaderFooterText, y: float) -> tuple[FilledRectangle, ...]:
        thickness = running.rule_width
        return (FilledRectangle(0.0, y, self.context.measure, thickness, running.rule),) if running.rule else ()

    def _line(self, sides: _Sides, style: Style, *, down: float = 0.0) -> tuple[Line, ...]:
        measure = self.context.measure
        return (
            *self._at(sides.left, style, 0.0, down=down),
            *self._at(sides.centre, style, measure / 2, down=down, side="centre"),
            *self._at(sides.right, style, measure, down=down, side="right"),
        )

    def _at(
        self, lines: list[SetLine], style: Style, x: float, *, side: str = "left", down: float = 0.0
    ) -> tuple[Line, ...]:
        """Return lines of furniture that start at x, are centred on it, or end there."""
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[side]
        made: list[Line] = []
        for index, line in enumerate(lines):
            y = down + index * style.leading + style.size * CAP_HEIGHT
            made.append(Line(x - line.width * share, y, line.segments, line.extra))
        return tuple(made)
