"""Growth and change in words: "fell by 29.5%", "rose by about 4%", "did not change".

The words carry the direction, so the number has no sign.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.facts.quantity import Quantity
from briefing.language import Language

_OF_FALLS = {
    "less than": "more than",
    "fewer than": "more than",
    "up to": "at least",
    "nearly": "about",
    "about": "about",
    "": "",
}
"""Bounds of a negative number, and the bound of the fall: less than −5% is a fall of more than 5%, and nearly −5% is a
little below it, a fall of slightly more than 5%.
"""
_OF_RISES = ("", "about", "nearly", "more than", "at least")


def movement_words(value: Quantity, language: Language) -> str:
    """Return how far a number rose or fell; "" if the value leaves open which of the two it did."""
    low, high = value.low, value.low if value.high is None else value.high
    if low == high == 0:
        if value.bound in ("", "about"):
            return language.word("hardly_changed" if value.bound else "did_not_change")
        return ""
    if low >= 0 and value.bound in _OF_RISES:
        return language.phrase("rose_by", value=value.words(language))
    if high > 0 or value.bound not in _OF_FALLS:
        return ""
    ends = (value.high_text, value.low_text) if value.high is not None else (value.low_text, "")
    low_text, high_text = (end.lstrip("-−") for end in ends)
    fall = replace(
        value,
        bound=_OF_FALLS[value.bound],
        low=abs(high),
        high=abs(low) if value.high is not None else None,
        low_text=low_text,
        high_text=high_text,
    )
    return language.phrase("fell_by", value=fall.words(language))
