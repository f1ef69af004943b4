"""Footnotes as slabs: one line each, with the note's number hanging before the first."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.memory import inlines_key
from briefing.model import Note
from briefing.typeset.pages import Slab
from briefing.typeset.setting import Setting, add_line

NUMBER_ROOM = 1.95
"""Room for a note's number, in units of its size; more where numbers are long."""


def set_notes(setting: Setting, slabs: Iterable[Slab]) -> dict[str, tuple[Slab, ...]]:
    """The lines of every note that slabs cite, by key, in order of citing; notes cited by notes come after them."""
    found: dict[str, tuple[Slab, ...]] = {}
    for slab in slabs:
        for note in slab.notes:
            _set(setting, note, found)
    return found


def _set(setting: Setting, note: Note, found: dict[str, tuple[Slab, ...]]) -> None:
    if note.key in found:
        return
    lines = found[note.key] = setting.remember(inlines_key((note,)), lambda: _lines(setting, note), len)
    for line in lines:
        for inner in line.notes:
            _set(setting, inner, found)


def _lines(setting: Setting, note: Note) -> tuple[Slab, ...]:
    style = setting.theme.style("note")
    label = setting.label(str(note.number), style, note.origin, (note.key, "label", 0), x=0.0)
    x = max(style.size * NUMBER_ROOM, label.segments[-1].x + label.segments[-1].width + 1.0)
    lines = setting.paragraph(note.inlines, style, note.origin, (note.key, "text"), x=x, key=note.key)
    if len(lines) == 3:
        for line in lines[:2]:
            line.keep = True
    add_line(lines[0], label)
    return tuple(lines)
