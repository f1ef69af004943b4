"""Hyphenation points of a word, by language.

The patterns are pyphen's (LibreOffice dictionaries). A language without patterns is not hyphenated.
Names, words with digits and short words are never broken.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

SHORTEST = 6
LEFT, RIGHT = 3, 3
NOUNS_IN_CAPITALS = ("de", "lb")
"""Languages in which an initial capital does not mark a name, because all nouns have one."""
_FIGURE_AND_LETTER = re.compile(r"(\d?)(\D?)")
_CODED = re.compile(r"\^{2}([0-9a-f]{2})")
_NO_FIGURES = dict.fromkeys(map(ord, "0123456789"))
_CORE = re.compile(r"[^\W\d_]+")


class _Dictionary:
    """Patterns of one language, in LibreOffice's format (F. Liang, "Word Hy-phen-a-tion by Com-put-er", 1983).

    A pattern is letters with digits between them: odd allows a break there, even forbids it, the
    highest one counts. Pyphen's own reader parses all of some ten thousand patterns at once, which
    takes a third of the time of a first brief; here a pattern is parsed when a word first matches
    it.
    """

    def __init__(self, path: Path) -> None:
        encoding = path.read_bytes().partition(b"\n")[0].decode("ascii").strip()
        text = path.read_text("cp1251" if encoding.lower() == "microsoft-cp1251" else encoding)
        text = _CODED.sub(lambda match: chr(int(match[1], 16)), text)
        # After a slash comes a change of spelling, which is not supported here.
        lines = [line.partition("/")[0].strip() if "/" in line else line.strip() for line in text.split("\n")[1:]]
        letters = "\n".join(lines).translate(_NO_FIGURES).split("\n")
        self._lines = {key: line for key, line in zip(letters, lines, strict=True) if key != line}
        self._longest = max(map(len, self._lines), default=0)
        self._figures: dict[str, tuple[int, ...]] = {}

    def positions(self, word: str) -> list[int]:
        """Return positions before which a hyphen is allowed, not too close to the ends."""
        dotted = f".{word.lower()}."
        values = [0] * (len(dotted) + 1)
        for start in range(len(dotted) - 1):
            for end in range(start + 1, min(start + self._longest, len(dotted)) + 1):
                letters = dotted[start:end]
                if letters in self._lines:
                    for at, figure in enumerate(self._figures_of(letters), start):
                        values[at] = max(values[at], figure)
        return [at - 1 for at, value in enumerate(values) if value % 2 and LEFT <= at - 1 <= len(word) - RIGHT]

    def _figures_of(self, letters: str) -> tuple[int, ...]:
        """Return the digit before each letter of a pattern and after the last."""
        known = self._figures.get(letters)
        if known is None:
            found = [int(figure or "0") for figure, _ in _FIGURE_AND_LETTER.findall(self._lines[letters])]
            known = self._figures[letters] = tuple(found[: len(letters) + 1])
        return known


@cache
def _dictionary(language: str) -> _Dictionary | None:
    """Return the dictionary of a language, or None."""
    import pyphen  # noqa: PLC0415  # it reads a folder of dictionaries when it is imported

    known = pyphen.language_fallback(language.replace("-", "_"))
    return _Dictionary(pyphen.LANGUAGES[known]) if known else None


@lru_cache(maxsize=20_000)
def hyphenate(word: str, language: str, *, names: bool = False) -> tuple[int, ...]:
    """Return positions in `word` (with its punctuation) before which a hyphen is allowed.

    Mixed words have none. Capitalised words are names, which are broken only if `names` is set.
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
