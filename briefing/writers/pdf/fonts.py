"""Fonts: words as strings of glyphs, and the subset of each face that the words use.

Fonts are Type 0 over CIDFontType2 with Identity-H (ISO 32000-1, 9.7). Glyph numbers are kept in the
subset, so that a word has the same string in every file. HarfBuzz makes the subset. Each glyph of
the shipped fonts is one character, which makes ToUnicode exact.
"""

from __future__ import annotations

import hashlib
import struct
from functools import cache, lru_cache
from typing import NamedTuple

import uharfbuzz

from briefing.layout.typesetting.font_faces import KEPT_WORDS, Face
from briefing.writers.pdf.file import Ready, TaggedFile, stream_bytes

KEPT_TABLES = ("glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep")
SYMBOLIC = 4
CMAP_BLOCK = 100
"""Largest number of entries of one bfchar section (Adobe Technical Note 5411)."""


KEPT_SUBSETS = 64
"""Subsets cached in a process: briefs of one publisher use nearly the same characters."""


class _WordStrings(dict[str, str]):
    """Words of a face as elements of a TJ array, each made once per process.

    These are hexadecimal strings of glyphs with the kerning between them; glyph numbers are the
    same in every file.
    """

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, word: str) -> str:
        if len(self) >= KEPT_WORDS:
            self.clear()
        shaped = self._face.shapes[word]
        if shaped.kerns:
            pairs = zip(shaped.glyphs, shaped.kerns, strict=True)
            parts = [f"{glyph:04X}>{-kern:.0f}<" if kern else f"{glyph:04X}" for glyph, kern in pairs]
            shown = f"<{''.join(parts)}>".replace("<>", "")
        else:
            shown = "<" + "".join([f"{glyph:04X}" for glyph in shaped.glyphs]) + ">"
        self[word] = shown
        return shown


@cache
def _word_strings(face: Face) -> _WordStrings:
    return _WordStrings(face)


class FontUse(dict[str, str]):
    """A face in one file: word -> elements of a TJ array. Contains exactly the words that the file uses."""

    def __init__(self, face: Face, name: str) -> None:
        super().__init__({"": ""})
        self.face, self.name = face, name
        self._shown = _word_strings(face)
        self.space = self[" "]

    def __missing__(self, word: str) -> str:
        shown = self[word] = self._shown[word]
        return shown

    def characters(self) -> tuple[tuple[int, str], ...]:
        """Return each glyph that the words use with its character, sorted by glyph."""
        shapes = self.face.shapes
        return tuple(sorted({shapes[each].glyphs[0]: each for each in sorted(set().union(*self))}.items()))


class Fonts:
    """The faces that one file uses, in order of first use."""

    def __init__(self) -> None:
        self.uses: dict[Face, FontUse] = {}

    def use(self, face: Face) -> FontUse:
        found = self.uses.get(face)
        if found is None:
            found = self.uses[face] = FontUse(face, f"F{len(self.uses) + 1}")
        return found

    def embed(self, file: TaggedFile) -> str:
        """Return the font dictionary of the file's resources; register every object that it needs."""
        entries = ""
        for use in self.uses.values():
            subset = _subset_font(use.face, use.characters())
            data, unicode = file.number(Ready(subset.data)), file.number(Ready(subset.unicode))
            descriptor = file.number(Ready(f"{subset.descriptor}/FontFile2 {data} 0 R>>".encode("ascii")))
            descendant = file.number(Ready(f"{subset.descendant}/FontDescriptor {descriptor} 0 R>>".encode("ascii")))
            font = (
                f"<</Type/Font/Subtype/Type0/BaseFont/{subset.name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
                f"/ToUnicode {unicode} 0 R>>"
            )
            entries += f"/{use.name} {file.number(Ready(font.encode('ascii')))} 0 R"
        return f"<<{entries}>>"


class _Subset(NamedTuple):
    """A subset of a face: name, two streams, and two dictionaries that still lack a reference and their end."""

    name: str
    data: bytes
    unicode: bytes
    descriptor: str
    descendant: str


@lru_cache(maxsize=KEPT_SUBSETS)
def _subset_font(face: Face, characters: tuple[tuple[int, str], ...]) -> _Subset:
    """Return the subset of a face with some characters.

    Cached, because making it takes a sixth of the time of a brief, and the next brief seldom has
    another character.
    """
    glyphs = [glyph for glyph, _ in characters]
    mark = hashlib.sha256(repr((face.name, glyphs)).encode()).digest()
    name = "".join(chr(65 + byte % 26) for byte in mark[:6]) + "+" + face.name
    data = _subset(face, glyphs)
    descendant = (
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap/Identity/DW 1000"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W{_widths(face, glyphs)}"
    )
    return _Subset(
        name,
        stream_bytes(data, f"/Length1 {len(data)}"),
        stream_bytes(_to_unicode(characters)),
        _descriptor(face, name),
        descendant,
    )


def _descriptor(face: Face, name: str) -> str:
    head = bytes(face.source.reference_table("head").data)
    post = bytes(face.source.reference_table("post").data)
    box = " ".join([str(round(value * face.unit)) for value in struct.unpack(">4h", head[36:44])])
    angle = round(struct.unpack(">i", post[4:8])[0] / 65536, 2)
    extents = face.font.get_font_extents("ltr")
    return (
        f"<</Type/FontDescriptor/FontName/{name}/Flags {SYMBOLIC}/FontBBox[{box}]/ItalicAngle {angle:g}"
        f"/Ascent {round(extents.ascender * face.unit)}/Descent {round(extents.descender * face.unit)}"
        f"/CapHeight 700/StemV {140 if 'Bold' in face.name else 88}"
    )


def _subset(face: Face, glyphs: list[int]) -> bytes:
    """Return the face with the outlines of `glyphs` only; numbers stay, layout and naming tables are dropped."""
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
    wanted.glyph_set.update(glyphs)
    dropped = [tag for tag in face.source.table_tags if tag not in KEPT_TABLES]
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in dropped)
    return bytes(uharfbuzz.subset(face.source, wanted).blob.data)


def _widths(face: Face, glyphs: list[int]) -> str:
    """Return the widths by runs of glyph numbers (ISO 32000-1, 9.7.4.3)."""
    parts: list[str] = []
    last = -2
    for glyph in glyphs:
        if glyph != last + 1:
            parts.append(f"] {glyph} [" if parts else f"[{glyph} [")
        parts.append(f"{face.advance(glyph):g} ")
        last = glyph
    return "".join(parts) + "]]"


def _to_unicode(characters: tuple[tuple[int, str], ...]) -> bytes:
    pairs = [f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>" for glyph, text in characters]
    blocks = [pairs[at : at + CMAP_BLOCK] for at in range(0, len(pairs), CMAP_BLOCK)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
