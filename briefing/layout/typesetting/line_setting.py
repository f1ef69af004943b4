"""Set one line from words or boxes: join text of one style, align, justify.

The result is a `SetLine` with the position of every segment, from left to right.
"""

from __future__ import annotations

from typing import NamedTuple

from briefing.document.model import Note
from briefing.layout.typesetting.fragments import HYPHEN, Fragments
from briefing.layout.typesetting.line_tokens import Piece, Word
from briefing.layout.typesetting.pages import Segment
from briefing.layout.typesetting.text_style import TextStyle

MOST_EXTRA = 2.2
"""A space is never stretched by more than this many times its width; a line that cannot be filled stays ragged."""


class SetLine(NamedTuple):
    """A set line: segments with x from its left edge, width, points added to each space, and the notes cited."""

    segments: tuple[Segment, ...]
    width: float
    extra: float
    notes: tuple[Note, ...]


def natural_width(words: list[Word]) -> float:
    """Return the width of words on one line."""
    return sum([word.width + word.gap for word in words])


def set_whole(words: list[Word], natural: float, measure: float, align: str) -> SetLine:
    """Set words that fit on one line, as most table cells do."""
    slack = measure - natural
    x = slack if align == "right" else slack / 2 if align == "centre" else 0.0
    only = words[0]
    if len(words) == 1 == len(only.pieces) and HYPHEN not in only.pieces[0].text:
        # Fast path for a figure in a cell: most lines of a brief with tables.
        text, text_style, _ = only.pieces[0]
        return SetLine((Segment(text_style, text, x, natural),), natural, 0.0, only.notes)
    runs: list[Piece] = []
    _join_words(runs, words)
    notes: tuple[Note, ...] = ()
    for word in words:
        if word.notes:
            notes += word.notes
    if len(runs) == 1:
        return SetLine((Segment(runs[0].text_style, runs[0].text, x, natural),), natural, 0.0, notes)
    segments: list[Segment] = []
    for text, text_style, _ in runs:
        width = text_style.measure(text)
        segments.append(Segment(text_style, text, x, width))
        x += width
    return SetLine(tuple(segments), natural, 0.0, notes)


def set_part(fragments: Fragments, start: int, end: int, measure: float, align: str) -> SetLine:
    """Set one line from the boxes `start` up to but not including `end`."""
    last = end == fragments.count
    runs = _join(fragments, start, end)
    widths = [text_style.measure(text) for text, text_style, _ in runs]
    natural = sum(widths)
    slack = measure - natural
    spaces, extra = 0, 0.0
    if align == "justify" and (not last or slack < 0):
        spaces = sum([text.count(" ") for text, _, _ in runs])
        if spaces:
            extra = min(slack / spaces, MOST_EXTRA * runs[0].text_style.face.space * runs[0].text_style.size / 1000.0)
    x = slack if align == "right" else slack / 2 if align == "centre" else 0.0
    segments: list[Segment] = []
    for (text, text_style, whole), plain_width in zip(runs, widths, strict=True):
        width = plain_width + extra * text.count(" ") if extra else plain_width
        segments.append(Segment(text_style, text, x, width, whole))
        x += width
    word = fragments.owner(end - 1)
    after = None if last or fragments.firsts[word + 1] != end else fragments.words[word].space
    if after is not None:
        # The space at a line end is drawn though invisible, so that extracted text has separate words.
        tail = segments[-1]
        if tail.text_style is after and tail.whole is None:
            segments[-1] = tail._replace(text=tail.text + " ")
        else:
            segments.append(Segment(after, " ", x, 0.0))
    notes: tuple[Note, ...] = ()
    for index in range(fragments.owner(start), word + 1):
        if fragments.words[index].notes and fragments.firsts[index + 1] <= end:  # those of the words that end here
            notes += fragments.words[index].notes
    return SetLine(tuple(segments), natural + extra * spaces, extra, notes)


def end_in_space(line: SetLine) -> SetLine:
    """Add an invisible space at a forced line end, so that extracted text has separate words."""
    if not line.segments:
        return line
    *before, tail = line.segments
    if tail.whole is None:
        return line._replace(segments=(*before, tail._replace(text=tail.text + " ")))
    return line._replace(segments=(*line.segments, Segment(tail.text_style, " ", tail.x + tail.width, 0.0)))


def _join(fragments: Fragments, start: int, end: int) -> list[Piece]:
    """Return the pieces of a line, joined by style: part of a broken word, whole words, part of a broken word."""
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
    """Append whole words and the spaces between them, joined by style."""
    texts: list[str] = []
    text_style: TextStyle | None = None
    last = len(words) - 1
    for index, word in enumerate(words):
        for text, used, _ in word.pieces:
            if used is not text_style:
                if text_style is not None:
                    _add(runs, "".join(texts), text_style)
                text_style, texts = used, []
            texts.append(text)
        space = word.space
        if index < last and space is not None:
            if space is not text_style and text_style is not None:
                _add(runs, "".join(texts), text_style)
                text_style, texts = space, []
            texts.append(" ")
    if text_style is not None:
        _add(runs, "".join(texts), text_style)


def _add(runs: list[Piece], text: str, text_style: TextStyle) -> None:
    """Append text to the pieces of a line, to the last one if it is whole and has the same style."""
    if HYPHEN in text:
        text = text.replace(HYPHEN, "")
    if runs and runs[-1].text_style is text_style and runs[-1].whole is None:
        runs[-1] = Piece(runs[-1].text + text, text_style)
    elif text:
        runs.append(Piece(text, text_style))


def _part(fragments: Fragments, start: int, end: int) -> list[Piece]:
    """Return the boxes of one broken word that are on one line."""
    runs: list[Piece] = []
    for index in range(start, end):
        for text, text_style, whole in fragments.pieces[index]:
            shown = text.replace(HYPHEN, "")
            before = runs[-1] if runs else None
            if before is not None and before.text_style is text_style and before.whole is not None and whole == "":
                text_so_far = before.text + shown
                runs[-1] = Piece(text_so_far, text_style, None if text_so_far == before.whole else before.whole)
            elif shown:
                runs.append(Piece(shown, text_style, whole))
    return runs
