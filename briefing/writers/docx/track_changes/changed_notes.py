"""Footnotes and endnotes of both editions: changed ones, and old ones whose mark was deleted.

An old note is copied unmarked into the new part, so that rejecting the change restores its mark:
only the mark is deleted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from briefing.files.ooxml import Element, W
from briefing.writers.docx.template.xml_trees import whole
from briefing.writers.docx.track_changes.changed_blocks import Paragraph, read_blocks
from briefing.writers.docx.track_changes.changed_words import displayed
from briefing.writers.docx.track_changes.deletions import Restorer


@dataclass(slots=True)
class Notes:
    """The notes of one kind. `restorer` writes unmarked content into the new part."""

    kind: str
    old: dict[str, Element]
    part: Element | None
    restorer: Restorer
    new: dict[str, Element] = field(init=False)
    pairs: list[tuple[Element, Element]] = field(default_factory=list)
    _kept: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.new = notes_in(self.part)

    def words(self, identifier: str, *, old: bool) -> str:
        """Return the text of a note."""
        note = (self.old if old else self.new).get(identifier)
        return displayed([note]).strip() if note is not None else ""

    def pair(self, identifier: str, new_identifier: str) -> None:
        """Record two versions of one note."""
        old, new = self.old.get(identifier), self.new.get(new_identifier)
        if old is not None and new is not None:
            self.pairs.append((old, new))

    def keep(self, identifier: str) -> tuple[str, str]:
        """Copy an old note into the new part; return its id there, and its text."""
        note = self.old.get(identifier)
        if note is None:
            return "", ""
        if self.part is None:
            return "", displayed([note]).strip()
        if identifier not in self._kept:
            new_id = str(max((whole(found.get(W + "id")) for found in self.part), default=0) + 1)
            made = etree.SubElement(self.part, W + self.kind, {W + "id": new_id})
            made.extend(self.restorer.block(block) for block in read_blocks(note, self.restorer.style_names))
            if len(made) == 0 or made[-1].tag != W + "p":
                made.append(self.restorer.paragraph(_EMPTY))
            self._kept[identifier] = new_id
        return self._kept[identifier], ""

    def put_in_order(self, body: Element) -> None:
        """Sort and number notes in the order of their marks.

        Word uses their ids, LibreOffice counts from the first one's.
        """
        if self.part is None or not self._kept:
            return
        marks = list(body.iter(f"{W}{self.kind}Reference"))
        notes = notes_in(self.part)
        cited = [identifier for mark in marks if (identifier := str(mark.get(W + "id"))) in notes]
        ordered = dict.fromkeys([*cited, *notes])
        first = max((whole(note.get(W + "id")) for note in self.part if note.get(W + "type")), default=0) + 1
        new_ids = {identifier: str(number) for number, identifier in enumerate(ordered, max(first, 1))}
        for identifier, number in new_ids.items():
            self.part.append(notes[identifier])
            notes[identifier].set(W + "id", number)
        for mark in marks:
            identifier = str(mark.get(W + "id"))
            mark.set(W + "id", new_ids.get(identifier, identifier))


_EMPTY = Paragraph(etree.Element(W + "p"), "", "", None, "")


def notes_in(part: Element | None) -> dict[str, Element]:
    """Return the notes of a part by id, without Word's own separators."""
    if part is None:
        return {}
    return {str(note.get(W + "id")): note for note in part if note.get(W + "type") in {None, "normal"}}
