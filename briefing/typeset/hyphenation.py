"""Where a word may be broken with a hyphen, by language.

Takes a word and a language tag, gives positions. The patterns are pyphen's (LibreOffice dictionaries). A language that
has none is not hyphenated. Names, words with digits and short words stay whole.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

SHORTEST = 6
LEFT, RIGHT = 3, 3
NOUNS_IN_CAPITALS = ("de", "lb")
"""Languages in which a capital does not make a name."""
_CORE = re.compile(r"[^\W\d_]+")


@cache
def _dictionary(language: str) -> Any:
    """Pyphen's dictionary of a language, or None. Pyphen has no types."""
    import pyphen  # noqa: PLC0415  # it reads a folder of dictionaries when it is imported

    known = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=known, left=LEFT, right=RIGHT) if known else None


@lru_cache(maxsize=60_000)
def hyphenate(word: str, language: str, *, names: bool = False) -> tuple[int, ...]:
    """Positions in `word` (punctuation and all) before which a hyphen may be set; none in mixed words.

    Words that start with a capital are names, which are broken only where `names` asks for it.
    """
    if "\u00ad" in word or len(word) < SHORTEST:
        return ()
    cores = [match for match in _CORE.finditer(word) if len(match[0]) >= SHORTEST]
    if not cores or any(character.isdigit() for character in word):
        return ()
    dictionary = _dictionary(language)
    if dictionary is None:
        return ()
    found: list[int] = []
    names = names or language.startswith(NOUNS_IN_CAPITALS)
    for match in cores:
        if names or not match[0][0].isupper():
            found += [match.start() + position for position in dictionary.positions(match[0])]
    return tuple(found)
