"""Find sentence ends, and add one note at the end of each sentence that prints facts or cites sources."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from briefing.document.inlines import words_in
from briefing.document.model import Citation, FactReference, Inline, Note, Text, plain
from briefing.problems.problem import Location

NEXT = re.compile(r"\s*(\S)")
INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
LONGEST_ABBREVIATION = 24
ENDING = re.compile(r"[.!?…]+[\"'”’)\]»]*(?=\s|$)")


def sentence_ends(text: str, abbreviations: Collection[str]) -> list[int]:
    """Return the offset after each sentence, closing marks included; not after abbreviations and initials."""
    ends = []
    for match in ENDING.finditer(text):
        following = NEXT.match(text, match.end())
        after = following[1] if following else ""
        before = text[max(0, match.start() - LONGEST_ABBREVIATION) : match.start() + 1].split()
        word = before[-1].lstrip("([\"'“‘") if before else ""
        initial = INITIALS.fullmatch(word) is not None
        if after and (after.islower() or word in abbreviations or initial):
            continue
        ends.append(match.end())
    if text[ends[-1] if ends else 0 :].strip():
        ends.append(len(text.rstrip()))
    return ends


def cite_sentences(
    inlines: Iterable[Inline],
    citations_of: Callable[[FactReference], Iterable[Citation]],
    abbreviations: Collection[str],
) -> tuple[Inline, ...]:
    """Return the inlines with one note at the end of each sentence that prints facts.

    Notes typed within the sentence are merged into that one.
    """
    pieces: list[tuple[int, Inline]] = []
    spoken: list[str] = []
    length = 0
    for item in inlines:
        pieces.append((length, item))
        spoken.append(_spoken(item))
        length += len(spoken[-1])
    ends = sentence_ends("".join(spoken), abbreviations)
    closing = frozenset(ends)
    result: list[Inline] = []
    waiting: dict[Citation, None] = {}
    location: Location | None = None

    def close() -> None:
        nonlocal location
        if waiting:
            note = Note(tuple(waiting))
            result.append(note if location is None else replace(note, location=location))
            waiting.clear()
            location = None

    for start, item in pieces:
        if isinstance(item, Note) and _is_citation(item):
            waiting.update(dict.fromkeys(item.citations))
            location = location or item.location
            # A citation typed after the full stop belongs to the sentence that has just ended.
            if start in closing:
                _merge_back(result, waiting)
                close()
            continue
        for ref in words_in((item,)):
            if isinstance(ref, FactReference):
                waiting.update(dict.fromkeys(citations_of(ref)))
        within = ends[bisect_right(ends, start) : bisect_right(ends, start + len(_spoken(item)))]
        _split_at(item, start, within, result, close)
    close()
    return tuple(result)


def _is_citation(note: Note) -> bool:
    """Return whether a note holds only sources. A typed footnote stays as it is, where it is."""
    return bool(note.citations) and not note.typed


def _merge_back(result: list[Inline], waiting: dict[Citation, None]) -> None:
    """Take back the last note, so that one sentence carries one note."""
    last = result[-1] if result else None
    if isinstance(last, Note) and _is_citation(last):
        result.pop()
        own = dict(waiting)
        waiting.clear()
        waiting.update(dict.fromkeys(last.citations) | own)


def _split_at(item: Inline, start: int, ends: list[int], result: list[Inline], close: Callable[[], None]) -> None:
    """Append an inline to the result, closing the sentence at each of `ends`, which are all inside it."""
    length = len(_spoken(item))
    inside = [end - start for end in ends]
    if not isinstance(item, Text):
        result.append(item)
        if length in inside:
            close()
        return
    done = 0
    for end in inside:
        result.append(replace(item, text=item.text[done:end]))
        done = end
        close()
    if item.text[done:]:
        result.append(replace(item, text=item.text[done:]))


def _spoken(item: Inline) -> str:
    words = plain((item,))
    # A reference has no text before resolve. It will begin with a capital ("Table 2") or a digit, as a sentence may.
    return words or ("" if isinstance(item, Note) else "X")
