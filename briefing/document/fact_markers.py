"""What a printed fact is called in a Word file: one name an occurrence, which the record repeats.

Takes a document's facts, gives names; writes nothing. A name tells fact, claim, point and aspect by their hash and which
occurrence it is by a number, so that what stands elsewhere in the brief does not change it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefing.document.model import Document, FactRef, Inline, Link, Note, inlines_of, walk

PREFIX = "_fact_"
"""Names that begin so are hidden in Word's list of bookmarks."""
_LONGEST_TAG = 64
_LARGEST_NUMBER = 0x7FFFFFFF


@dataclass(frozen=True, slots=True)
class Marked:
    """One occurrence of a fact: the block that prints it, by its place among all blocks and by its key, and the marker's name.

    `in_note`: it stands in a note of that block.
    """

    place: int
    block: str
    fact: FactRef
    marker: str
    in_note: bool = False


@lru_cache(maxsize=4096)
def _digest(fact: str, claim: str, point: str, aspect: str) -> str:
    return hashlib.sha256(f"{fact}\0{claim}\0{point}\0{aspect}".encode()).hexdigest()[:12]


def _digest_of(fact: FactRef) -> str:
    return _digest(fact.fact, fact.claim, fact.point, fact.aspect)


class Markers:
    """Names facts as they come."""

    __slots__ = ("_counts",)

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def name(self, fact: FactRef) -> str:
        """The name of the next occurrence of a fact: `_fact_`, its hash, `_` and the number. 40 characters at most."""
        digest = _digest_of(fact)
        number = self._counts[digest] = self._counts.get(digest, 0) + 1
        return f"{PREFIX}{digest}_{number}"


def tag(fact: FactRef) -> str:
    """What a content control says it holds: `fact:casualties/seoul:value`, or a hash where that is longer than Word takes."""
    words = "/".join(part for part in (fact.fact, fact.claim, fact.point) if part)
    told = f"fact:{words}:{fact.aspect}"
    return told if len(told) <= _LONGEST_TAG else f"fact:{_digest_of(fact)}"


def control_number(marker: str) -> int:
    """The number of the content control that stands for a marker: Word keeps numbers, and no two controls share one."""
    number = int.from_bytes(hashlib.sha256(marker.encode()).digest()[:4], "big") & _LARGEST_NUMBER
    return number or 1


def mark_facts(document: Document) -> Iterator[Marked]:
    """Every fact that stands in the text, with its marker: first the body in document order, then the notes in theirs."""
    markers = Markers()
    waiting: list[tuple[int, str, FactRef]] = []
    for place, block in enumerate(walk(document.blocks)):
        for inlines in inlines_of(block):
            for fact, in_note in facts_of(inlines):
                if in_note:
                    waiting.append((place, block.key, fact))
                else:
                    yield Marked(place, block.key, fact, markers.name(fact))
    for place, key, fact in waiting:
        yield Marked(place, key, fact, markers.name(fact), in_note=True)


def facts_of(inlines: tuple[Inline, ...], in_note: bool = False) -> Iterator[tuple[FactRef, bool]]:
    """The facts in inlines, in order, each with whether it stands in a note."""
    for item in inlines:
        if isinstance(item, FactRef):
            yield item, in_note
        elif isinstance(item, Link):
            yield from facts_of(item.inlines, in_note)
        elif isinstance(item, Note):
            yield from facts_of(item.inlines, True)
