"""From words to set lines: broken, aligned, justified.

Takes stretches of words, a style and a measure, gives `SetLine`s from left to right with every segment's place. Knows no
blocks and no pages.
"""

from __future__ import annotations

from typing import NamedTuple

from briefing.model import Note
from briefing.theme import Style
from briefing.typeset.breaking import fit, greedy
from briefing.typeset.fragments import HYPHEN, Fragments, Part, fragment
from briefing.typeset.ink import Ink
from briefing.typeset.pages import Segment
from briefing.typeset.words import Word

TOLERANCES = ((False, 1.2), (True, 1.6), (True, 9.0))
"""Passes of the total fit: hyphens or not, and how far a space may stretch in units of its own stretch."""
MOST_EXTRA = 2.2
"""A space is never widened by more than this many times its width: a line that cannot be filled is left ragged."""


class SetLine(NamedTuple):
    """Segments with x from the line's left edge, the ink width, points added to each space, and the notes cited."""

    segments: tuple[Segment, ...]
    width: float
    extra: float
    notes: tuple[Note, ...]


def set_lines(stretches: list[list[Word]], style: Style, measure: float, language: str, align: str = "") -> list[SetLine]:
    """The lines of a paragraph. `align` replaces the style's. Every stretch gives at least one line."""
    align = align or style.align
    lines: list[SetLine] = []
    for words in stretches:
        if not words:
            lines.append(SetLine((), 0.0, 0.0, ()))
            continue
        fragments, ends = _break(words, style, measure, language, align)
        start = 0
        for end in ends:
            lines.append(_set(fragments, start, end, measure, align))
            start = end
    return lines


def _break(words: list[Word], style: Style, measure: float, language: str, align: str) -> tuple[Fragments, list[int]]:
    natural = sum([word.width + (word.space.face.space * word.space.size / 1000.0 if word.space else 0.0) for word in words])
    if natural <= measure:
        fragments = fragment(words, measure, hyphens=False, language=language)
        return fragments, [len(fragments.parts)]
    if align != "justify":
        fragments = fragment(words, measure, hyphens=style.hyphenate, language=language)
        return fragments, greedy(fragments.boxes, measure)
    fragments = Fragments()
    for hyphens, tolerance in TOLERANCES:
        hyphens = hyphens and style.hyphenate
        fragments = fragment(words, measure, hyphens=hyphens, language=language)
        ends = fit(fragments.boxes, measure, tolerance)
        if ends is not None:
            return fragments, ends
    return fragments, greedy(fragments.boxes, measure, raggedness=0.05)


def _set(fragments: Fragments, start: int, end: int, measure: float, align: str) -> SetLine:
    """One line out of the boxes from `start` to before `end`."""
    last = end == len(fragments.parts)
    runs = _join(fragments, start, end)
    natural = sum([ink.measure(text) for text, ink, _ in runs])
    spaces = sum([text.count(" ") for text, _, _ in runs])
    notes: tuple[Note, ...] = ()
    for each in fragments.notes[start:end]:
        notes += each
    slack = measure - natural
    extra = 0.0
    if align == "justify" and spaces and (not last or slack < 0):
        extra = min(slack / spaces, MOST_EXTRA * runs[0].ink.face.space * runs[0].ink.size / 1000.0)
    x = slack if align == "right" else slack / 2 if align == "centre" else 0.0
    segments: list[Segment] = []
    for text, ink, whole in runs:
        width = ink.measure(text) + extra * text.count(" ")
        segments.append(Segment(ink, text, x, width, whole))
        x += width
    after = None if last else fragments.spaces[end - 1]
    if after is not None:
        # A space at the end of the line is drawn though nobody sees it: whoever reads the text gets words, not one word.
        tail = segments[-1]
        if tail.ink is after and tail.whole is None:
            segments[-1] = tail._replace(text=tail.text + " ")
        else:
            segments.append(Segment(after, " ", x, 0.0))
    return SetLine(tuple(segments), natural + extra * spaces, extra, notes)


def _join(fragments: Fragments, start: int, end: int) -> list[Part]:
    """Parts of boxes joined by ink, with spaces between words and the hyphen of a broken word."""
    runs: list[Part] = []

    def add(text: str, ink: Ink, whole: str | None = None) -> None:
        before = runs[-1] if runs else None
        goes_on = whole == "" and before is not None and before.whole is not None
        if before is not None and (goes_on or (before.ink is ink and before.whole is None and whole is None)):
            runs[-1] = before._replace(text=before.text + text)
        elif text:
            runs.append(Part(text, ink, whole))

    for index in range(start, end):
        for part in fragments.parts[index]:
            add(part.text.replace(HYPHEN, ""), part.ink, part.whole)
        space = fragments.spaces[index]
        if space is not None and index < end - 1:
            add(" ", space)
    if end < len(fragments.parts) and fragments.boxes.hyphens[end - 1] > 0:
        runs[-1] = runs[-1]._replace(text=runs[-1].text + HYPHEN)
    if all(run.whole is None for run in runs):
        return runs
    return _heal(runs)


def _heal(runs: list[Part]) -> list[Part]:
    """Words that could have been broken but stand whole on the line become part of the text around them."""
    healed: list[Part] = []
    for run in runs:
        whole = None if run.whole == run.text else run.whole
        if healed and whole is None and healed[-1].whole is None and healed[-1].ink is run.ink:
            healed[-1] = healed[-1]._replace(text=healed[-1].text + run.text)
        else:
            healed.append(run._replace(whole=whole))
    return healed


def widest_word(stretches: list[list[Word]]) -> float:
    """The width below which a paragraph cannot be set without breaking a word. Addresses and long words may be broken."""
    return max((word.width for words in stretches for word in words), default=0.0)


def natural_width(stretches: list[list[Word]]) -> float:
    """The width of the longest stretch on one line."""
    widest = 0.0
    for words in stretches:
        width = sum(word.width + (word.space.face.space * word.space.size / 1000.0 if word.space else 0.0) for word in words)
        widest = max(widest, width)
    return widest

