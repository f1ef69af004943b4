"""A dash for the author of the entry before, where a style asks for one (———). The processor lacks this.

Takes two entries as printed and the names of the second's authors; gives the second with the dash, or as it was where the names
are not printed in full or not alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


def substitute(before: str, entry: str, authors: Iterable[Mapping[str, str]], dash: str) -> str:
    """The entry, its authors replaced if they are those of the entry before."""
    end = 0
    for author in authors:
        name = author.get("family") or author.get("literal", "")
        place = entry.find(name)
        if place < 0:
            return entry
        end = max(end, place + len(name), _end_of(author.get("given", ""), entry, place + len(name)))
    # No more than names is replaced: what both entries have in common up to the last of them.
    return (
        dash + entry[end:] if end and before.startswith(entry[:end]) and not before[end : end + 1].isalnum() else entry
    )


def _end_of(given: str, entry: str, family: int) -> int:
    """Where a given name ends: printed in full anywhere, or as first letters behind the family name."""
    place = entry.find(given) if given else -1
    if place >= 0:
        return place + len(given)
    initials = "".join(re.escape(part[0]) for part in re.split(r"[\s-]+", given) if part)
    found = re.compile(rf",? (?:[{initials}]\.?[ -]?)+").match(entry, family) if initials else None
    return found.end() - (found[0][-1] in " -") if found else 0
