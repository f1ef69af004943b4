"""Verify a finished file against its embedded record, and name every figure that was altered.

Compared are words, cells, notes, alt texts and contents with the record, and the words and numbers of drawings with the figures
that they show. What a reader of the file cannot turn into words is named, and so is what no build writes (`Reading.unread`).
It cannot find a forgery that changes the record as well: the record is not a signature.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.build.time_limit import OutOfTime, time_limit
from briefing.document.sequence_alignment import align
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.problems.summary import plural
from briefing.readers.reading import ChartReading, Piece, Reading, UnreadPart, split_words
from briefing.review.embedded_record import RecordedBlock, ShownFact, blocks_of, shown_of
from briefing.review.open_finished import FINISHED_SECONDS, open_recorded
from briefing.review.why import contains_words

_DIGITS = re.compile(r"\d[\d.,]*")
_LABEL = re.compile(r"\(?(?:\d{1,5}|[a-z]{1,5}|[A-Z]{1,5})(?:\.\d{1,3}){0,5}[.):]?|[^\w]?")
"""Numbers of list items and notes, which the record does not have. Anything longer is text."""
_MOST_SHOWN = 40
MOST_WORDS = 200_000
"""Words of a record or of a file. A book of five hundred pages has as many."""
MOST_FIGURES = 50_000
MOST_FIGURE_LETTERS = 5_000_000
MOST_SEARCHED = 2_000_000_000
"""Letters that are searched for the figures of all blocks together, about a second's work."""


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
    """Result of a verification. `figures` is the number of figures that were checked; `unread` is what could not be.

    `undescribed` are the figures whose description (alt text) is gone, as after saving in another program. No page shows it.
    """

    figures: int
    altered: tuple[AlteredFigure, ...]
    reworded: tuple[RewordedText, ...]
    unread: tuple[UnreadPart, ...] = ()
    undescribed: tuple[RecordedBlock, ...] = ()

    @property
    def passed(self) -> bool:
        """True if the file says what its record says, and all of it was read."""
        return not (self.altered or self.reworded or self.unread)

    def __repr__(self) -> str:
        texts, parts = plural(len(self.reworded), "other text"), plural(len(self.unread), "part")
        figures = plural(self.figures, "figure")
        return f"<Verification: {figures} compared, {len(self.altered)} altered, {texts} changed, {parts} not read>"


def verify_file(file: Path) -> Verification:
    """Read and verify a file. Raises BriefingError for one without a record, and if that takes too long."""
    reading = open_recorded(file)
    try:
        with time_limit(FINISHED_SECONDS):
            return verify(reading, str(file))
    except OutOfTime:
        message = f"the comparison with the record took longer than {FINISHED_SECONDS} seconds and was stopped"
        raise BriefingError(Problem("out-of-time", message, Location(str(file)))) from None


def verify(reading: Reading, name: str = "") -> Verification:
    """Verify a file that has a record. Raises BriefingError if either is larger than any brief; `name` is used in it."""
    assert reading.record is not None
    recorded = blocks_of(reading.record)
    shown = list(shown_of(reading.record))
    blocks, undescribed = _without_lost_descriptions(recorded, reading)
    text = _Texts(blocks, _visible(reading.pieces))
    if _is_too_large(reading, text, shown):
        message = f"the file or its record is larger than any brief: at most {MOST_WORDS:,} words and {MOST_FIGURES:,} figures are compared"
        raise BriefingError(Problem("file-too-large", message, Location(name)))
    altered, reworded = text.compare(shown)
    drawings = _Drawings(reading, recorded, shown)
    altered += drawings.altered
    reworded += [*_in_contents(reading.pieces, recorded), *drawings.reworded]
    keys = {block.key for block in blocks}
    figures = sum(figure.block in keys for figure in shown)
    unread = (*reading.unread, *drawings.unread)
    return Verification(figures, tuple(altered), tuple(reworded), unread, undescribed)


def _is_too_large(reading: Reading, text: _Texts, shown: Sequence[ShownFact]) -> bool:
    """Return True if a comparison would take longer than that of any brief: the record may be forged to that end."""
    words = max(len(text.words), len(text.visible), sum(len(chart.words) for chart in reading.charts) // 6)
    sizes = {block.key: len(block.text) + len(block.alt) + sum(map(len, block.notes)) for block in text.blocks}
    asked = {(figure.block, figure.text) for figure in shown}
    return (
        words > MOST_WORDS
        or len(shown) > MOST_FIGURES
        or sum(len(figure.text) for figure in shown) > MOST_FIGURE_LETTERS
        or sum(sizes.get(key, 0) for key, _ in asked) > MOST_SEARCHED
    )


def _visible(pieces: Sequence[Piece]) -> list[tuple[str, Piece]]:
    """Return the words that the record should have, without marks of notes, numbers of items and contents."""
    visible: list[tuple[str, Piece]] = []
    for piece in pieces:
        if piece.kind != "contents":
            left_out = {*piece.marks, 0} if _is_label(piece) else set(piece.marks)
            visible += [(word, piece) for at, word in enumerate(piece.words) if at not in left_out]
    return visible


def _is_label(piece: Piece) -> bool:
    """Return True if the first word of a piece is the number of a list item or note."""
    labelled = piece.kind in {"list item", "note"} and bool(piece.words)
    return labelled and piece.words[0] == "".join(split_words(piece.label)) and bool(_LABEL.fullmatch(piece.words[0]))


def _in_contents(pieces: Sequence[Piece], blocks: Sequence[RecordedBlock]) -> Iterator[RewordedText]:
    """Yield entries of contents that are neither a heading nor a caption."""
    known: set[tuple[str, ...]] = set()
    for block in blocks:
        title = split_words(block.text.split("\n")[0])
        known |= {title, split_words(f"{block.label} ") + title, split_words(f"{block.label}.") + title}
        known.add(split_words(f"{block.label}:") + title)
    for piece in pieces:
        if piece.kind == "contents" and piece.words not in known:
            yield RewordedText("", " ".join(piece.words[:_MOST_SHOWN]), piece)


def _without_lost_descriptions(
    blocks: Sequence[RecordedBlock], reading: Reading
) -> tuple[list[RecordedBlock], tuple[RecordedBlock, ...]]:
    """Return the blocks without descriptions that the file has lost, and the blocks that had them."""
    figures = [block for block in blocks if block.kind == "figure"]
    described = [piece for piece in reading.pieces if piece.kind == "alt text"]
    if reading.format != "docx" or len(figures) != len(described):
        return list(blocks), ()
    lost = {block.key for block, piece in zip(figures, described, strict=True) if block.alt and not piece.words}
    kept = [replace(block, alt="") if block.key in lost else block for block in blocks]
    return kept, tuple(block for block in blocks if block.key in lost)


# ------------------------------------------------------------------ words


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the record, with the index of its block."""

    text: str
    block: int


class _Texts:
    """The words of some blocks, and those that a file shows in their place."""

    def __init__(self, blocks: Sequence[RecordedBlock], visible: Sequence[tuple[str, Piece]]) -> None:
        self.blocks, self.visible = blocks, visible
        self.words = [
            _Word(word, place)
            for place, block in enumerate(blocks)
            for line in block.lines()
            for word in split_words(line)
        ]

    def compare(self, shown: Sequence[ShownFact]) -> tuple[list[AlteredFigure], list[RewordedText]]:
        """Return the figures that are no longer as recorded, and the other words that differ."""
        pairs = dict(align([w.text for w in self.words], [word for word, _ in self.visible]))
        before, after = self._neighbours(pairs)
        altered: list[AlteredFigure] = []
        touched: set[int] = set()
        for figure, span, place in _spans(shown, self.blocks, self.words):
            at = [pairs.get(each) for each in span]
            if None in at or at != list(range(at[0] or 0, (at[0] or 0) + len(at))):
                touched.update(span)
                known = [each for each in at if each is not None]
                now, piece = self._now((before[span.start], after[span.stop]), known)
                now = self._without_punctuation(now, span, figure.text)
                if not contains_words(now, figure.text):
                    altered.append(AlteredFigure(figure, self.blocks[place], now, piece))
        return altered, list(self._reworded(pairs, touched))

    def _neighbours(self, pairs: dict[int, int]) -> tuple[list[int], list[int]]:
        """Return for each word the visible place of the last paired word before it, and of the first from it on."""
        before, after = [-1], [len(self.visible)]
        for at in range(len(self.words)):
            before.append(pairs.get(at, before[-1]))
        for at in range(len(self.words) - 1, -1, -1):
            after.append(pairs.get(at, after[-1]))
        return before, after[::-1]

    def _now(self, around: tuple[int, int], known: Sequence[int]) -> tuple[str, Piece | None]:
        """Return the text between the neighbours that did not change."""
        low, high = around[0] + 1, max(around[1], around[0] + 1)
        if known:
            low, high = min(low, *known), max(high, max(known) + 1)
        words = self.visible[low:high][:_MOST_SHOWN]
        last = self.visible[around[0]][1] if 0 <= around[0] < len(self.visible) else None
        return " ".join(word for word, _ in words), words[0][1] if words else last

    def _without_punctuation(self, now: str, span: range, text: str) -> str:
        """Return the text in place of a figure without what was glued to the figure: the comma of "in 2021,"."""
        wanted = split_words(text)
        first, last = self.words[span.start].text, self.words[span.stop - 1].text
        return now.removeprefix(first.partition(wanted[0])[0]).removesuffix(last.rpartition(wanted[-1])[2])

    def _reworded(self, pairs: dict[int, int], touched: set[int]) -> Iterator[RewordedText]:
        """Yield the differing words that contain no altered figure."""
        at, to = 0, 0
        for place, goal in [*sorted(pairs.items()), (len(self.words), len(self.visible))]:
            new = self.visible[to:goal]
            if (at < place or new) and not touched.intersection(range(at, place)):
                piece = new[0][1] if new else self.visible[to - 1][1] if 0 < to <= len(self.visible) else None
                lost = " ".join(w.text for w in self.words[at:place][:_MOST_SHOWN])
                now = " ".join(word for word, _ in new[:_MOST_SHOWN])
                # A Word template decides whether and how headings are numbered.
                heading = self.blocks[self.words[at].block] if at < place else None
                numbered = heading is not None and heading.kind == "heading" and lost == heading.label
                if not (numbered and _LABEL.fullmatch(now)):
                    yield RewordedText(lost, now, piece)
            at, to = place + 1, goal + 1


def _spans(
    shown: Sequence[ShownFact], blocks: Sequence[RecordedBlock], words: Sequence[_Word]
) -> Iterator[tuple[ShownFact, range, int]]:
    """Yield each figure with the range of its words; equal figures in one block are taken in order."""
    keys = {block.key: place for place, block in enumerate(blocks)}
    starts: dict[int, int] = {}
    texts: dict[int, list[str]] = {}
    for at, word in enumerate(words):
        starts.setdefault(word.block, at)
        texts.setdefault(word.block, []).append(word.text)
    places = {place: _Places(own) for place, own in texts.items()}
    taken: dict[tuple[int, str], int] = {}
    for figure in shown:
        place = keys.get(figure.block, -1)
        found = places[place].of(figure.text) if place in places else []
        if found:
            turn = taken.get((place, figure.text), 0)
            taken[place, figure.text] = turn + 1
            span = found[min(turn, len(found) - 1)]
            yield figure, range(starts[place] + span.start, starts[place] + span.stop), place


class _Places:
    """The places of figures in the words of one block."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._text = " ".join(words)
        self._starts = [0]
        for word in words:
            self._starts.append(self._starts[-1] + len(word) + 1)
        self._known: dict[str, list[range]] = {}

    def of(self, text: str) -> list[range]:
        """Return the range of words of each occurrence; punctuation may come before the first and after the last word."""
        if text not in self._known:
            self._known[text] = list(dict.fromkeys(self._occurrences(split_words(text))))
        return self._known[text]

    def _occurrences(self, wanted: Sequence[str]) -> Iterator[range]:
        sought = " ".join(wanted)
        at = self._text.find(sought) if sought else -1
        while at >= 0:
            first = bisect_right(self._starts, at) - 1
            found = range(first, first + len(wanted))
            if contains_words(" ".join(self._words[found.start : found.stop]), sought):
                yield found
            at = self._text.find(sought, max(at + 1, self._starts[first + 1]))


# ------------------------------------------------------------------ drawings


class _Drawings:
    """The drawings of a file, compared with the figures of its record."""

    def __init__(self, reading: Reading, blocks: Sequence[RecordedBlock], shown: Sequence[ShownFact]) -> None:
        self.altered: list[AlteredFigure] = []
        self.reworded: list[RewordedText] = []
        self.unread: list[UnreadPart] = []
        figures = [block for block in blocks if block.kind == "figure"]
        self._in_word = reading.format == "docx"
        if not self._in_word:
            self.altered += _in_pictures(figures, reading.charts)
        by_block: dict[str, list[ShownFact]] = {}
        for each in shown:
            by_block.setdefault(each.block, []).append(each)
        drawn = dict(_numbered(reading.charts))
        for number, block in enumerate(figures):
            drawing = drawn.pop(number, None)
            if drawing is None:
                self.unread.append(UnreadPart(block.label or "a figure", "its drawing is gone"))
            else:
                self._compare(block, drawing, by_block.get(block.key, []))
        for drawing in drawn.values():
            words = f': "{drawing.words[:80]}"' if drawing.words else ""
            place = f"paragraph {drawing.paragraph}" if self._in_word else f"p. {drawing.page}"
            self.unread.append(UnreadPart(place, f"a drawing that the build did not make{words}"))

    def _compare(self, block: RecordedBlock, drawing: ChartReading, shown: Sequence[ShownFact]) -> None:
        words = split_words(drawing.words)
        piece = Piece("alt text", words, page=drawing.page, paragraph=drawing.paragraph, under=block.under)
        numbers = list(_altered_numbers(block, drawing)) if block.marks and self._in_word else []
        self.altered += numbers
        named = {(each.shown.fact, each.shown.claim, each.shown.point) for each in numbers}
        if drawing.built is None:
            self._compare_without_list(
                block, drawing, [s for s in shown if (s.fact, s.claim, s.point) not in named], piece
            )
            return
        inside = RecordedBlock(block.key, "drawing", drawing.built, under=block.under)
        altered, reworded = _Texts([inside], [(word, piece) for word in piece.words]).compare(shown)
        self.altered += [a for a in altered if (a.shown.fact, a.shown.claim, a.shown.point) not in named]
        # A number that has changed is drawn otherwise, too.
        known = " ".join(each.now for each in numbers)
        self.reworded += [each for each in reworded if not (named and each.has_figures and _all_in(each.now, known))]

    def _compare_without_list(
        self, block: RecordedBlock, drawing: ChartReading, shown: Sequence[ShownFact], piece: Piece
    ) -> None:
        """Compare with the description, because files of older versions do not list what they draw."""
        if not drawing.words or drawing.native or (block.marks and not self._in_word):
            return
        for figure in shown:
            if contains_words(block.alt, figure.text) and not contains_words(drawing.words, figure.text):
                self.altered.append(AlteredFigure(figure, block, "something else in the drawing", piece))
        new = set(_DIGITS.findall(drawing.words)) - set(_DIGITS.findall(f"{block.alt} {block.text}"))
        if new:
            self.reworded.append(RewordedText("", " ".join(sorted(new)), piece))


def _numbered(drawings: Sequence[ChartReading]) -> Iterator[tuple[int, ChartReading]]:
    """Yield the drawings with the number of the figure that each is, from 0; those that are none have numbers of their own."""
    for place, drawing in enumerate(drawings):
        if drawing.built is None:
            yield place, drawing
        else:
            yield drawing.figure if drawing.figure >= 0 else -1 - place, drawing


def _all_in(words: str, known: str) -> bool:
    return set(_DIGITS.findall(words)) <= set(_DIGITS.findall(known))


def _in_pictures(figures: Sequence[RecordedBlock], pictures: Sequence[ChartReading]) -> Iterator[AlteredFigure]:
    """Yield figures that are no longer drawn in a PDF's pictures, which are those of the record in order.

    Only files of older versions need this: the others list all words that they draw.
    """
    for block, picture in zip(figures, pictures, strict=False):
        for mark in block.marks if picture.built is None else ():
            if not contains_words(picture.words, mark.shown.text):
                yield AlteredFigure(mark.shown, block, "something else in the picture", None)


def _altered_numbers(block: RecordedBlock, chart: ChartReading) -> Iterator[AlteredFigure]:
    """Yield figures that are no longer in a Word chart or in its workbook."""
    known = {number for mark in block.marks for number in mark.numbers}
    for mark in block.marks:
        # Word draws a range as its lower end and its length; the chart's workbook has both ends.
        places = (chart.drawn, chart.book) if len(mark.numbers) == 1 else (chart.book,)
        if any(number not in numbers for numbers in places for number in mark.numbers):
            others = sorted({n for numbers in places for n in numbers} - known)
            now = ", ".join(f"{number:g}" for number in others[:5])
            yield AlteredFigure(mark.shown, block, f"in the chart: {now or 'nothing'}", None)
