"""What changed in a paragraph, by its tracked changes where these tell it all, else by its words.

Takes the words as they were built and the paragraph as it lies; gives what became of them. Letters that nobody touched are known to be the
same ones, so that words which were carried elsewhere in a sentence are not taken for others that stayed. Knows no facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.review.edits.authorship import AttributedText
from briefing.review.edits.word_diff import Bridge, Hunk, Word, between, bridge, cut


def diff_paragraph(old: str, new: str, laid: Sequence[AttributedText]) -> Bridge:
    """What became of a text; `laid` is the paragraph in which `new` stands."""
    before = "".join(item.run.text for item in laid if item.run.revision.state != "inserted")
    here, left, there = cut(old), cut(before), cut(new)
    if before == new or [word.key for word in here] != [word.key for word in left]:
        return bridge(old, new)
    hunks: list[Hunk] = []
    pairs: list[tuple[Word, Word]] = []
    a = c = 0
    for at, to in [*_kept(left, there, laid), (len(here), len(there))]:
        part = between((old, here, a, at), (new, there, c, to))
        hunks += part.hunks
        pairs += part.pairs
        if at < len(here):
            pairs.append((here[at], there[to]))
        a, c = at + 1, to + 1
    return Bridge(tuple(hunks), tuple(pairs))


def _kept(left: Sequence[Word], there: Sequence[Word], laid: Sequence[AttributedText]) -> Iterator[tuple[int, int]]:
    """The words of which no letter was touched, by their places before and now."""
    stretches = list(_untouched(laid))
    places = {(word.start, word.end): at for at, word in enumerate(there)}
    for at, word in enumerate(left):
        for start, end, now in stretches:
            if start <= word.start and word.end <= end:
                to = places.get((word.start - start + now, word.end - start + now))
                if to is not None:
                    yield at, to
                break


def _untouched(laid: Sequence[AttributedText]) -> Iterator[tuple[int, int, int]]:
    """Letters that nobody touched: from, to, and where they begin now. Those in a row are one stretch."""
    before = 0
    run: tuple[int, int, int] | None = None
    for item in laid:
        state, length = item.run.revision.state, len(item.run.text)
        if state == "kept":
            run = (run[0], run[1] + length, run[2]) if run is not None else (before, before + length, item.start)
        elif run is not None and length:
            yield run
            run = None
        before += length if state != "inserted" else 0
    if run is not None:
        yield run
