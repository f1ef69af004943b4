"""Suggestions of the nearest valid name, for "did you mean" hints. Imports nothing else of this package."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str], least: float = 60.0) -> str:
    """Return the choice most similar to `word`, or "" if none is at least `least` per cent similar."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # only needed once something is wrong

    found = process.extractOne(word, sorted(set(choices)), scorer=fuzz.ratio, score_cutoff=least)
    return str(found[0]) if found else ""


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return a "did you mean" hint, or "" if no choice is similar."""
    near = nearest(word, choices)
    return f'did you mean "{near}"?' if near else ""


def list_near(word: str, choices: Iterable[str], most: int = 4) -> str:
    """Return a hint with the nearest choice and up to `most` - 1 similar ones, or "" if none is similar.

    Choices that share a word of more than three letters with `word` count as similar.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # only needed once something is wrong

    known = sorted(set(choices))
    alike = [str(found[0]) for found in process.extract(word, known, scorer=fuzz.ratio, score_cutoff=60, limit=most)]
    parts = {part for part in word.casefold().split("-") if len(part) > 3}
    sharing = [name for name in known if parts & set(name.split("-"))]
    near = list(dict.fromkeys([*alike[:1], *sharing, *alike]))
    if not near:
        return ""
    also = f" similar: {', '.join(near[1:most])}" if len(near) > 1 else ""
    return f'did you mean "{near[0]}"?{also}'
