"""Link annotations and bookmarks: ways through the file.

Takes places found in drawing, gives objects. Every link belongs to a structure element and says in words where it leads
(PDF/UA-1, 7.18.5). Bookmarks are the headings (ISO 32000-1, 12.3.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.document.model import Document, Heading, plain, walk
from briefing.layout.typesetting.pages import Place
from briefing.writers.pdf.content import Hot
from briefing.writers.pdf.structure import Structure, pdf_text

PRINTED = 4
"""Annotation flag: printed with the page (PDF/A asks for it)."""
ABOVE = 8.0
"""Points above its target at which a page is shown."""


@dataclass(frozen=True, slots=True)
class Destinations:
    """Where keys lead. `pages` are object numbers; `structure` is for files that lead by structure elements too."""

    places: Mapping[str, Place]
    pages: list[int]
    height: float
    structure: Structure | None = None

    def lead(self, key: str) -> str:
        """The entry of a link or bookmark: page and top left corner, zoom as it is.

        A structure destination stands beside it where the standard wants one (ISO 32000-2, 12.3.2.3; PDF/UA-2, 8.8).
        """
        place = self.places[key]
        view = f"/XYZ {place.x:.2f} {min(self.height, self.height - place.y + ABOVE):.2f} null]"
        page = f"[{self.pages[place.page - 1]} 0 R{view}"
        if self.structure is None:
            return f"/Dest{page}"
        element = self.structure.targets.get(key, self.structure.root)
        return f"/A<</S/GoTo/D{page}/SD[{element.number} 0 R{view}>>"


def annotation(hot: Hot, key: int, page: int, destinations: Destinations) -> bytes:
    """A link annotation. `key` is its place in the parent tree, `page` its page's object number."""
    target = hot.element.target
    assert target is not None
    action = destinations.lead(target.key) if target.key else f"/A<</S/URI/URI{pdf_text(_address(target.url))}>>"
    rect = f"{hot.left:.2f} {hot.bottom:.2f} {hot.right:.2f} {hot.top:.2f}"
    return (
        f"<</Type/Annot/Subtype/Link/Rect[{rect}]/Border[0 0 0]/F {PRINTED}/P {page} 0 R/StructParent {key}"
        f"/Contents{pdf_text(target.words)}{action}>>"
    ).encode("ascii")


def _address(url: str) -> str:
    """An address in ASCII (ISO 32000-1, 12.6.4.7): other characters are written as their UTF-8 bytes."""
    return "".join(c if "!" <= c <= "~" else "".join(f"%{byte:02X}" for byte in c.encode()) for c in url)


@dataclass(slots=True)
class _Bookmark:
    title: str
    level: int
    goal: str
    number: int = 0
    kids: list[_Bookmark] = field(default_factory=list)


def bookmarks(document: Document, destinations: Destinations, first: int) -> dict[int, bytes]:
    """The outline as objects by number, numbered from `first`, which is its root; empty when there are no headings."""
    root = _Bookmark("", 0, "", first)
    open_items = [root]
    made: list[_Bookmark] = []
    for block in walk(document.blocks):
        if not isinstance(block, Heading) or block.key not in destinations.places:
            continue
        title = " ".join(filter(None, (block.number, plain(block.inlines))))
        item = _Bookmark(title, block.level, destinations.lead(block.key), first + len(made) + 1)
        while len(open_items) > 1 and open_items[-1].level >= item.level:
            open_items.pop()
        open_items[-1].kids.append(item)
        open_items.append(item)
        made.append(item)
    if not made:
        return {}
    objects: dict[int, bytes] = {}
    kids = root.kids
    head = f"<</Type/Outlines/First {kids[0].number} 0 R/Last {kids[-1].number} 0 R/Count {len(kids)}>>"
    objects[first] = head.encode("ascii")
    for parent in (root, *made):
        for at, item in enumerate(parent.kids):
            objects[item.number] = _item(parent, at, item).encode("ascii")
    return objects


def _item(parent: _Bookmark, at: int, item: _Bookmark) -> str:
    """One bookmark; those below the first level are folded away."""
    text = f"<</Title{pdf_text(item.title)}/Parent {parent.number} 0 R{item.goal}"
    if at:
        text += f"/Prev {parent.kids[at - 1].number} 0 R"
    if at + 1 < len(parent.kids):
        text += f"/Next {parent.kids[at + 1].number} 0 R"
    if item.kids:
        text += f"/First {item.kids[0].number} 0 R/Last {item.kids[-1].number} 0 R/Count {-len(item.kids)}"
    return text + ">>"
