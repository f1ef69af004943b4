"""Tracked changes accepted or rejected by hand in the XML, and what the file says then. Knows nothing of who wrote them."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Literal

from gates.docx_package import WORD, values
from lxml import etree

What = Literal["accept", "reject"]
ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
NOTES = {WORD + "footnoteReference": "word/footnotes.xml", WORD + "endnoteReference": "word/endnotes.xml"}
BREAKS = {WORD + "tab": "\t", WORD + "br": "\n", WORD + "noBreakHyphen": "\u2011"}
DRAWN = {WORD + "drawing", ALTERNATIVE + "AlternateContent", WORD + "pict"}
LISTED = re.compile(r"toc heading|toc \d|table of figures")
CHANGES = tuple(WORD + tag for tag in ("ins", "del", "pPrChange", "rPrChange", "customXmlInsRangeStart"))


def trees(data: bytes) -> dict[str, etree._Element]:
    """The parts with text, and the style sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        wanted = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/styles.xml")
        return {name: etree.fromstring(archive.read(name)) for name in wanted if name in archive.namelist()}


def changes_in(data: bytes) -> list[etree._Element]:
    """Every mark of a change."""
    return [mark for tree in trees(data).values() for mark in tree.iter(*CHANGES)]


def said(data: bytes, what: What | None = None) -> list[str]:
    """What a file says line by line, each with its style, once its changes are settled; contents are left out."""
    parts = trees(data)
    if what is None:
        assert not changes_in(data)
    else:
        for tree in parts.values():
            settle(tree, what)
    return list(Saying(parts).lines())


# ------------------------------------------------------------------ settling


def settle(tree: etree._Element, what: What) -> None:
    gone, stays = ("del", "ins") if what == "accept" else ("ins", "del")
    for row in list(tree.iter(WORD + "tr")):
        if row.find(f"{WORD}trPr/{WORD}{gone}") is not None:
            remove(row)
    for table in list(tree.iter(WORD + "tbl")):
        if next(table.iter(WORD + "tr"), None) is None:
            remove(table)
    for mark in list(tree.iter(WORD + gone)):
        if inline(mark):
            remove(mark)
    for mark in list(tree.iter(WORD + stays)):
        if inline(mark):
            unwrap(mark)
    for text in tree.iter(WORD + "delText"):
        text.tag = WORD + "t"
    for change in list(tree.iter(WORD + "pPrChange")):
        settle_properties(change, what)
    for paragraph in list(tree.iter(WORD + "p")):
        if paragraph.find(f"{WORD}pPr/{WORD}rPr/{WORD}{gone}") is not None:
            join(paragraph)


def inline(mark: etree._Element) -> bool:
    parent = mark.getparent()
    return parent is not None and parent.tag not in {WORD + "rPr", WORD + "trPr"}


def remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    for child in list(element):
        element.addprevious(child)
    remove(element)


def settle_properties(change: etree._Element, what: What) -> None:
    properties, before = change.getparent(), change.find(WORD + "pPr")
    assert properties is not None and before is not None
    remove(change)
    if what == "reject":
        runs = properties.find(WORD + "rPr")
        properties[:] = [deepcopy(child) for child in before] + ([runs] if runs is not None else [])


def join(paragraph: etree._Element) -> None:
    """A paragraph whose end is gone runs on into the next; one that is empty is gone where a table follows."""
    rest = [child for child in paragraph if child.tag != WORD + "pPr"]
    after = next(following(paragraph), None)
    assert after is not None, "the last end of a paragraph cannot go"
    if after.tag == WORD + "tbl":
        assert not any(child.tag == WORD + "r" for child in rest)
    else:
        at = 1 if after.find(WORD + "pPr") is not None else 0
        after[at:at] = rest
    remove(paragraph)


def following(element: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables that come after, also those in content controls."""
    for sibling in element.itersiblings():
        if sibling.tag in {WORD + "p", WORD + "tbl"}:
            yield sibling
        elif sibling.tag == WORD + "sdt":
            yield from sibling.iter(WORD + "p", WORD + "tbl")
    parent = element.getparent()
    if parent is not None and parent.tag in {WORD + "sdt", WORD + "sdtContent"}:
        yield from following(parent)


# ------------------------------------------------------------------ reading


class Saying:
    def __init__(self, parts: dict[str, etree._Element]) -> None:
        self.parts = parts
        self.styles = {
            str(style.get(WORD + "styleId")): next(values(style, "name")).lower()
            for style in parts["word/styles.xml"].iter(WORD + "style")
        }

    def lines(self) -> Iterator[str]:
        body = self.parts["word/document.xml"].find(WORD + "body")
        assert body is not None
        yield from self.blocks(body, "")

    def blocks(self, holder: etree._Element, before: str) -> Iterator[str]:
        for element in holder:
            if element.tag in {WORD + "sdt", WORD + "sdtContent"}:
                yield from self.blocks(element, before)
            elif element.tag == WORD + "p":
                style = self.styles.get(next(values(element, "pStyle"), ""), "")
                if not LISTED.fullmatch(style):
                    yield f"{before}{style} | {self.text(element)}"
            elif element.tag == WORD + "tbl":
                for number, row in enumerate(element.iter(WORD + "tr")):
                    for cell in row.iter(WORD + "tc"):
                        yield from self.blocks(cell, f"{before}{number}: ")

    def text(self, element: etree._Element) -> str:
        pieces = []
        for node in element:
            tag = str(node.tag)
            if tag in NOTES:
                pieces.append(f"{{{self.note(NOTES[tag], str(node.get(WORD + 'id')))}}}")
            elif tag in DRAWN or (tag == WORD + "t" and re.fullmatch(r"\[Figure(: .*)?\]", node.text or "")):
                pieces.append("[Figure]")
            elif tag == WORD + "t":
                pieces.append(node.text or "")
            elif tag not in {WORD + "pPr", WORD + "rPr", WORD + "instrText"}:
                pieces.append(BREAKS.get(tag) or self.text(node))
        return "".join(pieces)

    def note(self, part: str, identifier: str) -> str:
        (note,) = (note for note in self.parts[part] if note.get(WORD + "id") == identifier)
        return " / ".join(self.blocks(note, ""))


# ------------------------------------------------------------------ rules


def faults(data: bytes) -> list[str]:
    """Where marks of changes are otherwise than Word has them."""
    found = []
    marks = changes_in(data)
    numbers = Counter(mark.get(WORD + "id") for mark in marks)
    found += [f"two changes are numbered {number}" for number, count in numbers.items() if count > 1]
    for tree in trees(data).values():
        found += ["deleted text outside a deletion" for text in tree.iter(WORD + "delText") if not within(text, "del")]
        found += ["text in a deletion" for text in tree.iter(WORD + "t") if within(text, "del")]
        for paragraph in tree.iter(WORD + "p"):  # a link in a field parts the mark around it
            kinds = [str(f.get(WORD + "fldCharType")) for f in paragraph.iter(WORD + "fldChar") if within(f, "ins")]
            if kinds.count("begin") != kinds.count("end"):
                found.append("half a field was changed")
        for mark in (*tree.iter(WORD + "ins"), *tree.iter(WORD + "del")):
            if inline(mark) and len(mark) == 0:
                found.append("a change of nothing")
            if mark.find(f".//{WORD}hyperlink") is not None and not within_control(mark):
                found.append("a link in a change")
        for tag in ("ins", "del"):
            found += [
                "a change within a change"
                for mark in tree.iter(WORD + tag)
                if within(mark, "ins") or within(mark, "del")
            ]
    return found


def within(element: etree._Element, tag: str) -> bool:
    return next(element.iterancestors(WORD + tag), None) is not None


def within_control(mark: etree._Element) -> bool:
    return mark.find(f"{WORD}sdt") is not None
