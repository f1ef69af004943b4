"""Result of the layout: pages with everything placed, independent of PDF.

Lengths are points; y runs down from the top of the page (in a layout box: from the top of the box),
x from the left edge. An `Owner` says which part of the document a line belongs to, so that a writer
can find its place in a structure:

    (key, "text")            heading, paragraph, note         (key, "title" | "subtitle")   title block, callout, contents
    (key, "byline", i)       title block                      (key, "label", i)             list item, note (i = 0)
    (key, "caption")         table, figure                    (key, "cell", row, cell, paragraph)   table, rows counted from the head
    (key, "source")          table, figure                    (key, "note", i)              table, figure
    (key, "entry", i)        contents                         (key, "picture")              figure: its picture or chart

None is for what is not part of the text: headers, footers, leaders, repeated table heads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from briefing.document.model import Note, Picture
from briefing.layout.charts import Shape
from briefing.layout.typesetting.text_style import TextStyle
from briefing.problems.problem import Problem

Owner: TypeAlias = tuple[str | int, ...]


class Segment(NamedTuple):
    """Text in one style, x from the line's start. A soft hyphen at the end is drawn as a hyphen.

    `whole` is for a word broken between lines: the whole word at its first part, "" at the others.
    """

    text_style: TextStyle
    text: str
    x: float
    width: float
    whole: str | None = None


class Line(NamedTuple):
    """A line of text: start of its baseline, segments, points added to each space, and its owner."""

    x: float
    y: float
    segments: tuple[Segment, ...]
    extra: float = 0.0
    owner: Owner | None = None


class FilledRectangle(NamedTuple):
    """A filled rectangle: a background or a rule. `y` is its top."""

    x: float
    y: float
    width: float
    height: float
    colour: str


class PlacedPicture(NamedTuple):
    """A picture and the rectangle that it fills. `y` is its top."""

    x: float
    y: float
    width: float
    height: float
    picture: Picture
    owner: Owner


class PlacedLabel(NamedTuple):
    """A label in a drawing: start of its baseline, in the drawing's own units.

    `language` if it is not the document's.
    """

    x: float
    y: float
    segments: tuple[Segment, ...]
    language: str = ""


class PlacedDrawing(NamedTuple):
    """A chart's scene with its labels set, and the rectangle that it fills. Its units are points times `scale`."""

    x: float
    y: float
    width: float
    height: float
    scale: float
    shapes: tuple[Shape, ...]
    labels: tuple[PlacedLabel, ...]
    owner: Owner


class Frame:
    """Base of frames, which hold layout boxes together over page breaks: callouts, tables.

    The paginator opens a frame where its first box is placed on a page and closes it after its last
    one. `x` and `width` are its place in the text area, `above` and `below` its padding.
    """

    def __init__(self, x: float, width: float, above: float = 0.0, below: float = 0.0) -> None:
        self.x, self.width = x, width
        self.above, self.below = above, below
        self.again: tuple[LayoutBox, ...] = ()
        """Boxes repeated at the top of each later page."""
        self.over = False
        """Its rectangles are drawn over those of the boxes, not behind them."""

    def opening(self, first: bool) -> float:
        """Return the height that the frame takes where it opens; `first` is false on later pages."""
        return self.above if first else self.above + sum(box.height for box in self.again)

    def rectangles(self, top: float, bottom: float) -> list[FilledRectangle]:
        """Return the rectangles behind and over boxes from `top` to `bottom`, x from the text area's left."""
        raise NotImplementedError


@dataclass(slots=True, eq=False)
class LayoutBox:
    """The unit of page breaking: a text line, a table row or a slice of one, a picture, a drawing.

    `keep` keeps it with the next box. `notes` are those it cites, `anchors` the keys that start in
    it.
    """

    height: float
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    lines: tuple[Line, ...] = ()
    rectangles: tuple[FilledRectangle, ...] = ()
    picture: PlacedPicture | None = None
    drawing: PlacedDrawing | None = None
    notes: tuple[Note, ...] = ()
    anchors: tuple[str, ...] = ()
    frame: Frame | None = None


class Placed(NamedTuple):
    """A layout box with its top left corner on a page. `repeated`: a repeated table head, not part of the text."""

    x: float
    y: float
    box: LayoutBox
    repeated: bool = False


class Place(NamedTuple):
    """Place where a key starts: page number from 1, and the top left corner of its box."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page: body, notes, header and footer.

    Painting order: `rectangles`, those of the boxes, `rules`, text.
    """

    number: int
    body: tuple[Placed, ...]
    notes: tuple[Placed, ...]
    rectangles: tuple[FilledRectangle, ...]
    rules: tuple[FilledRectangle, ...]
    header: tuple[Placed, ...] = ()
    footer: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Pages:
    """A laid-out document. `places` has every block key, row anchor, note key and note mark (`mark_of`).

    `widths` are the column widths of each table, by its key.
    """

    width: float
    height: float
    pages: tuple[Page, ...]
    places: Mapping[str, Place]
    problems: tuple[Problem, ...] = ()
    widths: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def page_of(self) -> dict[str, int]:
        """Return the page number (from 1) of each key."""
        return {key: place.page for key, place in self.places.items()}


def mark_of(note_key: str) -> str:
    """Return the key of the place where a note is cited."""
    return note_key + "\u2191"
