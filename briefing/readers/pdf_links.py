"""Find the targets of links in a PDF: an address, or a place on a page and so the piece that begins there.

A destination is about one line above the first baseline of its target, and at its left edge; the
target is the piece that begins nearest to it. A link that shows the number of a nearby note leads
to that note.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pikepdf

from briefing.readers.reading import Draft, DraftLink

_SLACK = 3.0
"""Distance in points by which a piece may begin beyond a destination's corner."""
_LINE = 15.0
"""Distance in points from a destination down to the first baseline."""
_NEAR = 60.0
"""Distance in points within which a note counts as near."""
_SIDEWAYS = 0.1
"""Weight of horizontal against vertical distance: the text of a cell may be set at its right."""


@dataclass(slots=True)
class LinkTargets:
    """Places and links of one file; `numbers` are the page numbers by page object."""

    file: pikepdf.Pdf
    numbers: dict[Any, int]
    _places: dict[int, list[tuple[float, float, Draft]]] = field(default_factory=dict)
    _placed: set[int] = field(default_factory=set)
    _pending: list[tuple[DraftLink, int, float, float]] = field(default_factory=list)
    _names: Any = None

    def note_place(self, draft: Draft, page: int, place: tuple[float, float]) -> None:
        """Note where a draft begins. Only the first call for a draft counts."""
        if id(draft) not in self._placed:
            self._placed.add(id(draft))
            self._places.setdefault(page, []).append((*place, draft))

    def add_link(self, link: DraftLink, annotation: Any) -> None:
        """Read a link's destination from its annotation."""
        action = annotation.get("/A")
        if action is not None and action.get("/S") == "/URI":
            link.address = bytes(action.URI).decode("utf-8", "replace")
            return
        destination = annotation.get("/Dest", action.get("/D") if action is not None else None)
        if isinstance(destination, pikepdf.String | pikepdf.Name):
            if self._names is None:
                root: Any = self.file.Root
                tree = root.get("/Names", {}).get("/Dests")
                self._names = pikepdf.NameTree(tree) if tree is not None else root.get("/Dests", {})
            found = self._names.get(str(destination))
            destination = found.get("/D") if isinstance(found, pikepdf.Dictionary) else found
        if not isinstance(destination, pikepdf.Array):
            return
        target: list[Any] = list(destination)
        if len(target) >= 4 and str(target[1]) == "/XYZ" and None not in target[2:4]:
            page = self.numbers.get(target[0].objgen) if isinstance(target[0], pikepdf.Dictionary) else None
            if page is not None:
                self._pending.append((link, page, float(target[2]), float(target[3])))

    def resolve_links(self, drafts: list[Draft]) -> None:
        """Set the target of each link that leads to a place: the draft that begins there."""
        order = {id(draft): place for place, draft in enumerate(drafts)}
        for link, page, x, y in self._pending:
            near = [
                (abs(y - _LINE - base) + _SIDEWAYS * abs(left - x), order[id(draft)], draft)
                for left, base, draft in self._places.get(page, ())
                if id(draft) in order and base <= y + _SLACK and left >= x - _SLACK
            ]
            shown = link.words.strip()
            notes = [f for f in near if f[0] < _NEAR and f[2].kind == "note" and f[2].label == shown]
            if near:
                link.target = min(notes or near, key=lambda found: found[:2])[2]
