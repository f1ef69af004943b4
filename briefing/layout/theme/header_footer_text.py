"""Header and footer text with fields such as `{title}` and `{page}`.

Fields are filled in from a brief's page furniture; page numbers stay open, because only a writer
knows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from briefing.document.model import PageFurniture

FIELDS = ("title", "edition", "date", "publisher", "marking", "page", "pages", "numbering")
"""Names allowed in braces. `numbering` is the language's own "Page 3 of 7"."""
COUNTED = ("page", "pages")
NAMED = ("title", "marking")
SEPARATOR = " | "
"""Separator of parts. A part whose fields are all empty is left out with one separator."""

_FIELD = re.compile(r"\{([^{}]*)\}")


class Part(NamedTuple):
    """Words, or a number filled in by a writer.

    `field` is "page" or "pages" for numbers; words that are the title or the marking are labelled
    so too.
    """

    text: str = ""
    field: str = ""


def fields_in(text: str) -> list[str]:
    """Return the names in braces, in order."""
    return _FIELD.findall(text)


def fill_in(text: str, furniture: PageFurniture) -> list[Part]:
    """Return text with its fields filled in from a brief's page furniture."""
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
    """Return the parts of one piece; none if it has fields and all of them are empty."""
    # The language's own page numbering contains fields itself; braces in a title never count as fields.
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
    """Return parts as the text of one page."""
    return "".join({"page": str(number), "pages": str(count)}.get(part.field, part.text) for part in parts)
