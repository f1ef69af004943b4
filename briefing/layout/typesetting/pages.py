"""What the layout gives: pages with everything placed, in values that know nothing of PDF.

Lengths are points; y runs down from the top of the page (in a slab: from the slab's top), x from the left edge. An `Owner`
says which part of the document a line belongs to, so that a writer can find its place in a structure:

    (key, "text")            heading, paragraph, note         (key, "title" | "subtitle")   front, callout, contents
    (key, "byline", i)       front                            (key, "label", i)             list item, note (i = 0)
    (key, "caption")         table, figure                    (key, "cell", row, cell, paragraph)   table, rows counted from the head
    (key, "source")          table, figure                    (key, "note", i)              table, figure
    (key, "entry", i)        contents                         (key, "picture")              figure: its picture or chart

None is for what is no part of the text: headers, footers, leaders, repeated table heads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from briefing.document.model import Note, Picture
from briefing.layout.charts import Shape
from briefing.problems.problem import Problem

if TYPE_CHECKING:
    from briefing.layout.typesetting.frames import Frame
    from briefing.layout.typesetting.text_style import Ink

Owner: TypeAlias = tuple[str | int, ...]


class Segment(NamedTuple):
    """Text in one ink, x from the line's start. A soft hyphen at the end is drawn as a hyphen.

    `whole` is for a word that is broken between lines: the whole word where it starts, nothing where it goes on.
    """

    ink: Ink
    text: str
    x: float
    width: float
    whole: str | None = None


class Line(NamedTuple):
    """A line of text: where its baseline starts, its segments, the points added to each space, whose text it is."""

    x: float
    y: float
    segments: tuple[Segment, ...]
    extra: float = 0.0
    owner: Owner | None = None


class Box(NamedTuple):
    """A filled rectangle: a fill or a rule. `y` is its top."""

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
    """Words in a drawing: where their baseline starts, in the drawing's own units. `language` only where it is another."""

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


@dataclass(slots=True, eq=False)
class Slab:
    """What is never split between pages: a text line, a table row or a slice of one, a picture, a drawing.

    `keep` holds it together with the next slab. `notes` are those it cites, `anchors` the keys that start in it.
    """

    height: float
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    lines: tuple[Line, ...] = ()
    boxes: tuple[Box, ...] = ()
    picture: PlacedPicture | None = None
    drawing: PlacedDrawing | None = None
    notes: tuple[Note, ...] = ()
    anchors: tuple[str, ...] = ()
    frame: Frame | None = None


class Placed(NamedTuple):
    """A slab with its top left corner on a page. `repeated`: it stands here again, and is no part of the text."""

    x: float
    y: float
    slab: Slab
    repeated: bool = False


class Place(NamedTuple):
    """Where a key starts: page number from 1, and the top of the slab."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its text area, its notes, its furniture. `boxes` are drawn first, then those of slabs, then `rules`, then text."""

    number: int
    body: tuple[Placed, ...]
    notes: tuple[Placed, ...]
    boxes: tuple[Box, ...]
    rules: tuple[Box, ...]
    header: tuple[Placed, ...] = ()
    footer: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Pages:
    """A document on pages. `places` has every block key, row anchor, note key and note mark (`mark_of`).

    `widths` has those of each table's columns, by its key.
    """

    width: float
    height: float
    pages: tuple[Page, ...]
    places: Mapping[str, Place]
    problems: tuple[Problem, ...] = ()
    widths: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def page_of(self) -> dict[str, int]:
        """Key -> page number from 1."""
        return {key: place.page for key, place in self.places.items()}


def mark_of(note_key: str) -> str:
    """The key of the place where a note is cited."""
    return note_key + "\u2191"
