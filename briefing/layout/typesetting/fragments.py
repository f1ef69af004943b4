"""From words to boxes: where a word itself may be broken, by hyphen, by its own dashes, or because it is too wide.

Takes words and a measure, gives `Boxes` for the breaker and what each box draws. Addresses break after a slash or a query
sign and never get a hyphen; a word wider than the measure breaks anywhere rather than overrun.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from briefing.layout.typesetting.breaking import Boxes
from briefing.layout.typesetting.font_faces import Face
from briefing.layout.typesetting.hyphenation import hyphenate
from briefing.layout.typesetting.line_tokens import Piece, Word

HYPHEN = "\u00ad"
HYPHEN_COST, DASH_COST, ADDRESS_COST, ANYWHERE_COST = 4_000.0, 400.0, 1_500.0, 50_000.0
SHORTEST = 5
"""Shorter words are never broken."""
_ADDRESS = re.compile(r"://|^www\.|\w@\w|\w\.\w+/|/\w+/")
_IN_ADDRESS = re.compile(r"(?<=[/?&=_#%~:@])(?=[^/])|(?<=\w)(?=[.])")
"""Never at a hyphen: nobody could tell whether it belongs to the address."""
_DASH = re.compile(r"(?<=[^\W\d_][-\u2010–])(?=\w)|(?<=—)(?=\w)|(?<=[^\W\d_]{3}/)(?=[^\W\d_]{3})|(?<=\d–)(?=\d)")

Cuts = tuple[tuple[int, float], ...]
"""Positions in a text, each with the cost of a break there. The cost tells the kind: only HYPHEN_COST draws a hyphen."""


Parts = tuple[tuple[str, str, float, float, float], ...]
"""A text cut where it may be broken: part, whole, width and hyphen in thousandths of the type size, cost."""


@dataclass(slots=True)
class Fragments:
    """Words as boxes. `firsts` has the first box of each word and, at the end, the number of boxes.

    `pieces` are what a box draws that is part of a word; a box that is not there is a whole word.
    """

    words: list[Word]
    boxes: Boxes = field(default_factory=Boxes)
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    firsts: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        """The number of boxes."""
        return len(self.boxes.widths)

    def owner(self, box: int) -> int:
        """The index of the word that a box belongs to."""
        return bisect_right(self.firsts, box) - 1

    def add_whole(self, words: list[Word]) -> None:
        """Words that are not broken, a box each: nearly all are."""
        start, count = self.count, len(words)
        self.firsts.extend(range(start, start + count))
        self.boxes.widths.extend([word.width for word in words])
        self.boxes.spaces.extend([word.gap for word in words])
        self.boxes.hyphens.extend([0.0] * count)
        self.boxes.costs.extend([0.0] * count)

    def add_part(self, pieces: list[Piece], width: float, space: float, hyphen: float, cost: float) -> None:
        """A part of the last word."""
        self.pieces[self.count] = pieces
        self.boxes.add(width, space, hyphen, cost)


def fragment(words: list[Word], measure: float, *, hyphens: bool, language: str) -> Fragments:
    """Boxes of words; `hyphens` lets words be hyphenated. Every box is at most `measure` wide if a character is."""
    made = Fragments(words)
    done = 0
    for index, word in enumerate(words):
        pieces = word.pieces
        if len(pieces) == 1 and word.width <= measure:
            text, ink, _ = pieces[0]
            if len(text) < SHORTEST:
                continue
            parts = _parts_of(text, ink.face, ink.language or language, hyphens)
            if parts:
                made.add_whole(words[done:index])
                _add_simple(made, word, parts)
                done = index + 1
        else:
            cuts = _cuts_of(word, language, hyphens, measure)
            if cuts:
                made.add_whole(words[done:index])
                _add_parts(made, word, cuts)
                done = index + 1
    made.add_whole(words[done:])
    made.firsts.append(made.count)
    return made


def _add_simple(made: Fragments, word: Word, parts: Parts) -> None:
    """The boxes of a word in one ink that fits on a line; the space goes with the last."""
    made.firsts.append(made.count)
    ink = word.pieces[0].ink
    size = ink.size / 1000.0
    last = len(parts) - 1
    for at, (part, whole, width, hyphen, cost) in enumerate(parts):
        made.add_part([Piece(part, ink, whole)], width * size, word.gap if at == last else 0.0, hyphen * size, cost)


@lru_cache(maxsize=20_000)
def _parts_of(text: str, face: Face, language: str, hyphens: bool) -> Parts:
    """A text cut where it may be broken; nothing where it may not be."""
    cuts = _cuts_in(text, language, hyphens, False)
    if not cuts:
        return ()
    parts: list[tuple[str, str, float, float, float]] = []
    for (start, _), (end, cost) in pairwise(((0, 0.0), *cuts, (len(text), 0.0))):
        part = text[start:end]
        hyphen = face.widths["-"] if cost == HYPHEN_COST else 0.0
        parts.append(
            (part, "" if start else text.replace(HYPHEN, ""), face.widths[part.replace(HYPHEN, "")], hyphen, cost)
        )
    return tuple(parts)


def _cuts_of(word: Word, language: str, hyphens: bool, measure: float) -> Cuts:
    """Where a word in several inks, or wider than the measure, may be broken."""
    wide = word.width > measure
    cuts = _cuts(word, language, hyphens=hyphens or wide, names=wide)
    return _anywhere(word, cuts, measure) if wide else cuts


def _cuts(word: Word, language: str, *, hyphens: bool, names: bool) -> Cuts:
    pieces = word.pieces
    if len(pieces) > 1 and _ADDRESS.search(word.text):
        return _cuts_in(word.text, language, False, False)
    found: list[tuple[int, float]] = []
    start = 0
    for text, ink, _ in pieces:
        inside = _cuts_in(text, ink.language or language, hyphens and not ink.rise, names)
        found += [(start + at, cost) for at, cost in inside]
        start += len(text)
    return tuple(found)


@lru_cache(maxsize=20_000)
def _cuts_in(text: str, language: str, hyphens: bool, names: bool) -> Cuts:
    """Where a text may be broken."""
    if _ADDRESS.search(text):
        found = [match.start() for match in _IN_ADDRESS.finditer(text)]
        return tuple((at, ADDRESS_COST) for at in found if 1 < at < len(text) - 1)
    cuts = {match.start(): DASH_COST for match in _DASH.finditer(text)}
    if HYPHEN in text:
        # Only between two parts that print something.
        found = [at for at, character in enumerate(text) if character == HYPHEN]
        cuts.update({at + 1: HYPHEN_COST for at in found if text[:at].strip(HYPHEN) and text[at:].strip(HYPHEN)})
    elif hyphens:
        for at in hyphenate(text, language, names=names):
            cuts.setdefault(at, HYPHEN_COST)
    return tuple(sorted(cuts.items()))


def _anywhere(word: Word, cuts: Cuts, measure: float) -> Cuts:
    """More cuts where the parts between the given ones are still wider than the measure."""
    more = dict(cuts)
    width, start = 0.0, 0
    for text, ink, _ in word.pieces:
        room = measure - ink.face.widths["-"] * ink.size / 1000.0
        for at, character in enumerate(text, start):
            step = ink.face.widths[character] * ink.size / 1000.0
            if at in more:
                width = 0.0
            elif at and width + step > room:
                more[at] = ANYWHERE_COST
                width = 0.0
            elif width and width + step > room / 2:
                more.setdefault(at, ANYWHERE_COST * 2)
            width += step
        start += len(text)
    return tuple(sorted(more.items()))


def _add_parts(made: Fragments, word: Word, cuts: Cuts) -> None:
    """Cut a word into boxes; the space goes with the last."""
    made.firsts.append(made.count)
    length = sum([len(piece.text) for piece in word.pieces])
    bounds = ((0, 0.0), *cuts, (length, 0.0))
    for (start, _), (end, cost) in pairwise(bounds):
        pieces = _slice(word.pieces, start, end)
        width = sum([ink.face.widths[text.replace(HYPHEN, "")] * ink.size for text, ink, _ in pieces]) / 1000.0
        if end == length:
            made.add_part(pieces, width, word.gap, 0.0, 0.0)
        else:
            ink = pieces[-1].ink
            hyphen = ink.face.widths["-"] * ink.size / 1000.0 if cost == HYPHEN_COST else 0.0
            made.add_part(pieces, width, 0.0, hyphen, cost)


def _slice(pieces: list[Piece], start: int, end: int) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    for text, ink, _ in pieces:
        cut = text[max(0, start - at) : max(0, end - at)]
        if len(cut) == len(text):
            found.append(Piece(text, ink))
        elif cut:
            started = text[: max(0, start - at)].strip(HYPHEN)
            found.append(Piece(cut, ink, "" if started else text.replace(HYPHEN, "")))
        at += len(text)
    return found
