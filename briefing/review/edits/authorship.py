"""Attribute each change in a paragraph of a copy to an author, and group changes that were made together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.readers.reviewed import CopyParagraph
from briefing.readers.reviewed_text import Revision, TextRun


@dataclass(frozen=True, slots=True)
class AttributedText:
    """A text run with its offsets in the current text; deleted text has no length. `group` is 0 for unchanged text."""

    run: TextRun
    start: int
    end: int
    group: int = 0


def attribute(written: CopyParagraph) -> list[AttributedText]:
    """Return every text run with its offsets. Changes next to each other form one group, numbered from 1."""
    attributed: list[AttributedText] = []
    at = group = 0
    running = False
    for stretch in written.runs:
        changed = stretch.revision.state != "kept"
        if changed and not running:
            group += 1
        if stretch.text:
            running = changed
        end = at if stretch.revision.state == "deleted" else at + len(stretch.text)
        attributed.append(AttributedText(stretch, at, end, group if changed else 0))
        at = end
    return attributed


def touching(attributed: list[AttributedText], start: int, end: int) -> Iterator[AttributedText]:
    """Yield the text runs that overlap start to end, and those deleted there or directly next to it.

    If the range is empty and nothing was deleted there, yield the adjacent replacement, if there is one.
    """
    found = [item for item in attributed if _touches(item, start, end)]
    if start == end and not any(item.group for item in found):
        beside = {item.group for item in attributed if item.group and item.start - 1 <= start <= item.end + 1}
        struck = {item.group for item in attributed if item.run.revision.state == "deleted"} & beside
        found += [item for item in attributed if item.group in struck]
    yield from found


def _touches(item: AttributedText, start: int, end: int) -> bool:
    if item.run.revision.state == "deleted":
        return start - 1 <= item.start <= end + 1
    return item.start < end and item.end > start


def find_author(attributed: list[AttributedText], start: int, end: int) -> Revision:
    """Return the first insertion in a range, or else the first deletion; an empty revision if nothing was tracked."""
    found = [item.run.revision for item in touching(attributed, start, end) if item.run.revision.state != "kept"]
    written = [revision for revision in found if revision.state == "inserted"]
    return (written or found or [Revision()])[0]


def groups(attributed: list[AttributedText], start: int, end: int) -> frozenset[int]:
    """Return the groups of changes that touch a range."""
    return frozenset(item.group for item in touching(attributed, start, end) if item.group)


def is_counted(attributed: list[AttributedText], start: int, end: int) -> bool:
    """Return True if all characters of a range are the result of a numbering field."""
    found = [item for item in attributed if item.start < end and item.end > start and item.run.text]
    return bool(found) and all(item.run.counted for item in found)


def find_marked(attributed: list[AttributedText], marker: str) -> tuple[int, int] | None:
    """Return the range inside a fact's marker; None if the marker is missing or empty."""
    found = [item for item in attributed if item.run.marker == marker and item.end > item.start]
    return (found[0].start, found[-1].end) if found else None
