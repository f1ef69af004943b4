"""A dash for the author of the entry before, where a style asks for one (———). The processor lacks this.

Takes two entries as printed and the names of the second's authors; gives the second with the dash, or as it was where the names
are not printed in full or not alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def substitute(before: str, entry: str, authors: Iterable[Mapping[str, str]], dash: str) -> str:
    """The entry, its authors replaced if they are those of the entry before."""
    end = 0
    for author in authors:
        place = entry.find(author.get("family") or author.get("literal", ""))
        if place < 0:
            return entry
        end = max(end, *(_end_of(part, entry) for part in author.values()))
    # No more than names is replaced: what both entries have in common up to the last of them.
    return (
        dash + entry[end:] if end and before.startswith(entry[:end]) and not before[end : end + 1].isalnum() else entry
    )


def _end_of(part: str, entry: str) -> int:
    """Where a part of a name ends; a given name may be printed as its first letter."""
    place = entry.find(part)
    return place + len(part) if place >= 0 else 0
