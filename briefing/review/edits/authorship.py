"""Whose hand changed what in a paragraph of a copy.

Takes a paragraph, gives for letters of its standing text who wrote or struck out there, and which changes were made in one go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.readers.reviewed import CopyParagraph
from briefing.readers.reviewed_text import Revision, TextRun


@dataclass(frozen=True, slots=True)
class AttributedText:
    """A stretch and where it stands in the standing text; one that was struck out has no length. `group`: changes made in one go."""

    run: TextRun
    start: int
    end: int
    group: int = 0


def lay(written: CopyParagraph) -> list[AttributedText]:
    """Every stretch with its letters. Changes that touch one another are of one group, from 1; what nobody changed is of group 0."""
    laid: list[AttributedText] = []
    at = group = 0
    running = False
    for stretch in written.runs:
        changed = stretch.revision.state != "kept"
        if changed and not running:
            group += 1
        if stretch.text:
            running = changed
        end = at if stretch.revision.state == "deleted" else at + len(stretch.text)
        laid.append(AttributedText(stretch, at, end, group if changed else 0))
        at = end
    return laid


def touching(laid: list[AttributedText], start: int, end: int) -> Iterator[AttributedText]:
    """The stretches that share letters with start to end, or were struck out between or right beside them.

    Where words are gone and nothing there was struck out, they went with what was put in right beside, if that was put for something.
    """
    found = [item for item in laid if _touches(item, start, end)]
    if start == end and not any(item.group for item in found):
        beside = {item.group for item in laid if item.group and item.start - 1 <= start <= item.end + 1}
        struck = {item.group for item in laid if item.run.revision.state == "deleted"} & beside
        found += [item for item in laid if item.group in struck]
    yield from found


def _touches(item: AttributedText, start: int, end: int) -> bool:
    if item.run.revision.state == "deleted":
        return start - 1 <= item.start <= end + 1
    return item.start < end and item.end > start


def hand(laid: list[AttributedText], start: int, end: int) -> Revision:
    """Who changed these letters: the first that wrote there, else that struck something out there; nobody known, where untracked."""
    found = [item.run.revision for item in touching(laid, start, end) if item.run.revision.state != "kept"]
    written = [revision for revision in found if revision.state == "inserted"]
    return (written or found or [Revision()])[0]


def groups(laid: list[AttributedText], start: int, end: int) -> frozenset[int]:
    """The groups of changes that touch these letters."""
    return frozenset(item.group for item in touching(laid, start, end) if item.group)


def counted(laid: list[AttributedText], start: int, end: int) -> bool:
    """Whether all these letters were written by a field that counts."""
    found = [item for item in laid if item.start < end and item.end > start and item.run.text]
    return bool(found) and all(item.run.counted for item in found)


def marked(laid: list[AttributedText], marker: str) -> tuple[int, int] | None:
    """The letters that a fact's mark is around; None where it is gone or around nothing."""
    found = [item for item in laid if item.run.marker == marker and item.end > item.start]
    return (found[0].start, found[-1].end) if found else None
