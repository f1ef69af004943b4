"""Compiled Word template: read once, so that the next brief only fills slots.

It holds only text, ids and measures, no tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from briefing.document.model import Block, Contents, Document, Heading, Paragraph, Text, TitleBlock
from briefing.files.ooxml import Relation
from briefing.files.ooxml_writer import Member
from briefing.layout.theme import Theme
from briefing.problems.problem import NO_LOCATION, Problem
from briefing.writers.docx.base_package import Base
from briefing.writers.docx.numbering import Plan
from briefing.writers.docx.template.page_geometry import Geometry
from briefing.writers.docx.template.template_numbering import print_number
from briefing.writers.docx.template.xml_trees import SlottedText


@dataclass(frozen=True, slots=True)
class Free:
    """First ids and names that the template leaves free for the brief."""

    relation: int = 1
    note_relation: int = 1
    bookmark: int = 1
    drawing: int = 1
    control: int = 1
    note: int = 1
    comment: int = 0
    prefix: str = "brief_"
    bookmarks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A compiled template for one theme.

    `static` are parts that no brief changes, `parts` those with slots; `relations` are the
    template's own by part, `types` the content types; `notes` and `comments` are the names of those
    parts (comments only if the template has some); `cover` are the tokens before the brief. `theme`
    is for writing, `layout` for counting pages; `width_factor` is how much wider than ours the font
    of charts is; `labels` is how its headings print their numbers; `roles` are our names of styles
    that have another name in it; `lines` are those of headers, footers and notes that no brief
    changes, `made` the hashes of its pictures and fonts.
    """

    static: tuple[Member, ...]
    parts: Mapping[str, SlottedText]
    relations: Mapping[str, tuple[Relation, ...]]
    types: Mapping[str, str]
    base: Base
    plan: Plan
    notes: str
    comments: str
    cover: frozenset[str]
    free: Free
    geometry: Geometry
    starts_page: bool
    theme: Theme
    layout: Theme
    width_factor: float = 1.0
    language: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    made: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    def fit(self, document: Document) -> Document:
        """Return the brief adapted to the template.

        What its cover already shows is left out, and heading numbers are as the template prints
        them.
        """
        blocks = tuple(made for block in document.blocks if (made := self._fit_block(block, document)) is not None)
        return replace(document, blocks=blocks)

    def for_layout(self, document: Document) -> Document:
        """Return the brief with the template's text above it, so that a layout pass knows where pages end."""
        lead = (
            Paragraph(f"house/lead-{number}", NO_LOCATION, (Text(text),))
            for number, text in enumerate(self.geometry.lead, 1)
        )
        fitted = self.fit(document)
        blocks = (replace(b, number=self.printed(b.number)) if isinstance(b, Heading) else b for b in fitted.blocks)
        return replace(fitted, blocks=(*lead, *blocks))

    def printed(self, number: str) -> str:
        """Return a heading's number as the template prints it."""
        return print_number(number, self.labels) if self.labels else number

    def _fit_block(self, block: Block, document: Document) -> Block | None:
        if isinstance(block, Contents) and self.labels:
            numbers = ((entry, self.printed(entry.number)) for entry in block.entries)
            return replace(block, entries=tuple(replace(entry, number=number) for entry, number in numbers))
        if not isinstance(block, TitleBlock):
            return block
        shown = {value for token, value in token_values(document).items() if token in self.cover and value}
        title = "" if "title" in self.cover else block.title
        subtitle = "" if "subtitle" in self.cover else block.subtitle
        lines = (" | ".join(part for part in line.split(" | ") if part not in shown) for line in block.byline)
        byline = tuple(line for line in lines if line)
        return replace(block, title=title, subtitle=subtitle, byline=byline) if title or subtitle or byline else None


def token_values(document: Document) -> dict[str, str]:
    """Return the value of each token for a brief."""
    front = document.title_block
    furniture = document.furniture
    return {
        "title": (front.title if front else "") or document.properties.title,
        "subtitle": front.subtitle if front else "",
        "marking": " ".join(part for part in (furniture.draft, furniture.marking) if part),
        "date": furniture.date,
        "publisher": furniture.footer_left,
        "edition": furniture.header_right,
        "author": document.properties.author,
        "banner": furniture.banner,
    }
