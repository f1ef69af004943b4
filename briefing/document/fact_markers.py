"""Bookmark names for printed facts in Word files, one name per occurrence; the record repeats them.

A name consists of a hash of fact, claim, point and aspect, and a number for the occurrence. So it
does not change when something else in the brief does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from briefing.document.model import (
    Break,
    CrossReference,
    Document,
    FactReference,
    Inline,
    Link,
    Note,
    Text,
    inlines_of,
    walk,
)

PREFIX = "_fact_"
"""Prefix of all names. Word hides bookmarks that begin with an underscore."""
_LONGEST_TAG = 64
_LARGEST_NUMBER = 0x7FFFFFFF


@dataclass(frozen=True, slots=True)
class MarkedFact:
    """One occurrence of a fact: its block (by number among all blocks, and by key) and its marker.

    `in_note`: the fact is printed in a note of that block.
    """

    place: int
    block: str
    fact: FactReference
    marker: str
    in_note: bool = False


@lru_cache(maxsize=4096)
def _digest(fact: str, claim: str, point: str, aspect: str) -> str:
    return hashlib.sha256(f"{fact}\0{claim}\0{point}\0{aspect}".encode()).hexdigest()[:12]


def _digest_of(fact: FactReference) -> str:
    return _digest(fact.fact, fact.claim, fact.point, fact.aspect)


class FactMarkers:
    """Name the occurrences of facts, in order."""

    __slots__ = ("_counts",)

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def name(self, fact: FactReference) -> str:
        """Return the name of the next occurrence of a fact: `_fact_`, hash, `_`, number.

        Word allows 40 characters.
        """
        digest = _digest_of(fact)
        number = self._counts[digest] = self._counts.get(digest, 0) + 1
        return f"{PREFIX}{digest}_{number}"


def tag(fact: FactReference) -> str:
    """Return the tag of a fact's content control.

    `fact:casualties/seoul:value`, or a hash if that is too long for Word.
    """
    words = "/".join(part for part in (fact.fact, fact.claim, fact.point) if part)
    text = f"fact:{words}:{fact.aspect}"
    return text if len(text) <= _LONGEST_TAG else f"fact:{_digest_of(fact)}"


def control_number(marker: str) -> int:
    """Return the number of the content control for a marker. Word keeps these numbers, and they must be unique."""
    number = int.from_bytes(hashlib.sha256(marker.encode()).digest()[:4], "big") & _LARGEST_NUMBER
    return number or 1


def mark_facts(document: Document) -> Iterator[MarkedFact]:
    """Yield every printed fact with its marker.

    First those in the body in document order, then those in the notes.
    """
    markers = FactMarkers()
    waiting: list[tuple[int, str, FactReference]] = []
    for place, block in enumerate(walk(document.blocks)):
        for inlines in inlines_of(block):
            for fact, in_note in facts_of(inlines):
                if in_note:
                    waiting.append((place, block.key, fact))
                else:
                    yield MarkedFact(place, block.key, fact, markers.name(fact))
    for place, key, fact in waiting:
        yield MarkedFact(place, key, fact, markers.name(fact), in_note=True)


def facts_of(inlines: tuple[Inline, ...], in_note: bool = False) -> Iterator[tuple[FactReference, bool]]:
    """Yield the facts in inlines, in order, each with whether it is in a note."""
    for item in inlines:
        match item:
            case FactReference():
                yield item, in_note
            case Link():
                yield from facts_of(item.inlines, in_note)
            case Note():
                yield from facts_of(item.inlines, True)
            case Text() | CrossReference() | Break():
                pass
            case _:
                assert_never(item)
