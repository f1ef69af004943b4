"""Open the two Word files as trees, and write the new one with its changed parts.

Files that cannot be compared are refused: those with tracked changes, and Strict Open XML
documents, into which no usual markup may be written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from briefing.files.ooxml import CONTENT_TYPES_NAME, Element, Package, Part, W, relations_name
from briefing.files.ooxml_writer import make_member, pack
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.writers.docx.parts import relations_text
from briefing.writers.docx.template.xml_trees import whole
from briefing.writers.docx.wordml import RELATIONSHIPS

NOTE_KINDS = ("footnote", "endnote")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TRACKED = tuple(
    W + tag
    for tag in (
        "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange",
        "tcPrChange", "tblPrExChange", "cellIns", "cellDel", "cellMerge", "numberingChange",
    )
)  # fmt: skip
_NUMBERED = tuple(
    W + tag
    for tag in (
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "customXmlInsRangeStart",
        "customXmlDelRangeStart",
    )
)  # fmt: skip
_MOST_NUMBER = 1_000_000_000
_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\x00-\x20<>\"{}|\\^`]+", re.IGNORECASE)
"""Addresses that a link of an untrusted old file may bring into the new one."""


@dataclass(slots=True)
class Story:
    """A part with running text, and its links."""

    name: str
    root: Element
    relations: Element | None
    added: int = 0

    def links(self) -> dict[str, str]:
        """Return addresses outside the file, by relationship id."""
        found = {}
        for relation in self.relations if self.relations is not None else ():
            target = str(relation.get("Target"))
            if relation.get("TargetMode") == "External" and _SAFE_ADDRESS.fullmatch(target):
                found[str(relation.get("Id"))] = target
        return found

    def relate(self, url: str) -> str:
        """Return the id of a relationship to an address; add one if there is none."""
        for identifier, known in self.links().items():
            if known == url:
                return identifier
        if self.relations is None:
            self.relations = etree.fromstring(relations_text("").encode())
        numbers = (re.fullmatch(r"rId(\d{1,9})", str(relation.get("Id"))) for relation in self.relations)
        identifier = f"rId{max((int(found[1]) for found in numbers if found), default=0) + 1}"
        description = {"Id": identifier, "Type": f"{RELATIONSHIPS}/hyperlink", "Target": url, "TargetMode": "External"}
        etree.SubElement(self.relations, _RELATION, description)
        self.added += 1
        return identifier


@dataclass(slots=True)
class WordFile:
    """One of the two files."""

    package: Package
    main: Story
    body: Element
    notes: dict[str, Story] = field(default_factory=dict)
    styles: Element | None = None
    numbering: Element | None = None

    def stories(self) -> Iterator[Story]:
        """Yield the parts that are compared."""
        yield self.main
        yield from self.notes.values()

    def bookmarks(self) -> frozenset[str]:
        """Return the names that links may lead to."""
        marks = (mark for story in self.stories() for mark in story.root.iter(W + "bookmarkStart"))
        return frozenset(str(mark.get(W + "name")) for mark in marks)

    def first_number(self) -> int:
        """Return a number above those of all bookmarks and revisions."""
        numbers = (whole(e.get(W + "id")) for story in self.stories() for e in story.root.iter(*_NUMBERED))
        return max((number for number in numbers if number < _MOST_NUMBER), default=0) + 1


def open_file(data: bytes, display_path: str) -> WordFile:
    """Open a file. Raises BriefingError if it cannot be read or compared."""
    package = Package(data, Location(display_path))
    main = package.main()
    body = main.root.find(W + "body")
    if body is None:
        raise BriefingError(Problem("damaged-file", "the Word file has no text", Location(display_path)))
    found = WordFile(package, _story(package, main), body)
    for kind in NOTE_KINDS:
        part = _part(package, main, kind + "s")
        if part is not None:
            found.notes[kind] = _story(package, part)
    for story in found.stories():
        if next(story.root.iter(*_TRACKED), None) is not None:
            message = "the Word file already has tracked changes"
            hint = "accept or reject them in Word (Review), save it, and compare again"
            raise BriefingError(Problem("tracked-already", message, Location(display_path), hint))
    styles, numbering = _part(package, main, "styles"), _part(package, main, "numbering")
    found.styles = styles.root if styles is not None else None
    found.numbering = numbering.root if numbering is not None else None
    return found


def refuse_strict(file: WordFile, display_path: str) -> None:
    """Raise BriefingError if a file is a Strict Open XML document."""
    if file.package.is_strict(file.main.name):
        message = "the Word file is a Strict Open XML document, into which no changes can be written"
        hint = 'in Word, save it as "Word Document (*.docx)", not as "Strict Open XML Document"'
        raise BriefingError(Problem("strict-form", message, Location(display_path), hint))


def write_file(file: WordFile) -> bytes:
    """Return the file with its trees as they are now; other parts are unchanged."""
    changed = {story.name: _text(story.root) for story in file.stories()}
    for story in file.stories():
        if story.relations is not None and story.added:
            changed[relations_name(story.name)] = _text(story.relations)
    names = sorted({*file.package.names, *changed}, key=lambda name: (name != CONTENT_TYPES_NAME, name))
    return pack(make_member(name, changed[name] if name in changed else file.package.content(name)) for name in names)


def _text(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _part(package: Package, main: Part, kind: str) -> Part | None:
    return package.part(main.related(kind))


def _story(package: Package, part: Part) -> Story:
    relations = package.part(relations_name(part.name), relations=False)
    return Story(part.name, part.root, relations.root if relations is not None else None)
