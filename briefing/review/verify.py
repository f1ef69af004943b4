"""Verify a finished file against its embedded record, and name every figure that was altered.

This finds changes in words, cells, notes and alt texts. It cannot find a forgery that changes the record as well: the record
is not a signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.document.sequence_alignment import align
from briefing.problems.summary import plural
from briefing.readers.reading import Piece, Reading, UnreadPart, split_words
from briefing.review.embedded_record import RecordedBlock, ShownFact, blocks_of, shown_of
from briefing.review.why import contains_words

_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_DIGITS = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class AlteredFigure:
    """A figure that is no longer as it was printed. `now` is the text in its place, "" for nothing."""

    shown: ShownFact
    block: RecordedBlock
    now: str
    piece: Piece | None


@dataclass(frozen=True, slots=True)
class RewordedText:
    """Other words that differ: `before` in the record, `now` in the file; either may be empty."""

    before: str
    now: str
    piece: Piece | None

    @property
    def has_figures(self) -> bool:
        """True if the new words contain digits that the record does not have."""
        return bool(set(_DIGITS.findall(self.now)) - set(_DIGITS.findall(self.before)))


@dataclass(frozen=True, slots=True, repr=False)
class Verification:
    """Result of a verification. `figures` is the number of figures that were checked; `unread` is what could not be."""

    figures: int
    altered: tuple[AlteredFigure, ...]
    reworded: tuple[RewordedText, ...]
    unread: tuple[UnreadPart, ...] = ()

    @property
    def passed(self) -> bool:
        """True if the file says what its record says, and all of it was read."""
        return not (self.altered or self.reworded or self.unread)

    def __repr__(self) -> str:
        texts, parts = plural(len(self.reworded), "other text"), plural(len(self.unread), "part")
        figures = plural(self.figures, "figure")
        return f"<Verification: {figures} compared, {len(self.altered)} altered, {texts} changed, {parts} not read>"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the record, with the index of its block."""

    text: str
    block: int


def verify(reading: Reading) -> Verification:
    """Verify a file that has a record."""
    assert reading.record is not None
    blocks = blocks_of(reading.record)
    words = [
        _Word(word, place) for place, block in enumerate(blocks) for line in block.lines() for word in split_words(line)
    ]
    # The record has neither the marks of notes nor the table of contents.
    visible = [
        (word, piece)
        for piece in reading.pieces
        if piece.kind != "contents"
        for word in piece.words
        if not _RAISED.fullmatch(word)
    ]
    pairs = dict(align([w.text for w in words], [word for word, _ in visible]))
    figures, altered = 0, []
    touched: set[int] = set()
    for shown, span, place in _spans(reading.record, blocks, words):
        figures += 1
        if span is None:
            continue
        found = _found(span, pairs, visible)
        if found is None:
            continue
        now, piece = found
        touched.update(span)
        if not contains_words(now, shown.text):
            altered.append(AlteredFigure(shown, blocks[place], now, piece))
    reworded = tuple(_reworded(words, visible, pairs, touched))
    return Verification(figures, (*altered, *_charts(reading, blocks)), reworded, reading.unread)


def _charts(reading: Reading, blocks: Sequence[RecordedBlock]) -> Iterator[AlteredFigure]:
    """Yield figures that are no longer drawn: in a PDF's picture, or a Word chart or its workbook.

    Blocks and charts are paired in order.
    """
    if reading.format == "pdf":
        for block, picture in zip((b for b in blocks if b.kind == "figure"), reading.charts, strict=False):
            for mark in block.marks:
                if not contains_words(picture.words, mark.shown.text):
                    yield AlteredFigure(mark.shown, block, "something else in the picture", None)
        return
    for block, chart in zip((b for b in blocks if b.marks), reading.charts, strict=False):
        known = {number for mark in block.marks for number in mark.numbers}
        for mark in block.marks:
            # Word draws a range as its lower end and its length; the chart's workbook has both ends.
            places = (chart.drawn, chart.book) if len(mark.numbers) == 1 else (chart.book,)
            if any(number not in numbers for numbers in places for number in mark.numbers):
                others = sorted({n for numbers in places for n in numbers} - known)
                now = ", ".join(f"{number:g}" for number in others[:5])
                yield AlteredFigure(mark.shown, block, f"in the chart: {now or 'nothing'}", None)


def _spans(
    record: dict[str, object], blocks: Sequence[RecordedBlock], words: Sequence[_Word]
) -> Iterator[tuple[ShownFact, range | None, int]]:
    """Yield each figure with the range of its words; equal figures in one block are taken in order."""
    keys = {block.key: place for place, block in enumerate(blocks)}
    starts: dict[int, int] = {}
    counts: dict[int, int] = {}
    for at, word in enumerate(words):
        starts.setdefault(word.block, at)
        counts[word.block] = counts.get(word.block, 0) + 1
    taken: dict[tuple[int, str], int] = {}
    for shown in shown_of(record):
        place = keys.get(shown.block)
        if place is None:
            continue
        start = starts.get(place, 0)
        texts = [word.text for word in words[start : start + counts.get(place, 0)]]
        turn = taken.get((place, shown.text), 0)
        span = _where(texts, shown.text, turn)
        taken[place, shown.text] = turn + 1
        yield shown, range(start + span.start, start + span.stop) if span else None, place


def _where(words: Sequence[str], text: str, turn: int) -> range | None:
    """Return the range of a figure's words in a block at its turn-th occurrence, or its last if there are fewer."""
    wanted = split_words(text)
    if not wanted:
        return None
    size = len(wanted)
    found = [range(at, at + size) for at in range(len(words) - size + 1) if _prints(words[at : at + size], wanted)]
    return found[min(turn, len(found) - 1)] if found else None


def _prints(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Return True if words are those of a figure; punctuation may come before the first and after the last."""
    if len(wanted) > 1:
        inside = list(words[1:-1]) == list(wanted[1:-1])
        return (
            inside
            and words[0].endswith(wanted[0])
            and words[-1].startswith(wanted[-1])
            and contains_words(" ".join(words), " ".join(wanted))
        )
    return wanted[0] in words[0] and contains_words(words[0], wanted[0])


def _found(span: range, pairs: dict[int, int], visible: Sequence[tuple[str, Piece]]) -> tuple[str, Piece | None] | None:
    """Return the text in place of a figure; None if the figure is unchanged."""
    at = [pairs.get(place) for place in span]
    known = [place for place in at if place is not None]
    if len(known) == len(at) and known == list(range(known[0], known[0] + len(known))):
        return None
    before = max((pairs[p] for p in range(max(0, span.start - 400), span.start) if p in pairs), default=-1)
    after = min((pairs[p] for p in range(span.stop, span.stop + 400) if p in pairs), default=len(visible))
    # Words between the neighbours that did not change.
    low, high = before + 1, max(after, before + 1)
    if known:
        low, high = min(low, *known), max(high, max(known) + 1)
    words = visible[low:high][:40]
    piece = words[0][1] if words else visible[before][1] if 0 <= before < len(visible) else None
    return " ".join(word for word, _ in words), piece


def _reworded(
    words: Sequence[_Word], visible: Sequence[tuple[str, Piece]], pairs: dict[int, int], touched: set[int]
) -> Iterator[RewordedText]:
    """Yield the differing words that contain no altered figure."""
    at, to = 0, 0
    ends = [*sorted(pairs.items()), (len(words), len(visible))]
    for place, goal in ends:
        lost = [w.text for w in words[at:place]]
        new = visible[to:goal]
        if (lost or new) and not touched.intersection(range(at, place)):
            piece = new[0][1] if new else visible[to - 1][1] if 0 < to <= len(visible) else None
            if lost or not _is_furniture(new):
                yield RewordedText(" ".join(lost[:40]), " ".join(word for word, _ in new[:40]), piece)
        at, to = place + 1, goal + 1


def _is_furniture(words: Sequence[tuple[str, Piece]]) -> bool:
    """Return True for words that a writer adds: the number of a list item or note, the heading of the contents."""
    return all(
        (piece.kind in ("list item", "note") and word == piece.words[0]) or piece.kind == "callout title"
        for word, piece in words
    )
