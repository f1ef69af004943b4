"""Make text printable: characters that no shipped font has are replaced by plain ones, or left out.

A brief with such a character is not built, so an import must not make one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from briefing.exchange.importing.footnotes import RAISED
from briefing.exchange.importing.sheet_model import Cell, Sheet
from briefing.layout.fonts import FAMILIES
from briefing.layout.typesetting.font_faces import load_face

# Letters that every face has: most texts need no look into the fonts.
_COMMON = re.compile(r"[\x20-\x7e\xa0-\u017f\n]*")


def with_printable_text(sheet: Sheet) -> tuple[Sheet, list[Cell]]:
    """Return a sheet whose texts can be printed, and the cells that were changed. Footnote marks stay: they are read later.

    A sheet that `briefing export` wrote stays as it is: the dossier that it comes from could print it.
    """
    if any({"id", "typed"} <= {cell.text for cell in row} for row in sheet.rows[:1]):
        return sheet, []
    changed: list[Cell] = []
    rows: list[Sequence[Cell]] = []
    for row in sheet.rows:
        made = row
        if not all(_COMMON.fullmatch(cell.text) for cell in row):
            made = [_printable(cell) for cell in row]
            changed += [cell for cell, before in zip(made, row, strict=True) if cell is not before]
        changed += [cell for cell in row if cell.note and cell.kind == "text"]
        rows.append(made)
    return replace(sheet, rows=rows), changed


def _printable(cell: Cell) -> Cell:
    text, note = make_printable(cell.text, cell.where)
    return cell if text == cell.text else replace(cell, text=text, note=note)


def make_printable(text: str, place: str) -> tuple[str, str]:
    """Return a text that can be printed, and what was changed, or "".

    A text without any letter that can be printed is named after its script and its `place`: "Georgian text in B7".
    """
    if _COMMON.fullmatch(text):
        return text, ""
    text = unicodedata.normalize("NFC", text)
    plain = "".join(_plain(character) for character in text)
    if plain == text:
        return text, ""
    plain = " ".join(plain.split())
    lost = [character for character in text if not _plain(character) and character.isalpha()]
    if lost and not any(character.isalnum() for character in plain):
        script = unicodedata.name(lost[0], "foreign").split()[0].title()
        return f"{script} text in {place}", f'used for "{text}", whose letters no font of the program has'
    return plain, f'used for "{text}": no font of the program has all of its characters'


@cache
def _plain(character: str) -> str:
    """Return a character if a font has it, else the plain characters that it stands for, else ""."""
    if _has(character) or character in RAISED:
        return character
    for form in ("NFKC", "NFKD"):
        meant = "".join(each for each in unicodedata.normalize(form, character) if _has(each))
        if meant:
            return meant
    return ""


def _has(character: str) -> bool:
    return character in _characters()


@cache
def _characters() -> frozenset[str]:
    """Return the characters that every style of some shipped family has."""
    found: set[str] = {"\u00ad", "\u2011"}
    for family in FAMILIES:
        regular, bold = (set(load_face(family, bold=bold).characters) for bold in (False, True))
        found |= regular & bold
    return frozenset(found)
