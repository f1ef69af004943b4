"""Where sources have it from: `origin:` followed to its root, so that five retellings of one story are one witness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from briefing.facts.schema import Source


def origin_of(source: str, sources: Mapping[str, Source]) -> str:
    """The source that this one repeats, or itself. Sources that repeat each other in a ring are one: the first by name."""
    seen = [source]
    while (entry := sources.get(seen[-1])) is not None and entry.original in sources:
        if entry.original in seen:
            return min(seen[seen.index(entry.original) :])
        seen.append(entry.original)
    return seen[-1]


def origins_of(names: Iterable[str], sources: Mapping[str, Source]) -> frozenset[str]:
    """The independent witnesses behind sources."""
    return frozenset(origin_of(name, sources) for name in names)
