"""What the user may choose about the Word file, beside the look. Takes nothing; carries choices from `cli` to the writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MarkerKind = Literal["any", "word"]


@dataclass(frozen=True, slots=True)
class WordChoices:
    """`markers`: "any" marks facts by bookmarks, which every word processor keeps; "word" by content controls, which Word shows.

    `comments`: what a check found stands in the margin.
    """

    markers: MarkerKind = "any"
    comments: bool = False


USUAL = WordChoices()
"""Nothing chosen: a Word file of our own making."""
