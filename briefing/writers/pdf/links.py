"""Link annotations and bookmarks.

Every link belongs to a structure element and has a text that says where it leads (PDF/UA-1,
7.18.5). Bookmarks are the headings (ISO 32000-1, 12.3.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.document.model import Document, Heading, plain, walk
from briefing.layout.typesetting.pages import Place
from briefing.writers.pdf.content import LinkArea
from briefing.writers.pdf.structure import Structure, pdf_text

PRINTED = 4
"""Annotation flag: printed with the page (PDF/A requires it)."""
ABOVE = 8.0
"""Points above its target at which a page is shown."""


@dataclass(frozen=True, slots=True)
class Destinations:
    """Destinations of keys. `pages` are object numbers; `structure` is for files with structure destinations."""

    places: Mapping[str, Place]
    pages: list[int]
    height: float
    structure: Structure | None = None

    def destination(self, key: str) -> str:
        """Return the entry of a link or bookmark: page and top left corner, zoom unchanged.

        A structure destination is added if the standard requires one (ISO 32000-2, 12.3.2.3;
        PDF/UA-2, 8.8).
        """
        place = self.places[key]
        view = f"/XYZ {place.x:.2f} {min(self.height, self.height - place.y + ABOVE):.2f} null]"
        page = f"[{self.pages[place.page - 1]} 0 R{view}"
        if self.structure is None:
            return f"/Dest{page}"
        element = self.structure.targets.get(key, self.structure.root)
        return f"/A<</S/GoTo/D{page}/SD[{element.number} 0 R{view}>>"


def annotation(area: LinkArea, key: int, page: int, destinations: Destinations) -> bytes:
    """Return a link annotation. `key` is its index in the parent tree, `page` its page's object number."""
    target = area.element.target
    assert target is not None
    action = (
        destinations.destination(target.key) if target.key else f"/A<</S/URI/URI{pdf_text(ascii_address(target.url))}>>"
    )
    rect = f"{area.left:.2f} {area.bottom:.2f} {area.right:.2f} {area.top:.2f}"
    return (
        f"<</Type/Annot/Subtype/Link/Rect[{rect}]/Border[0 0 0]/F {PRINTED}/P {page} 0 R/StructParent {key}"
        f"/Contents{pdf_text(target.words)}{action}>>"
    ).encode("ascii")


def ascii_address(url: str) -> str:
    """Return an address in ASCII (ISO 32000-1, 12.6.4.7): other characters are percent-encoded as UTF-8."""
    return "".join(c if "!" <= c <= "~" else "".join(f"%{byte:02X}" for byte in c.encode()) for c in url)


@dataclass(slots=True)
class _Bookmark:
    title: str
    level: int
    destination: str
    number: int = 0
    kids: list[_Bookmark] = field(default_factory=list)


def bookmarks(document: Document, destinations: Destinations, first: int) -> dict[int, bytes]:
    """Return the outline as objects by number, from `first`, which is its root; {} if there are no headings."""
    root = _Bookmark("", 0, "", first)
    open_items = [root]
    made: list[_Bookmark] = []
    for block in walk(document.blocks):
        if not isinstance(block, Heading) or block.key not in destinations.places:
            continue
        title = " ".join(filter(None, (block.number, plain(block.inlines))))
        item = _Bookmark(title, block.level, destinations.destination(block.key), first + len(made) + 1)
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
    """Return one bookmark; those below the first level are collapsed."""
    text = f"<</Title{pdf_text(item.title)}/Parent {parent.number} 0 R{item.destination}"
    if at:
        text += f"/Prev {parent.kids[at - 1].number} 0 R"
    if at + 1 < len(parent.kids):
        text += f"/Next {parent.kids[at + 1].number} 0 R"
    if item.kids:
        text += f"/First {item.kids[0].number} 0 R/Last {item.kids[-1].number} 0 R/Count {-len(item.kids)}"
    return text + ">>"
