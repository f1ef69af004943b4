"""Patterns that find words and names in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from briefing.language import Language


@lru_cache(maxsize=256)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of any of the words: whole words, in upper or lower case, with any white space inside."""
    # Longer words come first, so that they are found whole. (?!) never matches: an empty list finds nothing.
    parts = [r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=lambda w: (-len(w), w))]
    return re.compile(rf"(?<![\w’'-])(?:{'|'.join(parts) or '(?!)'})(?![\w-])", re.IGNORECASE)


@lru_cache(maxsize=1024)
def name_pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of a name as it is written, without its article."""
    bare = re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)
    return re.compile(rf"(?<!\w){re.escape(bare)}(?!\w)")


def list_pattern(language: Language, name: str) -> re.Pattern[str]:
    """Return the pattern of a word list in [checks] of the language file."""
    return any_of(language.checks[name])


def join_names(names: Iterable[str], most: int = 8) -> str:
    """Return names for a message: a, b, c and 12 more."""
    known = list(dict.fromkeys(names))
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return f"{', '.join(known[:most])}{more}"
