"""Escape words for a Markdown template: `*`, `[`, `{{`, a `#` at the beginning of a line.

Several ways to type the words are tried, the plainest first. The caller parses the template to see which one works.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass

_ALWAYS = frozenset("\\`*[]<")
_OF_OTHERS = frozenset("~$^=@{:|#")
"""Characters that begin markup of other programs."""
_ENTITY = re.compile(r"&(?:#[0-9A-Za-z]+|[0-9A-Za-z]+);")
_LINE_START = re.compile(r"#{1,6}(?= |$)|[-+](?= |$)|>|~(?=~~)|[-:|+=](?=[-:| ]*$)")
_NUMBER = re.compile(r"([0-9]{1,9})([.)])(?= |$)")
_ENTITY_OF_BRACE = "&#123;"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Context of the words: the characters before and after, and if they begin a line or are in a table."""

    before: str = ""
    after: str = ""
    begins_line: bool = False
    in_table: bool = False


def ways_to_type(words: str, around: Surroundings) -> Iterator[str]:
    """Yield the words as they could be typed there."""
    yield _typed(words, around, frozenset())
    yield _typed(words, around, _OF_OTHERS)
    yield _typed(words, around, frozenset(string.punctuation))


def _typed(words: str, around: Surroundings, also: frozenset[str]) -> str:
    typed: list[str] = []
    forced = -1
    if around.begins_line:
        # The character to escape so that the words do not begin a list, a heading or a quotation.
        number = _NUMBER.match(words)
        forced = number.start(2) if number else 0 if _LINE_START.match(words) else -1
    for at, character in enumerate(words):
        before = words[at - 1] if at else around.before
        after = words[at + 1] if at + 1 < len(words) else around.after
        if character == "{" and at + 1 == len(words) and after in ("{", "%", "#"):
            typed.append(_ENTITY_OF_BRACE)
        elif character in also or at == forced or _is_markup(words, at, before, after, around):
            typed.append(f"\\{character}")
        else:
            typed.append(character)
    return "".join(typed)


def _is_markup(words: str, at: int, before: str, after: str, around: Surroundings) -> bool:
    character = words[at]
    if character in _ALWAYS:
        return True
    if character == "_":
        return not (before.isalnum() and after.isalnum())
    if character == "&":
        return _ENTITY.match(words, at) is not None
    if character == "|":
        return around.in_table
    if character == "!":
        return after == "[" and at + 1 == len(words)
    return character in "{%#" and before == "{"
