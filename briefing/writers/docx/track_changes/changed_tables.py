"""Track changes in a table with the same grid in both editions: rows inserted and deleted, cells compared.

The content of a cell is tracked by the given function, like a body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing.document.sequence_alignment import LEAST_ALIKE, align_similar
from briefing.files.ooxml import Element, W
from briefing.writers.docx.template.xml_trees import whole
from briefing.writers.docx.track_changes.changed_blocks import Table, inside, likeness, spans
from briefing.writers.docx.track_changes.changed_words import displayed
from briefing.writers.docx.track_changes.insert_points import put_before
from briefing.writers.docx.track_changes.redline_context import RedlineContext
from briefing.writers.docx.track_changes.revision_marks import insert_rows

_SAME_FIRST = 0.6
"""Least similarity of two rows that begin with the same words."""
_WORD = re.compile(r"\w+")
Track = Callable[[Element, Element, RedlineContext], None]


@dataclass(slots=True)
class _Row:
    element: Element
    spans: tuple[tuple[int, bool], ...]
    head: bool
    first: str
    key: str
    words: Counter[str]
    size: int


def track_table(old: Table, new: Table, context: RedlineContext, track: Track) -> None:
    """Mark in the new table what differs from the old one."""
    before, after = _rows(old.element), _rows(new.element)
    pairs = align_similar(
        [r.key for r in before], [r.key for r in after], lambda at, place: _gain(before[at], after[place])
    )
    widths = [whole(column.get(W + "w")) for column in new.element.iterfind(f"{W}tblGrid/{W}gridCol")]
    at = place = 0
    previous: Element | None = None
    for then, new_then in [*pairs, (len(before), len(after))]:
        following = after[place].element if place < len(after) else None
        for row in before[at:then]:
            made = context.restorer.row(row.element, widths)
            put_before(made, following, previous, new.element)
            previous = made
        insert_rows([row.element for row in after[place:new_then]], context.writer)
        previous = after[new_then - 1].element if new_then > place else previous
        if then < len(before) and new_then < len(after):
            cells, new_cells = (list(inside(row.element, "tc")) for row in (before[then], after[new_then]))
            for cell, new_cell in zip(cells, new_cells, strict=True):
                track(cell, new_cell, context)
            previous = after[new_then].element
        at, place = then + 1, new_then + 1


def _rows(table: Element) -> Sequence[_Row]:
    found = []
    for row in inside(table, "tr"):
        cells = [displayed([cell]) for cell in inside(row, "tc")]
        parted = spans(row)
        head = row.find(f"{W}trPr/{W}tblHeader") is not None
        words = Counter(_WORD.findall("\n".join(cells)))
        size = sum(len(word) * count for word, count in words.items())
        key = "\n".join((repr(parted), str(head), *cells))
        found.append(_Row(row, parted, head, cells[0] if cells else "", key, words, size))
    return found


def _gain(old: _Row, new: _Row) -> float:
    """Return the gain of pairing two rows; 0 if their cells do not have the same columns."""
    if old.spans != new.spans or old.head != new.head:
        return 0.0
    alike = likeness(old.words, old.size, new.words, new.size)
    if old.head or (old.first and old.first == new.first):
        alike = max(alike, _SAME_FIRST)
    return alike * alike * (8 + min(old.size, new.size)) if alike >= LEAST_ALIKE else 0.0
