"""Document tree: the one contract between composing and writing.

The list of kinds is closed. A brief is a `Document` of blocks; blocks hold inlines.

    Blocks   TitleBlock, Heading, Paragraph, List, Quote, Callout, Table, Figure, Contents
    Inlines  Text, FactReference, Link, CrossReference, Note, Break

All classes are frozen. `compose` builds the tree; `resolve` returns a new one in which every
number, label, note and reference has the text that will be printed. A writer numbers nothing and
decides nothing. Text is literal: no markup, no control characters, no private-use characters.

The functions after the classes are what every kind of block or inline can answer. They end in
`assert_never`, so mypy names each that a new kind must be added to. To add one, see "Where do I
add" in ARCHITECTURE.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import is_
from typing import Literal, TypeAlias, assert_never

from briefing.problems.problem import NO_LOCATION, Location

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

    `literal` marks a figure that the author typed on purpose: checks skip it; it prints like any
    other text.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    language: str = ""
    literal: bool = False


@dataclass(frozen=True, slots=True)
class FactReference:
    """A printed fact or part of a fact: fact, claim, point and aspect, and the printed words.

    Checks, citations, Word markers, the record, diff and review all identify a printed fact by
    these. The aspect `former` is for words of the previous edition that no claim states any more.
    `worded` are the words of the template that give the fact's status, as `worded("announced")`
    names them; they do not affect what the reference prints.
    """

    fact: str
    text: str
    aspect: Aspect = "value"
    claim: str = ""
    point: str = ""
    strong: bool = False
    emphasis: bool = False
    language: str = ""
    worded: str = field(default="", compare=False)


StyledText: TypeAlias = Text | FactReference
"""Inlines that are words in one style, with their language."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address outside the brief. `url` is http, https or mailto."""

    url: str
    inlines: tuple[StyledText, ...]


SUMMARY = "summary/sources"
"""Target of a reference that stands for the statement on sources: resolve replaces it by that statement."""


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A link within the brief.

    `target` is a block's `key` or a row's `anchor`; `text` ("Table 2", "[4]") is set by resolve.
    """

    target: str
    text: str = ""
    location: Location = NO_LOCATION


@dataclass(frozen=True, slots=True)
class Citation:
    """A source with a place in it ("par. 3"), and its grade ("B2") if the dossier shows grades.

    `calculated`: the source gave a number that was used in a calculation.
    """

    source: str
    locator: str = ""
    calculated: bool = False
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote mark and its note.

    Before resolve only `citations` or typed `inlines` are set; resolve sets the rest.

    A footnote typed in a template has both: its words, in which notes are citations typed among
    them, and the sources of the facts that it prints. Its first `typed` inlines are those words,
    before and after resolve; other notes have 0. `lines` are like those of a `Paragraph`.
    """

    citations: tuple[Citation, ...] = ()
    inlines: tuple[Inline, ...] = ()
    number: int = 0
    key: str = ""
    location: Location = NO_LOCATION
    typed: int = 0
    lines: tuple[tuple[int, int], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph."""


Inline: TypeAlias = StyledText | Link | CrossReference | Note | Break

# ------------------------------------------------------------------ blocks
# `key` is stable, unique in the document, of the form section/kind-n or kind/id. `location` is where the block was typed.


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """The head of page 1: title, subtitle, and byline (edition, date, publisher), one line each."""

    key: str
    location: Location
    title: str
    subtitle: str = ""
    byline: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of `level` 1 to 4; no level is skipped. `number` ("2.1") is set by resolve, empty if unnumbered."""

    key: str
    location: Location
    level: int
    inlines: tuple[Inline, ...]
    number: str = ""
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text.

    `lines` says where its lines were typed, for problems: pairs of an offset (in the text and facts
    alone, which resolve does not change) and the line of the location's file that starts there. It
    does not affect what is printed.
    """

    key: str
    location: Location
    inlines: tuple[Inline, ...]
    lines: tuple[tuple[int, int], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class List:
    """A list; `ordered` counts from `start`. An item is a tuple of blocks: Paragraph or nested List."""

    key: str
    location: Location
    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation: Paragraphs and Lists."""

    key: str
    location: Location
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A highlighted box. `kind` selects its style. It contains Paragraphs and Lists."""

    key: str
    location: Location
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
    """A table row. `band` is one header cell across the table that heads the rows below it.

    `anchor` makes the row a link target. `location` is where its words were typed if not with the
    table, for problems that only show on the page.
    """

    cells: tuple[Cell, ...]
    kind: Literal["body", "band", "total"] = "body"
    anchor: str = ""
    location: Location = field(default=NO_LOCATION, compare=False)


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its share of the width, and the alignment of its cells unless a cell says otherwise.

    With "decimal" alignment figures are aligned on their decimal `mark`, those without one end
    there, and column heads are set right.
    """

    align: Align = "left"
    weight: float = 1.0
    mark: str = "."


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title above, and `source` and `notes` lines below.

    `label` ("Table 2") and source lines are set by resolve. `head` rows repeat on every page and
    hold only header cells. A cell covered by another cell's span is left out of its row.
    """

    key: str
    location: Location
    title: tuple[Inline, ...]
    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    source: tuple[Inline, ...] = ()
    notes: tuple[tuple[Inline, ...], ...] = ()
    label: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, those of the head first."""
        return (*self.head, *self.body)


@dataclass(frozen=True, slots=True)
class Picture:
    """PNG or JPEG bytes with their size in pixels."""

    data: bytes
    width: int
    height: int
    kind: Literal["png", "jpeg"]


@dataclass(frozen=True, slots=True)
class DataPoint:
    """One value in a chart, with the words of its label. `hollow`: disputed or unverified, drawn without fill."""

    low: float
    words: FactReference
    high: float | None = None
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class PlotSeries:
    """A series: one tuple of marks per category. An empty tuple is a gap; several marks are claims that disagree."""

    name: str
    marks: tuple[tuple[DataPoint, ...], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """Values over categories, from left to right; top to bottom for bars and ranges.

    `measure` names what is drawn and its unit; `gap` is printed where there is no value; `hollow`
    explains hollow marks.
    """

    kind: Literal["column", "bar", "line", "range"]
    categories: tuple[str, ...]
    series: tuple[PlotSeries, ...]
    measure: str = ""
    gap: str = "–"
    hollow: str = ""

    @property
    def points(self) -> Iterator[DataPoint]:
        """Every data point, in the order of the series."""
        return (point for series in self.series for group in series.marks for point in group)


@dataclass(frozen=True, slots=True)
class Event:
    """An event from one day to another, in years (2024.46); equal if the day is known."""

    start: float
    end: float
    when: FactReference
    what: tuple[Inline, ...]
    lane: int = 0
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events in order of date, in named lanes (or one lane without a name). `hollow` explains hollow marks."""

    lanes: tuple[str, ...]
    events: tuple[Event, ...]
    hollow: str = ""


@dataclass(frozen=True, slots=True)
class FlowArrow:
    """Something that one side gives the other, with its figure if there is one."""

    what: str
    figure: tuple[Inline, ...]
    forward: bool
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class FlowDiagram:
    """Two sides and the flows between them; `forward` flows go from left to right. `hollow` explains dashed ones."""

    left: str
    right: str
    flows: tuple[FlowArrow, ...]
    forward: str
    back: str
    hollow: str = ""


Chart: TypeAlias = Plot | Timeline | FlowDiagram


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture or a chart (exactly one of them), with a title above and alt text.

    `label` ("Figure 1") is set by resolve. `source` holds credit and licence. The `alt` of a chart
    is made from its data.
    """

    key: str
    location: Location
    title: tuple[Inline, ...]
    alt: str
    picture: Picture | None = None
    source: tuple[Inline, ...] = ()
    notes: tuple[tuple[Inline, ...], ...] = ()
    label: str = ""
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the contents: a heading's number and text or a whole caption, and the key of its target."""

    level: int
    number: str
    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Table of contents, or list of tables or figures; `entries` are set by resolve.

    `levels` is the depth of headings listed. Page numbers are up to the writers.
    """

    key: str
    location: Location
    title: str = ""
    entries: tuple[TocEntry, ...] = ()
    levels: int = 2
    of: Literal["headings", "tables", "figures"] = "headings"


RunningText: TypeAlias = Paragraph | List
"""Running text: the blocks that lists, quotations and callouts hold."""
Captioned: TypeAlias = Table | Figure
"""Blocks with label and title above, and `source` and `notes` below."""
Block: TypeAlias = TitleBlock | Heading | RunningText | Quote | Callout | Captioned | Contents

# ------------------------------------------------------------------ document


@dataclass(frozen=True, slots=True)
class PageFurniture:
    """Text printed on every page around the body, in the document's language.

    `page` contains {page} and {pages}.

    `header_left`, `header_right` and `footer_left` are the brief's title, edition and publisher,
    which a theme places; `date` is its date in words. `marking` (a TLP label, an embargo) is
    printed unchanged in the header and footer of every page; so is `draft`, the word for a draft,
    at the left of the same line.
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
    """Metadata of the file. `date` is ISO 8601 at day precision, from the dossier, never from the clock.

    `status` says how finished the brief is ("Draft"), or is empty.
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
    """A whole brief.

    `name` is the dossier's; `sources` maps source ids to their numbers in the list (set by
    resolve).

    `facts` says where each fact was typed, for problems that only show on the page.
    """

    name: str
    properties: Properties
    blocks: tuple[Block, ...]
    furniture: PageFurniture = PageFurniture()
    sources: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Location] = field(default_factory=dict)

    @property
    def title_block(self) -> TitleBlock | None:
        """The head of page 1, if the brief has one."""
        return next((block for block in self.blocks if isinstance(block, TitleBlock)), None)

    @property
    def begins_with_title(self) -> bool:
        """True if the first page begins with the title, so that its header need not repeat it."""
        return bool(self.blocks) and isinstance(self.blocks[0], TitleBlock)


# ------------------------------------------------------------------ what every block can answer


def children_of(block: Block) -> tuple[Block, ...]:
    """Return the blocks that a block holds, in order; not those that they hold in turn."""
    match block:
        case Paragraph() | Heading() | Table() | Figure() | TitleBlock() | Contents():
            return ()
        case List():
            return tuple([inner for item in block.items for inner in item])
        case Quote() | Callout():
            return block.blocks
        case _:
            assert_never(block)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block in document order, containers before their contents."""
    for block in blocks:
        yield block
        if inner := children_of(block):
            yield from walk(inner)


def inlines_of(block: Block) -> Iterator[tuple[Inline, ...]]:
    """Yield each run of inlines that a block itself prints, in document order; not those of nested blocks.

    Labels and numbers, the entries of contents and the words in a chart are not among them.
    """
    match block:
        case Paragraph() | Heading():
            yield block.inlines
        case TitleBlock():
            yield from ((Text(line),) for line in (block.title, block.subtitle, *block.byline) if line)
        case Callout() | Contents():
            if block.title:
                yield (Text(block.title),)
        case Table():
            yield block.title
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.paragraphs
            yield block.source
            yield from block.notes
        case Figure():
            yield block.title
            yield block.source
            yield from block.notes
        case List() | Quote():
            pass
        case _:
            assert_never(block)


def notes_of(block: Block) -> Iterator[Note]:
    """Yield the notes cited in a block's own text, in order."""
    for inlines in inlines_of(block):
        for item in inlines:
            if isinstance(item, Note):
                yield item


def opening_of(block: Block) -> tuple[Inline, ...]:
    """Return the first line that a block prints in its own words, to which a comment can be attached.

    Empty for blocks without words of their own: containers without a title, and contents, whose
    entries are the words of other blocks.
    """
    match block:
        case Paragraph() | Heading():
            return block.inlines
        case TitleBlock() | Callout():
            return (Text(block.title),) if block.title else ()
        case Table() | Figure():
            return caption_inlines(block)
        case List() | Quote() | Contents():
            return ()
        case _:
            assert_never(block)


def label_of(block: Block) -> str:
    """Return the label of a table or figure ("Table 2"); empty for other kinds and before resolve."""
    return block.label if isinstance(block, Captioned) else ""


def kind_name(block: Block) -> str:
    """Return the name of a block's kind in records, which keep the names of their first version."""
    return {TitleBlock: "front", List: "bullets"}.get(type(block), type(block).__name__.lower())


def caption_inlines(block: Captioned) -> tuple[Inline, ...]:
    """Return label and title as printed: "Table 2. Title". Inline paths in captions count within these."""
    if not block.label:
        return block.title
    return (Text(f"{block.label}. " if block.title else block.label), *block.title)


ChangeRun: TypeAlias = Callable[[tuple[Inline, ...]], tuple[Inline, ...]]


def change_inlines(block: Block, change: ChangeRun, change_source: ChangeRun) -> Block:
    """Return the block with each run of inlines replaced, in document order, and so in the blocks that it holds.

    `change_source` replaces the source lines of tables and figures, `change` all other runs.
    """
    match block:
        case Paragraph() | Heading():
            return replace(block, inlines=change(block.inlines))
        case List():
            items = [tuple([change_inlines(b, change, change_source) for b in item]) for item in block.items]
            return replace(block, items=tuple(items))
        case Quote() | Callout():
            return replace(block, blocks=tuple([change_inlines(b, change, change_source) for b in block.blocks]))
        case Table():
            return replace(
                block,
                title=change(block.title),
                head=tuple([_change_row(row, change) for row in block.head]),
                body=tuple([_change_row(row, change) for row in block.body]),
                source=change_source(block.source),
                notes=tuple([change(note) for note in block.notes]),
            )
        case Figure():
            return replace(
                block,
                title=change(block.title),
                source=change_source(block.source),
                notes=tuple([change(note) for note in block.notes]),
            )
        case TitleBlock() | Contents():
            return block
        case _:
            assert_never(block)


def _change_row(row: Row, change: ChangeRun) -> Row:
    """Return the row, the same object if no cell was changed, as with most rows."""
    cells = tuple([_change_cell(cell, change) for cell in row.cells])
    return row if all(map(is_, cells, row.cells)) else replace(row, cells=cells)


def _change_cell(cell: Cell, change: ChangeRun) -> Cell:
    paragraphs = tuple([change(paragraph) for paragraph in cell.paragraphs])
    return cell if all(map(is_, paragraphs, cell.paragraphs)) else replace(cell, paragraphs=paragraphs)


# ------------------------------------------------------------------ inlines as text


def plain(inlines: tuple[Inline, ...]) -> str:
    """Return the plain text of inlines, without notes."""
    parts: list[str] = []
    for item in inlines:
        match item:
            case Text() | FactReference() | CrossReference():
                parts.append(item.text)
            case Link():
                parts.append(plain(item.inlines))
            case Break():
                parts.append(" ")
            case Note():
                pass
            case _:
                assert_never(item)
    return "".join(parts)
