"""Fills pages with slabs: breaks where breaking is allowed, notes at the foot of the page they are cited on.

Takes the galley (slabs in order), the notes as slabs by key and the area of a page, gives what stands on each page. Slabs
that `keep` together move together where a page can hold them. A note that does not fit goes on at the foot of the next
page. Every slab is placed once, in order. Time grows with the number of slabs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefing.typeset.frames import Frame
from briefing.typeset.pages import Box, Place, Placed, Slab, mark_of

NOTE_GAP = 11.0
"""White above the first note of a page; the rule stands in it."""
NOTE_RULE = (0.5, 90.0)
SHORT_NOTE = 3
"""Notes of up to this many lines are never split between pages."""


@dataclass(frozen=True, slots=True)
class Area:
    """The text area of a page, from its top left corner."""

    x: float
    top: float
    width: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class Filled:
    """One page being filled."""

    body: list[Placed] = field(default_factory=list)
    notes: list[Slab] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)


class Filler:
    """Places slabs one group after another. `notes` maps a note's key to its lines."""

    def __init__(self, area: Area, notes: Mapping[str, Sequence[Slab]]) -> None:
        self.area, self.note_lines = area, notes
        self.pages: list[Filled] = []
        self.places: dict[str, Place] = {}
        self._frame: Frame | None = None
        self._frame_top = 0.0
        self._seen_frames: set[int] = set()
        self._seen_notes: set[str] = set()
        self._carried: deque[Slab] = deque()
        self._y, self._after, self._note_height = area.top, 0.0, 0.0
        self._start_page()

    def fill(self, galley: Sequence[Slab]) -> None:
        """Place all slabs, then what is left of the notes."""
        start, count = 0, len(galley)
        while start < count:
            end = start + 1
            while end < count and galley[end - 1].keep:
                end += 1
            self._place_group(galley[start:end])
            start = end
        while self._carried:
            self._turn_page()
        self._close_frame()

    # ------------------------------------------------------------ groups

    def _place_group(self, group: Sequence[Slab]) -> None:
        """On this page if it fits, else on the next if it fits there, else slab by slab."""
        if self._fits(group):
            self._place(group)
            return
        if len(group) == 1 or self._height(group, fresh=True) <= self.area.height:
            while not self._fresh and not self._fits(group):
                self._turn_page()
            self._place(group)
            return
        for slab in group:
            self._place_group((slab,))

    @property
    def _fresh(self) -> bool:
        """Nothing stands on this page: what does not fit here fits nowhere."""
        return not self._page.body and not self._page.notes

    def _fits(self, group: Sequence[Slab]) -> bool:
        if self._carried and any(slab.notes for slab in group):
            return False
        room = self.area.bottom - self._y - self._note_height
        return self._height(group, fresh=False) <= room + 0.01

    def _height(self, group: Sequence[Slab], *, fresh: bool) -> float:
        """The room that a group and its notes need, here or on a fresh page."""
        height = 0.0
        frame = None if fresh else self._frame
        after = 0.0 if fresh else self._after
        empty = fresh or not self._page.body
        opened: set[int] = set()
        notes: list[str] = []
        for slab in group:
            if slab.frame is not frame:
                height += frame.below if frame is not None else 0.0
                frame = slab.frame
                if frame is not None:
                    height += frame.opening(id(frame) not in self._seen_frames and id(frame) not in opened)
                    opened.add(id(frame))
            height += (0.0 if empty else after + slab.before) + slab.height
            empty, after = False, slab.after
            notes += [note.key for note in slab.notes if note.key not in self._seen_notes and note.key not in notes]
        height += frame.below if frame is not None else 0.0
        # Only the last note may go on overleaf: one after it would have to wait and start overleaf itself.
        least = sum(self._least(key, whole=key != notes[-1]) for key in notes)
        if notes and (fresh or not self._page.notes):
            least += NOTE_GAP
        return height + least

    def _least(self, key: str, *, whole: bool) -> float:
        """The room that a note needs on the page that cites it: all of it, or two lines of a long one."""
        lines = self.note_lines.get(key, ())
        return sum(line.height + line.after for line in (lines if whole or len(lines) <= SHORT_NOTE else lines[:2]))

    # ------------------------------------------------------------ placing

    def _place(self, group: Sequence[Slab]) -> None:
        """Place all of a group, then its notes: a long note must not take the room of the group's next slab."""
        for slab in group:
            self._place_slab(slab)
        if self._carried:
            self._place_notes()

    def _place_slab(self, slab: Slab) -> None:
        if slab.frame is not self._frame:
            self._close_frame()
        if self._page.body:
            self._y += self._after + slab.before
        if slab.frame is not self._frame:
            self._open_frame(slab.frame)
        for key in slab.anchors:
            self.places.setdefault(key, Place(len(self.pages), self.area.x, self._y))
        for note in slab.notes:
            self.places.setdefault(mark_of(note.key), Place(len(self.pages), self.area.x, self._y))
        self._page.body.append(Placed(self.area.x, self._y, slab))
        self._y += slab.height
        self._after = slab.after
        for note in slab.notes:
            self._queue(note.key)

    def _open_frame(self, frame: Frame | None) -> None:
        self._frame, self._frame_top = frame, self._y
        if frame is None:
            return
        self._y += frame.above
        if id(frame) in self._seen_frames:
            for slab in frame.again:
                self._page.body.append(Placed(self.area.x, self._y, slab, repeated=True))
                self._y += slab.height
        self._seen_frames.add(id(frame))

    def _close_frame(self) -> None:
        if self._frame is None:
            return
        self._y += self._frame.below
        for box in self._frame.boxes(self._frame_top, self._y):
            drawn = self._page.rules if self._frame.over else self._page.boxes
            drawn.append(box._replace(x=box.x + self.area.x))
        self._frame = None

    # ------------------------------------------------------------ notes

    def _queue(self, key: str) -> None:
        """Let a note wait for its place; one that it cites itself comes after it."""
        if key in self._seen_notes:
            return
        self._seen_notes.add(key)
        lines = self.note_lines.get(key, ())
        self._carried.extend(lines)
        for line in lines:
            for note in line.notes:
                self._queue(note.key)

    def _place_notes(self) -> None:
        """Put as many waiting note lines at the foot of this page as fit; never one line of a long note alone."""
        below = self._frame.below if self._frame is not None else 0.0
        room = self.area.bottom - self._y - below - self._note_height - (0.0 if self._page.notes else NOTE_GAP)
        while self._carried:
            lines = 2 if self._carried[0].keep and len(self._carried) > 1 else 1
            taken = [self._carried[at] for at in range(lines)]
            height = sum(line.height + line.after for line in taken)
            if height > room + 0.01 and (self._page.notes or self._page.body):
                return
            if not self._page.notes:
                self._note_height += NOTE_GAP
            for line in taken:
                self._carried.popleft()
                self._page.notes.append(line)
            self._note_height += height
            room -= height

    # ------------------------------------------------------------ pages

    def _start_page(self) -> None:
        self._page = Filled()
        self.pages.append(self._page)
        self._y, self._after, self._note_height = self.area.top, 0.0, 0.0
        if self._carried:
            self._place_notes()

    def _turn_page(self) -> None:
        self._close_frame()
        self._start_page()


def place_notes(page: Filled, area: Area, rule: str) -> tuple[list[Placed], list[Box]]:
    """The notes of a filled page at its foot, and the short rule above them."""
    if not page.notes:
        return [], []
    y = area.bottom - sum(line.height + line.after for line in page.notes)
    thick, length = NOTE_RULE
    boxes = [Box(area.x, y - NOTE_GAP * 0.45, length, thick, rule)]
    placed: list[Placed] = []
    for line in page.notes:
        placed.append(Placed(area.x, y, line))
        y += line.height + line.after
    return placed, boxes
