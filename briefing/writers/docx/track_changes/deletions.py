"""Write deleted content into the new file so that rejecting the change restores it.

Only known content is copied: text, formatting by style and in Word's own terms, links, notes. A
field becomes the text that it showed: as a field it would show the new edition's values, and be
counted among its captions. Bookmark names are dropped, because the new file may have them; drawings
are replaced by their alt text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from briefing.files.ooxml import Element, R, W
from briefing.writers.docx.template.xml_trees import SPACE, whole
from briefing.writers.docx.track_changes.changed_blocks import Block, Paragraph, StyleNames, inside, read_blocks
from briefing.writers.docx.track_changes.changed_words import (
    COMPATIBILITY,
    Part,
    Piece,
    Token,
    alt_text,
    shown_pieces,
    text_of,
)
from briefing.writers.docx.track_changes.corresponding_styles import Translation
from briefing.writers.docx.track_changes.revision_marks import RevisionWriter, mark_end, mark_row

_CARRIED = frozenset(
    W + tag for tag in ("tab", "ptab", "br", "cr", "noBreakHyphen", "softHyphen", "sym", "footnoteRef", "endnoteRef")
)
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_DRAWN = frozenset({W + "drawing", W + "pict", W + "object", COMPATIBILITY + "AlternateContent"})
_LEFT = frozenset(
    W + tag
    for tag in (
        "rPr", "sectPr", "pPrChange", "rPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange", "framePr", "cnfStyle",
        "ins", "del", "tblpPr",
    )
)  # fmt: skip
_STYLED = frozenset(W + tag for tag in ("pStyle", "rStyle", "tblStyle"))


@dataclass(slots=True)
class Links:
    """Links of one part.

    Addresses of the old one by relationship, and a function that adds relationships to the new one.
    """

    old: dict[str, str]
    relate: Callable[[str], str]
    bookmarks: frozenset[str]


NoteKeeper = Callable[[str, str], tuple[str, str]]
"""Function that keeps a note of the old file: from its kind and id to its new id ("" if impossible) and text."""


@dataclass(slots=True)
class Restorer:
    """Restore content into one part. With `deleted` False it is not marked."""

    translation: Translation
    style_names: StyleNames
    links: Links
    keep_note: NoteKeeper
    writer: RevisionWriter
    deleted: bool = True

    # ------------------------------------------------------------ blocks

    def block(self, block: Block) -> Element:
        """Return a paragraph or a table."""
        return self.paragraph(block) if isinstance(block, Paragraph) else self.table(block.element)

    def paragraph(self, block: Paragraph) -> Element:
        """Return a paragraph, its paragraph mark deleted too."""
        made = etree.Element(W + "p")
        made.append(self.properties(block.element))
        made.extend(self.content(block))
        if self.deleted:
            mark_end(made, "del", self.writer)
        return made

    def content(self, block: Paragraph) -> list[Element]:
        """Return the content of a paragraph."""
        if block.line is None:
            return self._runs(shown_pieces([block.element]))
        return self.tokens(block.line.tokens)

    def properties(self, paragraph: Element) -> Element:
        """Return the properties of a paragraph, translated for the new file."""
        found = paragraph.find(W + "pPr")
        return self._copy(found) if found is not None else etree.Element(W + "pPr")

    def table(self, table: Element) -> Element:
        """Return a table with all rows deleted."""
        made = etree.Element(W + "tbl")
        for tag in ("tblPr", "tblGrid"):
            found = table.find(W + tag)
            made.append(self._copy(found) if found is not None else etree.Element(W + tag))
        made.extend(self.row(row) for row in inside(table, "tr"))
        return made

    def row(self, row: Element, widths: Sequence[int] = ()) -> Element:
        """Return a row. `widths` are the columns of the table into which it goes, if that is another one."""
        made = etree.Element(W + "tr")
        found = row.find(W + "trPr")
        if found is not None:
            made.append(self._copy(found))
        if self.deleted:
            mark_row(made, "del", self.writer)
        column = 0
        for cell in inside(row, "tc"):
            copied = self._cell(cell)
            properties = copied[0]
            span = properties.find(W + "gridSpan")
            columns = max(1, whole(span.get(W + "val"), 1)) if span is not None else 1
            width = properties.find(W + "tcW")
            if widths and width is not None:
                width.set(W + "w", str(sum(widths[column : column + columns])))
                width.set(W + "type", "dxa")
            column += columns
            made.append(copied)
        return made

    def _cell(self, cell: Element) -> Element:
        made = etree.Element(W + "tc")
        found = cell.find(W + "tcPr")
        made.append(self._copy(found) if found is not None else etree.Element(W + "tcPr"))
        made.extend(self.block(block) for block in read_blocks(cell, self.style_names))
        if made[-1].tag != W + "p":
            made.append(etree.Element(W + "p"))
        return made

    # ------------------------------------------------------------ words

    def tokens(self, tokens: Iterable[Token]) -> list[Element]:
        """Return words and the indivisible parts among them."""
        made: list[Element] = []
        waiting: list[Part] = []
        for token in tokens:
            address = self._address(token) if token.kind == "link" else {}
            if not address:
                waiting += shown_pieces(token.parts)
                continue
            made += self._runs(waiting)
            waiting = []
            link = etree.Element(W + "hyperlink", address | {W + "history": "1"})
            link.extend(self._runs(shown_pieces(token.parts)))
            made.append(link)
        return made + self._runs(waiting)

    def _address(self, token: Token) -> dict[str, str]:
        """Return a link's target as attributes; {} if it has none in the new file."""
        (link,) = token.parts
        assert not isinstance(link, Piece)
        anchor, url = link.get(W + "anchor") or "", self.links.old.get(link.get(R + "id") or "", "")
        if url:
            return {R + "id": self.links.relate(url)}
        return {W + "anchor": anchor} if anchor in self.links.bookmarks else {}

    def _runs(self, parts: Iterable[Part]) -> list[Element]:
        """Return runs, deleted together."""
        made: list[Element] = []
        source: Element | None = None
        for part in parts:
            if not isinstance(part, Piece):
                continue
            child = self._child(part)
            if child is None:
                continue
            if part.run is not source:
                source = part.run
                run = etree.Element(W + "r")
                formatting = source.find(W + "rPr")
                if formatting is not None:
                    run.append(self._copy(formatting))
                made.append(run)
            last = made[-1][-1] if len(made[-1]) else None
            if last is not None and last.tag == child.tag and child.tag in {W + "t", W + "delText"}:
                last.text = (last.text or "") + (child.text or "")
            else:
                made[-1].append(child)
        if not made or not self.deleted:
            return made
        change = self.writer.mark("del")
        change.extend(made)
        return [change]

    def _child(self, piece: Piece) -> Element | None:
        """Return a child of a run; None if it is not copied."""
        child, tag = piece.child, str(piece.child.tag)
        if piece.text is not None or tag == W + "t":
            return self._text(text_of(child) if piece.text is None else piece.text)
        if tag in _NOTES:
            identifier, words = self.keep_note(_NOTES[tag], str(child.get(W + "id")))
            if identifier:
                return etree.Element(tag, {W + "id": identifier})
            return self._text(f"[Note: {words}]") if words else None
        if tag in _DRAWN:
            description = alt_text(child)
            return self._text(f"[Figure: {description}]" if description else "[Figure]")
        return self._copy(child) if tag in _CARRIED else None

    def _text(self, text: str) -> Element:
        made = etree.Element(W + ("delText" if self.deleted else "t"), {SPACE: "preserve"})
        made.text = text
        return made

    # ------------------------------------------------------------ formatting

    def _copy(self, element: Element) -> Element:
        """Return an element in Word's own terms, with the ids of the new file."""
        made = etree.Element(element.tag, {str(k): str(v) for k, v in element.attrib.items() if str(k).startswith(W)})
        for child in element:
            tag = str(child.tag)
            if not tag.startswith(W) or tag in _LEFT:
                continue
            copied = self._copy(child)
            if tag in _STYLED:
                copied.set(W + "val", self.translation.style(child))
            if tag == W + "numPr":
                number = copied.find(W + "numId")
                known = self.translation.lists.get(str(number.get(W + "val")), "") if number is not None else ""
                off = number is not None and number.get(W + "val") == "0"
                if number is None or not (known or off):
                    continue
                number.set(W + "val", "0" if off else known)
            if tag not in _STYLED or copied.get(W + "val"):
                made.append(copied)
        return made
