"""Turn the processor's output into inlines: italics and bold are kept, addresses become links, sources stay separate.

Our formatter marks these with private-use characters where citeproc-py would write HTML; no source can contain such characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace

from briefing.document.model import Inline, Link, Text

ITALIC, ITALIC_END, BOLD, BOLD_END, SOURCE, SOURCE_END = "\ue010\ue011\ue012\ue013\ue014\ue015"
HYPHEN, DASH = "\ue016\ue017"
"""A hyphen in a name and a dash between pages that the processor must not change."""
_FIRST = 0xE200
MOST_SOURCES = 1000
_MARKS = "[\ue010-\ue013]*"
_ADDRESS = re.compile(r"https?://[^\s<>\ue000-\uf8ff]+[^\s<>\ue000-\uf8ff.,;:)\]]")
_PIECE = re.compile("([\ue010-\ue013])")
_SEGMENT = re.compile(f"{SOURCE}(.)([^{SOURCE_END}]*){SOURCE_END}", re.DOTALL)


def _plain(text: object) -> str:
    return str(text)


def _italic(text: object) -> str:
    return f"{ITALIC}{text}{ITALIC_END}"


def _bold(text: object) -> str:
    return f"{BOLD}{text}{BOLD_END}"


FORMATTER = SimpleNamespace(
    preformat=_plain, Italic=_italic, Oblique=_italic, Bold=_bold, Light=_plain, Underline=_plain, Superscript=_plain,
    Subscript=_plain, SmallCaps=_plain,
)  # fmt: skip


def opening(position: int) -> str:
    """Return the mark before the source at that position of a note."""
    return f"{SOURCE}{chr(_FIRST + position)}"


def tidy(text: str) -> str:
    """Return the text without leftovers of the processor: two full stops, a space before a comma, empty brackets."""
    text = text.replace(HYPHEN, "-").replace(DASH, "–")
    text = re.sub(rf"\((?:{_MARKS})\)|\[\]", "", text)
    text = re.sub(rf"([.!?])({_MARKS}[”’»]?{_MARKS})\.(?!\.)", r"\1\2", text)
    text = re.sub(rf"([,;:])({_MARKS})\.", r".\2", text)
    text = re.sub(rf",({_MARKS}) ?,", r",\1", text)
    text = re.sub(r"\s+([.,;])", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


def segments(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a note with the position of their source, or -1 for text between sources."""
    done = 0
    for match in _SEGMENT.finditer(text):
        if match.start() > done:
            yield -1, text[done : match.start()]
        yield ord(match[1]) - _FIRST, match[2]
        done = match.end()
    if text[done:]:
        yield -1, text[done:]


def inlines(text: str) -> tuple[Inline, ...]:
    """Return the text as inlines."""
    made: list[Inline] = []
    slanted = heavy = 0
    for piece in _PIECE.split(text):
        if piece in {ITALIC, ITALIC_END}:
            slanted += 1 if piece == ITALIC else -1
        elif piece in {BOLD, BOLD_END}:
            heavy += 1 if piece == BOLD else -1
        elif piece:
            made += _linked(piece, strong=heavy > 0, emphasis=slanted > 0)
    return tuple(made)


def _linked(text: str, *, strong: bool, emphasis: bool) -> Iterator[Inline]:
    done = 0
    for match in _ADDRESS.finditer(text):
        if match.start() > done:
            yield Text(text[done : match.start()], strong, emphasis)
        yield Link(match[0], (Text(match[0], strong, emphasis),))
        done = match.end()
    if text[done:]:
        yield Text(text[done:], strong, emphasis)


def without_marks(text: str) -> str:
    """Return the text without marks."""
    return re.sub("[\ue000-\uf8ff]", "", text)
