"""What was deleted, written into the new file so that rejecting the change brings it back.

Takes paragraphs, rows and words of the old file, gives new elements. Only what this room knows is carried over: text, looks by style
and in Word's own terms, links, notes. A field comes back as the words that it showed: counting or fetching anew, it would show the
new edition's, and be counted among its captions. Names of bookmarks are left behind, since the new file may have them; so are
drawings, for which their alt text stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from briefing.writers.docx.template.xml_trees import SPACE, Element, R, W, whole
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
from briefing.writers.docx.track_changes.revision_marks import Pen, mark_end, mark_row
from briefing.writers.docx.track_changes.style_mapping import Translation

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
    """Links of one part: addresses of the old one by relation, and the way to a relation of the new one."""

    old: dict[str, str]
    relate: Callable[[str], str]
    bookmarks: frozenset[str]


NoteKeeper = Callable[[str, str], tuple[str, str]]
"""A note of the old file is kept in the new one: from its kind and id, the new id ("" where it cannot be) and its words."""


@dataclass(slots=True)
class Restorer:
    """Restores into one part. What is not `struck` stands there plainly."""

    translation: Translation
    style_names: StyleNames
    links: Links
    keep_note: NoteKeeper
    pen: Pen
    struck: bool = True

    # ------------------------------------------------------------ blocks

    def block(self, block: Block) -> Element:
        """A paragraph or a table."""
        return self.paragraph(block) if isinstance(block, Paragraph) else self.table(block.element)

    def paragraph(self, block: Paragraph) -> Element:
        """A paragraph, its end struck too."""
        made = etree.Element(W + "p")
        made.append(self.properties(block.element))
        made.extend(self.content(block))
        if self.struck:
            mark_end(made, "del", self.pen)
        return made

    def content(self, block: Paragraph) -> list[Element]:
        """What a paragraph says."""
        if block.line is None:
            return self._runs(shown_pieces([block.element]))
        return self.tokens(block.line.tokens)

    def properties(self, paragraph: Element) -> Element:
        """The properties of a paragraph as the new file knows them."""
        found = paragraph.find(W + "pPr")
        return self._copy(found) if found is not None else etree.Element(W + "pPr")

    def table(self, table: Element) -> Element:
        """A table whose rows are all struck."""
        made = etree.Element(W + "tbl")
        for tag in ("tblPr", "tblGrid"):
            found = table.find(W + tag)
            made.append(self._copy(found) if found is not None else etree.Element(W + tag))
        made.extend(self.row(row) for row in inside(table, "tr"))
        return made

    def row(self, row: Element, widths: Sequence[int] = ()) -> Element:
        """A row. `widths` are those of the columns of the table into which it goes, where that is another one."""
        made = etree.Element(W + "tr")
        found = row.find(W + "trPr")
        if found is not None:
            made.append(self._copy(found))
        if self.struck:
            mark_row(made, "del", self.pen)
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
        """Words and what stands among them."""
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
        """Where a link leads, as attributes; none where it would lead nowhere."""
        (link,) = token.parts
        assert not isinstance(link, Piece)
        anchor, url = link.get(W + "anchor") or "", self.links.old.get(link.get(R + "id") or "", "")
        if url:
            return {R + "id": self.links.relate(url)}
        return {W + "anchor": anchor} if anchor in self.links.bookmarks else {}

    def _runs(self, parts: Iterable[Part]) -> list[Element]:
        """Runs, struck all together."""
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
                made.append(self._shell(source))
            last = made[-1][-1] if len(made[-1]) else None
            if last is not None and last.tag == child.tag and child.tag in {W + "t", W + "delText"}:
                last.text = (last.text or "") + (child.text or "")
            else:
                made[-1].append(child)
        if not made or not self.struck:
            return made
        change = self.pen.mark("del")
        change.extend(made)
        return [change]

    def _shell(self, run: Element) -> Element:
        made = etree.Element(W + "r")
        found = run.find(W + "rPr")
        if found is not None:
            made.append(self._copy(found))
        return made

    def _child(self, piece: Piece) -> Element | None:
        """A child of a run; None for what is not carried over."""
        child, tag = piece.child, str(piece.child.tag)
        if piece.text is not None or tag == W + "t":
            return self._text(text_of(child) if piece.text is None else piece.text)
        if tag in _NOTES:
            identifier, words = self.keep_note(_NOTES[tag], str(child.get(W + "id")))
            if identifier:
                return etree.Element(tag, {W + "id": identifier})
            return self._text(f"[Note: {words}]") if words else None
        if tag in _DRAWN:
            said = alt_text(child)
            return self._text(f"[Figure: {said}]" if said else "[Figure]")
        return self._copy(child) if tag in _CARRIED else None

    def _text(self, text: str) -> Element:
        made = etree.Element(W + ("delText" if self.struck else "t"), {SPACE: "preserve"})
        made.text = text
        return made

    # ------------------------------------------------------------ looks

    def _copy(self, element: Element) -> Element:
        """An element in Word's own terms alone, with the ids of the new file."""
        made = etree.Element(element.tag, {str(k): str(v) for k, v in element.attrib.items() if str(k).startswith(W)})
        made.extend(self._copied(element))
        return made

    def _copied(self, element: Element) -> Iterator[Element]:
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
                yield copied
