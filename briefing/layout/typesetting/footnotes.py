"""Footnotes as slabs: one line each, with the note's number hanging before the first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from briefing.document.cache import inlines_key
from briefing.document.model import Document, Note, inlines_of, walk
from briefing.layout.typesetting.layout_context import Setting, add_line
from briefing.layout.typesetting.pages import Slab
from briefing.problems.problem import Origin

NUMBER_ROOM = 1.95
"""Room for a note's number, in units of its size; more where numbers are long."""


def set_notes(setting: Setting, slabs: Iterable[Slab], document: Document) -> dict[str, tuple[Slab, ...]]:
    """The lines of every note that slabs cite, by key, in order of citing; notes cited by notes come after them."""
    setter = _NoteSetter(setting, document)
    for slab in slabs:
        for note in slab.notes:
            setter.set(note)
    return setter.found


class _NoteSetter:
    """Sets each note once. A note that was typed nowhere is told at the block that it closes a sentence of."""

    def __init__(self, setting: Setting, document: Document) -> None:
        self.found: dict[str, tuple[Slab, ...]] = {}
        self._setting = setting
        self._document = document

    @cached_property
    def _origins(self) -> dict[str, Origin]:
        """Not taken from the notes of slabs: those may come from an earlier brief."""
        return {
            item.key: item.origin if item.origin.file else block.origin
            for block in walk(self._document.blocks)
            for run in inlines_of(block)
            for item in run
            if isinstance(item, Note)
        }

    def set(self, note: Note) -> None:
        if note.key in self.found:
            return
        make = lambda: _lines(self._setting, note, self._origins.get(note.key, note.origin))  # noqa: E731
        lines = self.found[note.key] = self._setting.remember(inlines_key((note,)), make, len)
        for line in lines:
            for inner in line.notes:
                self.set(inner)


def _lines(setting: Setting, note: Note, origin: Origin) -> tuple[Slab, ...]:
    style = setting.theme.style("note")
    label = setting.label(str(note.number), style, origin, (note.key, "label", 0), x=0.0)
    x = max(style.size * NUMBER_ROOM, label.segments[-1].x + label.segments[-1].width + 1.0)
    lines = setting.paragraph(note.inlines, style, origin, (note.key, "text"), x=x, key=note.key)
    if len(lines) == 3:
        for line in lines[:2]:
            line.keep = True
    add_line(lines[0], label)
    return tuple(lines)
