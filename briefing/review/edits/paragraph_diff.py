"""Diff a paragraph from its tracked changes if they are complete, otherwise from its text.

Tracked changes show which characters were not touched, so a moved word is not mistaken for an equal one that stayed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.review.edits.authorship import AttributedText
from briefing.review.edits.word_diff import Hunk, Word, WordDiff, diff_ranges, diff_words, split_words


def diff_paragraph(old: str, new: str, attributed: Sequence[AttributedText]) -> WordDiff:
    """Return the diff of two texts; `attributed` are the text runs of the paragraph that contains `new`."""
    before = "".join(item.run.text for item in attributed if item.run.revision.state != "inserted")
    here, left, there = split_words(old), split_words(before), split_words(new)
    if before == new or [word.key for word in here] != [word.key for word in left]:
        return diff_words(old, new)
    hunks: list[Hunk] = []
    pairs: list[tuple[Word, Word]] = []
    a = c = 0
    for at, to in [*_kept(left, there, attributed), (len(here), len(there))]:
        part = diff_ranges((old, here, a, at), (new, there, c, to))
        hunks += part.hunks
        pairs += part.pairs
        if at < len(here):
            pairs.append((here[at], there[to]))
        a, c = at + 1, to + 1
    return WordDiff(tuple(hunks), tuple(pairs))


def _kept(
    left: Sequence[Word], there: Sequence[Word], attributed: Sequence[AttributedText]
) -> Iterator[tuple[int, int]]:
    """Yield the indices, before and now, of words of which no character was touched."""
    stretches = list(_untouched(attributed))
    places = {(word.start, word.end): at for at, word in enumerate(there)}
    for at, word in enumerate(left):
        for start, end, now in stretches:
            if start <= word.start and word.end <= end:
                to = places.get((word.start - start + now, word.end - start + now))
                if to is not None:
                    yield at, to
                break


def _untouched(attributed: Sequence[AttributedText]) -> Iterator[tuple[int, int, int]]:
    """Yield ranges of untouched characters: start and end before, and start now."""
    before = 0
    run: tuple[int, int, int] | None = None
    for item in attributed:
        state, length = item.run.revision.state, len(item.run.text)
        if state == "kept":
            run = (run[0], run[1] + length, run[2]) if run is not None else (before, before + length, item.start)
        elif run is not None and length:
            yield run
            run = None
        before += length if state != "inserted" else 0
    if run is not None:
        yield run
