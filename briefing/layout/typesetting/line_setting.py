"""From words to one set line: joined by ink, aligned, justified.

Takes whole words, or the boxes between two breaks, gives a `SetLine` with every segment's place from left to right.
"""

from __future__ import annotations

from typing import NamedTuple

from briefing.document.model import Note
from briefing.layout.typesetting.fragments import HYPHEN, Fragments
from briefing.layout.typesetting.line_tokens import Piece, Word
from briefing.layout.typesetting.pages import Segment
from briefing.layout.typesetting.text_style import Ink

MOST_EXTRA = 2.2
"""A space is never widened by more than this many times its width: a line that cannot be filled is left ragged."""


class SetLine(NamedTuple):
    """Segments with x from the line's left edge, the ink width, points added to each space, and the notes cited."""

    segments: tuple[Segment, ...]
    width: float
    extra: float
    notes: tuple[Note, ...]


def natural_width(words: list[Word]) -> float:
    """The width of words on one line."""
    return sum([word.width + word.gap for word in words])


def set_whole(words: list[Word], natural: float, measure: float, align: str) -> SetLine:
    """A stretch that fits on one line, as most cells of a table do."""
    slack = measure - natural
    x = slack if align == "right" else slack / 2 if align == "centre" else 0.0
    only = words[0]
    if len(words) == 1 == len(only.pieces) and HYPHEN not in only.pieces[0].text:
        # A figure in a cell: most of the lines of a brief with tables.
        text, ink, _ = only.pieces[0]
        return SetLine((Segment(ink, text, x, natural),), natural, 0.0, only.notes)
    runs: list[Piece] = []
    _join_words(runs, words)
    notes: tuple[Note, ...] = ()
    for word in words:
        if word.notes:
            notes += word.notes
    if len(runs) == 1:
        return SetLine((Segment(runs[0].ink, runs[0].text, x, natural),), natural, 0.0, notes)
    segments: list[Segment] = []
    for text, ink, _ in runs:
        width = ink.measure(text)
        segments.append(Segment(ink, text, x, width))
        x += width
    return SetLine(tuple(segments), natural, 0.0, notes)


def set_part(fragments: Fragments, start: int, end: int, measure: float, align: str) -> SetLine:
    """One line out of the boxes from `start` to before `end`."""
    last = end == fragments.count
    runs = _join(fragments, start, end)
    widths = [ink.measure(text) for text, ink, _ in runs]
    natural = sum(widths)
    slack = measure - natural
    spaces, extra = 0, 0.0
    if align == "justify" and (not last or slack < 0):
        spaces = sum([text.count(" ") for text, _, _ in runs])
        if spaces:
            extra = min(slack / spaces, MOST_EXTRA * runs[0].ink.face.space * runs[0].ink.size / 1000.0)
    x = slack if align == "right" else slack / 2 if align == "centre" else 0.0
    segments: list[Segment] = []
    for (text, ink, whole), plain_width in zip(runs, widths, strict=True):
        width = plain_width + extra * text.count(" ") if extra else plain_width
        segments.append(Segment(ink, text, x, width, whole))
        x += width
    word = fragments.owner(end - 1)
    after = None if last or fragments.firsts[word + 1] != end else fragments.words[word].space
    if after is not None:
        # A space at the end of the line is drawn though nobody sees it: whoever reads the text gets words, not one word.
        tail = segments[-1]
        if tail.ink is after and tail.whole is None:
            segments[-1] = tail._replace(text=tail.text + " ")
        else:
            segments.append(Segment(after, " ", x, 0.0))
    return SetLine(tuple(segments), natural + extra * spaces, extra, _notes(fragments, start, end))


def end_in_space(line: SetLine) -> SetLine:
    """A line that is broken on purpose, with a space at its end that nobody sees: whoever reads the text gets words."""
    if not line.segments:
        return line
    *before, tail = line.segments
    if tail.whole is None:
        return line._replace(segments=(*before, tail._replace(text=tail.text + " ")))
    return line._replace(segments=(*line.segments, Segment(tail.ink, " ", tail.x + tail.width, 0.0)))


def _join(fragments: Fragments, start: int, end: int) -> list[Piece]:
    """Boxes of a line joined by ink: perhaps the end of a broken word, whole words, perhaps the start of a broken word."""
    words, firsts = fragments.words, fragments.firsts
    runs: list[Piece] = []
    word = fragments.owner(start)
    if firsts[word] < start:
        stop = min(firsts[word + 1], end)
        runs += _part(fragments, start, stop)
        space = words[word].space
        if firsts[word + 1] < end and space is not None:
            runs.append(Piece(" ", space))
        word += 1
    first = word
    while word < len(words) and firsts[word + 1] <= end:
        word += 1
    _join_words(runs, words[first:word])
    space = words[word - 1].space if word > first else None
    if space is not None and firsts[word] < end:
        _add(runs, " ", space)
    if word < len(words) and start <= firsts[word] < end:
        runs += _part(fragments, firsts[word], end)
    if end < fragments.count and fragments.boxes.hyphens[end - 1] > 0:
        runs[-1] = runs[-1]._replace(text=runs[-1].text + HYPHEN)
    return runs


def _join_words(runs: list[Piece], words: list[Word]) -> None:
    """Add whole words with the spaces between them, joined by ink."""
    texts: list[str] = []
    ink: Ink | None = None
    last = len(words) - 1
    for index, word in enumerate(words):
        for text, used, _ in word.pieces:
            if used is not ink:
                if ink is not None:
                    _add(runs, "".join(texts), ink)
                ink, texts = used, []
            texts.append(text)
        space = word.space
        if index < last and space is not None:
            if space is not ink and ink is not None:
                _add(runs, "".join(texts), ink)
                ink, texts = space, []
            texts.append(" ")
    if ink is not None:
        _add(runs, "".join(texts), ink)


def _add(runs: list[Piece], text: str, ink: Ink) -> None:
    """Add text to the runs of a line, to the last one if that is whole and of the same ink."""
    if HYPHEN in text:
        text = text.replace(HYPHEN, "")
    if runs and runs[-1].ink is ink and runs[-1].whole is None:
        runs[-1] = Piece(runs[-1].text + text, ink)
    elif text:
        runs.append(Piece(text, ink))


def _part(fragments: Fragments, start: int, end: int) -> list[Piece]:
    """The boxes of one broken word that stand on one line."""
    runs: list[Piece] = []
    for index in range(start, end):
        for text, ink, whole in fragments.pieces[index]:
            shown = text.replace(HYPHEN, "")
            before = runs[-1] if runs else None
            if before is not None and before.ink is ink and before.whole is not None and whole == "":
                text_so_far = before.text + shown
                runs[-1] = Piece(text_so_far, ink, None if text_so_far == before.whole else before.whole)
            elif shown:
                runs.append(Piece(shown, ink, whole))
    return runs


def _notes(fragments: Fragments, start: int, end: int) -> tuple[Note, ...]:
    """The notes of the words that end on a line."""
    notes: tuple[Note, ...] = ()
    firsts = fragments.firsts
    for index in range(fragments.owner(start), fragments.owner(end - 1) + 1):
        word = fragments.words[index]
        if word.notes and firsts[index + 1] <= end:
            notes += word.notes
    return notes
