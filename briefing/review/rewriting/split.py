"""Find the spans of a template that new words can replace, next to emphasis and links, so that these stay well formed.

The likeliest span comes first. The caller tries each and parses the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.review.rewriting.find_words import Splice
from briefing.review.rewriting.source_map import Mark, Words


@dataclass(frozen=True, slots=True)
class SpliceSpan:
    """A span of a template, and the emphasis marks in it that are kept before and after the new words."""

    start: int
    end: int
    lead: str = ""
    trail: str = ""


def find_spans(text: str, words: Words, splice: Splice) -> Iterator[SpliceSpan]:
    """Yield the spans that the new words could replace."""
    if splice.start == splice.end:
        yield from _seams(words, splice.start)
        return
    start, end = words.letters[splice.start].start, words.letters[splice.end - 1].end
    inner = [mark for mark in words.marks if splice.start < mark.at < splice.end]
    opened, closed = _unpaired(inner)
    behind = [mark for mark in words.marks if mark.at == splice.end and not mark.opens]
    ahead = [mark for mark in words.marks if mark.at == splice.start and mark.opens]
    if len(behind) >= len(opened) and len(ahead) >= len(closed):
        first = ahead[-len(closed)].start if closed else start
        yield SpliceSpan(first, behind[len(opened) - 1].end if opened else end)
    lead = "".join(text[mark.start : mark.end] for mark in opened)
    trail = "".join(text[mark.start : mark.end] for mark in closed)
    if opened or closed:
        yield SpliceSpan(start, end, lead, trail)
        yield SpliceSpan(start, end, trail, lead)
        yield SpliceSpan(start, end, "", trail + lead)
    elif ahead and behind:
        yield SpliceSpan(ahead[-1].start, behind[0].end)


def _seams(words: Words, at: int) -> Iterator[SpliceSpan]:
    """Yield places between two characters: after a closing mark, after the first, before an opening mark or the second."""
    letters = words.letters
    closing = [mark.end for mark in words.marks if mark.at == at and not mark.opens]
    opening = [mark.start for mark in words.marks if mark.at == at and mark.opens]
    places = closing[-1:]
    if at:
        places.append(letters[at - 1].end)
    places += opening[:1]
    if at < len(letters):
        places.append(letters[at].start)
    yield from (SpliceSpan(place, place) for place in dict.fromkeys(places))


def _unpaired(marks: Sequence[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Return opening marks that are not closed, and closing marks that were not opened."""
    opened: list[Mark] = []
    closed: list[Mark] = []
    for mark in marks:
        if mark.opens:
            opened.append(mark)
        elif opened:
            opened.pop()
        else:
            closed.append(mark)
    return opened, closed
