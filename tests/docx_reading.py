"""The words of a .docx in document order, as a reader of the page meets them. For tests that compare files.

Takes the bytes of a file, gives `Passage`s: headings with the numbers that Word will print, items with their marks, captions,
cells, and each note after the block that cites it. Headers and footers are left out. Knows nothing of the writer.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

Kind = Literal["front", "heading", "text", "item", "caption", "cell", "below", "note", "contents", "picture"]

_FRONT = ("title", "subtitle", "brief byline")
_BELOW = "brief source"
_LISTED = ("toc heading", "table of figures")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, cell or note.

    `text` has its white space made single and no note marks. `label` is what Word puts before it: "2.1", "•", a note's
    number. `level` is a heading's, an item's or an entry's, from 1. `style` is the style's name in small letters.
    """

    kind: Kind
    text: str
    label: str = ""
    level: int = 0
    style: str = ""


def read_passages(data: bytes) -> list[Passage]:
    """Everything in the body and the notes, in document order."""
    return list(_Reader(data).passages())


def read_words(data: bytes, *, contents: bool = False) -> list[str]:
    """The words alone: labels of headings, numbered items and notes stand before their text; bullets are left out."""
    words: list[str] = []
    for passage in read_passages(data):
        if passage.kind == "picture" or (passage.kind == "contents" and not contents):
            continue
        label = passage.label if any(character.isdigit() for character in passage.label) else ""
        words += f"{label} {passage.text}".split()
    return words


def read_links(data: bytes) -> list[tuple[str, str]]:
    """Each link out of the file: its words and its address, body first, then notes."""
    return list(_Reader(data).links())


@dataclass(slots=True)
class _Style:
    name: str
    based: str
    list_id: str
    level: int


@dataclass(slots=True)
class _List:
    """A definition of a list: per level its mark, where it starts, and the style that it belongs to."""

    marks: dict[int, tuple[str, str, int]] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


def _value(element: etree._Element | None, path: str, attribute: str = "val") -> str:
    found = element.find("/".join(WORD + step for step in path.split("/"))) if element is not None else None
    return str(found.get(WORD + attribute)) if found is not None else ""


def _clean(text: str) -> str:
    return " ".join(text.split())


class _Reader:
    """A file taken apart. Reading counts its lists, so a reader reads once."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._trees = {
                name: etree.fromstring(archive.read(name))
                for name in archive.namelist()
                if name.startswith("word/") and name.endswith((".xml", ".rels"))
            }
        self._styles = {style.get(WORD + "styleId"): self._style(style) for style in self._all("styles", "style")}
        self._lists = {
            str(d.get(WORD + "abstractNumId")): self._definition(d) for d in self._all("numbering", "abstractNum")
        }
        self._instances = {str(n.get(WORD + "numId")): n for n in self._all("numbering", "num")}
        self._started: set[str] = set()
        self._notes = {str(note.get(WORD + "id")): note for note in self._all("footnotes", "footnote")}
        self._waiting: list[str] = []
        self._count = 0

    def _all(self, part: str, tag: str) -> list[etree._Element]:
        tree = self._trees.get(f"word/{part}.xml")
        return tree.findall(WORD + tag) if tree is not None else []

    @staticmethod
    def _style(style: etree._Element) -> _Style:
        level = _value(style, "pPr/numPr/ilvl")
        return _Style(
            _value(style, "name").lower(), _value(style, "basedOn"), _value(style, "pPr/numPr/numId"), int(level or 0)
        )

    @staticmethod
    def _definition(definition: etree._Element) -> _List:
        found = _List()
        for level in definition.findall(WORD + "lvl"):
            at = int(str(level.get(WORD + "ilvl")))
            found.marks[at] = (_value(level, "numFmt"), _value(level, "lvlText"), int(_value(level, "start") or 1))
            if linked := _value(level, "pStyle"):
                found.styles[linked] = at
        return found

    # -------------------------------------------------------------- order

    def passages(self) -> Iterator[Passage]:
        """Passages; the notes of a table or figure wait until the lines below it have been read."""
        body = self._trees["word/document.xml"][0]
        in_block = False
        for element in body:
            if element.tag == WORD + "tbl":
                in_block = True
                yield from self._table(element)
            elif element.tag == WORD + "sdt":
                yield from self._contents(element)
            elif element.tag == WORD + "p":
                made = self._paragraph(element)
                goes_on = made.style == _BELOW or made.kind == "picture"
                if in_block and not goes_on:
                    waiting, self._waiting = self._waiting, self._new_notes(element)
                    yield from self._flush(waiting)
                    in_block = False
                else:
                    self._waiting += self._new_notes(element)
                in_block = in_block or made.kind in {"caption", "picture"}
                if made.text or made.label:
                    yield made
                if not in_block:
                    yield from self._flush(self._waiting)
                    self._waiting = []
        yield from self._flush(self._waiting)

    @staticmethod
    def _new_notes(element: etree._Element) -> list[str]:
        return [str(mark.get(WORD + "id")) for mark in element.iter(WORD + "footnoteReference")]

    def _flush(self, waiting: list[str]) -> Iterator[Passage]:
        for identifier in waiting:
            self._count += 1
            yield Passage("note", _clean(self._text(self._notes[identifier])), str(self._count), style="footnote text")

    def _table(self, table: etree._Element) -> Iterator[Passage]:
        for row in table.findall(WORD + "tr"):
            for cell in row.findall(WORD + "tc"):
                merge = cell.find(f"{WORD}tcPr/{WORD}vMerge")
                if merge is not None and merge.get(WORD + "val") != "restart":
                    continue
                paragraphs = cell.findall(WORD + "p")
                text = _clean(" ".join(self._text(paragraph) for paragraph in paragraphs))
                yield Passage("cell", text, style=self._style_of(paragraphs[0]).name)
                self._waiting += self._new_notes(cell)

    def _contents(self, control: etree._Element) -> Iterator[Passage]:
        for paragraph in control.iter(WORD + "p"):
            name = self._style_of(paragraph).name
            level = int(name[4:]) if re.fullmatch(r"toc \d", name) else 0
            yield Passage("contents", _clean(self._text(paragraph)), level=level, style=name)

    # -------------------------------------------------------------- paragraphs

    def _paragraph(self, paragraph: etree._Element) -> Passage:
        style = self._style_of(paragraph)
        text = _clean(self._text(paragraph))
        picture = paragraph.find(f".//{DRAWING}docPr")
        if picture is not None:
            return Passage("picture", str(picture.get("descr")), style=style.name)
        label, level = self._label(paragraph)
        if heading := self._heading_level(paragraph):
            return Passage("heading", text, label, heading, style.name)
        if label:
            return Passage("item", text, label, level + 1, style.name)
        if style.name in _FRONT:
            return Passage("front", text, style=style.name)
        if style.name in _LISTED:
            return Passage("contents", text, level=int(style.name != _LISTED[0]), style=style.name)
        kind: Kind = "caption" if style.name == "caption" else "below" if style.name == _BELOW else "text"
        return Passage(kind, text, style=style.name)

    def _style_of(self, paragraph: etree._Element) -> _Style:
        return self._styles.get(_value(paragraph, "pPr/pStyle"), _Style("normal", "", "", 0))

    def _chain(self, paragraph: etree._Element) -> Iterator[tuple[str, _Style]]:
        """A paragraph's style and those that it is based on."""
        identifier = _value(paragraph, "pPr/pStyle")
        while identifier in self._styles:
            yield identifier, self._styles[identifier]
            identifier = self._styles[identifier].based

    def _heading_level(self, paragraph: etree._Element) -> int:
        for _, style in self._chain(paragraph):
            if match := re.fullmatch(r"heading (\d)", style.name):
                return int(match.group(1))
        return 0

    def _text(self, element: etree._Element) -> str:
        """Text, tabs and line breaks; not the instructions of fields, no marks of notes, no words of drawings or in their place."""
        pieces = []
        for node in element.iter(WORD + "t", WORD + "tab", WORD + "br", WORD + "noBreakHyphen"):
            if next(node.iterancestors(WORD + "drawing", FALLBACK), None) is not None:
                continue
            if node.tag == WORD + "t":
                pieces.append(node.text or "")
            elif node.tag == WORD + "noBreakHyphen":
                pieces.append("\u2011")
            elif (parent := node.getparent()) is not None and parent.tag == WORD + "r":  # of a run, not a tab stop
                pieces.append(" ")
        return "".join(pieces)

    # -------------------------------------------------------------- lists

    def _label(self, paragraph: etree._Element) -> tuple[str, int]:
        """What Word prints before a paragraph, and the level of its list (from 0)."""
        identifier, level = self._list_of(paragraph)
        instance = self._instances.get(identifier)
        if identifier in {"", "0"} or instance is None:
            return "", 0
        found = self._lists[_value(instance, "abstractNumId")]
        if identifier not in self._started:
            self._started.add(identifier)
            for override in instance.findall(WORD + "lvlOverride"):
                if start := _value(override, "startOverride"):
                    found.counts[int(str(override.get(WORD + "ilvl")))] = int(start) - 1
        form, mark, start_at = found.marks[level]
        found.counts[level] = found.counts.get(level, start_at - 1) + 1
        for deeper in [at for at in found.counts if at > level]:
            del found.counts[deeper]
        if form in {"bullet", "none"}:
            return mark.strip() or "-", level
        return re.sub(r"%(\d)", lambda match: str(found.counts.get(int(match.group(1)) - 1, 1)), mark).strip(), level

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list instance and level of a paragraph: its own, or its style's."""
        if own := _value(paragraph, "pPr/numPr/numId"):
            return own, int(_value(paragraph, "pPr/numPr/ilvl") or 0)
        for identifier, style in self._chain(paragraph):
            if style.list_id:
                instance = self._instances.get(style.list_id)
                linked = self._lists[_value(instance, "abstractNumId")].styles if instance is not None else {}
                return style.list_id, linked.get(identifier, style.level)
        return "", 0

    # -------------------------------------------------------------- links

    def links(self) -> Iterator[tuple[str, str]]:
        for part in ("document", "footnotes"):
            tree, relations = self._trees.get(f"word/{part}.xml"), self._trees.get(f"word/_rels/{part}.xml.rels")
            targets = {r.get("Id"): str(r.get("Target")) for r in relations} if relations is not None else {}
            for link in tree.iter(WORD + "hyperlink") if tree is not None else ():
                if link.get(RELATION_ID) in targets:
                    yield _clean(self._text(link)), targets[link.get(RELATION_ID)]
