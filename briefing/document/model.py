"""The document tree: the one contract between composing and writing.

The list is closed. A brief is a `Document` of blocks; blocks hold inlines.

Blocks   Front, Heading, Paragraph, Bullets, Quote, Callout, Table, Figure, Contents
Inlines  Text, FactRef, Link, Reference, Note, Break

Everything is frozen. `compose` makes the tree, `resolve` returns a new one in which every number, label, note text
and reference text stands as it will be printed; a writer numbers nothing and chooses nothing. Text is literal:
no markup, no control characters, no private-use characters. Adding a kind means: here, `markup` or `tables`
(who makes it), `resolve` (if it is numbered), both writers, and the golden tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from briefing.problems.problem import NOWHERE, Origin

Aspect = Literal[
    "value",
    "number",
    "unit",
    "date",
    "claimant",
    "statement",
    "name",
    "status",
    "note",
    "quote",
    "likelihood",
    "confidence",
    "former",
]
Align = Literal["left", "right", "centre", "decimal"]

# ------------------------------------------------------------------ inlines


@dataclass(frozen=True, slots=True)
class Text:
    """Literal text. `language` is a BCP 47 tag where it differs from the document's (Korean, Russian …).

    `literal` marks a figure that its author typed on purpose: checks leave it alone, and it prints like any other text.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    language: str = ""
    literal: bool = False


@dataclass(frozen=True, slots=True)
class FactRef:
    """A printed fact, or part of one: which fact, claim and point, which aspect, and the words that stand in print.

    The identity that checks, citations, Word markers, the record, diff and review share. `former` are words of the edition before,
    which nobody claims now.
    """

    fact: str
    text: str
    aspect: Aspect = "value"
    claim: str = ""
    point: str = ""
    strong: bool = False
    emphasis: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link out. `url` is http, https or mailto."""

    url: str
    inlines: tuple[Text | FactRef, ...]


SUMMARY = "summary/sources"
"""Target of a reference that stands for the statement on sources: resolve puts its words there."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link within the brief. `target` is a block's `key` or a row's `anchor`; `text` ("Table 2", "[4]") is set by resolve."""

    target: str
    text: str = ""
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Citation:
    """One source, with the place in it ("par. 3"), and the grade of what it says ("B2") where the dossier shows grades.

    `calculated`: it gave a number that we went on to calculate with.
    """

    source: str
    locator: str = ""
    calculated: bool = False
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote mark at this place. Before resolve only `citations`, or what was typed as `inlines`; after, `number`, `key` and `inlines`.

    A footnote that a template holds has both: its words, in which notes are citations typed among them, and the sources of the
    facts that it prints. Its first `typed` inlines are those words, before and after resolve; other notes have 0. `lines` are as
    those of a `Paragraph`.
    """

    citations: tuple[Citation, ...] = ()
    inlines: tuple[Inline, ...] = ()
    number: int = 0
    key: str = ""
    origin: Origin = NOWHERE
    typed: int = 0
    lines: tuple[tuple[int, int], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph."""


Inline: TypeAlias = Text | FactRef | Link | Reference | Note | Break

# ------------------------------------------------------------------ blocks
# `key` is stable, unique in the document, of the form section/kind-n or kind/id. `origin` is where it was typed.


@dataclass(frozen=True, slots=True)
class Front:
    """The head of page 1: title, subtitle, and lines of particulars (edition, date, publisher), each one line."""

    key: str
    origin: Origin
    title: str
    subtitle: str = ""
    byline: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 to 4, no level skipped. `number` ("2.1") is set by resolve, empty if unnumbered."""

    key: str
    origin: Origin
    level: int
    inlines: tuple[Inline, ...]
    number: str = ""
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text.

    `lines` tells where its lines were typed, for problems: from that letter on (of texts and facts alone, which resolve does
    not change), that line of the origin's file. It is no part of what is printed.
    """

    key: str
    origin: Origin
    inlines: tuple[Inline, ...]
    lines: tuple[tuple[int, int], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `ordered` counts from `start`. An item is a tuple of blocks: Paragraph or nested Bullets."""

    key: str
    origin: Origin
    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation: Paragraphs and Bullets."""

    key: str
    origin: Origin
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A box that stands out. `kind` picks its look. Holds Paragraphs and Bullets."""

    key: str
    origin: Origin
    kind: Literal["key", "note", "warning"]
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: one or more paragraphs of inlines. `header` makes it a row or column header."""

    paragraphs: tuple[tuple[Inline, ...], ...] = ((),)
    align: Align = "left"
    header: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. `band` is one header cell across the table that heads the rows below it. `anchor` makes it a link target.

    `origin` is where its words were typed, if not with the table; for problems that only show on the page.
    """

    cells: tuple[Cell, ...]
    kind: Literal["body", "band", "total"] = "body"
    anchor: str = ""
    origin: Origin = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Column:
    """`weight` is the share of the table's width; align is how its cells are set unless a cell says otherwise.

    Where that is "decimal", figures stand with their decimal `mark`s below one another, those without one end there, and heads
    are set right.
    """

    align: Align = "left"
    weight: float = 1.0
    mark: str = "."


@dataclass(frozen=True, slots=True)
class Table:
    """`label` ("Table 2") and source lines are set by resolve. Title above; `source` and `notes` lines below.

    `head` rows repeat on every page and hold only header cells. A cell covered by another's span is left out of its row.
    """

    key: str
    origin: Origin
    title: tuple[Inline, ...]
    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    source: tuple[Inline, ...] = ()
    notes: tuple[tuple[Inline, ...], ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """PNG or JPEG bytes with their pixel size."""

    data: bytes
    width: int
    height: int
    kind: Literal["png", "jpeg"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One value that a chart draws, with the words that label it. `hollow`: disputed or unverified, drawn without fill."""

    low: float
    words: FactRef
    high: float | None = None
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class PlotSeries:
    """One tuple of marks a category: none is a gap and drawn as one; several are claims that disagree."""

    name: str
    marks: tuple[tuple[Mark, ...], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """Values over categories, left to right, or top to bottom for bars and ranges.

    `measure` says what is drawn, in which unit; `gap` stands where there is no value, `hollow` explains hollow marks.
    """

    kind: Literal["column", "bar", "line", "range"]
    categories: tuple[str, ...]
    series: tuple[PlotSeries, ...]
    measure: str = ""
    gap: str = "–"
    hollow: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened between two days, counted in years (2024.46); equal where the day is known."""

    start: float
    end: float
    when: FactRef
    what: tuple[Inline, ...]
    lane: int = 0
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events in the order of their dates, in lanes that have names (or one lane without). `hollow` explains hollow marks."""

    lanes: tuple[str, ...]
    events: tuple[Event, ...]
    hollow: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """One thing that one side gives the other, with its figure where there is one."""

    what: str
    figure: tuple[Inline, ...]
    forward: bool
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """Who gives what: two sides and the flows between them. `forward` flows go from left to right; `hollow` explains broken ones."""

    left: str
    right: str
    flows: tuple[Flow, ...]
    forward: str
    back: str
    hollow: str = ""


Chart: TypeAlias = Plot | Timeline | Exchange


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture or a chart with a title above and alt text. `label` ("Figure 1") is set by resolve. `source` holds credit and licence.

    It has either; `alt` of a chart is made from its data.
    """

    key: str
    origin: Origin
    title: tuple[Inline, ...]
    alt: str
    picture: Picture | None = None
    source: tuple[Inline, ...] = ()
    notes: tuple[tuple[Inline, ...], ...] = ()
    label: str = ""
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: the heading's number and text, or a whole caption; and the key of what it leads to."""

    level: int
    number: str
    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Where the table of contents stands, or the list of tables or of figures; `entries` are set by resolve.

    `levels` says how deep headings are listed. Page numbers belong to the writers.
    """

    key: str
    origin: Origin
    title: str = ""
    entries: tuple[Entry, ...] = ()
    levels: int = 2
    of: Literal["headings", "tables", "figures"] = "headings"


Block: TypeAlias = Front | Heading | Paragraph | Bullets | Quote | Callout | Table | Figure | Contents

# ------------------------------------------------------------------ document


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page outside the text, in the document's language. `page` has {page} and {pages}.

    `header_left`, `header_right` and `footer_left` are the brief's title, edition and publisher, which a theme places; `date` is
    its date in words. `marking` (a TLP label, an embargo) is printed in header and footer of every page, as it stands;
    so is `draft`, the word for a draft, at the left of the same line.
    """

    header_left: str = ""
    header_right: str = ""
    banner: str = ""
    footer_left: str = ""
    page: str = "Page {page} of {pages}"
    jump: str = "Go to {text}"
    to_note: str = "Note {number}"
    from_note: str = "Back to the text at note {number}"
    date: str = ""
    marking: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself outside its pages. `date` is ISO 8601 at day precision, from the dossier, never the clock.

    `status` says how finished it is ("Draft"), where there is something to say.
    """

    title: str
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    language: str = "en-GB"
    date: str = "1980-01-01"
    marking: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole brief. `name` is the dossier's; `sources` maps a source id to its number in the list (set by resolve).

    `facts` says where each fact was typed, for problems that only show on the page.
    """

    name: str
    properties: Properties
    blocks: tuple[Block, ...]
    furniture: Furniture = Furniture()
    sources: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Origin] = field(default_factory=dict)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in document order, containers before what they hold."""
    for block in blocks:
        yield block
        if isinstance(block, Bullets):
            for item in block.items:
                yield from walk(item)
        elif isinstance(block, Quote | Callout):
            yield from walk(block.blocks)


def inlines_of(block: Block) -> Iterator[tuple[Inline, ...]]:
    """Each run of inlines that a block itself prints, in document order; not those of blocks it holds."""
    if isinstance(block, Heading | Paragraph):
        yield block.inlines
    elif isinstance(block, Table):
        yield block.title
        for row in (*block.head, *block.body):
            for cell in row.cells:
                yield from cell.paragraphs
        yield block.source
        yield from block.notes
    elif isinstance(block, Figure):
        yield block.title
        yield block.source
        yield from block.notes


def caption_inlines(block: Table | Figure) -> tuple[Inline, ...]:
    """Label and title as they are printed: "Table 2. Title". Paths of inlines in captions count within these."""
    if not block.label:
        return block.title
    return (Text(f"{block.label}. " if block.title else block.label), *block.title)


def plain(inlines: tuple[Inline, ...]) -> str:
    """The words of inlines as a reader hears them, notes left out."""
    parts: list[str] = []
    for item in inlines:
        if isinstance(item, Text | FactRef | Reference):
            parts.append(item.text)
        elif isinstance(item, Link):
            parts.append(plain(item.inlines))
        elif isinstance(item, Break):
            parts.append(" ")
    return "".join(parts)
