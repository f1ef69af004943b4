"""Track changes of a body, a cell or a note, block by block; deleted blocks are put back, marked as deleted.

Word never deletes the last paragraph mark of a body, a cell or a note, and joins tables without a
paragraph in between; both are handled here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from briefing.document.sequence_alignment import align_similar
from briefing.files.ooxml import Element, W
from briefing.writers.docx.track_changes.changed_blocks import Block, Paragraph, Table, gain, inside
from briefing.writers.docx.track_changes.changed_paragraphs import track_paragraph
from briefing.writers.docx.track_changes.changed_tables import track_table
from briefing.writers.docx.track_changes.insert_points import put_before
from briefing.writers.docx.track_changes.redline_context import RedlineContext
from briefing.writers.docx.track_changes.revision_marks import (
    insert_paragraph,
    insert_rows,
    mark_end,
    note_properties,
    properties_of,
    unmark_end,
)

_SHORT = 300
"""Longest paragraph below a table, in characters, that may be deleted and inserted again with the table."""


@dataclass(slots=True)
class _Step:
    """A step from the old to the new sequence of blocks.

    A block on both sides is kept, on one side it was deleted or inserted, on neither it only
    separates two tables. `element` is its place in the new file.
    """

    old: Block | None = None
    new: Block | None = None
    element: Element | None = None


def track(old: Element, new: Element, context: RedlineContext) -> None:
    """Mark in the new container what differs from the old one."""
    before, after = context.read(old, new)
    steps = list(_steps(before, after))
    _pair_last(steps)
    _side_by_side(steps)
    _separate_tables(steps)
    following: Element | None = None
    for step in reversed(steps):
        if step.new is not None:
            following = step.element = step.new.element
        else:
            step.element = following
    previous: Element | None = None
    for step in steps:
        if step.new is None:
            if step.old is not None:
                made = context.restorer.block(step.old)
            else:  # An empty paragraph that is in neither edition is inserted, and deleted again.
                made = etree.Element(W + "p")
                mark_end(made, "ins", context.writer)
                mark_end(made, "del", context.writer)
            put_before(made, step.element, previous, new)
            step.element = made
        else:
            _track_new(step, context)
        previous = step.element
    _keep_last_mark(steps, new, context)


def _steps(old: Sequence[Block], new: Sequence[Block]) -> Iterator[_Step]:
    """Return every block in final order: deleted ones before inserted ones."""
    pairs = align_similar([b.key for b in old], [b.key for b in new], lambda at, place: gain(old[at], new[place]))
    at = place = 0
    for then, new_then in [*pairs, (len(old), len(new))]:
        yield from (_Step(old=block) for block in old[at:then])
        yield from (_Step(new=block) for block in new[place:new_then])
        if then < len(old) and new_then < len(new):
            yield _Step(old[then], new[new_then])
        at, place = then + 1, new_then + 1


def _pair_last(steps: list[_Step]) -> None:
    """Pair the last paragraphs of both sides if both would otherwise be changed entirely."""
    if not steps or steps[-1].old is not None:
        return
    first_new = len(steps)
    while first_new and steps[first_new - 1].old is None:
        first_new -= 1
    last_old = first_new - 1
    if last_old < 0 or steps[last_old].new is not None:
        return
    old, new = steps[last_old].old, steps[-1].new
    if isinstance(old, Paragraph) and isinstance(new, Paragraph):
        steps[-1] = _Step(old, new)
        del steps[last_old]


def _side_by_side(steps: list[_Step]) -> None:
    """Put each deleted paragraph before the inserted one of the same style, up to the first of another style."""
    at = 0
    while at < len(steps):
        end = next((n for n in range(at, len(steps)) if steps[n].old and steps[n].new), len(steps))
        deleted, inserted = [s for s in steps[at:end] if s.new is None], [s for s in steps[at:end] if s.old is None]
        alike = 0
        for before, after in zip(deleted, inserted, strict=False):
            old, new = before.old, after.new
            if not (isinstance(old, Paragraph) and isinstance(new, Paragraph) and old.style == new.style):
                break
            alike += 1
        mixed = [step for both in zip(deleted[:alike], inserted[:alike], strict=True) for step in both]
        steps[at:end] = [*mixed, *deleted[alike:], *inserted[alike:]]
        at = end + 1


def _separate_tables(steps: list[_Step]) -> None:
    """Separate a deleted table from the inserted one after it by the block below, which is replaced too."""
    at = 0
    while at + 1 < len(steps):
        deleted, inserted = steps[at], steps[at + 1]
        if not (
            isinstance(deleted.old, Table)
            and deleted.new is None
            and isinstance(inserted.new, Table)
            and inserted.old is None
        ):
            at += 1
            continue
        below = next((n for n in range(at + 1, len(steps)) if steps[n].old is not None), len(steps))
        goes_on = any(step.old is not None and step.new is not None for step in steps[below + 1 :])
        step = steps[below] if goes_on else _Step()
        if isinstance(step.old, Paragraph) and isinstance(step.new, Paragraph) and len(step.new.text) <= _SHORT:
            steps[below] = _Step(new=step.new)
            steps.insert(at + 1, _Step(old=step.old))
        else:
            steps.insert(at + 1, _Step())
        at += 2


def _track_new(step: _Step, context: RedlineContext) -> None:
    """Mark a block of the new file in place."""
    old, new = step.old, step.new
    if isinstance(new, Paragraph):
        if isinstance(old, Paragraph):
            track_paragraph(old, new, context)
        else:
            insert_paragraph(new.element, context.writer, with_fields=new.line is not None)
    elif isinstance(new, Table):
        if isinstance(old, Table):
            track_table(old, new, context, track)
        else:
            insert_rows(inside(new.element, "tr"), context.writer)


def _keep_last_mark(steps: Sequence[_Step], container: Element, context: RedlineContext) -> None:
    """Keep the very last paragraph mark: if it was inserted or deleted, marks move to the one before.

    The last paragraph then gets the properties of the one that it is joined with. If tables are in
    between, nothing can be joined, and an empty paragraph is left.
    """
    first = len(steps)
    while first and (steps[first - 1].old is None or steps[first - 1].new is None):
        first -= 1
    kept, group = steps[first - 1] if first else _Step(), steps[first:]
    last = group[-1].element if group else None
    if last is None or last.tag != W + "p" or list(inside(container, "p", "tbl"))[-1:] != [last]:
        return
    unmark_end(last)
    plain = all(isinstance(step.old or step.new, Paragraph) for step in group)
    if kept.element is None or not isinstance(kept.old, Paragraph) or not plain:
        return
    if group[-1].old is None:
        mark_end(kept.element, "ins", context.writer)
        note_properties(last, context.restorer.properties(kept.old.element), context.writer)
    else:
        mark_end(kept.element, "del", context.writer)
        before = properties_of(last)
        last.remove(before)
        last.insert(0, context.plain_properties(kept.element))
        note_properties(last, before, context.writer)
