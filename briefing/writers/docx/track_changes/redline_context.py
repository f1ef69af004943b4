"""Shared state while one part is compared: revision writer, restorer of deleted content, styles, notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from briefing.document.sequence_alignment import LEAST_ALIKE
from briefing.files.ooxml import Element, W
from briefing.writers.docx.track_changes.changed_blocks import Block, StyleNames, likeness, read_blocks
from briefing.writers.docx.track_changes.changed_notes import Notes
from briefing.writers.docx.track_changes.changed_words import Piece, Token
from briefing.writers.docx.track_changes.deletions import Restorer
from briefing.writers.docx.track_changes.revision_marks import RevisionWriter

_WORD = re.compile(r"\w+")
_OWN = frozenset(W + tag for tag in ("rPr", "sectPr", "pPrChange"))


@dataclass(slots=True)
class RedlineContext:
    """State for one part. In a note there are no `notes`."""

    writer: RevisionWriter
    restorer: Restorer
    old_styles: StyleNames
    new_styles: StyleNames
    notes: Mapping[str, Notes] = field(default_factory=dict)

    def read(self, old: Element, new: Element) -> tuple[list[Block], list[Block]]:
        """Return the blocks of both sides."""
        return read_blocks(old, self.old_styles), read_blocks(new, self.new_styles)

    def note_words(self, old: Sequence[Token], new: Sequence[Token]) -> tuple[list[str], list[str]]:
        """Return the texts of the notes that these marks belong to."""
        return [self._words(token, old=True) for token in old], [self._words(token, old=False) for token in new]

    def notes_alike(self, old: str, new: str) -> float:
        """Return the similarity of two notes; 0 if they are different ones."""
        if old == new:
            return 2.0
        words, others = Counter(_WORD.findall(old)), Counter(_WORD.findall(new))
        alike = likeness(words, _size(words), others, _size(others))
        return alike if alike >= LEAST_ALIKE and old.partition("\n")[0] == new.partition("\n")[0] else 0.0

    def pair_notes(self, old: Token, new: Token) -> None:
        """Record that two marks belong to one note."""
        kind, identifier = _reference(old)
        _, new_identifier = _reference(new)
        if kind in self.notes:
            self.notes[kind].pair(identifier, new_identifier)

    def plain_properties(self, paragraph: Element) -> Element:
        """Return a copy of a new paragraph's properties, without revision marks and section."""
        found = paragraph.find(W + "pPr")
        made = deepcopy(found) if found is not None else etree.Element(W + "pPr")
        for child in [child for child in made if child.tag in _OWN]:
            made.remove(child)
        return made

    def _words(self, token: Token, *, old: bool) -> str:
        kind, identifier = _reference(token)
        return f"{kind}\n{self.notes[kind].words(identifier, old=old) if kind in self.notes else ''}"


def _size(words: Counter[str]) -> int:
    return sum(len(word) * count for word, count in words.items())


def _reference(token: Token) -> tuple[str, str]:
    """Return the kind and the id of the note that a mark leads to."""
    (part,) = token.parts
    assert isinstance(part, Piece)
    return str(part.child.tag).removeprefix(W).removesuffix("Reference"), str(part.child.get(W + "id"))
