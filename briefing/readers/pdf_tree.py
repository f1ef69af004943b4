"""Read the structure tree of a PDF as drafts, in reading order (ISO 32000-1, 14.8.4; ISO 32000-2, 14.8.4).

Block elements become drafts, inline elements their text. A block found inside another's text, such
as a note or a picture, comes right after it. An unknown type counts as a group, and its own text as
a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

from briefing.readers.pdf_links import LinkTargets
from briefing.readers.pdf_text import MarkedText, PageContent
from briefing.readers.pdf_unread import WHOLE, UnreadParts, quoted
from briefing.readers.reading import ChartReading, Draft, DraftLink, Spot, split_words

MOST_NESTED = 150

_INLINE = frozenset(
    {"Span", "Link", "Reference", "Em", "Strong", "Quote", "Code", "BibEntry", "Annot", "Sub", "Ruby", "RB", "RT", "RP", "Warichu",
     "WT", "WP", "Lbl", "NonStruct", "Form"}
)  # fmt: skip
_NOTES = frozenset({"Note", "FENote"})
_PICTURES = frozenset({"Figure", "Formula"})
_APART = _NOTES | _PICTURES | {"Table", "TOC"}
"""Blocks that are never part of the surrounding text."""
_UNORDERED = frozenset({"/Disc", "/Circle", "/Square", "/Unordered", "/None"})
_SPOKEN = ("/ActualText", "/E", "/Alt")
"""Entries that a screen reader reads in place of the text. Ours have an /Alt, and only for pictures."""
_BULLETS = frozenset("•–▪◦·‣-—*■□●○")
_PAGE_NUMBER = re.compile(r"[\s.…·]+[0-9ivxlc]+\s*$")


class TooDeepError(Exception):
    """Raised if the structure tree is nested too deeply."""


@dataclass(frozen=True, slots=True)
class _Context:
    """Context of an element: inherited page, list depth, tree depth."""

    page: Any = None
    lists: int = 0
    bullets: bool = False
    depth: int = 0

    def inside(self, element: Any) -> _Context:
        if self.depth > MOST_NESTED:
            raise TooDeepError(f"its tags are nested more than {MOST_NESTED} levels deep")
        return replace(self, page=element.get("/Pg", self.page), depth=self.depth + 1)


class TreeReader:
    """Read the structure tree of one file."""

    def __init__(self, file: pikepdf.Pdf, contents: list[PageContent], unread: UnreadParts) -> None:
        self._numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(file.pages, 1)}
        self._contents, self._unread = contents, unread
        self.owners: dict[tuple[int, int], Draft | None] = {}
        """Each mark that an element claims, by page and number, with the piece that its text is part of."""
        self._entries: list[tuple[Draft, DraftLink, str]] = []
        self.annotations: set[tuple[int, int]] = set()
        """The link annotations that belong to an element."""
        self.spanning: set[int] = set()
        """The identities of the cells of several rows."""
        self._root = file.Root.StructTreeRoot
        self._roles: Any = self._root.get("/RoleMap", {})
        self._links = LinkTargets(file, self._numbers)
        self._drafts: list[Draft] = []
        self.pictures: list[ChartReading] = []
        self._tables = 0
        self._seen: set[tuple[int, int]] = set()

    def drafts(self) -> list[Draft]:
        """Return every piece, with links resolved."""
        for kid in _kids(self._root):
            self._block(kid, _Context())
        self._links.resolve_links(self._drafts)
        self._judge_marks()
        self._judge_entries()
        return self._drafts

    def _judge_marks(self) -> None:
        """Note marked content that no element claims."""
        for number, content in enumerate(self._contents, 1):
            for mark, marked in content.marks.items():
                if (number, mark) not in self.owners and (marked.text.strip() or marked.figure):
                    self._unread.add(number, f"text that no tag claims: {quoted(marked.text)}")

    def _judge_entries(self) -> None:
        """Note entries of the contents that name another page than that of the heading or caption with their words."""
        pages: dict[tuple[str, ...], set[str]] = {}
        for draft in self._drafts:
            if draft.kind in {"heading", "caption", "paragraph"}:
                pages.setdefault(split_words(text_of(draft)), set()).add(str(draft.page))
        for draft, link, number in self._entries:
            found = pages.get(split_words(link.words))
            if found and number not in found:
                self._unread.add(draft.page, f"an entry of the contents with another page number: {quoted(link.words)}")

    # ------------------------------------------------------------ blocks

    def _block(self, element: Any, context: _Context, first: str = "") -> None:
        """Read a block element. `first` is the kind of its first paragraph if the context decides it, not the tag."""
        if not _is_element(element) or self._visited(element):
            return
        tag = self._tag(element)
        if re.fullmatch(r"H[1-9]?\d?|Title", tag):
            self._text("heading", element, context, level=int(tag[1:]) if tag[1:].isdigit() else 1)
        elif tag == "P":
            self._text("callout title" if first == "callout title" else "paragraph", element, context)
        elif tag == "Caption":
            self._text("caption", element, context)
        elif tag == "L":
            self._list(element, context)
        elif tag == "Table":
            self._table(element, context)
        elif tag in _NOTES:
            self._note(element, context)
        elif tag in _PICTURES:
            self._picture(element, context)
        elif tag == "TOCI":
            self._entry(element, context)
        elif tag in _INLINE:
            self._text("paragraph", element, context)
        else:
            self._group(element, context, "callout title" if tag == "Sect" else "")

    def _group(self, element: Any, context: _Context, first: str = "") -> None:
        inner = context.inside(element)
        for kid in _kids(element):
            if _is_element(kid):
                self._block(kid, inner, first)
            else:
                loose = self._start("paragraph")
                self._content(kid, loose, None, inner, [])
            first = ""

    def _visited(self, element: Any) -> bool:
        """Return whether an element was read before: in a valid tree none occurs twice."""
        if element.is_indirect:
            if element.objgen in self._seen:
                return True
            self._seen.add(element.objgen)
        return False

    def _tag(self, element: Any) -> str:
        """Return the standard type of an element."""
        tag = element.S
        for _ in range(8):
            if tag not in self._roles:
                break
            tag = self._roles[tag]
        return str(tag)[1:]

    def _start(self, kind: Any, level: int = 0, spot: Spot | None = None) -> Draft:
        draft = Draft(kind, level=level, spot=spot)
        self._drafts.append(draft)
        return draft

    def _text(self, kind: Any, element: Any, context: _Context, level: int = 0, spot: Spot | None = None) -> Draft:
        """Read a block of text, then the blocks found inside it."""
        draft = self._start(kind, level, spot)
        apart: list[tuple[Any, _Context]] = []
        self._inline(element, draft, None, context, apart)
        self._after(apart)
        return draft

    def _after(self, apart: list[tuple[Any, _Context]]) -> None:
        for element, context in apart:
            self._seen.discard(element.objgen)
            self._block(element, context)

    # ------------------------------------------------------------ text

    def _inline(
        self, element: Any, draft: Draft, link: DraftLink | None, context: _Context, apart: list[tuple[Any, _Context]]
    ) -> None:
        """Read the text of an element and of the inline elements in it."""
        inner = context.inside(element)
        for key in _SPOKEN:
            if key in element:
                self._unread.add(WHOLE, f"a tag with other words than its text: {quoted(str(element[key]))}")
        if "/ActualText" in element:
            self._find_place(element, draft, inner)
            _add(draft, link, str(element.ActualText))
            return
        for kid in _kids(element):
            self._content(kid, draft, link, inner, apart)

    def _content(
        self, kid: Any, draft: Draft, link: DraftLink | None, context: _Context, apart: list[tuple[Any, _Context]]
    ) -> None:
        if isinstance(kid, int):
            self._mark(context.page, kid, draft, link)
        elif kid.get("/Type") == "/MCR":
            self._mark(kid.get("/Pg", context.page), int(kid.MCID), draft, link)
        elif kid.get("/Type") == "/OBJR":
            if link is not None:
                self._links.add_link(link, kid.Obj)
                self.annotations.add(kid.Obj.objgen)
        elif "/S" in kid and not self._visited(kid):
            tag = self._tag(kid)
            if tag in _APART:
                apart.append((kid, context))
            elif tag == "Link" and link is None:
                link = DraftLink("")
                draft.parts.append(link)
                self._inline(kid, draft, link, context, apart)
                link = None
            else:
                apart_by = "" if tag in _INLINE else " "
                _add(draft, link, apart_by)
                self._inline(kid, draft, link, context, apart)
                _add(draft, link, apart_by)

    def _mark(self, page: Any, mark: int, draft: Draft, link: DraftLink | None) -> None:
        marked = self._claim(page, mark, draft)
        _add(draft, link, marked.text)
        self._note_place(page, marked, draft)

    def _claim(self, page: Any, mark: int, draft: Draft | None) -> MarkedText:
        """Return a mark's text, once: in a valid file no two elements have the same mark."""
        number = self._number_of(page)
        if not number:
            self._unread.add(WHOLE, "text of a page that is not there")
            return MarkedText()
        if (number, mark) in self.owners:
            self._unread.add(number, "text that two tags claim")
            return MarkedText()
        self.owners[number, mark] = draft
        return self._contents[number - 1].marks.get(mark, MarkedText())

    def _number_of(self, page: Any) -> int:
        """Return the number of a page, from 1; 0 if the file does not have it."""
        return self._numbers.get(page.objgen, 0) if isinstance(page, pikepdf.Dictionary) else 0

    def _note_place(self, page: Any, marked: MarkedText, draft: Draft) -> None:
        number = self._number_of(page)
        if not draft.page:
            draft.page = number
        if marked.place is not None and number:
            self._links.note_place(draft, number, marked.place)

    def _find_place(self, element: Any, draft: Draft, context: _Context) -> None:
        """Note where an element is whose text is not read."""
        for page, mark in self._marks_in(element, context):
            if number := self._number_of(page):
                self._note_place(page, self._contents[number - 1].marks.get(mark, MarkedText()), draft)
            return

    def _marks_in(
        self, element: Any, context: _Context, seen: set[tuple[int, int]] | None = None
    ) -> Iterator[tuple[Any, int]]:
        seen = set() if seen is None else seen
        for kid in _kids(element):
            if isinstance(kid, int):
                yield context.page, kid
            elif kid.get("/Type") == "/MCR":
                yield kid.get("/Pg", context.page), int(kid.MCID)
            elif "/S" in kid and not (kid.is_indirect and kid.objgen in seen):
                seen.add(kid.objgen)
                yield from self._marks_in(kid, context.inside(kid), seen)

    # ------------------------------------------------------------ lists, notes, pictures, contents

    def _list(self, element: Any, context: _Context) -> None:
        numbering = next((a.ListNumbering for a in _attributes(element) if "/ListNumbering" in a), None)
        bullets = str(numbering) in _UNORDERED if numbering is not None else False
        inner = replace(context.inside(element), lists=context.lists + 1, bullets=bullets)
        for kid in _kids(element):
            if _is_element(kid) and self._tag(kid) == "LI":
                self._item(kid, inner)
            else:
                self._block(kid, inner)

    def _item(self, element: Any, context: _Context) -> None:
        """Read a list item: its label and first paragraph are one piece, further blocks follow."""
        draft = self._start("list item", context.lists)
        inner = context.inside(element)
        apart: list[tuple[Any, _Context]] = []
        rest: list[tuple[Any, _Context]] = []
        for kid in _kids(element):
            tag = self._tag(kid) if _is_element(kid) else ""
            if tag == "Lbl":
                label = self._label(kid, inner, draft)
                if context.bullets and label not in _BULLETS:
                    self._unread.add(draft.page, f"words in place of a bullet: {quoted(label)}")
                draft.label = label if not context.bullets and any(c.isalnum() for c in label) else ""
            elif tag == "LBody":
                in_body = inner.inside(kid)
                for place, part in enumerate(_kids(kid)):
                    tag = self._tag(part) if _is_element(part) else ""
                    if not rest and (not tag or tag in _INLINE or (tag == "P" and place == 0)):
                        self._content(part, draft, None, in_body, apart)
                    else:
                        rest.append((part, in_body))
            elif tag in {"P", *_INLINE} or not tag:
                self._content(kid, draft, None, inner, apart)
            else:
                rest.append((kid, inner))
        self._after(apart)
        for kid, kid_context in rest:
            self._block(kid, kid_context)

    def _label(self, element: Any, context: _Context, owner: Draft) -> str:
        """Return the text of a label.

        Its links lead back to the text and are skipped. It marks the place of its owner.
        """
        label = Draft("paragraph")
        self._inline(element, label, None, context, [])
        self._find_place(element, owner, context.inside(element))
        return "".join(part if isinstance(part, str) else part.words for part in label.parts).strip()

    def _note(self, element: Any, context: _Context) -> None:
        draft = self._start("note")
        inner = context.inside(element)
        apart: list[tuple[Any, _Context]] = []
        for kid in _kids(element):
            if _is_element(kid) and self._tag(kid) == "Lbl":
                draft.label = self._label(kid, inner, draft)
            else:
                self._content(kid, draft, None, inner, apart)
        self._after(apart)

    def _picture(self, element: Any, context: _Context) -> None:
        for kid in _kids(element):
            if _is_element(kid) and self._tag(kid) == "Caption":
                self._block(kid, context.inside(element))
        marks = [self._claim(page, mark, None) for page, mark in self._marks_in(element, context.inside(element))]
        drawn = " ".join(part for marked in marks for part in marked.parts)
        draft = self._start("alt text")
        draft.parts.append(str(element.get("/Alt", element.get("/ActualText", ""))))
        self._find_place(element, draft, context.inside(element))
        self.pictures.append(ChartReading(words=" ".join(drawn.split()), page=draft.page))

    def _entry(self, element: Any, context: _Context) -> None:
        """Read an entry of the contents; drop the page number at its end if it is a link."""
        draft = self._text("contents", element, context)
        links = [part for part in draft.parts if isinstance(part, DraftLink)]
        if not links:
            return
        text = text_of(draft)
        links[0].words = _PAGE_NUMBER.sub("", text)
        self._entries.append((draft, links[0], text[len(links[0].words) :].strip(" .…·\n")))
        draft.parts = [links[0]]

    # ------------------------------------------------------------ tables

    def _table(self, element: Any, context: _Context) -> None:
        self._tables += 1
        number = self._tables
        covered: dict[int, int] = {}
        apart: list[tuple[Any, _Context]] = []
        rows = list(self._rows(element, context.inside(element), apart))
        has_head = any(in_head for _, _, in_head in rows)
        leading = True
        for row, (kid, inner, in_head) in enumerate(rows, 1):
            # Without a head of its own, a table begins with rows whose cells all head a column. A single cell across
            # the table is a band, not a head.
            cells = [cell for cell in _kids(kid) if _is_element(cell)]
            band = len(cells) == 1 and _span(cells[0], "/ColSpan") > 1
            leading = leading and not band and all(map(self._heads_column, cells))
            heads = in_head if has_head else leading
            self._row(kid, inner, Spot(number, row, 1), covered, heads=heads)
        self._after(apart)

    def _heads_column(self, cell: Any) -> bool:
        scope = next((str(a.Scope) for a in _attributes(cell) if "/Scope" in a), "/Column")
        return self._tag(cell) == "TH" and scope != "/Row"

    def _rows(
        self, element: Any, context: _Context, apart: list[tuple[Any, _Context]], *, head: bool = False
    ) -> Iterator[tuple[Any, _Context, bool]]:
        """Yield rows, with whether they are in the table's head."""
        for kid in _kids(element):
            tag = self._tag(kid) if _is_element(kid) else ""
            if tag == "TR":
                yield kid, context, head
            elif tag in {"THead", "TBody", "TFoot"}:
                yield from self._rows(kid, context.inside(kid), apart, head=tag == "THead")
            else:
                self._block(kid, context)

    def _row(self, element: Any, context: _Context, spot: Spot, covered: dict[int, int], *, heads: bool) -> None:
        """Read the cells of a row; `heads` says whether it is a head row.

        `covered` counts by column the rows that a cell above still spans.
        """
        inner = context.inside(element)
        column = 1
        before = dict(covered)
        covered |= {spanned: max(0, rows - 1) for spanned, rows in covered.items()}
        for kid in _kids(element):
            if not _is_element(kid):
                continue
            while before.get(column, 0):
                column += 1
            cell = self._text(
                "column head" if heads and self._heads_column(kid) else "table cell",
                kid,
                inner,
                spot=replace(spot, column=column),
            )
            column_span, row_span = _span(kid, "/ColSpan"), _span(kid, "/RowSpan")
            if row_span > 1:
                self.spanning.add(id(cell))
            for spanned in range(column, column + column_span):
                covered[spanned] = row_span - 1
            column += column_span


def text_of(draft: Draft) -> str:
    """Return all text of a draft, with its number."""
    parts = "".join(part if isinstance(part, str) else part.words for part in draft.parts)
    return f"{draft.label} {parts}" if draft.label else parts


def _add(draft: Draft, link: DraftLink | None, text: str) -> None:
    if link is not None:
        link.words += text
    elif text:
        draft.parts.append(text)


def _kids(element: Any) -> Iterator[Any]:
    kids = element.get("/K", pikepdf.Array())
    yield from kids if isinstance(kids, pikepdf.Array) else [kids]


def _is_element(kid: Any) -> bool:
    """Return whether a kid is a structure element, and not a mark or an object on the page."""
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _attributes(element: Any) -> Iterator[Any]:
    owned = element.get("/A", pikepdf.Array())
    for each in owned if isinstance(owned, pikepdf.Array) else [owned]:
        if isinstance(each, pikepdf.Dictionary):
            yield each


def _span(cell: Any, name: str) -> int:
    found = next((int(a[name]) for a in _attributes(cell) if name in a), 1)
    return max(1, min(found, 1000))
