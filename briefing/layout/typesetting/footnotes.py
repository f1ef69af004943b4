"""Lay out footnotes: one layout box per line, with the note's number hanging before the first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from briefing.document.cache import inlines_key
from briefing.document.model import Document, Note, notes_of, walk
from briefing.layout.typesetting.layout_context import LayoutContext, add_line
from briefing.layout.typesetting.pages import LayoutBox
from briefing.problems.problem import Location

NUMBER_ROOM = 1.95
"""Width reserved for a note's number, in units of its size; more if numbers are long."""


def set_notes(
    context: LayoutContext, boxes: Iterable[LayoutBox], document: Document
) -> dict[str, tuple[LayoutBox, ...]]:
    """Return the lines of every note that boxes cite, by key, in order of citation; notes cited by notes follow."""
    layout = _NoteSetter(context, document)
    for box in boxes:
        for note in box.notes:
            layout.set(note)
    return layout.found


class _NoteSetter:
    """Lay out each note once. Problems of generated notes are located at the block that cites them."""

    def __init__(self, context: LayoutContext, document: Document) -> None:
        self.found: dict[str, tuple[LayoutBox, ...]] = {}
        self._context = context
        self._document = document

    @cached_property
    def _locations(self) -> dict[str, Location]:
        """Return the location of each note. Notes of boxes cannot be used: those may come from the cache."""
        return {
            item.key: item.location if item.location.file else block.location
            for block in walk(self._document.blocks)
            for item in notes_of(block)
        }

    def set(self, note: Note) -> None:
        if note.key in self.found:
            return

        def make() -> tuple[LayoutBox, ...]:
            context, location = self._context, self._locations.get(note.key, note.location)
            style = context.theme.style("note")
            label = context.label(str(note.number), style, location, (note.key, "label", 0), x=0.0)
            x = max(style.size * NUMBER_ROOM, label.segments[-1].x + label.segments[-1].width + 1.0)
            lines = context.paragraph(note.inlines, style, location, (note.key, "text"), x=x, key=note.key)
            if len(lines) == 3:
                for line in lines[:2]:
                    line.keep = True
            add_line(lines[0], label)
            return tuple(lines)

        lines = self.found[note.key] = self._context.cached(inlines_key((note,)), make, len)
        for line in lines:
            for inner in line.notes:
                self.set(inner)
