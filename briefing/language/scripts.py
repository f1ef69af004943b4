"""Detect the language of text in another script, so that a screen reader changes its voice.

A script of several languages is taken as the one most frequent in policy writing (Cyrillic is Russian), unless certain letters
show another (Ukrainian).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.document.inlines import words_in
from briefing.document.model import Inline, Link, StyledText

HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
CYRILLIC = "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
GREEK = "\u0370-\u03ff\u1f00-\u1fff"
# A run of one script may contain spaces and punctuation between its words, but not at its ends.
RUN = re.compile("|".join(f"(?P<{n}>[{s}](?:[{s}\\s\\-–,.·'’()0-9]*[{s}])?)" for n, s in
                          (("ko", HANGUL), ("ru", CYRILLIC), ("el", GREEK))))  # fmt: skip
UKRAINIAN = re.compile("[іїєґІЇЄҐ]")


def split_scripts(text: str) -> list[tuple[str, str]]:
    """Return the text in pieces, each with its BCP 47 tag; "" is the language of the document."""
    if text.isascii():
        return [(text, "")]
    parts: list[tuple[str, str]] = []
    end = 0
    for match in RUN.finditer(text):
        tag = match.lastgroup or ""
        if tag == "el" and len(match[0]) == 1:
            continue  # a lone Greek letter is a symbol
        if tag == "ru" and UKRAINIAN.search(match[0]):
            tag = "uk"
        if match.start() > end:
            parts.append((text[end : match.start()], ""))
        parts.append((match[0], tag))
        end = match.end()
    if text[end:]:
        parts.append((text[end:], ""))
    return parts


def tag_scripts(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield the inlines with the language set on text in another script."""
    for item in inlines:
        if isinstance(item, StyledText) and not item.language:
            for part, tag in split_scripts(item.text):
                yield item if part == item.text and not tag else replace(item, text=part, language=tag)
        elif isinstance(item, Link):
            yield replace(item, inlines=tuple(words_in(tag_scripts(item.inlines))))
        else:
            yield item
