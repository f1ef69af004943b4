"""Match the pieces of two files: the same, changed, moved, lost or gained.

Pieces with the same words are matched as far as their order allows. Of the rest, pieces with the same words elsewhere count as
moved, and pieces at the same place with many words in common as changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.document.sequence_alignment import LEAST_ALIKE, Pairs, align, likeness
from briefing.readers.reading import Piece, is_raised

_NEIGHBOURS = 40
"""Number of pieces that are searched for the one that a piece was changed into."""
_MIN_WORDS = 4
"""Words that a piece needs to count as moved: "2025" in two cells is not a moved piece."""


@dataclass(slots=True)
class Match:
    """Matched pieces, as indices.

    `partners` maps the first reading to the second; `moved` are indices in the first; `lost` and `gained` have no partner.
    """

    partners: dict[int, int]
    moved: set[int] = field(default_factory=set)
    lost: list[int] = field(default_factory=list)
    gained: list[int] = field(default_factory=list)


def match(first: Sequence[Piece], second: Sequence[Piece]) -> Match:
    """Match all pieces of two readings."""
    pairs = _align(first, second)
    found = Match(dict(pairs))
    taken = set(found.partners.values())
    unmatched = [at for at in range(len(first)) if at not in found.partners]
    moves = _moves(first, second, unmatched, [at for at in range(len(second)) if at not in taken])
    gone, come = set(moves), set(moves.values())
    a = c = 0
    for here, there in [*pairs, (len(first), len(second))]:
        heres = [at for at in range(a, here) if at not in gone]
        theres = [at for at in range(c, there) if at not in come]
        _pair(first, second, heres, theres, found)
        a, c = here + 1, there + 1
    found.partners |= moves
    found.moved = gone
    return found


def _align(first: Sequence[Piece], second: Sequence[Piece]) -> Pairs:
    """Align pieces with the same words; notes, which are often alike, only between matched neighbours."""
    here, there = _without_notes(first), _without_notes(second)
    fixed = [
        (here[a], there[c]) for a, c in align([_key(first[at]) for at in here], [_key(second[at]) for at in there])
    ]
    pairs: Pairs = []
    a = c = 0
    for at, to in [*fixed, (len(first), len(second))]:
        if a < at and c < to:
            between = align([_key(piece) for piece in first[a:at]], [_key(piece) for piece in second[c:to]])
            pairs += [(a + left, c + right) for left, right in between]
        if at < len(first):
            pairs.append((at, to))
        a, c = at + 1, to + 1
    return pairs


def _without_notes(pieces: Sequence[Piece]) -> list[int]:
    return [at for at, piece in enumerate(pieces) if piece.kind != "note"]


def _key(piece: Piece) -> tuple[str, ...]:
    """Return the words of a piece without numbers of notes, which all change when one note is lost."""
    if piece.kind == "note":
        return piece.words[1:]
    return tuple([word for word in piece.words if not is_raised(word)])


def _moves(first: Sequence[Piece], second: Sequence[Piece], heres: list[int], theres: list[int]) -> dict[int, int]:
    """Pair pieces without a partner that have exactly the same words."""
    waiting: dict[tuple[str, ...], list[int]] = {}
    for there in reversed(theres):
        if len(second[there].words) >= _MIN_WORDS:
            waiting.setdefault(_key(second[there]), []).append(there)
    return {here: places.pop() for here in heres if (places := waiting.get(_key(first[here])))}


def _pair(first: Sequence[Piece], second: Sequence[Piece], heres: list[int], theres: list[int], found: Match) -> None:
    """Sort the pieces between two matched neighbours into changed, lost and gained."""
    # A cell can only have become a cell of the same column; a piece outside tables another such piece.
    columns = [
        [spot.column if (spot := pieces[at].spot) is not None else None for at in places]
        for pieces, places in ((first, heres), (second, theres))
    ]
    if columns[0] == columns[1]:
        found.partners |= dict(zip(heres, theres, strict=True))
        return
    start = 0
    for here in heres:
        near = theres[start : start + _NEIGHBOURS]
        ranked = [(_likeness(first[here], second[there]), -place) for place, there in enumerate(near)]
        best, place = max(ranked, default=(0.0, 0))
        if best >= LEAST_ALIKE:
            found.partners[here] = near[-place]
            found.gained += near[:-place] if place else []
            start += 1 - place
        else:
            found.lost.append(here)
    found.gained += theres[start:]


def _likeness(one: Piece, other: Piece) -> float:
    """Return the share of words that two pieces have in common, in any order."""
    if (one.spot is None) != (other.spot is None):
        return 0.0
    return likeness(one.words, other.words)
