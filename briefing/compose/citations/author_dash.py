"""Replace the authors of an entry with a dash (———) if the entry before has the same: citeproc-py does not do this."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


def substitute(before: str, entry: str, authors: Iterable[Mapping[str, str]], dash: str) -> str:
    """Return the entry with a dash for its authors if the entry before prints the same; else the entry unchanged."""
    end = 0
    for author in authors:
        name = author.get("family") or author.get("literal", "")
        place = entry.find(name)
        if place < 0:
            return entry
        end = max(end, place + len(name), _end_of(author.get("given", ""), entry, place + len(name)))
    # Replace nothing but names: both entries must agree up to the last of them.
    return (
        dash + entry[end:] if end and before.startswith(entry[:end]) and not before[end : end + 1].isalnum() else entry
    )


def _end_of(given: str, entry: str, family: int) -> int:
    """Return where a given name ends: printed in full, or as initials after the family name; 0 if it is not printed."""
    place = entry.find(given) if given else -1
    if place >= 0:
        return place + len(given)
    initials = "".join(re.escape(part[0]) for part in re.split(r"[\s-]+", given) if part)
    found = re.compile(rf",? (?:[{initials}]\.?[ -]?)+").match(entry, family) if initials else None
    return found.end() - (found[0][-1] in " -") if found else 0
