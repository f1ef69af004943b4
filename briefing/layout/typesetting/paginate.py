"""Place layout boxes on pages: page breaks, columns, and footnotes at the foot of the column that cites them.

Runs of boxes (each across the page or in its columns) are placed in order, each box once. Boxes
that `keep` together move together if a page can hold them. A note that does not fit continues at
the foot of the next column. Columns above a run that crosses the page, and those at the end, are
balanced. Time grows with the number of boxes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from briefing.layout.typesetting.group_splitting import longest_part
from briefing.layout.typesetting.pages import Frame, LayoutBox, Place, Placed, mark_of
from briefing.layout.typesetting.regions import NOTE_GAP, Area, OpenPage, note_height

SHORT_NOTE = 3
"""Notes of up to this many lines are never split between pages."""
LEAST_BETWEEN = 6.0
"""Smallest vertical space between columns and what crosses the page, in points."""
TRIES, EVEN = 12, 1.0
"""Number of trials to balance columns, and the precision in points."""


class _ColumnsFull(Exception):  # noqa: N818  # not an error: a trial that did not succeed
    """The boxes do not fit into columns of the height being tried."""


@dataclass(slots=True)
class _Cursor:
    """Position of the next box: column, height, space after the last box, index in its run.

    `top` is where the columns of this run start on this page, `low` where the longest of them ends,
    and `low_after` the space after it. `feet` is the height of the notes of each column.
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
class _Checkpoint:
    """State where a run starts on a page, to return to when columns are balanced."""

    cursor: _Cursor
    body: int
    rectangles: int
    rules: int
    feet: list[int]
    waiting_notes: tuple[LayoutBox, ...]


class Paginator:
    """Place boxes group by group.

    `area_of` returns the text area of a page by its number; `notes` are the lines of each note by
    its key.
    """

    def __init__(self, area_of: Callable[[int], Area], notes: Mapping[str, Sequence[LayoutBox]]) -> None:
        self.area_of, self.note_lines = area_of, notes
        self.tallest = area_of(2).height
        self.pages: list[OpenPage] = []
        self.places: dict[str, Place] = {}
        self._run: Sequence[LayoutBox] = ()
        self._wide = False
        self._limit: float | None = None
        self._frame: Frame | None = None
        self._frame_top = 0.0
        self._seen_frames: set[int] = set()
        self._seen_notes: set[str] = set()
        self._waiting_notes: deque[LayoutBox] = deque()
        self._undo: list[Callable[[], object]] = []
        self._at = _Cursor(0, 0.0, 0.0, 0.0)
        self._start_page()

    def fill(self, run: Sequence[LayoutBox], *, wide: bool = False) -> None:
        """Place the boxes of a run, across the page or in its columns."""
        if not run:
            return
        # All columns of a run begin at one height, below what is on the page.
        at = self._at
        self._run, self._wide = run, wide
        space = max(at.low_after, LEAST_BETWEEN) + run[0].before
        top = at.low + space if self._page.body else self.area.top
        self._at = _Cursor(0, top, top, top, feet=at.feet)
        if self._waiting_notes:
            self._place_notes()
        self._save_checkpoint()
        self._place_run()
        if not wide and self.area.columns > 1:
            self._balance_columns()
        self._note_lowest()

    def finish(self) -> None:
        """Place the remaining notes."""
        while self._waiting_notes:
            self._next_column()

    # ------------------------------------------------------------ groups

    def _place_run(self) -> None:
        """Place the rest of the run by groups of boxes that keep together, none larger than two pages could hold."""
        run = self._run
        while self._at.next < len(run):
            start = self._at.next
            end, height = start + 1, run[start].height
            while end < len(run) and run[end - 1].keep and height <= 2 * self.tallest:
                height += run[end].height
                end += 1
            self._place_group(run[start:end])
        self._close_frame()

    def _place_group(self, group: Sequence[LayoutBox]) -> None:
        """Place a group here if it fits, otherwise in the next column that can hold it.

        A group that no column can hold is split.
        """
        if self._fits(group):
            self._place(group)
            return
        if len(group) > 1 and sum(self._need(group, fresh=True)) > self.tallest:
            group = longest_part(group, self._fits, lambda part: sum(self._need(part, fresh=True)) <= self.tallest)
        while not self._fits(group) and not self._is_empty_full_column:
            self._next_column()
        self._place(group)

    @property
    def _is_empty_full_column(self) -> bool:
        """Return whether this column is empty and as high as any: what does not fit here fits nowhere."""
        at = self._at
        feet = max(at.feet) if self._wide else at.feet[self._foot]
        whole = at.empty and not feet and at.top == self.area.top and self._limit is None
        return whole and self.area.height >= self.tallest - 0.01

    @property
    def _foot(self) -> int:
        """Return the column whose foot takes notes; for a run across the page the first."""
        return self._at.column

    def _fits(self, group: Sequence[LayoutBox]) -> bool:
        if self._waiting_notes and any(box.notes for box in group):
            return False
        height, notes = self._need(group, fresh=False)
        at, bottom = self._at, self.area.bottom
        end = bottom - at.feet[at.column] - notes
        if self._wide:
            end = min(end, bottom - max(at.feet))
        if self._limit is not None:
            end = min(end, self._limit)
        return at.y + height <= end + 0.01

    def _need(self, group: Sequence[LayoutBox], *, fresh: bool) -> tuple[float, float]:
        """Return the height that a group and its notes need, here or in a fresh column."""
        height = 0.0
        frame = None if fresh else self._frame
        after = 0.0 if fresh else self._at.after
        empty = fresh or self._at.empty
        opened: set[int] = set()
        notes: list[str] = []
        for box in group:
            if box.frame is not frame:
                height += frame.below if frame is not None else 0.0
                frame = box.frame
                if frame is not None:
                    height += frame.opening(id(frame) not in self._seen_frames and id(frame) not in opened)
                    opened.add(id(frame))
            height += (0.0 if empty else after + box.before) + box.height
            empty, after = False, box.after
            if box.notes:
                notes += [note.key for note in box.notes if note.key not in self._seen_notes and note.key not in notes]
        height += frame.below if frame is not None else 0.0
        note_room = 0.0
        for key in notes:
            lines = self.note_lines.get(key, ())
            # Only the last note may continue on the next page: one after it would have to start there itself.
            whole = key != notes[-1] or len(lines) <= SHORT_NOTE
            note_room += note_height(lines if whole else lines[:2])
        if notes and (fresh or not self._at.feet[self._foot]):
            note_room += NOTE_GAP
        return height, note_room

    # ------------------------------------------------------------ placing

    def _place(self, group: Sequence[LayoutBox]) -> None:
        """Place all of a group, then its notes: a long note must not take the space of the group's next box."""
        for box in group:
            self._place_box(box)
        if self._waiting_notes:
            self._place_notes()

    def _place_box(self, box: LayoutBox) -> None:
        at = self._at
        if box.frame is not self._frame:
            self._close_frame()
        if not at.empty:
            at.y += at.after + box.before
        if box.frame is not self._frame:
            self._open_frame(box.frame)
        x = self._x
        if box.anchors or box.notes:
            for key in (*box.anchors, *[mark_of(note.key) for note in box.notes]):
                if key not in self.places:
                    self.places[key] = Place(len(self.pages), x, at.y)
                    self._undo.append(lambda key=key: self.places.pop(key))  # type: ignore[misc]
        self._page.body.append(Placed(x, at.y, box))
        at.y += box.height
        at.after, at.empty = box.after, False
        at.next += 1
        for note in box.notes:
            self._queue(note.key)

    def _open_frame(self, frame: Frame | None) -> None:
        self._frame, self._frame_top = frame, self._at.y
        if frame is None:
            return
        self._at.y += frame.above
        if id(frame) in self._seen_frames:
            for box in frame.again:
                self._page.body.append(Placed(self._x, self._at.y, box, repeated=True))
                self._at.y += box.height
        else:
            self._seen_frames.add(id(frame))
            self._undo.append(lambda: self._seen_frames.discard(id(frame)))

    def _close_frame(self) -> None:
        if self._frame is None:
            return
        self._at.y += self._frame.below
        for rectangle in self._frame.rectangles(self._frame_top, self._at.y):
            drawn = self._page.rules if self._frame.over else self._page.rectangles
            drawn.append(rectangle._replace(x=rectangle.x + self._x))
        self._frame = None

    # ------------------------------------------------------------ notes

    def _queue(self, key: str) -> None:
        """Queue a note; notes that it cites itself come after it."""
        if key in self._seen_notes:
            return
        self._seen_notes.add(key)
        self._undo.append(lambda: self._seen_notes.discard(key))
        lines = self.note_lines.get(key, ())
        self._waiting_notes.extend(lines)
        for line in lines:
            for note in line.notes:
                self._queue(note.key)

    def _place_notes(self) -> None:
        """Place as many waiting note lines as fit at the foot of this column; never one line of a long note alone."""
        at, foot = self._at, self._foot
        lines_here = self._page.feet[foot]
        below = self._frame.below if self._frame is not None else 0.0
        room = self.area.bottom - at.y - below - at.feet[foot] - (0.0 if lines_here else NOTE_GAP)
        must_place = at.empty and at.top == self.area.top
        while self._waiting_notes:
            count = 2 if self._waiting_notes[0].keep and len(self._waiting_notes) > 1 else 1
            taken = [self._waiting_notes[index] for index in range(count)]
            height = note_height(taken)
            if height > room + 0.01 and (lines_here or not must_place):
                return
            if not lines_here:
                at.feet[foot] += NOTE_GAP
            for line in taken:
                self._waiting_notes.popleft()
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
        self._page = OpenPage(self.area, feet=[[] for _ in range(columns)])
        self.pages.append(self._page)
        top = self.area.top
        self._at = _Cursor(0, top, top, top, next=self._at.next, feet=[0.0] * columns)
        if self._waiting_notes:
            self._place_notes()
        self._save_checkpoint()

    def _next_column(self) -> None:
        """Continue in the next column, or on the next page."""
        self._close_frame()
        self._note_lowest()
        at = self._at
        if not self._wide and at.column + 1 < self.area.columns:
            at.column += 1
            at.y, at.after, at.empty = at.top, 0.0, True
            if self._waiting_notes:
                self._place_notes()
        elif self._limit is not None:
            raise _ColumnsFull
        else:
            self._start_page()

    def _note_lowest(self) -> None:
        """Record how far down the columns of this run reach."""
        at = self._at
        if at.y > at.low:
            at.low, at.low_after = at.y, at.after

    # ------------------------------------------------------------ even columns

    def _balance_columns(self) -> None:
        """Fill the columns of the run's last page again, as short as all of it fits."""
        checkpoint, waiting = self._checkpoint, len(self._waiting_notes)
        if self._at.next == checkpoint.cursor.next:
            return
        self._note_lowest()
        low, high = checkpoint.cursor.top, self._at.low
        for _ in range(TRIES):
            if high - low < EVEN:
                break
            middle = (low + high) / 2
            if self._fits_within(middle, checkpoint, waiting):
                high = middle
            else:
                low = middle
        if not self._fits_within(high, checkpoint, waiting):
            self._restore(checkpoint)
            self._place_run()

    def _fits_within(self, limit: float, checkpoint: _Checkpoint, waiting: int) -> bool:
        """Place the rest of the run in columns down to `limit`, and return whether it fits with no more notes left over."""
        self._restore(checkpoint)
        self._limit = limit
        try:
            self._place_run()
        except _ColumnsFull:
            return False
        finally:
            self._limit = None
        return len(self._waiting_notes) <= waiting

    def _save_checkpoint(self) -> None:
        """Save this state for balancing columns."""
        page, at = self._page, self._at
        self._undo.clear()
        self._checkpoint = _Checkpoint(
            replace(at, feet=list(at.feet)),
            len(page.body),
            len(page.rectangles),
            len(page.rules),
            [len(lines) for lines in page.feet],
            tuple(self._waiting_notes),
        )

    def _restore(self, checkpoint: _Checkpoint) -> None:
        page = self._page
        del page.body[checkpoint.body :], page.rectangles[checkpoint.rectangles :], page.rules[checkpoint.rules :]
        for lines, count in zip(page.feet, checkpoint.feet, strict=True):
            del lines[count:]
        self._at = replace(checkpoint.cursor, feet=list(checkpoint.cursor.feet))
        self._waiting_notes = deque(checkpoint.waiting_notes)
        self._frame = None
        while self._undo:
            self._undo.pop()()
