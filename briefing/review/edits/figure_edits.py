"""Find the printed facts that a change touches, and their new words, if these are certain.

If a change extends beyond a fact, the fact's marker in the copy decides which words are the fact's; without a marker, the only
number before and after the change does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.document.fact_markers import control_number
from briefing.document.passages import Passage, Span
from briefing.review.edits.authorship import AttributedText, find_marked
from briefing.review.edits.word_diff import Hunk, WordDiff, split_words

FIGURES = frozenset({"value", "number", "unit", "date"})
"""Aspects that are figures: a change of these becomes a proposal and never overwrites the fact."""
_BOUND = re.compile(
    r"(?:about|nearly|almost|roughly|around|over|under|more than|less than|fewer than|at least|at most|up to|some)\s*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Figure:
    """A changed fact in a passage; `start` and `end` are its offsets in the copy."""

    span: Span
    start: int
    end: int


def spans_in(passage: Passage, hunk: Hunk, new: str) -> list[Span]:
    """Return the facts that a change touches. Words such as "nearly" inserted before a figure belong to the figure."""
    inside = [s for s in passage.spans if s.start < hunk.end and s.end > hunk.start]
    if inside or hunk.end > hunk.start:
        return inside
    within = [s for s in passage.spans if s.start < hunk.start < s.end]
    if within:
        return within
    put = new[hunk.new_start : hunk.new_end]
    beside = [s for s in passage.spans if s.start == hunk.start and s.aspect in ("value", "number")]
    return beside if beside and _BOUND.fullmatch(put.strip() + " ") else []


def locate(span: Span, passage: Passage, diff: WordDiff, new: str, attributed: list[AttributedText]) -> Figure | None:
    """Return a fact's range in the copy; None if it is not certain."""
    start, end = diff.start(span.start), diff.end(span.end)
    if start is not None and end is not None and start <= end:
        return Figure(span, start, end)
    mark = (
        find_marked(attributed, span.marker) or find_marked(attributed, f"#{control_number(span.marker)}")
        if span.marker
        else None
    )
    if mark is not None and (start is None or start <= mark[0]) and (end is None or end >= mark[1]):
        words = new[mark[0] : mark[1]]
        if _NUMBER.search(words):
            return Figure(span, mark[0] + len(words) - len(words.lstrip()), mark[0] + len(words.rstrip()))
    return _by_number(span, passage, diff.hunks, new, (start, end))


def _by_number(
    span: Span, passage: Passage, hunks: Sequence[Hunk], new: str, edges: tuple[int | None, int | None]
) -> Figure | None:
    """Return the only number in the changed words, if they had only one before and it was the fact's."""
    touched = [h for h in hunks if h.start < span.end and h.end > span.start]
    if len(touched) != 1:
        return None
    hunk = touched[0]
    old_words = [w for w in split_words(passage.text[hunk.start : hunk.end]) if _NUMBER.search(w.key)]
    new_words = [w for w in split_words(new[hunk.new_start : hunk.new_end]) if _NUMBER.search(w.key)]
    others = [s for s in passage.spans if s is not span and s.start < hunk.end and s.end > hunk.start]
    if len(old_words) != 1 or len(new_words) != 1 or others or not _lone(span, passage, hunk, old_words[0].start):
        return None
    start = edges[0] if edges[0] is not None else hunk.new_start + new_words[0].start
    end = edges[1] if edges[1] is not None else hunk.new_start + new_words[0].end
    return Figure(span, start, end) if start < end else None


def _lone(span: Span, passage: Passage, hunk: Hunk, at: int) -> bool:
    """Return True if the fact begins with that number and has no other words where the change extends beyond it."""
    number_start = hunk.start + at
    if not span.start <= number_start < span.end:
        return False
    over_left, over_right = hunk.start < span.start, hunk.end > span.end
    words = split_words(passage.text[span.start : span.end])
    first, last = words[0], words[-1]
    return (not over_left or _NUMBER.search(first.key) is not None) and (
        not over_right or _NUMBER.search(last.key) is not None
    )
