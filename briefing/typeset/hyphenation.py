"""Where a word may be broken with a hyphen, by language.

Takes a word and a language tag, gives positions. The patterns are pyphen's (LibreOffice dictionaries). A language that
has none is not hyphenated. Names in capitals, words with digits and short words stay whole.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

SHORTEST = 6
LEFT, RIGHT = 2, 3
_CORE = re.compile(r"[^\W\d_]+")


@cache
def _dictionary(language: str):  # type: ignore[no-untyped-def]  # pyphen has no types
    import pyphen

    known = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=known, left=LEFT, right=RIGHT) if known else None


@lru_cache(maxsize=60_000)
def hyphenate(word: str, language: str) -> tuple[int, ...]:
    """Positions in `word` (punctuation and all) before which a hyphen may be set; none in addresses or mixed words."""
    if "\u00ad" in word or len(word) < SHORTEST:
        return ()
    cores = [match for match in _CORE.finditer(word) if len(match[0]) >= SHORTEST]
    if not cores or any(character.isdigit() for character in word):
        return ()
    dictionary = _dictionary(language)
    if dictionary is None:
        return ()
    found: list[int] = []
    for match in cores:
        if not match[0][1:].isupper():
            found += [match.start() + position for position in dictionary.positions(match[0])]
    return tuple(found)
