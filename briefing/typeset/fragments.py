"""From words to boxes: where a word itself may be broken, by hyphen, by its own dashes, or because it is too wide.

Takes words and a measure, gives `Boxes` for the breaker with, beside each box, its pieces. Addresses break after a
slash, a dot or a query sign and never get a hyphen; a word wider than the measure breaks anywhere rather than overrun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from briefing.model import Note
from briefing.typeset.breaking import Boxes
from briefing.typeset.hyphenation import hyphenate
from briefing.typeset.ink import Ink
from briefing.typeset.words import Piece, Word

HYPHEN = "\u00ad"
HYPHEN_COST, DASH_COST, ADDRESS_COST, ANYWHERE_COST = 2_500.0, 400.0, 1_500.0, 50_000.0
_ADDRESS = re.compile(r"://|^www\.|\w@\w|\w\.\w+/|/\w+/")
_IN_ADDRESS = re.compile(r"(?<=[/?&=_#%~:@])(?=[^/])|(?<=\w)(?=[.])")
"""Never at a hyphen: nobody could tell whether it belongs to the address."""
_DASH = re.compile(r"(?<=[^\W\d_][-\u2010–])(?=\w)|(?<=—)(?=\w)|(?<=[^\W\d_]{3}/)(?=[^\W\d_]{3})|(?<=\d–)(?=\d)")


class Part(NamedTuple):
    """A piece of a word, or part of one. `whole`: None for a piece that is whole; its full text where a cut piece starts;
    nothing for what follows of it.
    """

    text: str
    ink: Ink
    whole: str | None = None


@dataclass(slots=True)
class Fragments:
    """Boxes, and for each the parts it draws, the ink of the space after it and the notes it cites."""

    boxes: Boxes = field(default_factory=Boxes)
    parts: list[list[Part]] = field(default_factory=list)
    spaces: list[Ink | None] = field(default_factory=list)
    notes: list[tuple[Note, ...]] = field(default_factory=list)


def fragment(words: list[Word], measure: float, *, hyphens: bool, language: str) -> Fragments:
    """Boxes of words; `hyphens` lets words be hyphenated. Every box is at most `measure` wide if a character is."""
    made = Fragments()
    for word in words:
        space = word.space.face.space * word.space.size / 1000.0 if word.space else 0.0
        wide = word.width > measure
        cuts = _cuts(word, hyphens or wide, language) if len(word.pieces) > 1 or len(word.pieces[0][0]) > 4 else {}
        if not cuts and not wide:
            made.boxes.add(word.width, space, cost=0.0)
            made.parts.append([Part(text, ink) for text, ink in word.pieces])
            made.spaces.append(word.space)
            made.notes.append(word.notes)
        else:
            _add_parts(made, word, _anywhere(word, cuts, measure) if wide else cuts, space)
    return made


def _cuts(word: Word, hyphens: bool, language: str) -> dict[int, float]:
    """Position in the word's text -> cost of a break there. The cost tells the kind: HYPHEN_COST draws a hyphen."""
    text = word.text
    if _ADDRESS.search(text):
        return {match.start(): ADDRESS_COST for match in _IN_ADDRESS.finditer(text) if 1 < match.start() < len(text) - 1}
    cuts = {match.start(): DASH_COST for match in _DASH.finditer(text)}
    if HYPHEN in text:
        cuts.update({at + 1: HYPHEN_COST for at, character in enumerate(text) if character == HYPHEN})
    elif hyphens:
        start = 0
        for piece, ink in word.pieces:
            if not ink.rise:
                for at in hyphenate(piece, ink.language or language):
                    cuts.setdefault(start + at, HYPHEN_COST)
            start += len(piece)
    return cuts


def _anywhere(word: Word, cuts: dict[int, float], measure: float) -> dict[int, float]:
    """More cuts where the parts between the given ones are still wider than the measure."""
    cuts = dict(cuts)
    width, start = 0.0, 0
    for piece, ink in word.pieces:
        for at, character in enumerate(piece, start):
            step = ink.face.widths[character] * ink.size / 1000.0
            room = measure - ink.face.widths["-"] * ink.size / 1000.0
            if at in cuts:
                width = 0.0
            elif width + step > room and at:
                cuts[at] = ANYWHERE_COST
                width = 0.0
            elif width and width + step > room / 2:
                cuts.setdefault(at, ANYWHERE_COST * 2)
            width += step
        start += len(piece)
    return cuts


def _add_parts(made: Fragments, word: Word, cuts: dict[int, float], space: float) -> None:
    """Cut a word into boxes at `cuts`; the space and the notes go with the last."""
    length = sum(len(text) for text, _ in word.pieces)
    bounds = [0, *sorted(cuts), length]
    for start, end in zip(bounds, bounds[1:], strict=False):
        if start == end:
            continue
        parts = _slice(word.pieces, start, end)
        width = sum(part.ink.face.widths[part.text.replace(HYPHEN, "")] * part.ink.size / 1000.0 for part in parts)
        last = end == length
        if last:
            made.boxes.add(width, space, cost=0.0)
        else:
            ink = parts[-1].ink
            hyphen = ink.face.widths["-"] * ink.size / 1000.0 if cuts[end] == HYPHEN_COST else 0.0
            made.boxes.add(width, 0.0, hyphen, cuts[end])
        made.parts.append(parts)
        made.spaces.append(word.space if last else None)
        made.notes.append(word.notes if last else ())


def _slice(pieces: list[Piece], start: int, end: int) -> list[Part]:
    found: list[Part] = []
    at = 0
    for text, ink in pieces:
        cut = text[max(0, start - at) : max(0, end - at)]
        if len(cut) == len(text):
            found.append(Part(text, ink))
        elif cut:
            found.append(Part(cut, ink, text.replace(HYPHEN, "") if start <= at else ""))
        at += len(text)
    return found
