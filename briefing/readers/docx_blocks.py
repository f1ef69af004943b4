"""Blocks of a Word file, for both readers: their wrappers, how deep they may be nested, the cells of a row."""

from __future__ import annotations

from collections.abc import Collection

from briefing.files.ooxml import MOST_NESTED, WORD_FILE, Element, W
from briefing.problems.problem import BriefingError, Location, Problem

WRAPPERS = frozenset(W + tag for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
"""Elements around blocks that a reader of the page sees."""


def too_deep(location: Location) -> BriefingError:
    """Return the exception for blocks that are nested too deep."""
    message = f"{WORD_FILE.refusal}: it is nested more than {MOST_NESTED} levels deep"
    return BriefingError(Problem(WORD_FILE.damaged, message, location))


def check_depth(depth: int, location: Location) -> None:
    """Raise BriefingError if blocks are nested too deep."""
    if depth > MOST_NESTED:
        raise too_deep(location)


def children_named(holder: Element, tag: str, wrappers: Collection[str] = WRAPPERS) -> list[Element]:
    """Return the rows of a table or the cells of a row, including those in content controls and other wrappers."""
    found = []
    for child in holder:
        if child.tag == W + tag:
            found.append(child)
        elif child.tag in wrappers:
            found += children_named(child, tag, wrappers)
    return found


def covered(cell: Element) -> bool:
    """Return whether a vertical merge covers a cell, so that nothing of it is shown."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(W + "val") != "restart"
