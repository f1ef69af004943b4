"""Whether two finished files say the same, and where they do not.

Takes two `Reading`s (a PDF and a Word file, or two of one format), gives `Difference`s in the order of the first. Compared are: words
in reading order, what each piece is, levels of headings and items, the column of each cell and where rows and tables begin, links
and where they lead, alt texts, and the record where both files carry one.

What the readers do not read is not compared: page furniture, hidden text, words drawn in charts (their alt text is compared), page
numbers in contents. `readers.document` says what counts as the same word. Beyond that, one thing is forgiven, between formats only: a
tagged PDF has one tag for paragraphs, callout titles and captions of figures, so that these are not told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from briefing.readers.reading import Piece, Reading
from briefing.review.piece_matching import Match, match
from briefing.review.sequence_alignment import align

Aspect = Literal["words", "missing", "added", "moved", "kind", "level", "place", "link", "record"]

_AROUND = 3
"""Words shown on either side of those that differ."""
_SHOWN_OF_GOAL = 8


@dataclass(frozen=True, slots=True)
class Change:
    """Words at one place: those of either file that the other does not have there, with some that stand before and after."""

    before: str
    first: str
    second: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: which aspect, the piece of either file (None where it has none), and what either says."""

    aspect: Aspect
    first: Piece | None
    second: Piece | None
    says: tuple[str, str] = ("", "")
    changes: tuple[Change, ...] = ()


def compare(first: Reading, second: Reading) -> tuple[Difference, ...]:
    """Every difference; none where both files say the same."""
    return (*_Comparison(first, second).differences(), *_of_records(first, second))


class _Comparison:
    """Two readings side by side."""

    def __init__(self, first: Reading, second: Reading) -> None:
        self._first, self._second = first, second
        self._alike = first.format == second.format
        self._match: Match = match(first.pieces, second.pieces)

    def differences(self) -> list[Difference]:
        """In the order of the first file; what only the second has stands after what it follows there."""
        found: list[tuple[int, int, Difference]] = []
        for here, there in sorted(self._match.partners.items()):
            found += [(here, 1, each) for each in self._of_pair(here, there)]
        for here in self._match.lost:
            piece = self._first.pieces[here]
            found.append((here, 0, Difference("missing", piece, None, (_said(piece), ""))))
        places = {there: here for here, there in self._match.partners.items()}
        last, nearest = -1, []
        for there in range(len(self._second.pieces)):
            last = places.get(there, last)
            nearest.append(last)
        for there in self._match.gained:
            piece = self._second.pieces[there]
            found.append((nearest[there], 2, Difference("added", None, piece, ("", _said(piece)))))
        return [difference for _, _, difference in sorted(found, key=lambda each: each[:2])]

    def _of_pair(self, here: int, there: int) -> Iterator[Difference]:
        one, other = self._first.pieces[here], self._second.pieces[there]
        if here in self._match.moved:
            yield Difference("moved", one, other, (_said(one), _said(other)))
        if one.words != other.words:
            yield Difference("words", one, other, (_said(one), _said(other)), find_changes(one.words, other.words))
        if not self._same_kind(one, other):
            yield Difference("kind", one, other, (one.kind, other.kind))
        elif one.level != other.level:
            yield Difference("level", one, other, (f"level {one.level}", f"level {other.level}"))
        places = self._places(here, there)
        if places[0] != places[1]:
            yield Difference("place", one, other, places)
        yield from self._of_links(one, other)

    def _same_kind(self, one: Piece, other: Piece) -> bool:
        if one.kind == other.kind:
            return True
        tagged, typed = (one, other) if self._first.format == "pdf" else (other, one)
        tags_say_no_more = tagged.kind in {"paragraph", "callout title"}
        return not self._alike and tags_say_no_more and typed.kind in {"paragraph", "caption", "callout title"}

    def _places(self, here: int, there: int) -> tuple[str, str]:
        """Column of a cell; and whether row and table go on from the cell before, where that one is the same in both."""
        follows = here > 0 and self._match.partners.get(here - 1) == there - 1
        return _place(self._first.pieces, here, follows), _place(self._second.pieces, there, follows)

    # ------------------------------------------------------------ links

    def _of_links(self, one: Piece, other: Piece) -> Iterator[Difference]:
        """Links in their order: words and address of those that lead out, the goal of those that do not."""
        for place in range(max(len(one.links), len(other.links))):
            if not self._same_link(one, other, place):
                says = _link(self._first, one, place), _link(self._second, other, place)
                yield Difference("link", one, other, says)

    def _same_link(self, one: Piece, other: Piece, place: int) -> bool:
        if place >= min(len(one.links), len(other.links)):
            return False
        left, right = one.links[place], other.links[place]
        if left.address or right.address:
            return (left.words, left.address) == (right.words, right.address)
        if left.goal < 0 or right.goal < 0:
            return left.goal == right.goal
        return self._same_goal(left.goal, right.goal)

    def _same_goal(self, here: int, there: int) -> bool:
        """Whether two links lead to the same piece, to another of the same words, or to cells of the same row."""
        partner = self._match.partners.get(here, -1)
        one, other = self._first.pieces[here], self._second.pieces[there]
        if partner == there or one.words == other.words:
            return True
        beside = self._second.pieces[partner].spot if partner >= 0 else None
        at = other.spot
        return beside is not None and at is not None and (beside.table, beside.row) == (at.table, at.row)


def find_changes(one: Sequence[str], other: Sequence[str]) -> tuple[Change, ...]:
    """The words that differ, between those that do not."""
    found: list[Change] = []
    a = c = 0
    for here, there in [*align(one, other), (len(one), len(other))]:
        if a < here or c < there:
            before, after = one[max(0, a - _AROUND) : a], one[here : here + _AROUND]
            found.append(Change(" ".join(before), " ".join(one[a:here]), " ".join(other[c:there]), " ".join(after)))
        a, c = here + 1, there + 1
    return tuple(found)


def _said(piece: Piece) -> str:
    return " ".join(piece.words)


def _place(pieces: Sequence[Piece], at: int, follows: bool) -> str:
    spot = pieces[at].spot
    if spot is None:
        return ""
    told = f"column {spot.column}"
    before = pieces[at - 1].spot if follows else None
    if before is not None and before.table != spot.table:
        return f"{told}, in a table of its own"
    if before is not None:
        return f"{told}, in the same row" if before.row == spot.row else f"{told}, in a new row"
    return told


def _link(reading: Reading, piece: Piece, place: int) -> str:
    """A link in words; nothing where there is none."""
    if place >= len(piece.links):
        return ""
    link = piece.links[place]
    if link.address:
        return f"{link.words} → {link.address}"
    if link.goal < 0:
        return f"{link.words} → nowhere"
    goal = reading.pieces[link.goal]
    return f"{link.words} → {goal.kind} “{' '.join(goal.words[:_SHOWN_OF_GOAL])}”"


def _of_records(first: Reading, second: Reading) -> Iterator[Difference]:
    one, other = first.record, second.record
    if one is not None and other is not None and one != other:
        # Files built before the rename call the variant "cut".
        one, other = (
            {"variant" if key == "cut" else key: value for key, value in each.items()} for each in (one, other)
        )
        keys = ", ".join(sorted(key for key in {*one, *other} if one.get(key) != other.get(key)))
        if not keys:
            return
        yield Difference("record", None, None, (f"the record differs in {keys}", f"the record differs in {keys}"))
