"""Tell whether the glyphs that a PDF draws look like the characters that it says they are.

Briefs embed subsets of the fonts that the package ships, with glyph numbers kept. So each glyph must have the
outline and the width that the shipped font has for its character.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

import pikepdf
import uharfbuzz

from briefing.readers.pdf_fonts import PageFont
from briefing.readers.pdf_unread import quoted

Outline: TypeAlias = tuple[tuple[float | str, ...], ...]

_NAME = re.compile(r"/[A-Z]{6}\+([A-Za-z0-9]+-[A-Za-z]+)")
_TABLES = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp"})
_MOST_BYTES = 4 << 20
_COMPOSITE_INSTRUCTIONS = 0x100
_WIDTH = 1.0
"""Largest difference of widths, in thousandths of the size."""


def judge_font(font: PageFont) -> Iterator[str]:
    """Yield what is wrong with a font: it is not one of ours, or its glyphs are not those of its characters."""
    name = str(font.font.get("/BaseFont", "/?"))
    program = _program_of(font.font)
    shipped = _shipped(found.group(1)) if (found := _NAME.fullmatch(name)) else None
    if program is None or shipped is None:
        yield f"a font that briefing does not embed ({name[1:]})"
        return
    data = program.read_bytes()
    if len(data) > _MOST_BYTES:
        yield f"a font that is too large to check ({name[1:]})"
        return
    embedded = _Outlines(data)
    if not set(embedded.face.table_tags) <= _TABLES or embedded.has_instructions(font.characters):
        yield f"a font with instructions that can change its letters ({name[1:]})"
    wrong: list[str] = []
    for code, character in font.characters.items():
        if not character.strip() and not embedded.of(code):
            continue  # white space that draws nothing, whichever glyph it has
        glyph = shipped.glyph_of(character)
        width = font.widths.get(code, font.default_width)
        if glyph is None or embedded.of(code) != shipped.of(glyph) or abs(width - shipped.width_of(glyph)) > _WIDTH:
            wrong.append(character)
    if wrong:
        yield f"letters that look like others ({name[1:]}): {quoted(' '.join(sorted(wrong)))}"


def _program_of(font: Any) -> Any:
    """Return the embedded font program if the font is made as ours are; None otherwise."""
    inner = list(font.get("/DescendantFonts", ()))
    if font.get("/Subtype") != "/Type0" or font.get("/Encoding") != "/Identity-H" or len(inner) != 1:
        return None
    mapping = inner[0].get("/CIDToGIDMap")
    if inner[0].get("/Subtype") != "/CIDFontType2" or not isinstance(mapping, pikepdf.Name) or mapping != "/Identity":
        return None
    descriptor = inner[0].get("/FontDescriptor", {})
    program = descriptor.get("/FontFile2")
    return program if isinstance(program, pikepdf.Stream) and "/FontFile3" not in descriptor else None


class _Outlines:
    """The glyphs of a font program."""

    def __init__(self, data: bytes) -> None:
        self.face = uharfbuzz.Face(uharfbuzz.Blob(data))
        self._font = uharfbuzz.Font(self.face)
        self._known: dict[int, Outline] = {}

    def of(self, glyph: int) -> Outline:
        """Return the outline of a glyph, as lines and curves in units of an em."""
        if glyph not in self._known:
            drawn: list[tuple[float | str, ...]] = []
            self._font.draw_glyph(glyph, _pen(), (drawn, float(self.face.upem)))
            self._known[glyph] = tuple(drawn)
        return self._known[glyph]

    def glyph_of(self, character: str) -> int | None:
        """Return the glyph of a character; None if there is none, or for several characters."""
        return (self._font.get_nominal_glyph(ord(character)) or None) if len(character) == 1 else None

    def width_of(self, glyph: int) -> float:
        """Return the advance of a glyph in thousandths of an em."""
        return float(self._font.get_glyph_h_advance(glyph)) * 1000 / float(self.face.upem)

    def has_instructions(self, glyphs: dict[int, str]) -> bool:
        """Return whether a glyph has instructions, which move its points when it is drawn (OpenType, `glyf`)."""
        tables = {tag: bytes(self.face.reference_table(tag).data) for tag in ("glyf", "head", "loca")}
        if len(tables["head"]) < 54:
            return True
        long = struct.unpack(">h", tables["head"][50:52])[0]
        places = struct.unpack(
            f">{len(tables['loca']) // (4 if long else 2)}{'I' if long else 'H'}",
            tables["loca"][: len(tables["loca"]) // 4 * 4 if long else len(tables["loca"]) // 2 * 2],
        )
        if not long:
            places = tuple(2 * place for place in places)
        return any(
            _has_instructions(tables["glyf"][places[glyph] : places[glyph + 1]])
            for glyph in glyphs
            if glyph + 1 < len(places)
        )


def _has_instructions(glyph: bytes) -> bool:
    if len(glyph) < 12:
        return False
    contours = struct.unpack(">h", glyph[:2])[0]
    if contours < 0:
        return bool(struct.unpack(">H", glyph[10:12])[0] & _COMPOSITE_INSTRUCTIONS)
    at = 10 + 2 * contours
    return glyph[at : at + 2] != b"\0\0"


@cache
def _shipped(name: str) -> _Outlines | None:
    """Return a font of the package; its files are read here as data, because rooms of readers know no layout."""
    file = resources.files("briefing") / "layout" / "fonts" / f"{name}.ttf"
    return _Outlines(file.read_bytes()) if file.is_file() else None


@cache
def _pen() -> uharfbuzz.DrawFuncs:
    """Return functions that add each part of an outline to a list."""

    def add(kind: str, data: tuple[list[tuple[float | str, ...]], float], *numbers: float) -> None:
        data[0].append((kind, *(round(number / data[1], 4) for number in numbers)))

    pen = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(lambda x, y, data: add("m", data, x, y))
    pen.set_line_to_func(lambda x, y, data: add("l", data, x, y))
    pen.set_quadratic_to_func(lambda a, b, x, y, data: add("q", data, a, b, x, y))
    pen.set_cubic_to_func(lambda a, b, c, d, x, y, data: add("c", data, a, b, c, d, x, y))
    pen.set_close_path_func(lambda data: add("h", data))
    return pen
