"""Data model of a theme: page, type, colours, tables, callouts, charts, header and footer, logo.

Lengths are points, colours "RRGGBB". Drawing is up to the writers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from briefing.document.model import Picture

Side = Literal["left", "centre", "right"]
PAPER = "FFFFFF"
"""Colour of the paper."""


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in points. `header` and `footer`: distance of their baseline from the paper's edge.

    Text runs in one or two `columns`, separated by `gutter`. If they must not be `spanned`, wide
    blocks are set in one column as well.
    """

    width: float = 595.276
    height: float = 841.89
    top: float = 79.0
    right: float = 79.0
    bottom: float = 76.0
    left: float = 79.0
    header: float = 42.0
    footer: float = 40.0
    columns: int = 1
    gutter: float = 18.0
    spanned: bool = True

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def column_width(self) -> float:
        return (self.text_width - self.gutter * (self.columns - 1)) / self.columns


@dataclass(frozen=True, slots=True)
class Style:
    """Typographic style of one role of text. `face` is a key of `Theme.fonts`."""

    face: str = "body"
    size: float = 10.5
    leading: float = 14.6
    bold: bool = False
    italic: bool = False
    colour: str = "1B1F24"
    before: float = 0.0
    after: float = 0.0
    align: Literal["left", "right", "centre", "justify"] = "left"
    indent: float = 0.0
    hanging: float = 0.0
    hyphenate: bool = False
    keep_next: bool = False
    small_caps: bool = False


@dataclass(frozen=True, slots=True)
class FrontStyle:
    """Title block of page 1: a bar above, a fill behind with `pad` around the words, a rule below.

    "" paints nothing.
    """

    bar: str = ""
    bar_width: float = 4.0
    fill: str = ""
    pad: float = 12.0
    rule: str = "C9D1DA"
    rule_width: float = 0.8


@dataclass(frozen=True, slots=True)
class TableStyle:
    """Rules and fills of tables. Rule widths in points; no vertical rules."""

    head_fill: str = "12355B"
    band_fill: str = "E7EDF3"
    total_fill: str = "F4F6F9"
    rule: str = "C9D1DA"
    rule_width: float = 0.5
    edge: str = "12355B"
    edge_width: float = 1.0
    pad_x: float = 4.5
    pad_y: float = 3.0
    width_factor: float = 1.0
    """Factor by which words may be wider than measured if the file is read in another font.

    No column is narrower than its longest word times this factor.
    """


@dataclass(frozen=True, slots=True)
class CalloutStyle:
    """A callout: a bar at the left and a fill."""

    bar: str = "12355B"
    bar_width: float = 3.0
    fill: str = "EEF2F6"
    pad: float = 9.0


@dataclass(frozen=True, slots=True)
class ChartStyle:
    """Charts: labels in the sans face, sizes in points, a palette that colour-blind readers and greyscale printers can tell apart."""

    palette: tuple[str, ...] = ("12355B", "BE5519", "2E7D6B", "8A6D1B", "6B5B95", "55606B")
    text: str = "1B1F24"
    quiet: str = "55606B"
    grid: str = "D5DBE2"
    fill: str = "F3F6F9"
    size: float = 8.0
    leading: float = 10.8
    height: float = 130.0
    row: float = 13.0


@dataclass(frozen=True, slots=True)
class Sides:
    """Text with fields (see `header_footer_text`) for the left, centre and right of one line."""

    left: str = ""
    centre: str = ""
    right: str = ""

    def __bool__(self) -> bool:
        return bool(self.left or self.centre or self.right)


@dataclass(frozen=True, slots=True)
class HeaderFooterText:
    """A header or footer: its text, the text on the first page, and a rule beside it ("" for none)."""

    sides: Sides = Sides()
    first: Sides = Sides()
    rule: str = "C9D1DA"
    rule_width: float = 0.5

    @property
    def centred(self) -> bool:
        """Return whether there is any centred text."""
        return bool(self.sides.centre or self.first.centre)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture in the header, `width` points wide, on the first page or on every page."""

    picture: Picture
    width: float
    where: Side = "left"
    pages: Literal["first", "every"] = "first"

    @property
    def height(self) -> float:
        return self.width * self.picture.height / self.picture.width


ROLES: Mapping[str, str] = {
    "title": "the title on page 1",
    "subtitle": "the line below the title",
    "byline": "series, edition, dates, publisher, notice",
    "banner": "the line that names what a brief restates",
    "heading1": "a heading of the first level",
    "heading2": "a heading of the second level",
    "heading3": "a heading of the third level",
    "heading4": "a heading of the fourth level",
    "body": "running text",
    "list": "an item of a list",
    "quote": "a block quotation",
    "callout_title": "the title of a callout",
    "callout": "the text of a callout",
    "caption": "the title of a table or figure",
    "table_head": "the title of a column",
    "table_cell": "a cell",
    "table_band": "the title of a group of rows",
    "source": "the line of sources below a table or figure",
    "note": "a note at the foot of the page",
    "contents_title": "the title of the contents",
    "contents1": "a heading of the first level, in the contents",
    "contents2": "a heading of the second level, in the contents",
    "header": "the header",
    "footer": "the footer",
    "marking": "the marking in header and footer",
}
"""Roles of text, and what each is for."""
CALLOUTS = ("key", "note", "warning")
FACES = ("body", "sans", "korean")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme. `fonts` maps a face key to a shipped font family; `callouts` maps kinds to styles.

    `scheme` are the theme colours of somebody's Word template by their slot, {} without one.
    """

    name: str
    page: Page
    fonts: Mapping[str, str]
    colours: Mapping[str, str]
    styles: Mapping[str, Style]
    table: TableStyle
    callouts: Mapping[str, CalloutStyle]
    chart: ChartStyle = ChartStyle()
    front: FrontStyle = FrontStyle()
    header: HeaderFooterText = field(default_factory=lambda: HeaderFooterText(Sides("{title}", "", "{edition}")))
    footer: HeaderFooterText = field(
        default_factory=lambda: HeaderFooterText(
            Sides("{publisher}", "", "{numbering}"), Sides("{publisher}", "", "{numbering}")
        )
    )
    logo: Logo | None = None
    scheme: Mapping[str, str] = field(default_factory=dict)

    def style(self, role: str) -> Style:
        return self.styles[role]

    def as_landscape(self) -> Theme:
        """Return the same theme in landscape and one column, for wide tables."""
        page = replace(self.page, width=self.page.height, height=self.page.width, columns=1)
        return replace(self, page=page)
