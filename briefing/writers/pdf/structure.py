"""Structure tree: what a screen reader reads, and in which order (ISO 32000-1, 14.7 and 14.8).

Elements are created from the document before anything is drawn, so that the reading order is the
document's and not the page's. Drawing adds the marked content of each. Inline elements are created
when their first glyph is drawn, which puts them between the surrounding pieces of text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, assert_never

from briefing.document.model import Break, CrossReference, FactReference, Inline, Link, Note, StyledText, Text
from briefing.layout.typesetting.pages import Owner, mark_of
from briefing.layout.typesetting.text_style import Path


class Mark(NamedTuple):
    """Marked content `number` of a page (counted from 0) shows an element, or part of it."""

    page: int
    number: int


class Annotated(NamedTuple):
    """A link annotation that belongs to an element. `number` is its object number."""

    page: int
    number: int


class Target(NamedTuple):
    """Target of a link: an address, or a key within the document. `words` is its description for readers."""

    url: str
    key: str
    words: str


class Element:
    """One structure element.

    `details` are further entries of its dictionary, as PDF text; `inlines` are what it prints.
    """

    __slots__ = ("details", "identifier", "inlines", "kids", "made", "number", "parent", "tag", "target")

    def __init__(self, tag: str, parent: Element | None, details: str = "") -> None:
        self.tag, self.parent, self.details = tag, parent, details
        self.kids: list[Element | Mark | Annotated] = []
        self.inlines: tuple[Inline, ...] = ()
        self.identifier = ""
        self.target: Target | None = None
        self.made: dict[Path, Element] | None = None
        self.number = 0
        if parent is not None:
            parent.kids.append(self)


def pdf_text(text: str) -> str:
    """Return a text string (ISO 32000-1, 7.9.2.2): ASCII as it is, anything else in UTF-16."""
    if text.isascii():
        return "(" + text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"
    return "<FEFF" + text.encode("utf-16-be").hex().upper() + ">"


@dataclass(slots=True)
class Structure:
    """The tree, and the element of each owner of lines. `jump` and `to_note` are texts for links."""

    root: Element
    jump: str
    to_note: str
    known: frozenset[str]
    """Keys that a link may lead to."""
    owners: dict[Owner, Element] = field(default_factory=dict)
    targets: dict[str, Element] = field(default_factory=dict)
    """The element that a key leads to."""

    def referred(self, element: Element) -> Element | None:
        """Return the element that this one refers to: a link's target, a note's mark in the text."""
        if element.target is not None and element.target.key:
            return self.targets.get(element.target.key)
        return self.targets.get(mark_of(element.identifier)) if element.identifier else None

    def element(self, owner: Owner, path: Path) -> Element:
        """Return the element of an inline of an owner's text; the owner's own for plain text."""
        base = self.owners[owner]
        if not path:
            return base
        if base.made is None:
            base.made = {}
        found = base.made.get(path)
        if found is None:
            found = base.made[path] = self._make(owner, base, path)
        return found

    def _make(self, owner: Owner, base: Element, path: Path) -> Element:
        item = base.inlines[path[0]]
        match item:
            case Text() | FactReference():
                return _span(base, item)
            case Link() if len(path) > 1:
                return _span(self.element(owner, path[:1]), item.inlines[path[1]])
            case Link():
                link = Element("Link", base)
                link.target = Target(item.url, "", item.url)
                return link
            case CrossReference():
                if item.target not in self.known:
                    return base
                return linked(base, item.target, self.jump.replace("{text}", item.text))
            case Note():
                mark = linked(base, item.key, self.to_note.replace("{number}", str(item.number)))
                self.targets.setdefault(mark_of(item.key), mark)
                return mark
            case Break():
                return base
            case _:
                assert_never(item)


def linked(parent: Element, key: str, words: str) -> Element:
    """Return a link within the document: Reference > Link."""
    link = Element("Link", Element("Reference", parent))
    link.target = Target("", key, words)
    return link


def _span(parent: Element, item: StyledText) -> Element:
    return Element("Span", parent, "/Lang" + pdf_text(item.language))
