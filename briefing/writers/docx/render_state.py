"""State of one render: numbers, links and collections so far, and the targets of references.

Created by `write` for one document and discarded afterwards. Modules that write blocks read it and
add to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from briefing.document.model import (
    Captioned,
    Contents,
    Document,
    FactReference,
    Heading,
    Note,
    Picture,
    Table,
    notes_of,
    plain,
    walk,
)
from briefing.files.ooxml import relations_name
from briefing.files.ooxml_writer import Member, make_member
from briefing.layout.charts.scene import Measure
from briefing.layout.theme import Theme
from briefing.problems.problem import NO_LOCATION, Location, Problem, Severity
from briefing.writers.docx import wordml
from briefing.writers.docx.base_package import Base
from briefing.writers.docx.comments import Comments
from briefing.writers.docx.drawingml import Paint
from briefing.writers.docx.fact_bookmarks import FactBookmarks
from briefing.writers.docx.numbering import Numbering
from briefing.writers.docx.parts import Relations

CONTROL = 1172042024
"""Id of the contents' content control, unless the file already has it."""


@dataclass(frozen=True, slots=True)
class Target:
    """Target of references.

    `text` is what a REF field would fetch, `number` what its number switch would, as counted by
    resolve, and `printed` as the template prints it. Headings, and captions that are listed, have a
    second bookmark `entry` for the contents, because Word deletes those when it rebuilds the
    contents.
    """

    bookmark: str
    text: str = ""
    number: str = ""
    printed: str = ""
    entry: str = ""


def bookmark_name(key: str, prefix: str = "_Ref") -> str:
    """Return a bookmark's name for a key: hidden like Word's own, the same in every build, short enough for Word."""
    return prefix + hashlib.sha256(key.encode()).hexdigest()[:12]


def find_targets(
    document: Document, taken: frozenset[str] = frozenset(), printed: Callable[[str], str] = str
) -> dict[str, Target]:
    """Return headings, tables, figures and rows with an anchor, by key.

    `taken` are bookmarks that the file already has; `printed` returns a heading's number as it is
    printed.
    """

    def named(key: str, prefix: str = "_Ref") -> str:
        name = bookmark_name(key, prefix)
        while name in taken:
            name += "b"
        return name

    targets: dict[str, Target] = {}
    listed = {entry.target for b in document.blocks if isinstance(b, Contents) for entry in b.entries}
    for block in walk(document.blocks):
        if isinstance(block, Heading):
            text = "" if any(notes_of(block)) else plain(block.inlines)
            entry = named(block.key, "_Toc")
            targets[block.key] = Target(named(block.key), text, block.number, printed(block.number), entry)
        elif isinstance(block, Captioned):
            entry = named(block.key, "_Toc") if block.key in listed else ""
            targets[block.key] = Target(named(block.key), block.label, entry=entry)
            for row in block.rows if isinstance(block, Table) else ():
                if row.anchor:
                    targets[row.anchor] = Target(named(row.anchor))
    return targets


@dataclass(slots=True)
class Media:
    """Pictures of the file, each picture once."""

    stem: str = "media/image"
    names: dict[bytes, str] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)

    def add(self, picture: Picture) -> str:
        """Return the part's name, relative to word/."""
        digest = hashlib.sha256(picture.data).digest()
        if digest not in self.names:
            name = f"{self.stem}{len(self.names) + 1}.{picture.kind}"
            self.names[digest] = name
            self.members.append(make_member(f"word/{name}", picture.data))
        return self.names[digest]


@dataclass(slots=True)
class Charts:
    """Charts of the file: their parts as text by name, and their workbooks. `last` is the last chart, and the shapes over it."""

    prefix: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    last: tuple[str, str] = ("", "")

    def add(self, part: Callable[[str, str], str], workbook: bytes, shapes: str) -> str:
        """Return the chart part's name, relative to word/.

        `part` writes it, given the relationships to its workbook and its shapes.
        """
        number = len(self.members) + 1
        name = f"charts/{self.prefix}chart{number}.xml"
        relations = Relations()
        book = f"embeddings/{self.prefix}workbook{number}.xlsx"
        self.members.append(make_member(f"word/{book}", workbook))
        to_book = relations.add("package", f"../{book}")
        to_shapes = ""
        if shapes:
            drawn = f"drawings/{self.prefix}drawing{number}.xml"
            to_shapes = relations.add("chartUserShapes", f"../{drawn}")
            self.texts[f"word/{drawn}"] = shapes
        self.texts[f"word/{name}"] = part(to_book, to_shapes)
        self.last = self.texts[f"word/{name}"], shapes
        self.texts[relations_name(f"word/{name}")] = relations.xml()
        return name


def estimate_width(text: str, size: float, bold: bool) -> float:
    """Return the approximate width of a text in a sans face, in points: for charts when nothing measures text."""
    return len(text) * size * (0.58 if bold else 0.54)


@dataclass(slots=True)
class Rendering:
    """Everything that one render knows. `relations` are those of the part being written."""

    document: Document
    theme: Theme
    base: Base
    pages: Mapping[str, int]
    widths: Mapping[str, Sequence[float]]
    targets: Mapping[str, Target]
    numbering: Numbering
    relations: Relations
    measure: Measure = estimate_width
    marks: FactBookmarks = field(default_factory=FactBookmarks)
    comments: Comments = field(default_factory=Comments)
    paint: Paint = field(init=False)
    in_notes: bool = False
    wide: bool = True
    media: Media = field(default_factory=Media)
    charts: Charts = field(default_factory=Charts)
    drawn: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    bookmarks: Iterator[int] = field(default_factory=lambda: count(1))
    drawings: Iterator[int] = field(default_factory=lambda: count(1))
    first_note: int = 1
    control: int = CONTROL

    def __post_init__(self) -> None:
        self.paint = Paint(self.theme, self.document.properties.language)

    @property
    def text_width(self) -> float:
        """Return the width of the text in points.

        Of the page if the block crosses the columns (`wide`), else of a column.
        """
        return self.theme.page.text_width if self.wide else self.theme.page.column_width

    def style(self, name: str) -> str:
        """Return the id of a style by its name."""
        return self.base.styles[name]

    def paragraph(self, content: str, style: str, properties: str = "") -> str:
        """Return a paragraph in a named style."""
        if style in self.base.kept and not properties.startswith("<w:keepNext"):
            properties = "<w:keepNext/>" + properties
        return wordml.paragraph(content, self.base.styles[style], properties)

    def bookmark(self, key: str, content: str) -> str:
        """Return content as the target of references to `key`; unchanged if nothing can refer to it."""
        target = self.targets.get(key)
        if target is None:
            return content
        if target.entry:
            content = wordml.bookmark(next(self.bookmarks), target.entry, content)
        return wordml.bookmark(next(self.bookmarks), target.bookmark, content)

    def mark(self, fact: FactReference, content: str, properties: str) -> str:
        """Return a fact's run with its marker around it."""
        marker = self.marks.markers.name(fact)
        if not content:
            return ""
        if self.marks.kind == "word":
            marked = self.marks.control(fact, marker, content, properties)
        else:
            marked = wordml.bookmark(next(self.bookmarks), marker, content)
        return self.comments.around(marker, marked)

    def add_chart(self, part: Callable[[str, str], str], workbook: bytes, shapes: str) -> str:
        """Return the relationship to a new chart; see `Charts.add`."""
        return self.relations.add("chart", self.charts.add(part, workbook, shapes))

    def report(
        self, code: str, message: str, location: Location = NO_LOCATION, hint: str = "", severity: Severity = "warning"
    ) -> None:
        """Report what a Word file cannot express."""
        self.problems.append(Problem(code, message, location, hint, severity))

    def for_notes(self, relations: Relations) -> Rendering:
        """Return the same render for writing notes.

        Counters and collections are shared, relationships are that part's.
        """
        return replace(self, relations=relations, in_notes=True)
