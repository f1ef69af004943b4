"""Break paragraphs into set lines, aligned and justified."""

from __future__ import annotations

from itertools import pairwise

from briefing.layout.theme import Style
from briefing.layout.typesetting.fragments import Fragments, fragment
from briefing.layout.typesetting.line_breaking import fit, greedy
from briefing.layout.typesetting.line_setting import SetLine, end_in_space, natural_width, set_part, set_whole
from briefing.layout.typesetting.line_tokens import Word

TOLERANCES = ((False, 1.4), (True, 1.8), (True, 9.0))
"""Passes of the total fit: hyphenation or not, and how far a space may stretch, in units of its own stretch."""
BALANCE_STEPS = 24
"""Number of measures tried to balance a title, down to half of the full one."""
SENSE = 10
"""Bonus for a line end at a natural pause, and penalty for one inside a name, in units of the type size."""


def set_lines(
    stretches: list[list[Word]], style: Style, measure: float, language: str, align: str = ""
) -> list[SetLine]:
    """Return the lines of a paragraph. `align` overrides the style's. Every stretch gives at least one line."""
    align = align or style.align
    lines: list[SetLine] = []
    for number, words in enumerate(stretches):
        if number and lines[-1].segments:
            lines[-1] = end_in_space(lines[-1])
        if not words:
            lines.append(SetLine((), 0.0, 0.0, ()))
            continue
        natural = natural_width(words)
        if natural <= measure:
            lines.append(set_whole(words, natural, measure, align))
            continue
        fragments, ends = _break(words, style, measure, language, align)
        start = 0
        for end in ends:
            lines.append(set_part(fragments, start, end, measure, align))
            start = end
    return lines


def balance(stretches: list[list[Word]], style: Style, measure: float, language: str) -> list[SetLine]:
    """Return the lines of a title: as few as the measure allows, as even as possible, with no name broken if avoidable."""
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
    """Return how uneven lines are, in points: less if a line ends with a comma or colon, more if within a name."""
    texts = ["".join(segment.text for segment in line.segments).split() for line in lines]
    widths = [line.width for line in lines]
    price = max(widths) - min(widths)
    for one, two in pairwise(texts):
        if one and two and one[-1].endswith((",", ":", ";", "–", "—")):
            price -= SENSE * style.size
        elif one and two and one[-1][0].isupper() and two[0][0].isupper():
            price += SENSE * style.size
    return price


def _break(words: list[Word], style: Style, measure: float, language: str, align: str) -> tuple[Fragments, list[int]]:
    """Return the boxes of words that do not fit on one line, and where each line ends."""
    if align != "justify":
        fragments = fragment(words, measure, hyphens=style.hyphenate, language=language)
        return fragments, greedy(fragments.boxes, measure)
    hyphenated = False
    fragments = fragment(words, measure, hyphens=False, language=language)
    for hyphens, tolerance in TOLERANCES:
        if hyphens and style.hyphenate and not hyphenated:
            hyphenated = True
            fragments = fragment(words, measure, hyphens=True, language=language)
        ends = fit(fragments.boxes, measure, tolerance)
        if ends is not None:
            return fragments, ends
    return fragments, greedy(fragments.boxes, measure, raggedness=0.05)


def extents(stretches: list[list[Word]]) -> tuple[float, float]:
    """Return the smallest width of a paragraph without breaking a word or tied words, and its width on one line."""
    widest = longest = 0.0
    for words in stretches:
        if len(words) == 1:
            only = words[0]
            widest, longest = max(widest, only.width), max(longest, only.width + only.gap)
            continue
        widths = [word.width for word in words]
        if widths:
            widest = max(widest, *widths)
            together = 0.0
            for word in words:
                together += word.width
                widest = max(widest, together)
                together = together + word.gap if word.tied else 0.0
            longest = max(longest, natural_width(words))
    return widest, longest
