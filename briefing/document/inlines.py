"""Inlines at any depth: those in links, and those in notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from briefing.document.model import Break, CrossReference, FactReference, Inline, Link, Note, StyledText, Text


def walk_inlines(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Yield every inline in order, links and notes before their contents."""
    for item in inlines:
        yield item
        match item:
            case Link() | Note():
                yield from walk_inlines(item.inlines)
            case Text() | FactReference() | CrossReference() | Break():
                pass
            case _:
                assert_never(item)


def without_links(inlines: Iterable[Inline]) -> Iterator[StyledText | CrossReference | Note | Break]:
    """Yield the inlines with each link replaced by its words."""
    for item in inlines:
        if isinstance(item, Link):
            yield from item.inlines
        else:
            yield item


def words_in(inlines: Iterable[Inline]) -> Iterator[StyledText]:
    """Yield texts and facts, also those in links but not those in notes: the letters that `Paragraph.lines` counts."""
    for item in without_links(inlines):
        if isinstance(item, StyledText):
            yield item
