"""Fonts in a file: words as strings of glyphs, and the subset of each face that the words use.

Takes faces of the typeset room, gives what a content stream shows and font objects (ISO 32000-1, 9.7: Type 0 over
CIDFontType2, Identity-H). Glyph numbers are kept in the subset, so that a word has the same string in every
file. HarfBuzz cuts the subset. Each glyph of the shipped fonts is one character, which makes ToUnicode exact.
"""

from __future__ import annotations

import hashlib
import struct

import uharfbuzz
from reportlab.pdfbase import pdfdoc

from briefing.typeset.faces import Face, Shaped

KEPT_TABLES = ("glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep")
SYMBOLIC = 4
CMAP_BLOCK = 100
"""Most entries of one bfchar section (Adobe Technical Note 5411)."""


class FontUse(dict[str, str]):
    """A face in one file: word -> elements of a TJ array. `characters` maps each glyph used to its character."""

    def __init__(self, face: Face, name: str) -> None:
        super().__init__({"": ""})
        self.face, self.name = face, name
        self.characters: dict[int, str] = {}
        self.space = self[" "]

    def __missing__(self, word: str) -> str:
        shaped = self.face.shapes[word]
        self.characters.update(zip(shaped.glyphs, word, strict=True))
        shown = self[word] = _show(shaped)
        return shown


def _show(shaped: Shaped) -> str:
    """Glyphs as hexadecimal strings with the kerning between them."""
    if not shaped.kerns:
        return "<" + "".join([f"{glyph:04X}" for glyph in shaped.glyphs]) + ">"
    parts = ["<"]
    for glyph, kern in zip(shaped.glyphs, shaped.kerns, strict=True):
        parts.append(f"{glyph:04X}")
        if kern:
            parts.append(f">{-kern:.0f}<")
    parts.append(">")
    return "".join(parts).replace("<>", "")


class Fonts:
    """The faces that one file uses, in order of first use."""

    def __init__(self) -> None:
        self.uses: dict[Face, FontUse] = {}

    def use(self, face: Face) -> FontUse:
        found = self.uses.get(face)
        if found is None:
            found = self.uses[face] = FontUse(face, f"F{len(self.uses) + 1}")
        return found

    def embed(self, file: pdfdoc.PDFDocument) -> pdfdoc.PDFDictionary:
        """The font dictionary of the file's resources; every object it needs is registered."""
        return pdfdoc.PDFDictionary({use.name: _type0(file, use) for use in self.uses.values()})


def _type0(file: pdfdoc.PDFDocument, use: FontUse) -> pdfdoc.PDFObjectReference:
    face = use.face
    glyphs = sorted(use.characters)
    mark = hashlib.sha256(repr((face.name, glyphs)).encode()).digest()
    name = pdfdoc.PDFName("".join(chr(65 + byte % 26) for byte in mark[:6]) + "+" + face.name)
    descendant = pdfdoc.PDFDictionary({
        "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": name, "CIDToGIDMap": "/Identity", "DW": 1000,
        "CIDSystemInfo": pdfdoc.PDFDictionary({
            "Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0,
        }),
        "W": _widths(face, glyphs), "FontDescriptor": file.Reference(_Apart(_descriptor(file, face, glyphs, name))),
    })  # fmt: skip
    font = pdfdoc.PDFDictionary({
        "Type": "/Font", "Subtype": "/Type0", "BaseFont": name, "Encoding": "/Identity-H",
        "DescendantFonts": pdfdoc.PDFArray([file.Reference(_Apart(descendant))]),
        "ToUnicode": file.Reference(_stream(_to_unicode(use))),
    })  # fmt: skip
    return file.Reference(_Apart(font))


class _Apart(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab has no types
    """Makes a dictionary an object of its own."""

    __RefOnly__ = 1

    def __init__(self, content: pdfdoc.PDFDictionary) -> None:
        self.content = content

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        return bytes(self.content.format(document))


def _stream(data: bytes, **entries: object) -> pdfdoc.PDFStream:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), data, [pdfdoc.PDFZCompress])


def _descriptor(file: pdfdoc.PDFDocument, face: Face, glyphs: list[int], name: str) -> pdfdoc.PDFDictionary:
    data = _subset(face, glyphs)
    head = bytes(face.source.reference_table("head").data)
    post = bytes(face.source.reference_table("post").data)
    box = [round(value * face.unit) for value in struct.unpack(">4h", head[36:44])]
    extents = face.font.get_font_extents("ltr")
    return pdfdoc.PDFDictionary({
        "Type": "/FontDescriptor", "FontName": name, "Flags": SYMBOLIC, "FontBBox": pdfdoc.PDFArray(box),
        "ItalicAngle": round(struct.unpack(">i", post[4:8])[0] / 65536, 2),
        "Ascent": round(extents.ascender * face.unit), "Descent": round(extents.descender * face.unit),
        "CapHeight": 700, "StemV": 140 if "Bold" in face.name else 88,
        "FontFile2": file.Reference(_stream(data, Length1=len(data))),
    })  # fmt: skip


def _subset(face: Face, glyphs: list[int]) -> bytes:
    """The face with the outlines of `glyphs` only; numbers stay, layout and naming tables go."""
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
    wanted.glyph_set.update(glyphs)
    dropped = [tag for tag in face.source.table_tags if tag not in KEPT_TABLES]
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in dropped)
    return bytes(uharfbuzz.subset(face.source, wanted).blob.data)


def _widths(face: Face, glyphs: list[int]) -> str:
    """Widths by runs of glyph numbers (ISO 32000-1, 9.7.4.3)."""
    parts: list[str] = []
    last = -2
    for glyph in glyphs:
        if glyph != last + 1:
            parts.append(f"] {glyph} [" if parts else f"[{glyph} [")
        parts.append(f"{face.advance(glyph):g} ")
        last = glyph
    return "".join(parts) + "]]"


def _to_unicode(use: FontUse) -> bytes:
    pairs = [
        f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>" for glyph, text in sorted(use.characters.items())
    ]
    blocks = [pairs[at : at + CMAP_BLOCK] for at in range(0, len(pairs), CMAP_BLOCK)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
