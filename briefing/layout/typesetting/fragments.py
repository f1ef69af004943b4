"""Split words into boxes for the line breaker: at hyphenation points, at their own dashes, or anywhere if too wide.

Addresses break after a slash or a query sign and never get a hyphen; a word wider than the measure
breaks anywhere rather than extend beyond it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from briefing.layout.typesetting.font_faces import Face
from briefing.layout.typesetting.hyphenation import hyphenate
from briefing.layout.typesetting.line_breaking import NEVER, Boxes
from briefing.layout.typesetting.line_tokens import Piece, Word

HYPHEN = "\u00ad"
HYPHEN_COST, DASH_COST, ADDRESS_COST, ANYWHERE_COST = 4_000.0, 400.0, 1_500.0, 50_000.0
SHORTEST = 5
"""Shorter words are never broken."""
_ADDRESS = re.compile(r"://|^www\.|\w@\w|\w\.\w+/|/\w+/")
_IN_ADDRESS = re.compile(r"(?<=[/?&=_#%~:@])(?=[^/])|(?<=\w)(?=[.])")
"""Break points in addresses, never at a hyphen: nobody could tell whether it belongs to the address."""
_DASH = re.compile(r"(?<=[^\W\d_][-\u2010–])(?=\w)|(?<=—)(?=\w)|(?<=[^\W\d_]{3}/)(?=[^\W\d_]{3})|(?<=\d–)(?=\d)")

BreakPoints = tuple[tuple[int, float], ...]
"""Positions in a text with the cost of a break there. A break with HYPHEN_COST draws a hyphen, others do not."""


Parts = tuple[tuple[str, str, float, float, float], ...]
"""Parts of a text between its break points: part, whole, width and hyphen in thousandths of the type size, cost."""


@dataclass(slots=True)
class Fragments:
    """Words as boxes. `firsts` is the first box of each word and, at the end, the number of boxes.

    `pieces` is what a box draws that is part of a word; a box without an entry is a whole word.
    """

    words: list[Word]
    boxes: Boxes = field(default_factory=Boxes)
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    firsts: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return the number of boxes."""
        return len(self.boxes.widths)

    def owner(self, box: int) -> int:
        """Return the index of the word that a box belongs to."""
        return bisect_right(self.firsts, box) - 1

    def add_whole(self, words: list[Word]) -> None:
        """Add words that are not broken, one box each, as nearly all are."""
        start, count = self.count, len(words)
        self.firsts.extend(range(start, start + count))
        self.boxes.widths.extend([word.width for word in words])
        self.boxes.spaces.extend([word.gap for word in words])
        self.boxes.hyphens.extend([0.0] * count)
        self.boxes.costs.extend([NEVER if word.tied else 0.0 for word in words])

    def add_part(self, pieces: list[Piece], width: float, space: float, hyphen: float, cost: float) -> None:
        """Add a part of the last word."""
        self.pieces[self.count] = pieces
        self.boxes.add(width, space, hyphen, cost)


def fragment(words: list[Word], measure: float, *, hyphens: bool, language: str) -> Fragments:
    """Return the boxes of words; `hyphens` allows hyphenation.

    Every box fits `measure` unless a single character is wider.
    """
    made = Fragments(words)
    done = 0
    for index, word in enumerate(words):
        pieces = word.pieces
        if len(pieces) == 1 and word.width <= measure:
            text, text_style, _ = pieces[0]
            if len(text) < SHORTEST:
                continue
            parts = _parts_of(text, text_style.face, text_style.language or language, hyphens)
            if parts:
                made.add_whole(words[done:index])
                _add_simple(made, word, parts)
                done = index + 1
        else:
            break_points = _break_points_of(word, language, hyphens, measure)
            if break_points:
                made.add_whole(words[done:index])
                _add_parts(made, word, break_points)
                done = index + 1
    made.add_whole(words[done:])
    made.firsts.append(made.count)
    return made


def _add_simple(made: Fragments, word: Word, parts: Parts) -> None:
    """Add the boxes of a word in one style that fits on a line; the space belongs to the last."""
    made.firsts.append(made.count)
    text_style = word.pieces[0].text_style
    size = text_style.size / 1000.0
    last = len(parts) - 1
    for at, (part, whole, width, hyphen, inner) in enumerate(parts):
        cost = NEVER if at == last and word.tied else inner
        made.add_part(
            [Piece(part, text_style, whole)], width * size, word.gap if at == last else 0.0, hyphen * size, cost
        )


@lru_cache(maxsize=20_000)
def _parts_of(text: str, face: Face, language: str, hyphens: bool) -> Parts:
    """Return the parts of a text between its break points; empty if it has none."""
    break_points = _break_points_in(text, language, hyphens, False)
    if not break_points:
        return ()
    parts: list[tuple[str, str, float, float, float]] = []
    for (start, _), (end, cost) in pairwise(((0, 0.0), *break_points, (len(text), 0.0))):
        part = text[start:end]
        hyphen = face.widths["-"] if cost == HYPHEN_COST else 0.0
        parts.append(
            (part, "" if start else text.replace(HYPHEN, ""), face.widths[part.replace(HYPHEN, "")], hyphen, cost)
        )
    return tuple(parts)


def _break_points_of(word: Word, language: str, hyphens: bool, measure: float) -> BreakPoints:
    """Return the break points of a word in several styles or wider than the measure."""
    wide = word.width > measure
    found: list[tuple[int, float]] = []
    if len(word.pieces) > 1 and _ADDRESS.search(word.text):
        found += _break_points_in(word.text, language, False, False)
    else:
        start = 0
        for text, text_style, _ in word.pieces:
            allowed = (hyphens or wide) and not text_style.rise
            inside = _break_points_in(text, text_style.language or language, allowed, wide)
            found += [(start + at, cost) for at, cost in inside]
            start += len(text)
    return _emergency_break_points(word, tuple(found), measure) if wide else tuple(found)


@lru_cache(maxsize=20_000)
def _break_points_in(text: str, language: str, hyphens: bool, names: bool) -> BreakPoints:
    """Return the break points of a text."""
    if _ADDRESS.search(text):
        found = [match.start() for match in _IN_ADDRESS.finditer(text)]
        return tuple((at, ADDRESS_COST) for at in found if 1 < at < len(text) - 1)
    break_points = {match.start(): DASH_COST for match in _DASH.finditer(text)}
    if HYPHEN in text:
        # Only between two parts that print something.
        found = [at for at, character in enumerate(text) if character == HYPHEN]
        break_points.update(
            {at + 1: HYPHEN_COST for at in found if text[:at].strip(HYPHEN) and text[at:].strip(HYPHEN)}
        )
    elif hyphens:
        for at in hyphenate(text, language, names=names):
            break_points.setdefault(at, HYPHEN_COST)
    return tuple(sorted(break_points.items()))


def _emergency_break_points(word: Word, break_points: BreakPoints, measure: float) -> BreakPoints:
    """Return additional break points inside parts that are still wider than the measure."""
    more = dict(break_points)
    width, start = 0.0, 0
    for text, text_style, _ in word.pieces:
        room = measure - text_style.face.widths["-"] * text_style.size / 1000.0
        for at, character in enumerate(text, start):
            step = text_style.face.widths[character] * text_style.size / 1000.0
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


def _add_parts(made: Fragments, word: Word, break_points: BreakPoints) -> None:
    """Add a word's parts as boxes; the space belongs to the last."""
    made.firsts.append(made.count)
    length = sum([len(piece.text) for piece in word.pieces])
    bounds = ((0, 0.0), *break_points, (length, 0.0))
    for (start, _), (end, cost) in pairwise(bounds):
        pieces = _slice(word.pieces, start, end)
        width = (
            sum([text_style.face.widths[text.replace(HYPHEN, "")] * text_style.size for text, text_style, _ in pieces])
            / 1000.0
        )
        if end == length:
            made.add_part(pieces, width, word.gap, 0.0, NEVER if word.tied else 0.0)
        else:
            text_style = pieces[-1].text_style
            hyphen = text_style.face.widths["-"] * text_style.size / 1000.0 if cost == HYPHEN_COST else 0.0
            made.add_part(pieces, width, 0.0, hyphen, cost)


def _slice(pieces: list[Piece], start: int, end: int) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    for text, text_style, _ in pieces:
        cut = text[max(0, start - at) : max(0, end - at)]
        if len(cut) == len(text):
            found.append(Piece(text, text_style))
        elif cut:
            started = text[: max(0, start - at)].strip(HYPHEN)
            found.append(Piece(cut, text_style, "" if started else text.replace(HYPHEN, "")))
        at += len(text)
    return found
