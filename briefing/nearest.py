"""The nearest valid name, for hints. Takes a word and the words that were possible; imports nothing of ours."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str], least: float = 60.0) -> str:
    """The choice most like `word`, or "" when none is at least `least` per cent alike."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # only needed once something is wrong

    found = process.extractOne(word, sorted(set(choices)), scorer=fuzz.ratio, score_cutoff=least)
    return str(found[0]) if found else ""


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A hint, or "" when nothing is near."""
    near = nearest(word, choices)
    return f'did you mean "{near}"?' if near else ""
