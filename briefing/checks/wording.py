"""Looks for words of a list in a sentence. Takes a list from the language, gives a pattern; knows no fact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from briefing.language import Language


@lru_cache(maxsize=256)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds each of the words by itself, capitals or not, whatever space is within it."""
    # A pattern that never matches stands for an empty list; longer words come first, so that they are found whole.
    parts = [r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=lambda w: (-len(w), w))]
    return re.compile(rf"(?<![\w’'-])(?:{'|'.join(parts) or '(?!)'})(?![\w-])", re.IGNORECASE)


@lru_cache(maxsize=1024)
def named(name: str) -> re.Pattern[str]:
    """A pattern that finds a name as it is written, with or without an article before it."""
    bare = re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)
    return re.compile(rf"(?<!\w){re.escape(bare)}(?!\w)")


def listed(language: Language, name: str) -> re.Pattern[str]:
    """The pattern of a list of the language file's [checks]."""
    return any_of(language.checks[name])


def told(names: Iterable[str], most: int = 8) -> str:
    """Names in a message: a, b, c and 12 more."""
    known = list(dict.fromkeys(names))
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return f"{', '.join(known[:most])}{more}"
