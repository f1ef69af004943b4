"""From words to set lines: broken, aligned, justified.

Takes stretches of words, a style and a measure, gives `SetLine`s from left to right with every segment's place. Knows no
blocks and no pages.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from briefing.model import Note
from briefing.theme import Style
from briefing.typeset.breaking import fit, greedy
from briefing.typeset.fragments import HYPHEN, Fragments, fragment
from briefing.typeset.ink import Ink
from briefing.typeset.pages import Segment
from briefing.typeset.words import Piece, Word

TOLERANCES = ((False, 1.4), (True, 1.8), (True, 9.0))
"""Passes of the total fit: hyphens or not, and how far a space may stretch in units of its own stretch."""
MOST_EXTRA = 2.2
"""A space is never widened by more than this many times its width: a line that cannot be filled is left ragged."""

BALANCE_STEPS = 24
"""How many measures are tried for a title, down to half of the full one."""


class SetLine(NamedTuple):
    """Segments with x from the line's left edge, the ink width, points added to each space, and the notes cited."""

    segments: tuple[Segment, ...]
    width: float
    extra: float
    notes: tuple[Note, ...]


def set_lines(
    stretches: list[list[Word]], style: Style, measure: float, language: str, align: str = ""
) -> list[SetLine]:
    """The lines of a paragraph. `align` replaces the style's. Every stretch gives at least one line."""
    align = align or style.align
    lines: list[SetLine] = []
    for words in stretches:
        if not words:
            lines.append(SetLine((), 0.0, 0.0, ()))
            continue
        natural = _natural(words)
        if natural <= measure:
            lines.append(_set_whole(words, natural, measure, align))
            continue
        fragments, ends = _break(words, style, measure, language, align)
        start = 0
        for end in ends:
            lines.append(_set(fragments, start, end, measure, align))
            start = end
    return lines


def balance(stretches: list[list[Word]], style: Style, measure: float, language: str) -> list[SetLine]:
    """The lines of a title: as few as the measure allows, as even as that many can be, names not parted where that can be had."""
    best = set_lines(stretches, style, measure, language)
    if len(best) < 2 or style.align == "justify":
        return best
    price = _unevenness(best, style)
    for step in range(1, BALANCE_STEPS):
        narrow = measure * (1 - step / (2 * BALANCE_STEPS))
        lines = set_lines(stretches, style, narrow, language)
        if len(lines) != len(best):
            break
        new_price = _unevenness(lines, style)
        if new_price < price and max(line.width for line in lines) <= narrow:
            best, price = lines, new_price
    return best


def _unevenness(lines: list[SetLine], style: Style) -> float:
    """How uneven lines are, in points; a line's end between two words in capitals counts as four times the type size."""
    texts = ["".join(segment.text for segment in line.segments).split() for line in lines]
    parted = sum(1 for one, two in pairwise(texts) if one and two and one[-1][0].isupper() and two[0][0].isupper())
    widths = [line.width for line in lines]
    return max(widths) - min(widths) + 4 * style.size * parted


def _break(words: list[Word], style: Style, measure: float, language: str, align: str) -> tuple[Fragments, list[int]]:
    if align != "justify":
        fragments = fragment(words, measure, hyphens=style.hyphenate, language=language)
        return fragments, greedy(fragments.boxes, measure)
    fragments = Fragments(words)
    for hyphens, tolerance in TOLERANCES:
        fragments = fragment(words, measure, hyphens=hyphens and style.hyphenate, language=language)
        ends = fit(fragments.boxes, measure, tolerance)
        if ends is not None:
            return fragments, ends
    return fragments, greedy(fragments.boxes, measure, raggedness=0.05)


def _natural(words: list[Word]) -> float:
    """The width of words on one line."""
    width = 0.0
    for word in words:
        width += word.width
        space = word.space
        if space is not None:
            width += space.face.space * space.size / 1000.0
    return width


def _set_whole(words: list[Word], natural: float, measure: float, align: str) -> SetLine:
    """A stretch that fits on one line, as most cells of a table do."""
    runs: list[Piece] = []
    _join_words(runs, words)
    slack = measure - natural
    x = slack if align == "right" else slack / 2 if align == "centre" else 0.0
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


def _set(fragments: Fragments, start: int, end: int, measure: float, align: str) -> SetLine:
    """One line out of the boxes from `start` to before `end`."""
    last = end == len(fragments.pieces)
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
    word = fragments.owners[end - 1]
    after = None if last or fragments.firsts[word + 1] != end else fragments.words[word].space
    if after is not None:
        # A space at the end of the line is drawn though nobody sees it: whoever reads the text gets words, not one word.
        tail = segments[-1]
        if tail.ink is after and tail.whole is None:
            segments[-1] = tail._replace(text=tail.text + " ")
        else:
            segments.append(Segment(after, " ", x, 0.0))
    return SetLine(tuple(segments), natural + extra * spaces, extra, _notes(fragments, start, end))


def _join(fragments: Fragments, start: int, end: int) -> list[Piece]:
    """Boxes of a line joined by ink: perhaps the end of a broken word, whole words, perhaps the start of a broken word."""
    words, firsts = fragments.words, fragments.firsts
    runs: list[Piece] = []
    word = fragments.owners[start]
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
    if end < len(fragments.pieces) and fragments.boxes.hyphens[end - 1] > 0:
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
    for word in range(fragments.owners[start], fragments.owners[end - 1] + 1):
        if fragments.words[word].notes and firsts[word + 1] <= end:
            notes += fragments.words[word].notes
    return notes


def widest_word(stretches: list[list[Word]]) -> float:
    """The width below which a paragraph cannot be set without breaking a word. Addresses and long words may be broken."""
    return max((word.width for words in stretches for word in words), default=0.0)


def natural_width(stretches: list[list[Word]]) -> float:
    """The width of the longest stretch on one line."""
    return max((_natural(words) for words in stretches), default=0.0)
