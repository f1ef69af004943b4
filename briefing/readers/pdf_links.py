"""Where the links of a PDF lead: to an address, or to a place on a page and so to the piece that begins there.

Takes links with their annotations and the places of drafts; settles each link's goal. A destination stands about a line above the first
baseline of what it leads to, and at its left: its goal is the piece that begins nearest to there. A link that shows the number
of a note which begins near leads to that note.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pikepdf

from briefing.readers.reading import Draft, DraftLink

_SLACK = 3.0
"""Points by which a piece may begin beyond a destination's corner."""
_LINE = 15.0
"""Points from a destination down to the first baseline."""
_NEAR = 60.0
"""Points within which a note is near."""
_SIDEWAYS = 0.1
"""How much a point to the right counts, beside one further down: a cell may be set at its right."""


@dataclass(slots=True)
class Goals:
    """Collects places and links of one file; `numbers` are its pages' by their object."""

    file: pikepdf.Pdf
    numbers: dict[Any, int]
    _places: dict[int, list[tuple[float, float, Draft]]] = field(default_factory=dict)
    _placed: set[int] = field(default_factory=set)
    _led: list[tuple[DraftLink, int, float, float]] = field(default_factory=list)
    _names: Any = None

    def stands(self, draft: Draft, page: int, place: tuple[float, float]) -> None:
        """Where a draft begins: the first place told of it counts."""
        if id(draft) not in self._placed:
            self._placed.add(id(draft))
            self._places.setdefault(page, []).append((*place, draft))

    def lead(self, link: DraftLink, annotation: Any) -> None:
        """Take a link's aim from its annotation."""
        action = annotation.get("/A")
        if action is not None and action.get("/S") == "/URI":
            link.address = bytes(action.URI).decode("utf-8", "replace")
            return
        goal = annotation.get("/Dest", action.get("/D") if action is not None else None)
        if isinstance(goal, pikepdf.String | pikepdf.Name):
            goal = self._named(str(goal))
        if not isinstance(goal, pikepdf.Array):
            return
        aim: list[Any] = list(goal)
        if len(aim) >= 4 and str(aim[1]) == "/XYZ" and None not in aim[2:4]:
            page = self.numbers.get(aim[0].objgen) if isinstance(aim[0], pikepdf.Dictionary) else None
            if page is not None:
                self._led.append((link, page, float(aim[2]), float(aim[3])))

    def _named(self, name: str) -> Any:
        if self._names is None:
            root: Any = self.file.Root
            tree = root.get("/Names", {}).get("/Dests")
            self._names = pikepdf.NameTree(tree) if tree is not None else root.get("/Dests", {})
        found = self._names.get(name)
        return found.get("/D") if isinstance(found, pikepdf.Dictionary) else found

    def settle(self, drafts: list[Draft]) -> None:
        """Give each link that leads to a place the draft that begins there."""
        order = {id(draft): place for place, draft in enumerate(drafts)}
        for link, page, x, y in self._led:
            near = [
                (abs(y - _LINE - base) + _SIDEWAYS * abs(left - x), order[id(draft)], draft)
                for left, base, draft in self._places.get(page, ())
                if id(draft) in order and base <= y + _SLACK and left >= x - _SLACK
            ]
            shown = link.words.strip()
            noted = [f for f in near if f[0] < _NEAR and f[2].kind == "note" and f[2].label == shown]
            if near:
                link.goal = min(noted or near, key=lambda found: found[:2])[2]
