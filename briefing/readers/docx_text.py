"""Read the text of Word paragraphs: runs, fields, links, notes and changes (ISO/IEC 29500-1, 17.3, 17.11, 17.13, 17.16).

Text is appended to drafts. Of a field the result is read, not the instruction; tracked changes
count as accepted; of alternatives the first is read; hidden text is skipped. Drawings are collected
in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from briefing.files.ooxml import R, W
from briefing.readers.docx_outside_text import symbol
from briefing.readers.docx_runs import COMPATIBILITY, Field, RunReader, first_choice, is_hidden
from briefing.readers.reading import Draft, DraftLink

MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_HOLDERS = frozenset(
    W + tag for tag in ("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo", "ruby", "rubyBase")
)
_FIELD = re.compile(r'\s*(\w+)\s*(?:"([^"]*)"|(\S+))?(.*)', re.DOTALL)
_ANCHOR = re.compile(r'\\l\s+"?([^"\s]+)')
_DRAWN = frozenset({"drawing", "pict", "object"})
_LETTERS = {"tab": "\t", "ptab": "\t", "br": " ", "cr": " ", "noBreakHyphen": "-"}


@dataclass(slots=True)
class Text(RunReader):
    """Read paragraphs in order.

    `targets` are the relationships of the part being read; `note` returns the draft of a note by
    kind and id; `drawn` collects drawings of the paragraph being read, `visited` every text that was
    read; `hidden` tells the runs that no page shows.
    """

    note: Callable[[str, str], Draft | None] = field(kw_only=True)
    targets: dict[str, str] = field(default_factory=dict)
    anchored: list[tuple[DraftLink, str]] = field(default_factory=list)
    bookmarks: dict[str, Draft] = field(default_factory=dict)
    drawn: list[etree._Element] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    visited: set[etree._Element] = field(default_factory=set)
    hidden: Callable[[etree._Element], bool] = is_hidden
    _link: DraftLink | None = None

    def read(self, element: etree._Element, draft: Draft) -> None:
        """Append the text of a paragraph, or of any element with runs, to a draft."""
        for name in self.waiting:
            self.bookmarks.setdefault(name, draft)
        self.waiting.clear()
        self._children(element, draft)

    def mark(self, element: etree._Element, draft: Draft | None = None) -> None:
        """Handle the start or end of a bookmark; one between paragraphs belongs to the next paragraph."""
        if self.body_mark(element) or element.tag != W + "bookmarkStart":
            return
        name = str(element.get(W + "name"))
        if draft is not None:
            self.bookmarks.setdefault(name, draft)
        else:
            self.waiting.append(name)

    def resolve_links(self) -> None:
        """Set the target of each link within the file: the draft in which its bookmark begins."""
        for link, name in self.anchored:
            link.target = self.bookmarks.get(name)

    # ------------------------------------------------------------ containers of runs

    def _children(self, element: etree._Element, draft: Draft) -> None:
        for child in element:
            self._child(child, draft)

    def _child(self, child: etree._Element, draft: Draft) -> None:
        tag = child.tag
        if tag == W + "r":
            if not self.hidden(child):
                self._run(child, draft)
        elif tag in _HOLDERS:
            self._children(child, draft)
        elif tag == W + "hyperlink":
            self._hyperlink(child, draft)
        elif tag == W + "fldSimple":
            self.fields.append(Field(str(child.get(W + "instr") or "")))
            self._field_character("separate", draft)
            self._children(child, draft)
            self._field_character("end", draft)
        elif tag in {W + "bookmarkStart", W + "bookmarkEnd"}:
            self.mark(child, draft)
        elif tag in {MATHS + "oMath", MATHS + "oMathPara"}:
            for text in child.iter(MATHS + "t"):
                self._add(draft, text.text or "")
        elif tag == COMPATIBILITY + "AlternateContent":
            for taken in first_choice(child):
                self._child(taken, draft)

    def _hyperlink(self, element: etree._Element, draft: Draft) -> None:
        link = DraftLink("")
        anchor = element.get(W + "anchor")
        address = self.targets.get(str(element.get(R + "id")), "")
        if address:
            link.address = f"{address}#{anchor}" if anchor else address
        outer = self._link
        self._start_link(link, draft, "" if address else str(anchor or ""))
        self._children(element, draft)
        self._link = outer

    def _start_link(self, link: DraftLink, draft: Draft, anchor: str) -> None:
        if self._link is None and self.counts:
            draft.parts.append(link)
            if anchor:
                self.anchored.append((link, anchor))
            self._link = link

    # ------------------------------------------------------------ runs

    def _run(self, run: etree._Element, draft: Draft) -> None:
        for child in run:
            tag = str(child.tag)
            name = tag.removeprefix(W)
            if name in _LETTERS:
                self._add(draft, _LETTERS[name])
            elif name == "t":
                self.visited.add(child)
                self._add(draft, child.text or "")
            elif name == "sym":
                self._add(draft, symbol(child))
            elif name == "fldChar":
                self._field_character(str(child.get(W + "fldCharType")), draft)
            elif name == "instrText":
                self.field_instruction(child.text or "")
            elif name in {"footnoteReference", "endnoteReference"}:
                self._cite(name.removesuffix("Reference"), str(child.get(W + "id")), draft)
            elif name in _DRAWN:
                self._draw(child)
            elif tag == COMPATIBILITY + "AlternateContent":
                for taken in first_choice(child):
                    if str(taken.tag).removeprefix(W) in _DRAWN:
                        self._draw(taken)
            elif tag in _HOLDERS:
                self._children(child, draft)

    def _draw(self, drawing: etree._Element) -> None:
        if self.shown:
            self.drawn.append(drawing)

    def _add(self, draft: Draft, text: str) -> None:
        if not self.shown:
            return
        if self._link is not None:
            self._link.words += text
        else:
            draft.parts.append(text)

    def _cite(self, kind: str, identifier: str, draft: Draft) -> None:
        """Add a note's mark. The note is counted whether or not its place belongs to the brief."""
        note = self.note(kind, identifier)
        if note is not None and self.shown:
            draft.parts.append(DraftLink(note.label, target=note))

    # ------------------------------------------------------------ fields

    def _field_character(self, kind: str, draft: Draft) -> None:
        """Handle a character of a field, and the link that its result is if the instruction is REF or HYPERLINK."""
        found = self.field_character(kind)
        if found is not None and kind == "separate":
            if match := _FIELD.match(found.instruction):
                name, target, rest = match[1].upper(), match[2] or match[3] or "", match[4]
                if name == "REF" and "\\h" in rest:
                    self._open_link(found, DraftLink(""), draft, target)
                elif name == "HYPERLINK":
                    anchor = _ANCHOR.search(found.instruction)
                    address = "" if target.startswith("\\") else target
                    place = anchor[1] if anchor and not address else ""
                    self._open_link(found, DraftLink("", address), draft, place)
        elif found is not None and found.link is not None and self._link is found.link:
            self._link = None

    def _open_link(self, opened: Field, link: DraftLink, draft: Draft, anchor: str) -> None:
        if self._link is None and all(outer.result for outer in self.fields):
            self._start_link(link, draft, anchor)
            opened.link = self._link


def deleted_mark(paragraph: etree._Element) -> bool:
    """Return whether a paragraph mark is deleted, so that the next paragraph continues this one."""
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    return marks is not None and any(marks.find(W + tag) is not None for tag in ("del", "moveFrom"))
