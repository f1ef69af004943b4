"""Fills pages with slabs: breaks where breaking is allowed, columns side by side, notes at the foot of the column that cites them.

Takes runs of slabs in order (each across the page or in its columns), the notes as slabs by key and the area of each page;
gives what stands on each page. Slabs that `keep` together move together where a page can hold them. A note that does not fit
goes on at the foot of the next column. Columns above a run that crosses the page, and those at the end, are made even.
Every slab is placed once, in order. Time grows with the number of slabs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from briefing.layout.typesetting.frames import Frame
from briefing.layout.typesetting.pages import Place, Placed, Slab, mark_of
from briefing.layout.typesetting.regions import NOTE_GAP, Area, Filled, note_height
from briefing.layout.typesetting.word_splitting import longest_part

SHORT_NOTE = 3
"""Notes of up to this many lines are never split between pages."""
LEAST_BETWEEN = 6.0
"""White between columns and what crosses the page, in points."""
TRIES, EVEN = 12, 1.0
"""How often columns are filled anew to make them even, and the points to which that is done."""


class _ColumnsFull(Exception):  # noqa: N818  # not an error: a trial that did not succeed
    """What should go into columns of a certain height does not."""


@dataclass(slots=True)
class _Cursor:
    """Where the next slab goes: column, height, white after the last slab, the next slab's number in its run.

    `top` is where the columns of this run start on this page, `low` where the longest of them ends and `low_after` the white
    after it. `feet` is the height of the notes of each column.
    """

    column: int
    y: float
    top: float
    low: float
    after: float = 0.0
    low_after: float = 0.0
    empty: bool = True
    next: int = 0
    feet: list[float] = field(default_factory=list)


@dataclass(slots=True)
class _Mark:
    """The state where a run starts on a page, to come back to."""

    cursor: _Cursor
    body: int
    boxes: int
    rules: int
    feet: list[int]
    carried: tuple[Slab, ...]


class Filler:
    """Places slabs one group after another. `area_of` gives the area of a page by its number, `notes` a note's lines by its key."""

    def __init__(self, area_of: Callable[[int], Area], notes: Mapping[str, Sequence[Slab]]) -> None:
        self.area_of, self.note_lines = area_of, notes
        self.tallest = area_of(2).height
        self.pages: list[Filled] = []
        self.places: dict[str, Place] = {}
        self._run: Sequence[Slab] = ()
        self._wide = False
        self._limit: float | None = None
        self._frame: Frame | None = None
        self._frame_top = 0.0
        self._seen_frames: set[int] = set()
        self._seen_notes: set[str] = set()
        self._carried: deque[Slab] = deque()
        self._undo: list[Callable[[], object]] = []
        self._at = _Cursor(0, 0.0, 0.0, 0.0)
        self._start_page()

    def fill(self, run: Sequence[Slab], *, wide: bool = False) -> None:
        """Place the slabs of a run, across the page or in its columns."""
        if not run:
            return
        self._open_run(run, wide=wide)
        self._place_run()
        if not wide and self.area.columns > 1:
            self._make_even()
        self._settle()

    def finish(self) -> None:
        """Place what is left of the notes."""
        while self._carried:
            self._turn()

    # ------------------------------------------------------------ groups

    def _place_run(self) -> None:
        """Place what is left of the run, group by group."""
        while self._at.next < len(self._run):
            self._place_group(self._next_group())
        self._close_frame()

    def _next_group(self) -> Sequence[Slab]:
        """Slabs that keep together, from the next one on; no more of them than two pages could hold."""
        run, start = self._run, self._at.next
        end, height = start + 1, run[start].height
        while end < len(run) and run[end - 1].keep and height <= 2 * self.tallest:
            height += run[end].height
            end += 1
        return run[start:end]

    def _place_group(self, group: Sequence[Slab]) -> None:
        """Here if it fits, else in the next column that can hold it; of a group that none can hold, as much as looks well."""
        if self._fits(group):
            self._place(group)
            return
        if len(group) > 1 and sum(self._need(group, fresh=True)) > self.tallest:
            group = longest_part(group, self._fits, lambda part: sum(self._need(part, fresh=True)) <= self.tallest)
        while not self._fits(group) and not self._fresh:
            self._turn()
        self._place(group)

    @property
    def _fresh(self) -> bool:
        """Nothing stands in this column, which is as high as any: what does not fit here fits nowhere."""
        at = self._at
        feet = max(at.feet) if self._wide else at.feet[self._foot]
        whole = at.empty and not feet and at.top == self.area.top and self._limit is None
        return whole and self.area.height >= self.tallest - 0.01

    @property
    def _foot(self) -> int:
        """The column whose foot takes notes: those of a run across the page stand at the left."""
        return self._at.column

    def _fits(self, group: Sequence[Slab]) -> bool:
        if self._carried and any(slab.notes for slab in group):
            return False
        height, notes = self._need(group, fresh=False)
        at, bottom = self._at, self.area.bottom
        end = bottom - at.feet[at.column] - notes
        if self._wide:
            end = min(end, bottom - max(at.feet))
        if self._limit is not None:
            end = min(end, self._limit)
        return at.y + height <= end + 0.01

    def _need(self, group: Sequence[Slab], *, fresh: bool) -> tuple[float, float]:
        """The room that a group and its notes need, here or in a fresh column."""
        height = 0.0
        frame = None if fresh else self._frame
        after = 0.0 if fresh else self._at.after
        empty = fresh or self._at.empty
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
            if slab.notes:
                notes += [note.key for note in slab.notes if note.key not in self._seen_notes and note.key not in notes]
        height += frame.below if frame is not None else 0.0
        # Only the last note may go on overleaf: one after it would have to wait and start overleaf itself.
        least = sum([self._least(key, whole=key != notes[-1]) for key in notes]) if notes else 0.0
        if notes and (fresh or not self._at.feet[self._foot]):
            least += NOTE_GAP
        return height, least

    def _least(self, key: str, *, whole: bool) -> float:
        """The room that a note needs where it is cited: all of it, or two lines of a long one."""
        lines = self.note_lines.get(key, ())
        return note_height(lines if whole or len(lines) <= SHORT_NOTE else lines[:2])

    # ------------------------------------------------------------ placing

    def _place(self, group: Sequence[Slab]) -> None:
        """Place all of a group, then its notes: a long note must not take the room of the group's next slab."""
        for slab in group:
            self._place_slab(slab)
        if self._carried:
            self._place_notes()

    def _place_slab(self, slab: Slab) -> None:
        at = self._at
        if slab.frame is not self._frame:
            self._close_frame()
        if not at.empty:
            at.y += at.after + slab.before
        if slab.frame is not self._frame:
            self._open_frame(slab.frame)
        x = self._x
        if slab.anchors or slab.notes:
            for key in (*slab.anchors, *[mark_of(note.key) for note in slab.notes]):
                if key not in self.places:
                    self.places[key] = Place(len(self.pages), x, at.y)
                    self._undo.append(lambda key=key: self.places.pop(key))  # type: ignore[misc]
        self._page.body.append(Placed(x, at.y, slab))
        at.y += slab.height
        at.after, at.empty = slab.after, False
        at.next += 1
        for note in slab.notes:
            self._queue(note.key)

    def _open_frame(self, frame: Frame | None) -> None:
        self._frame, self._frame_top = frame, self._at.y
        if frame is None:
            return
        self._at.y += frame.above
        if id(frame) in self._seen_frames:
            for slab in frame.again:
                self._page.body.append(Placed(self._x, self._at.y, slab, repeated=True))
                self._at.y += slab.height
        else:
            self._seen_frames.add(id(frame))
            self._undo.append(lambda: self._seen_frames.discard(id(frame)))

    def _close_frame(self) -> None:
        if self._frame is None:
            return
        self._at.y += self._frame.below
        for box in self._frame.boxes(self._frame_top, self._at.y):
            drawn = self._page.rules if self._frame.over else self._page.boxes
            drawn.append(box._replace(x=box.x + self._x))
        self._frame = None

    # ------------------------------------------------------------ notes

    def _queue(self, key: str) -> None:
        """Let a note wait for its place; one that it cites itself comes after it."""
        if key in self._seen_notes:
            return
        self._seen_notes.add(key)
        self._undo.append(lambda: self._seen_notes.discard(key))
        lines = self.note_lines.get(key, ())
        self._carried.extend(lines)
        for line in lines:
            for note in line.notes:
                self._queue(note.key)

    def _place_notes(self) -> None:
        """Put as many waiting note lines at the foot of this column as fit; never one line of a long note alone."""
        at, foot = self._at, self._foot
        lines_here = self._page.feet[foot]
        below = self._frame.below if self._frame is not None else 0.0
        room = self.area.bottom - at.y - below - at.feet[foot] - (0.0 if lines_here else NOTE_GAP)
        forced = at.empty and at.top == self.area.top
        while self._carried:
            count = 2 if self._carried[0].keep and len(self._carried) > 1 else 1
            taken = [self._carried[index] for index in range(count)]
            height = note_height(taken)
            if height > room + 0.01 and (lines_here or not forced):
                return
            if not lines_here:
                at.feet[foot] += NOTE_GAP
            for line in taken:
                self._carried.popleft()
                lines_here.append(line)
            at.feet[foot] += height
            room -= height

    # ------------------------------------------------------------ pages and columns

    @property
    def _x(self) -> float:
        return self.area.column_x(self._at.column)

    def _start_page(self) -> None:
        self.area = self.area_of(len(self.pages) + 1)
        columns = self.area.columns
        self._page = Filled(self.area, feet=[[] for _ in range(columns)])
        self.pages.append(self._page)
        top = self.area.top
        self._at = _Cursor(0, top, top, top, next=self._at.next, feet=[0.0] * columns)
        if self._carried:
            self._place_notes()
        self._remember()

    def _open_run(self, run: Sequence[Slab], *, wide: bool) -> None:
        """Start a run below what stands on the page: all its columns begin at one height."""
        at = self._at
        self._run, self._wide = run, wide
        white = max(at.low_after, LEAST_BETWEEN) + run[0].before
        top = at.low + white if self._page.body else self.area.top
        self._at = _Cursor(0, top, top, top, feet=at.feet)
        if self._carried:
            self._place_notes()
        self._remember()

    def _turn(self) -> None:
        """Go on in the next column, or on the next page."""
        self._close_frame()
        self._settle()
        at = self._at
        if not self._wide and at.column + 1 < self.area.columns:
            at.column += 1
            at.y, at.after, at.empty = at.top, 0.0, True
            if self._carried:
                self._place_notes()
        elif self._limit is not None:
            raise _ColumnsFull
        else:
            self._start_page()

    def _settle(self) -> None:
        """Note how far down the columns of this run reach."""
        at = self._at
        if at.y > at.low:
            at.low, at.low_after = at.y, at.after

    # ------------------------------------------------------------ even columns

    def _make_even(self) -> None:
        """Fill the columns of the run's last page anew, as low as all of it fits."""
        mark, waiting = self._mark, len(self._carried)
        if self._at.next == mark.cursor.next:
            return
        self._settle()
        low, high = mark.cursor.top, self._at.low
        for _ in range(TRIES):
            if high - low < EVEN:
                break
            middle = (low + high) / 2
            if self._fits_within(middle, mark, waiting):
                high = middle
            else:
                low = middle
        if not self._fits_within(high, mark, waiting):
            self._return_to(mark)
            self._place_run()

    def _fits_within(self, limit: float, mark: _Mark, waiting: int) -> bool:
        """Whether the rest of the run stands in columns down to `limit` with no more notes left than before; it does then."""
        self._return_to(mark)
        self._limit = limit
        try:
            self._place_run()
        except _ColumnsFull:
            return False
        finally:
            self._limit = None
        return len(self._carried) <= waiting

    def _remember(self) -> None:
        """Make this the state that columns are filled anew from."""
        page, at = self._page, self._at
        self._undo.clear()
        self._mark = _Mark(
            replace(at, feet=list(at.feet)),
            len(page.body),
            len(page.boxes),
            len(page.rules),
            [len(lines) for lines in page.feet],
            tuple(self._carried),
        )

    def _return_to(self, mark: _Mark) -> None:
        page = self._page
        del page.body[mark.body :], page.boxes[mark.boxes :], page.rules[mark.rules :]
        for lines, count in zip(page.feet, mark.feet, strict=True):
            del lines[count:]
        self._at = replace(mark.cursor, feet=list(mark.cursor.feet))
        self._carried = deque(mark.carried)
        self._frame = None
        while self._undo:
            self._undo.pop()()
