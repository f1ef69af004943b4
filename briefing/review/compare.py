"""Compare two finished files: a PDF and a Word file, or two files of one format.

Return differences in the order of the first file. Compared are: words in reading order, the kind of each piece, levels of
headings and items, the column of each cell and the beginnings of rows and tables, links and their targets, alt texts, what
drawings show, and the record if both files have one. Of drawings, two files of one format are compared by all their words and numbers,
a Word file and a PDF by the numbers that they print.

Not compared are page numbers in contents. What a reader named as not read is a difference, too; among it are headers, footers
and other content that the build did not write.
`readers/reading.py` defines which words count as the same. Between formats one more difference is ignored: a tagged PDF has
one tag for paragraphs, callout titles and captions of figures, so these kinds cannot be distinguished.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefing.build.time_limit import OutOfTime, time_limit
from briefing.document.sequence_alignment import align
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.readers.reading import ChartReading, Piece, Reading, split_words
from briefing.review.embedded_record import blocks_of
from briefing.review.open_finished import FINISHED_SECONDS, read_finished
from briefing.review.piece_matching import Match, match

Aspect = Literal["words", "missing", "added", "moved", "kind", "level", "place", "link", "drawing", "record", "unread"]

ONLY_TAGGED = "a PDF without a record of briefing: only its tagged text is compared, not all that it shows"
_AROUND = 3
"""Number of words shown before and after those that differ."""
_SHOWN_OF_TARGET = 8
_MOST_VALUES = 20
_PUNCTUATION = ".,;:()[]“”\"'"


@dataclass(frozen=True, slots=True)
class Change:
    """A difference in words: the words of each file at one place, with a few words before and after."""

    before: str
    first: str
    second: str
    after: str


@dataclass(frozen=True, slots=True, repr=False)
class Difference:
    """One difference: its aspect, the piece in each file (None if missing), and the text of each."""

    aspect: Aspect
    first: Piece | None
    second: Piece | None
    says: tuple[str, str] = ("", "")
    changes: tuple[Change, ...] = ()

    def __repr__(self) -> str:
        first, second = (f"{text[:60]}…" if len(text) > 60 else text for text in self.says)
        return f"<Difference {self.aspect}: {first!r} / {second!r}>"


def compare(first: Reading, second: Reading) -> tuple[Difference, ...]:
    """Return every difference; empty if both files say the same."""
    return (
        *_Comparison(first, second).differences(),
        *_of_drawings(first, second),
        *_of_records(first, second),
        *_of_unread(first, second),
    )


@dataclass(frozen=True, slots=True)
class ComparedFiles:
    """Two finished files as they were read, and their differences."""

    readings: tuple[Reading, Reading]
    differences: tuple[Difference, ...]


def compare_files(first: Path, second: Path) -> ComparedFiles:
    """Read and compare two files. Raises BriefingError if one cannot be read, or if the comparison takes too long."""
    problems: list[Problem] = []
    readings = [read_finished(file, problems) for file in (first, second)]
    if readings[0] is None or readings[1] is None:
        raise BriefingError(*problems)
    try:
        with time_limit(FINISHED_SECONDS):
            return ComparedFiles((readings[0], readings[1]), compare(readings[0], readings[1]))
    except OutOfTime:
        message = f"the comparison took longer than {FINISHED_SECONDS} seconds and was stopped"
        raise BriefingError(Problem("out-of-time", message, Location(str(first)))) from None


class _Comparison:
    """Comparison of two readings."""

    def __init__(self, first: Reading, second: Reading) -> None:
        self._first, self._second = first, second
        self._alike = first.format == second.format
        self._match: Match = match(first.pieces, second.pieces)

    def differences(self) -> list[Difference]:
        """Return the differences in the order of the first file; a piece only in the second follows its predecessor."""
        found: list[tuple[int, int, Difference]] = []
        for here, there in sorted(self._match.partners.items()):
            found += [(here, 1, each) for each in self._of_pair(here, there)]
        for here in self._match.lost:
            piece = self._first.pieces[here]
            found.append((here, 0, Difference("missing", piece, None, (_text(piece), ""))))
        places = {there: here for here, there in self._match.partners.items()}
        last, nearest = -1, []
        for there in range(len(self._second.pieces)):
            last = places.get(there, last)
            nearest.append(last)
        for there in self._match.gained:
            piece = self._second.pieces[there]
            found.append((nearest[there], 2, Difference("added", None, piece, ("", _text(piece)))))
        return [difference for _, _, difference in sorted(found, key=lambda each: each[:2])]

    def _of_pair(self, here: int, there: int) -> Iterator[Difference]:
        one, other = self._first.pieces[here], self._second.pieces[there]
        if here in self._match.moved:
            yield Difference("moved", one, other, (_text(one), _text(other)))
        if one.words != other.words:
            yield Difference("words", one, other, (_text(one), _text(other)), find_changes(one.words, other.words))
        if not self._same_kind(one, other):
            yield Difference("kind", one, other, (one.kind, other.kind))
        elif one.level != other.level:
            yield Difference("level", one, other, (f"level {one.level}", f"level {other.level}"))
        # If the piece before is the same in both files, it matters too whether its row and table continue.
        follows = here > 0 and self._match.partners.get(here - 1) == there - 1
        places = _place(self._first.pieces, here, follows), _place(self._second.pieces, there, follows)
        if places[0] != places[1]:
            yield Difference("place", one, other, places)
        for place in range(max(len(one.links), len(other.links))):
            if not self._same_link(one, other, place):
                says = _link(self._first, one, place), _link(self._second, other, place)
                yield Difference("link", one, other, says)

    def _same_kind(self, one: Piece, other: Piece) -> bool:
        if one.kind == other.kind:
            return True
        tagged, typed = (one, other) if self._first.format == "pdf" else (other, one)
        tags_say_no_more = tagged.kind in {"paragraph", "callout title"}
        return not self._alike and tags_say_no_more and typed.kind in {"paragraph", "caption", "callout title"}

    def _same_link(self, one: Piece, other: Piece, place: int) -> bool:
        """Return True if two links have the same words and address, or the same target in the file.

        Targets are the same if they are one piece, pieces with the same words, or cells of one row.
        """
        if place >= min(len(one.links), len(other.links)):
            return False
        left, right = one.links[place], other.links[place]
        if left.address or right.address:
            return (left.words, left.address) == (right.words, right.address)
        if left.target < 0 or right.target < 0:
            return left.target == right.target
        partner = self._match.partners.get(left.target, -1)
        target = self._second.pieces[right.target]
        if partner == right.target or self._first.pieces[left.target].words == target.words:
            return True
        beside = self._second.pieces[partner].spot if partner >= 0 else None
        at = target.spot
        return beside is not None and at is not None and (beside.table, beside.row) == (at.table, at.row)


def find_changes(one: Sequence[str], other: Sequence[str]) -> tuple[Change, ...]:
    """Return the words that differ."""
    found: list[Change] = []
    a = c = 0
    for here, there in [*align(one, other), (len(one), len(other))]:
        if a < here or c < there:
            before, after = one[max(0, a - _AROUND) : a], one[here : here + _AROUND]
            found.append(Change(" ".join(before), " ".join(one[a:here]), " ".join(other[c:there]), " ".join(after)))
        a, c = here + 1, there + 1
    return tuple(found)


def _text(piece: Piece) -> str:
    return " ".join(piece.words)


def _place(pieces: Sequence[Piece], at: int, follows: bool) -> str:
    spot = pieces[at].spot
    if spot is None:
        return ""
    column = f"column {spot.column}"
    before = pieces[at - 1].spot if follows else None
    if before is not None and before.table != spot.table:
        return f"{column}, in a table of its own"
    if before is not None:
        return f"{column}, in the same row" if before.row == spot.row else f"{column}, in a new row"
    return column


def _link(reading: Reading, piece: Piece, place: int) -> str:
    """Return a link in words; "" if there is none."""
    if place >= len(piece.links):
        return ""
    link = piece.links[place]
    if link.address:
        return f"{link.words} → {link.address}"
    if link.target < 0:
        return f"{link.words} → nowhere"
    target = reading.pieces[link.target]
    return f"{link.words} → {target.kind} “{' '.join(target.words[:_SHOWN_OF_TARGET])}”"


def _of_records(first: Reading, second: Reading) -> Iterator[Difference]:
    if first.record is None or second.record is None:
        return
    # Files built before the rename call the variant "cut".
    one, other = (
        {"variant" if key == "cut" else key: value for key, value in record.items()}
        for record in (first.record, second.record)
    )
    keys = ", ".join(sorted(key for key in {*one, *other} if one.get(key) != other.get(key)))
    if keys:
        yield Difference("record", None, None, (f"the record differs in {keys}", f"the record differs in {keys}"))


def _of_drawings(first: Reading, second: Reading) -> Iterator[Difference]:
    """Yield drawings that do not show the same, in order. If one is missing, so is its alt text, which is reported as a piece."""
    if len(first.charts) != len(second.charts):
        return
    described = [[piece for piece in reading.pieces if piece.kind == "alt text"] for reading in (first, second)]
    for number, (one, other) in enumerate(zip(first.charts, second.charts, strict=True), 1):
        places = _nth(described[0], number), _nth(described[1], number)
        if first.format == second.format:
            words = split_words(one.words), split_words(other.words)
            if words[0] != words[1]:
                says = (one.words, other.words)
                yield Difference("drawing", *places, says, find_changes(*words))
            elif (one.drawn, one.book) != (other.drawn, other.book):
                yield Difference("drawing", *places, (_values(one), _values(other)))
        elif own := next((each for each in (one, other) if each.built not in (None, each.words)), None):
            # What the build drew is known, so that a label without numbers is found too.
            says = (one.words, str(own.built)) if own is one else (str(own.built), other.words)
            yield Difference("drawing", *places, says, find_changes(split_words(says[0]), split_words(says[1])))
        else:
            word, picture = (one, other) if first.format == "docx" else (other, one)
            here, there = _printed(word.words), _printed(picture.words)
            marks, told = _recorded_numbers(first, second, number)
            # A crowded chart of a PDF leaves out names and numbers that Word has: those of the record are no difference.
            missing = sorted(here - there - told - _printed(word.names)) if told else []
            # A chart without labels has an axis, which prints other numbers.
            labelled = 2 * len(marks & here) > len(marks)
            changed = sorted((marks & there) - here) if labelled else []
            if missing or changed:
                says = ", ".join(missing) or "nothing", ", ".join(changed) or "none of these"
                yield Difference("drawing", *places, says if first.format == "docx" else says[::-1])


def _nth(pieces: Sequence[Piece], number: int) -> Piece:
    return pieces[number - 1] if number <= len(pieces) else Piece("alt text", ())


def _recorded_numbers(first: Reading, second: Reading, number: int) -> tuple[set[str], set[str]]:
    """Return the numbers that a chart draws, and all that its figure prints, by the record of either file."""
    for reading in (first, second):
        figures = [block for block in blocks_of(reading.record or {}) if block.kind == "figure"]
        if number <= len(figures):
            block = figures[number - 1]
            marks = {each for mark in block.marks for each in _printed(mark.shown.text)}
            return marks, marks | _printed(f"{block.alt} {block.text}")
    return set(), set()


def _printed(words: str) -> set[str]:
    return {word.strip(_PUNCTUATION) for word in split_words(words) if any(letter.isdigit() for letter in word)}


def _values(chart: ChartReading) -> str:
    drawn, book = (
        "; ".join(f"{number:g}" for number in numbers[:_MOST_VALUES]) for numbers in (chart.drawn, chart.book)
    )
    return f"{drawn} (in its workbook: {book})"


def _of_unread(first: Reading, second: Reading) -> Iterator[Difference]:
    """Yield what of either file cannot be compared.

    A PDF that lost the record that the other PDF has may show anything. Any other PDF without one is of another program.
    """
    if first.format == second.format and first.only_tagged != second.only_tagged:
        lost = f"whole file: {ONLY_TAGGED}"
        yield Difference("unread", None, None, (lost if first.only_tagged else "", lost if second.only_tagged else ""))
    for part in first.unread:
        yield Difference("unread", None, None, (f"{part.place}: {part.description}", ""))
    for part in second.unread:
        yield Difference("unread", None, None, ("", f"{part.place}: {part.description}"))
