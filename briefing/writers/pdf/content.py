"""Content stream of one page: marked content and artifacts (ISO 32000-1, 14.6 and 14.8.2.2).

Text and figures are marked content, everything else is an artifact. Text is written line by line;
state that does not change (font, colour, element) is not written again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from briefing.layout.typesetting.pages import FilledRectangle, Line, Page, Placed, PlacedDrawing, PlacedPicture, Segment
from briefing.layout.typesetting.text_style import TextStyle
from briefing.writers.pdf.colour import paint
from briefing.writers.pdf.drawings import drawing_operators
from briefing.writers.pdf.fonts import Fonts, FontUse
from briefing.writers.pdf.structure import Element, Mark, Structure, pdf_text

LAYOUT = "/Artifact<</Type/Layout>>BDC"
PAGINATION = "/Artifact<</Type/Pagination>>BDC"
HEADER = "/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC"
FOOTER = "/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC"
UNDERLINE = 0.45


@dataclass(slots=True)
class LinkArea:
    """A rectangle that is a link: left, bottom, right and top in points from the page's lower left corner."""

    element: Element
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class Drawn:
    """A drawn page. `marks[n]` is the element of marked content n; `link_areas` are the places of its links."""

    stream: bytes
    marks: list[Element]
    link_areas: list[LinkArea]


@dataclass(slots=True)
class PageDrawing:
    """Draw one page.

    `number` counts from 0, `height` is the paper's; `images` gives the resource name of a picture.
    """

    structure: Structure
    fonts: Fonts
    images: dict[int, str]
    number: int
    height: float
    out: list[str] = field(default_factory=list)
    marks: list[Element] = field(default_factory=list)
    link_areas: list[LinkArea] = field(default_factory=list)
    underlines: list[FilledRectangle] = field(default_factory=list)
    _open: Element | str | None = None
    _text_style: TextStyle | None = None
    _use: FontUse | None = None

    def draw(self, page: Page) -> Drawn:
        """Draw a page: rectangles, then text in reading order, then header and footer."""
        boxes = (*page.body, *page.notes, *page.header, *page.footer)
        rectangles = [
            rectangle._replace(x=rectangle.x + p.x, y=rectangle.y + p.y)
            for p in boxes
            for rectangle in p.box.rectangles
        ]
        self._boxes([*page.rectangles, *rectangles, *page.rules])
        self.out.append("BT")
        for placed in (*page.body, *page.notes):
            self._box(placed, PAGINATION if placed.repeated else LAYOUT)
        for placed in page.header:
            self._box(placed, HEADER)
        for placed in page.footer:
            self._box(placed, FOOTER)
        self._close()
        self.out.append("ET")
        self._boxes(self.underlines)
        return Drawn("\n".join(self.out).encode("ascii"), self.marks, self.link_areas)

    # ------------------------------------------------------------ marked content

    def _mark(self, element: Element) -> str:
        element.kids.append(Mark(self.number, len(self.marks)))
        self.marks.append(element)
        return f"/{element.tag}<</MCID {len(self.marks) - 1}>>BDC"

    def _close(self) -> None:
        if self._open is not None:
            self.out.append("EMC")
            self._open = None

    # ------------------------------------------------------------ text

    def _box(self, placed: Placed, artifact: str) -> None:
        box = placed.box
        for line in box.lines:
            self._line(line, placed, artifact)
        if box.picture is not None and not placed.repeated:
            self._picture(box.picture, placed)
        if box.drawing is not None and not placed.repeated:
            left, bottom = self._figure(box.drawing, placed)
            self.out += drawing_operators(box.drawing, left, bottom + box.drawing.height, self.fonts)
            self.out += ["EMC", "BT"]

    def _line(self, line: Line, placed: Placed, artifact: str) -> None:
        x, y = placed.x + line.x, self.height - placed.y - line.y
        owner = None if placed.repeated else line.owner
        plain: Element | str = artifact if owner is None else self.structure.owners[owner]
        first = True
        for segment in line.segments:
            path = segment.text_style.path
            element = self.structure.element(owner, path) if path and owner is not None else plain
            if element is not self._open:
                self._close()
                self.out.append(element if isinstance(element, str) else self._mark(element))
                self._open = element
            if first:
                self.out.append(f"1 0 0 1 {x + segment.x:.2f} {y:.2f} Tm")
                first = False
            self._show(segment, line.extra)
            if not isinstance(element, str) and (element.target is not None or element.tag == "Span"):
                self._find_link(element, segment, x, y)
            if segment.text_style.underlined and segment.width:
                size = segment.text_style.size
                top = self.height - y + size * 0.13
                self.underlines.append(
                    FilledRectangle(x + segment.x, top, segment.width, UNDERLINE, segment.text_style.colour)
                )

    def _show(self, segment: Segment, extra: float) -> None:
        text_style = segment.text_style
        if text_style is not self._text_style:
            # What two styles have in common is not written again.
            before = self._text_style
            if before is None or before.face is not text_style.face or before.size != text_style.size:
                self._use = self.fonts.use(text_style.face)
                self.out.append(f"/{self._use.name} {text_style.size:g} Tf")
            if before is None or before.colour != text_style.colour:
                self.out.append(paint(text_style.colour))
            if (before.rise if before is not None else 0.0) != text_style.rise:
                self.out.append(f"{text_style.rise:.2f} Ts")
            self._text_style = text_style
        use = self._use
        assert use is not None
        space = f"{use.space}{-extra * 1000 / text_style.size:.1f}" if extra else use.space
        shown = "[" + space.join(map(use.__getitem__, segment.text.split(" "))).replace("><", "") + "]TJ"
        if segment.whole is None:
            self.out.append(shown)
        else:
            # A word broken between lines is read as one word where it starts (ISO 32000-1, 14.9.4).
            self.out.append(f"/Span<</ActualText{pdf_text(segment.whole)}>>BDC {shown} EMC")

    def _find_link(self, element: Element, segment: Segment, x: float, y: float) -> None:
        """Record the rectangle of a link; pieces of one link on one line are one rectangle."""
        link: Element | None = element
        if element.tag == "Span":
            link = element.parent
        if link is None or link.target is None:
            return
        size = segment.text_style.size
        left, right = x + segment.x, x + segment.x + segment.width
        bottom, top = y + segment.text_style.rise - size * 0.28, y + segment.text_style.rise + size * 0.92
        last = self.link_areas[-1] if self.link_areas else None
        if last is not None and last.element is link and abs(last.bottom - bottom) < 2:
            last.right, last.top = max(last.right, right), max(last.top, top)
        else:
            self.link_areas.append(LinkArea(link, left, bottom, right, top))

    # ------------------------------------------------------------ pictures and boxes

    def _picture(self, picture: PlacedPicture, placed: Placed) -> None:
        name = self.images.get(id(picture.picture))
        if name is None:
            return
        if picture.owner:
            left, bottom = self._figure(picture, placed)
        else:  # Not part of the text, such as a logo.
            self._close()
            left, bottom = placed.x + picture.x, self.height - placed.y - picture.y - picture.height
            self.out += ["ET", HEADER]
        matrix = f"{picture.width:.2f} 0 0 {picture.height:.2f} {left:.2f} {bottom:.2f}"
        self.out += [f"q {matrix} cm", f"/{name} Do", "Q", "EMC", "BT"]

    def _figure(self, shown: PlacedPicture | PlacedDrawing, placed: Placed) -> tuple[float, float]:
        """Open the marked content of a figure and record its bounding box; return its left and bottom edges."""
        self._close()
        left, bottom = placed.x + shown.x, self.height - placed.y - shown.y - shown.height
        element = self.structure.owners[shown.owner]
        rectangle = f"{left:.2f} {bottom:.2f} {left + shown.width:.2f} {bottom + shown.height:.2f}"
        element.details += f"/A<</O/Layout/Placement/Block/BBox[{rectangle}]>>"
        self.out += ["ET", self._mark(element)]
        return left, bottom

    def _boxes(self, rectangles: list[FilledRectangle]) -> None:
        if not rectangles:
            return
        self.out.append(LAYOUT)
        colour = ""
        for rectangle in rectangles:
            if rectangle.colour != colour:
                colour = rectangle.colour
                self.out.append(paint(colour))
            self.out.append(
                f"{rectangle.x:.2f} {self.height - rectangle.y - rectangle.height:.2f} {rectangle.width:.2f} {rectangle.height:.2f} re f"
            )
        self.out.append("EMC")
        self._text_style = None
