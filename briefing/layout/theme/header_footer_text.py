"""Header and footer text with fields: `{title}`, `{page}` and the like become what the brief says of itself.

Takes a theme's text and a brief's furniture; gives words and places for page numbers, which only a writer knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from briefing.document.model import Furniture

FIELDS = ("title", "edition", "date", "publisher", "marking", "page", "pages", "numbering")
"""What may stand in braces. `numbering` is the language's own "Page 3 of 7"."""
COUNTED = ("page", "pages")
NAMED = ("title", "marking")
SEPARATOR = " | "
"""Parts between these are left out, with one of them, where their fields have nothing to say."""

_FIELD = re.compile(r"\{([^{}]*)\}")


class Part(NamedTuple):
    """Words, or a number that a writer fills in: `field` is "page" or "pages". Words that are the title or the marking say so."""

    text: str = ""
    field: str = ""


def fields_in(text: str) -> list[str]:
    """The names in braces, in order."""
    return _FIELD.findall(text)


def fill_in(text: str, furniture: Furniture) -> list[Part]:
    """Text with its fields filled in from a brief's furniture."""
    values = {
        "title": furniture.header_left,
        "edition": furniture.header_right,
        "date": furniture.date,
        "publisher": furniture.footer_left,
        "marking": furniture.marking,
    }
    made: list[Part] = []
    for piece in text.split(SEPARATOR):
        parts = _fill_piece(piece, values, furniture.page)
        if parts:
            made += [Part(SEPARATOR), *parts] if made else parts
    return made


def _fill_piece(piece: str, values: Mapping[str, str], numbering: str) -> list[Part]:
    """The parts of one piece; none where it has fields and all of them are empty."""
    # The language's own words for a page number hold fields themselves: those of a title never count as such.
    piece = piece.replace("{numbering}", numbering)
    names = fields_in(piece)
    if names and not any(name in COUNTED or values.get(name) for name in names):
        return []
    parts: list[Part] = []
    for index, text in enumerate(_FIELD.split(piece)):
        if index % 2 and text in COUNTED:
            parts.append(Part(field=text))
        elif index % 2 and text in NAMED and values[text]:
            parts.append(Part(values[text], text))
        elif index % 2:
            parts.append(Part(values.get(text, f"{{{text}}}")))
        else:
            parts.append(Part(text))
    return [part for part in parts if part.text or part.field]


def numbered(parts: list[Part], number: int, count: int) -> str:
    """Parts as the text of one page."""
    return "".join({"page": str(number), "pages": str(count)}.get(part.field, part.text) for part in parts)
