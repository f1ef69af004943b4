"""Which language a stretch of text is in, as far as its script tells.

Takes text, gives it in stretches with a BCP 47 tag each ("" for the document's own language), so that a screen reader
changes voice. A script shared by many languages gets its commonest reading in policy writing, and letters that decide otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.document.model import FactRef, Inline, Link, Text

HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
CYRILLIC = "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
GREEK = "\u0370-\u03ff\u1f00-\u1fff"
# A run of one script may hold spaces and marks between its words, not at its ends.
RUN = re.compile("|".join(f"(?P<{n}>[{s}](?:[{s}\\s\\-–,.·'’()0-9]*[{s}])?)" for n, s in
                          (("ko", HANGUL), ("ru", CYRILLIC), ("el", GREEK))))  # fmt: skip
UKRAINIAN = re.compile("[іїєґІЇЄҐ]")


def split_scripts(text: str) -> list[tuple[str, str]]:
    """(stretch, tag) pairs that join to the text."""
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
    """The same inlines with text in another script marked with its language."""
    for item in inlines:
        if isinstance(item, Text | FactRef) and not item.language:
            for part, tag in split_scripts(item.text):
                yield item if part == item.text and not tag else replace(item, text=part, language=tag)
        elif isinstance(item, Link):
            inside = tuple(i for i in tag_scripts(item.inlines) if isinstance(i, Text | FactRef))
            yield replace(item, inlines=inside)
        else:
            yield item
