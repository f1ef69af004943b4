"""Which piece of one file is which of the other: the same, changed, moved, lost or gained.

Takes the pieces of two readings, gives a `Match`. Pieces with the same words belong together as far as their order allows; what is
left over is moved where the very same words turn up elsewhere, changed where much of it stands at the same place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.readers.reading import Piece, is_raised
from briefing.review.sequence_alignment import Pairs, align

_NEIGHBOURS = 40
"""How many pieces are looked through for the one that a piece was changed into."""
_ALIKE = 0.4
"""The share of words that two pieces have in common when one is the other, changed."""
_MIN_WORDS = 4
"""Words from which on a piece is known again elsewhere; "2025" in two cells is no piece that moved."""


@dataclass(slots=True)
class Match:
    """Places in the first reading by those in the second. `moved` are places in the first; `lost` and `gained` have no partner."""

    partners: dict[int, int]
    moved: set[int] = field(default_factory=set)
    lost: list[int] = field(default_factory=list)
    gained: list[int] = field(default_factory=list)


def match(first: Sequence[Piece], second: Sequence[Piece]) -> Match:
    """Every piece of both, with its partner where it has one."""
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
    """Pieces with the same words; notes, which are often alike, only where what they stand between is the same."""
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
    """What a piece is known by: its words but the numbers of notes, which all change where one note is lost."""
    if piece.kind == "note":
        return piece.words[1:]
    return tuple([word for word in piece.words if not is_raised(word)])


def _moves(first: Sequence[Piece], second: Sequence[Piece], heres: list[int], theres: list[int]) -> dict[int, int]:
    """What stands in both without a partner, word for word."""
    waiting: dict[tuple[str, ...], list[int]] = {}
    for there in reversed(theres):
        if len(second[there].words) >= _MIN_WORDS:
            waiting.setdefault(_key(second[there]), []).append(there)
    return {here: places.pop() for here in heres if (places := waiting.get(_key(first[here])))}


def _pair(first: Sequence[Piece], second: Sequence[Piece], heres: list[int], theres: list[int], found: Match) -> None:
    """What has no equal between the same neighbours: changed, lost or gained."""
    if len(heres) == len(theres) and all(
        _same_sort(first[here], second[there]) for here, there in zip(heres, theres, strict=True)
    ):
        found.partners |= dict(zip(heres, theres, strict=True))
        return
    start = 0
    for here in heres:
        near = theres[start : start + _NEIGHBOURS]
        ranked = [(_likeness(first[here], second[there]), -place) for place, there in enumerate(near)]
        best, place = max(ranked, default=(0.0, 0))
        if best >= _ALIKE:
            found.partners[here] = near[-place]
            found.gained += near[:-place] if place else []
            start += 1 - place
        else:
            found.lost.append(here)
    found.gained += theres[start:]


def _same_sort(one: Piece, other: Piece) -> bool:
    """Whether two pieces can be one that was changed: both cells of a column, or both no cells."""
    here, there = one.spot, other.spot
    return here.column == there.column if here is not None and there is not None else here is there


def _likeness(one: Piece, other: Piece) -> float:
    """The share of words that two pieces have in common, in any order."""
    if not one.words or not other.words or (one.spot is None) != (other.spot is None):
        return 0.0
    here, there = set(one.words), set(other.words)
    return 2 * len(here & there) / (len(here) + len(there))
