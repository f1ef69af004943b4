"""The structure tree of a PDF as drafts, in reading order (ISO 32000-1, 14.8.4; ISO 32000-2, 14.8.4).

Takes an open file. Blocks become drafts; what stands inline is their text. A block that is found inside another's text, such as a
note or a picture, comes right after it. What is not on the list of types counts as a group, and its own text as a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

from briefing.readers.pdf_links import Goals
from briefing.readers.pdf_text import PageReader, Shown
from briefing.readers.reading import ChartReading, Draft, DraftLink, Spot

MOST_NESTED = 150

_INLINE = frozenset(
    {"Span", "Link", "Reference", "Em", "Strong", "Quote", "Code", "BibEntry", "Annot", "Sub", "Ruby", "RB", "RT", "RP", "Warichu",
     "WT", "WP", "Lbl", "NonStruct", "Form"}
)  # fmt: skip
_NOTES = frozenset({"Note", "FENote"})
_PICTURES = frozenset({"Figure", "Formula"})
_APART = _NOTES | _PICTURES | {"Table", "TOC"}
"""Blocks that are never part of the text that they stand in."""
_UNORDERED = frozenset({"/Disc", "/Circle", "/Square", "/Unordered", "/None"})
_PAGE_NUMBER = re.compile(r"[\s.…·]+[0-9ivxlc]+\s*$")


class TooDeepError(Exception):
    """The tree is nested deeper than any text."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What an element stands in: the page that it inherits, how deep in lists, how deep in the tree."""

    page: Any = None
    lists: int = 0
    bullets: bool = False
    depth: int = 0

    def inside(self, element: Any) -> _Around:
        if self.depth > MOST_NESTED:
            raise TooDeepError(f"its tags are nested more than {MOST_NESTED} deep")
        return replace(self, page=element.get("/Pg", self.page), depth=self.depth + 1)


class TreeReader:
    """Reads one file once."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        fonts: dict[Any, Any] = {}
        self._numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(file.pages, 1)}
        self._marks = {page.objgen: PageReader(fonts).read(page) for page in file.pages}
        self._root = file.Root.StructTreeRoot
        self._roles: Any = self._root.get("/RoleMap", {})
        self._goals = Goals(file, self._numbers)
        self._drafts: list[Draft] = []
        self.pictures: list[ChartReading] = []
        self._tables = 0
        self._seen: set[tuple[int, int]] = set()

    def drafts(self) -> list[Draft]:
        """Every piece, links settled."""
        for kid in _kids(self._root):
            self._block(kid, _Around())
        self._goals.settle(self._drafts)
        return self._drafts

    # ------------------------------------------------------------ blocks

    def _block(self, element: Any, around: _Around, first: str = "") -> None:
        """One element that is a block. `first`: what a paragraph here is, where its place says more than its tag."""
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element or self._visited(element):
            return
        tag = self._tag(element)
        if re.fullmatch(r"H[1-9]?\d?|Title", tag):
            self._text("heading", element, around, level=int(tag[1:]) if tag[1:].isdigit() else 1)
        elif tag == "P":
            self._text("callout title" if first == "callout title" else "paragraph", element, around)
        elif tag == "Caption":
            self._text("caption", element, around)
        elif tag == "L":
            self._list(element, around)
        elif tag == "Table":
            self._table(element, around)
        elif tag in _NOTES:
            self._note(element, around)
        elif tag in _PICTURES:
            self._picture(element, around)
        elif tag == "TOCI":
            self._entry(element, around)
        elif tag in _INLINE:
            self._text("paragraph", element, around)
        else:
            self._group(element, around, "callout title" if tag == "Sect" else "")

    def _group(self, element: Any, around: _Around, first: str = "") -> None:
        inner = around.inside(element)
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                self._block(kid, inner, first)
            else:
                loose = self._start("paragraph")
                self._content(kid, loose, None, inner, [])
            first = ""

    def _visited(self, element: Any) -> bool:
        """Whether an element has been read before: a tree has no element twice."""
        if element.is_indirect:
            if element.objgen in self._seen:
                return True
            self._seen.add(element.objgen)
        return False

    def _tag(self, element: Any) -> str:
        """The standard type of an element."""
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

    def _text(self, kind: Any, element: Any, around: _Around, level: int = 0, spot: Spot | None = None) -> Draft:
        """A block of text, and after it the blocks that stood in it."""
        draft = self._start(kind, level, spot)
        apart: list[tuple[Any, _Around]] = []
        self._inline(element, draft, None, around, apart)
        self._after(apart)
        return draft

    def _after(self, apart: list[tuple[Any, _Around]]) -> None:
        for element, around in apart:
            self._seen.discard(element.objgen)
            self._block(element, around)

    # ------------------------------------------------------------ text

    def _inline(
        self, element: Any, draft: Draft, link: DraftLink | None, around: _Around, apart: list[tuple[Any, _Around]]
    ) -> None:
        """The text of an element and of what stands inline in it."""
        inner = around.inside(element)
        if "/ActualText" in element:
            self._find_place(element, draft, inner)
            _add(draft, link, str(element.ActualText))
            return
        for kid in _kids(element):
            self._content(kid, draft, link, inner, apart)

    def _content(
        self, kid: Any, draft: Draft, link: DraftLink | None, around: _Around, apart: list[tuple[Any, _Around]]
    ) -> None:
        if isinstance(kid, int):
            self._mark(around.page, kid, draft, link)
        elif kid.get("/Type") == "/MCR":
            self._mark(kid.get("/Pg", around.page), int(kid.MCID), draft, link)
        elif kid.get("/Type") == "/OBJR":
            if link is not None:
                self._goals.lead(link, kid.Obj)
        elif "/S" in kid and not self._visited(kid):
            tag = self._tag(kid)
            if tag in _APART:
                apart.append((kid, around))
            elif tag == "Link" and link is None:
                link = DraftLink("")
                draft.parts.append(link)
                self._inline(kid, draft, link, around, apart)
                link = None
            else:
                apart_by = "" if tag in _INLINE else " "
                _add(draft, link, apart_by)
                self._inline(kid, draft, link, around, apart)
                _add(draft, link, apart_by)

    def _mark(self, page: Any, mark: int, draft: Draft, link: DraftLink | None) -> None:
        shown: Shown = self._marks[page.objgen].get(mark, Shown())
        _add(draft, link, shown.text)
        self._stand(page, shown, draft)

    def _stand(self, page: Any, shown: Shown, draft: Draft) -> None:
        if not draft.page:
            draft.page = self._numbers[page.objgen]
        if shown.place is not None:
            self._goals.stands(draft, self._numbers[page.objgen], shown.place)

    def _find_place(self, element: Any, draft: Draft, around: _Around) -> None:
        """Where an element stands whose text is not read."""
        for page, mark in self._marks_in(element, around):
            self._stand(page, self._marks[page.objgen].get(mark, Shown()), draft)
            return

    def _marks_in(self, element: Any, around: _Around) -> Iterator[tuple[Any, int]]:
        for kid in _kids(element):
            if isinstance(kid, int):
                yield around.page, kid
            elif kid.get("/Type") == "/MCR":
                yield kid.get("/Pg", around.page), int(kid.MCID)
            elif "/S" in kid:
                yield from self._marks_in(kid, around.inside(kid))

    # ------------------------------------------------------------ lists, notes, pictures, contents

    def _list(self, element: Any, around: _Around) -> None:
        numbering = next((a.ListNumbering for a in _attributes(element) if "/ListNumbering" in a), None)
        bullets = str(numbering) in _UNORDERED if numbering is not None else False
        inner = replace(around.inside(element), lists=around.lists + 1, bullets=bullets)
        for kid in _kids(element):
            if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
                continue
            if self._tag(kid) == "LI":
                self._item(kid, inner)
            else:
                self._block(kid, inner)

    def _item(self, element: Any, around: _Around) -> None:
        """An item: its label and its first paragraph are one piece, further blocks follow."""
        draft = self._start("list item", around.lists)
        inner = around.inside(element)
        apart: list[tuple[Any, _Around]] = []
        rest: list[tuple[Any, _Around]] = []
        for kid in _kids(element):
            tag = self._tag(kid) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid else ""
            if tag == "Lbl":
                label = self._aside(kid, inner, draft)
                draft.label = label if not around.bullets and any(c.isalnum() for c in label) else ""
            elif tag == "LBody":
                self._body(kid, draft, inner, apart, rest)
            elif tag in {"P", *_INLINE} or not tag:
                self._content(kid, draft, None, inner, apart)
            else:
                rest.append((kid, inner))
        self._after(apart)
        for kid, kid_around in rest:
            self._block(kid, kid_around)

    def _body(
        self,
        body: Any,
        draft: Draft,
        around: _Around,
        apart: list[tuple[Any, _Around]],
        rest: list[tuple[Any, _Around]],
    ) -> None:
        inner = around.inside(body)
        for place, kid in enumerate(_kids(body)):
            tag = self._tag(kid) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid else ""
            if not rest and (not tag or tag in _INLINE or (tag == "P" and place == 0)):
                self._content(kid, draft, None, inner, apart)
            else:
                rest.append((kid, inner))

    def _aside(self, element: Any, around: _Around, owner: Draft) -> str:
        """The text of a label, whose links lead back and are not read. It is where its owner stands."""
        label = Draft("paragraph")
        self._inline(element, label, None, around, [])
        self._find_place(element, owner, around.inside(element))
        return "".join(part if isinstance(part, str) else part.words for part in label.parts).strip()

    def _note(self, element: Any, around: _Around) -> None:
        draft = self._start("note")
        inner = around.inside(element)
        apart: list[tuple[Any, _Around]] = []
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid and self._tag(kid) == "Lbl":
                draft.label = self._aside(kid, inner, draft)
            else:
                self._content(kid, draft, None, inner, apart)
        self._after(apart)

    def _picture(self, element: Any, around: _Around) -> None:
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid and self._tag(kid) == "Caption":
                self._block(kid, around.inside(element))
        marks = [
            self._marks[page.objgen].get(mark, Shown())
            for page, mark in self._marks_in(element, around.inside(element))
        ]
        drawn = " ".join(part for shown in marks for part in shown.parts)
        self.pictures.append(ChartReading(words=" ".join(drawn.split())))
        draft = self._start("alt text")
        draft.parts.append(str(element.get("/Alt", element.get("/ActualText", ""))))
        self._find_place(element, draft, around.inside(element))

    def _entry(self, element: Any, around: _Around) -> None:
        """An entry of the contents, without the page number that ends it where it is a link."""
        draft = self._text("contents", element, around)
        links = [part for part in draft.parts if isinstance(part, DraftLink)]
        if not links:
            return
        text = "".join(part if isinstance(part, str) else part.words for part in draft.parts)
        links[0].words = _PAGE_NUMBER.sub("", text)
        draft.parts = [links[0]]

    # ------------------------------------------------------------ tables

    def _table(self, element: Any, around: _Around) -> None:
        self._tables += 1
        number = self._tables
        covered: dict[int, int] = {}
        apart: list[tuple[Any, _Around]] = []
        rows = list(self._rows(element, around.inside(element), apart))
        told = any(in_head for _, _, in_head in rows)
        leading = True
        for row, (kid, inner, in_head) in enumerate(rows, 1):
            leading = leading and self._heads(kid)
            heads = in_head if told else leading
            self._row(kid, inner, Spot(number, row, 1), covered, heads=heads)
        self._after(apart)

    def _heads(self, row: Any) -> bool:
        """Whether a row heads its table: each of its cells heads a column, and it is no band that names the rows below."""
        cells = [kid for kid in _kids(row) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        band = len(cells) == 1 and _span(cells[0], "/ColSpan") > 1
        return not band and all(map(self._heads_column, cells))

    def _heads_column(self, cell: Any) -> bool:
        scope = next((str(a.Scope) for a in _attributes(cell) if "/Scope" in a), "/Column")
        return self._tag(cell) == "TH" and scope != "/Row"

    def _rows(
        self, element: Any, around: _Around, apart: list[tuple[Any, _Around]], *, head: bool = False
    ) -> Iterator[tuple[Any, _Around, bool]]:
        """Rows, with whether they stand in the table's head."""
        for kid in _kids(element):
            if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
                continue
            tag = self._tag(kid)
            if tag == "TR":
                yield kid, around, head
            elif tag in {"THead", "TBody", "TFoot"}:
                yield from self._rows(kid, around.inside(kid), apart, head=tag == "THead")
            else:
                self._block(kid, around)

    def _row(self, element: Any, around: _Around, spot: Spot, covered: dict[int, int], *, heads: bool) -> None:
        """The cells of a row, which `heads` the table or not. `covered` is, by column, how many rows a cell above still takes."""
        inner = around.inside(element)
        column = 1
        before = dict(covered)
        covered |= {taken: max(0, rows - 1) for taken, rows in covered.items()}
        for kid in _kids(element):
            if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
                continue
            while before.get(column, 0):
                column += 1
            self._text(
                "column head" if heads and self._heads_column(kid) else "table cell",
                kid,
                inner,
                spot=replace(spot, column=column),
            )
            wide, high = _span(kid, "/ColSpan"), _span(kid, "/RowSpan")
            for taken in range(column, column + wide):
                covered[taken] = high - 1
            column += wide


def _add(draft: Draft, link: DraftLink | None, text: str) -> None:
    if link is not None:
        link.words += text
    elif text:
        draft.parts.append(text)


def _kids(element: Any) -> Iterator[Any]:
    kids = element.get("/K", pikepdf.Array())
    yield from kids if isinstance(kids, pikepdf.Array) else [kids]


def _attributes(element: Any) -> Iterator[Any]:
    owned = element.get("/A", pikepdf.Array())
    for each in owned if isinstance(owned, pikepdf.Array) else [owned]:
        if isinstance(each, pikepdf.Dictionary):
            yield each


def _span(cell: Any, name: str) -> int:
    found = next((int(a[name]) for a in _attributes(cell) if name in a), 1)
    return max(1, min(found, 1000))
