"""Split texts into words, and diff two texts in whole words.

Differences that readers do not see are ignored: kinds of white space, straight and curly quotes, hyphens and dashes of any
length, three dots and an ellipsis, soft hyphens and characters without width, and equal forms of a letter in Unicode (NFC).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeAlias

_IGNORED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_JOINT = rf"[{_DASHES}'\u2019.,/-]"
_LETTERS = r"(?:[^\W_][\u0300-\u036f]*)+"
_WORD = re.compile(
    rf"{_LETTERS}(?:[{_IGNORED}]*{_JOINT}?[{_IGNORED}]*{_LETTERS})*|\.\.\.|\u2026|[{_DASHES}-]+|[^\s{_IGNORED}]"
)
_QUOTES = {"'": "\u2018\u2019\u201a\u201b\u2032", '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"}
_SAME: dict[int, str | None] = {ord(c): plain for plain, curly in _QUOTES.items() for c in curly}
_SAME |= dict.fromkeys(map(ord, _DASHES), "-") | dict.fromkeys(map(ord, _IGNORED)) | {0x2026: "..."}
_RUN = re.compile(r"-+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or punctuation mark: the key by which it is compared, and its offsets in the text."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hunk:
    """A change: `start` to `end` of one text became `new_start` to `new_end` of the other; whole words, or nothing."""

    start: int
    end: int
    new_start: int
    new_end: int


def split_words(text: str) -> list[Word]:
    """Return the words of a text in order."""
    return [Word(key_of(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)]


@lru_cache(maxsize=16384)
def key_of(text: str) -> str:
    """Return the key by which a word is compared."""
    return _RUN.sub("-", unicodedata.normalize("NFC", text.translate(_SAME)))


@lru_cache(maxsize=16384)
def keys_of(text: str) -> tuple[str, ...]:
    """Return the keys of all words of a text."""
    return tuple(word.key for word in split_words(text))


def same(one: str, other: str) -> bool:
    """Return True if two texts have the same words."""
    return one == other or keys_of(one) == keys_of(other)


def has_keys(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Return True if the keys of a text contain those of another, one after the other."""
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


@dataclass(frozen=True, slots=True)
class WordDiff:
    """Diff of two texts: what changed, and which words are the same."""

    hunks: tuple[Hunk, ...]
    pairs: tuple[tuple[Word, Word], ...]

    def start(self, letter: int) -> int | None:
        """Map the start of a range to the other text; None inside a change that began before it."""
        for word, other in self.pairs:
            if word.start <= letter < word.end:
                return min(other.start + letter - word.start, other.end)
        return next((hunk.new_start for hunk in self.hunks if hunk.start == letter < hunk.end), None)

    def end(self, letter: int) -> int | None:
        """Map the end of a range to the other text; None inside a change that continues after it."""
        for word, other in self.pairs:
            if word.start < letter <= word.end:
                return other.end - max(word.end - letter, 0)
        return next((hunk.new_end for hunk in self.hunks if hunk.start < letter == hunk.end), None)


def diff_words(old: str, new: str) -> WordDiff:
    """Return the diff of two texts."""
    here, there = split_words(old), split_words(new)
    return diff_ranges((old, here, 0, len(here)), (new, there, 0, len(there)))


WordRange: TypeAlias = tuple[str, Sequence[Word], int, int]
"""A text, all its words, and the range of words: start, end."""


def diff_ranges(ours: WordRange, theirs: WordRange) -> WordDiff:
    """Return the diff of two ranges of words."""
    (old, here, first, last), (new, there, start, end) = ours, theirs
    keys, others = [w.key for w in here[first:last]], [w.key for w in there[start:end]]
    hunks: list[Hunk] = []
    pairs: list[tuple[Word, Word]] = []
    for tag, a, b, c, d in SequenceMatcher(None, keys, others, autojunk=False).get_opcodes():
        one, other = (a + first, b + first), (c + start, d + start)
        if tag == "equal":
            pairs += zip(here[slice(*one)], there[slice(*other)], strict=True)
        else:
            hunks.append(Hunk(*_letters(here, *one, len(old)), *_letters(there, *other, len(new))))
    return WordDiff(tuple(hunks), tuple(pairs))


def changed(old: str, new: str) -> list[Hunk]:
    """Return the changes from one text to the other, in order."""
    return list(diff_words(old, new).hunks)


def _letters(words: Sequence[Word], a: int, b: int, length: int) -> tuple[int, int]:
    """Return the offsets of a range of words; for an empty range, those of the next word."""
    if a < b:
        return words[a].start, words[b - 1].end
    at = words[a].start if a < len(words) else length
    return at, at


def around(text: str, start: int, end: int, count: int = 5) -> tuple[str, str]:
    """Return a few words before and after a range."""
    before = split_words(text[:start])[-count:]
    after = split_words(text[end:])[:count]
    return (text[before[0].start : start] if before else "", text[end : end + after[-1].end] if after else "")
