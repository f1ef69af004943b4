"""The font table, and the theme's fonts embedded in the file (ISO/IEC 29500-1, 17.8).

Takes a `Theme`; gives word/fontTable.xml, its relations and the obfuscated fonts. Fonts go in whole, never cut to what
the text uses: an editor types new letters. A family whose files the package does not ship is named and not embedded.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from briefing.layout.theme import Theme
from briefing.writers.docx.archive import Member, make_member
from briefing.writers.docx.parts import Relations
from briefing.writers.docx.theme_part import EAST_ASIAN_FACE
from briefing.writers.docx.wordml import HEADER, NAMESPACES, escape

PART = "word/fontTable.xml"

# Roles that hold running text, in which an author may stress words; other roles use only the cut they name.
_RUNNING_ROLES = ("body", "list", "quote", "callout", "table_cell", "source", "note")
_OBFUSCATED = 32  # bytes at the start of the font that ISO/IEC 29500-4, 9.1 (was ECMA-376 part 4, 2.8.1) hides
_HANGUL_CHARSET = "81"

# What to take where the font is neither embedded nor installed, nearest in width and colour first.
_SUBSTITUTES = {"roman": "Cambria,Georgia,Times New Roman", "swiss": "Calibri,Arial,Liberation Sans"}
_EAST_ASIAN_SUBSTITUTES = "Malgun Gothic"


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """One cut of a family."""

    bold: bool = False
    italic: bool = False

    @property
    def file_ending(self) -> str:
        return {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic"}.get(
            (self.bold, self.italic), "BoldItalic"
        )

    @property
    def element(self) -> str:
        return f"embed{self.file_ending}"


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """One obfuscated font, ready to be packed, and the key that opens it."""

    member: Member
    key: str


@dataclass(frozen=True, slots=True)
class FontTable:
    """The font table of a file: its XML, its relations ("" without any), and the fonts."""

    xml: str
    relations: str
    members: tuple[Member, ...]


def cuts_of(theme: Theme, face: str) -> list[Cut]:
    """The cuts of a face that a theme can ask for, in the order of the font table."""
    if face == EAST_ASIAN_FACE:
        return [Cut(), Cut(bold=True)]
    wanted: set[Cut] = set()
    for role, style in theme.styles.items():
        if style.face != face:
            continue
        wanted.add(Cut(style.bold, style.italic))
        if role in _RUNNING_ROLES:
            wanted |= {Cut(), Cut(bold=True), Cut(italic=True), Cut(style.italic, style.italic)}
    return sorted(wanted, key=lambda cut: (cut.italic, cut.bold))


@cache
def _read(name: str) -> bytes | None:
    file = resources.files("briefing.layout.fonts").joinpath(name)
    return file.read_bytes() if file.is_file() else None


@cache
def embed(name: str) -> EmbeddedFont | None:
    """A shipped font file as Word embeds it: its first 32 bytes mixed with a key that the font table names.

    The key is any GUID; ours is made from the file's name, so that the same brief has the same bytes.
    """
    content = _read(name)
    if content is None:
        return None
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:briefing:font:{name}")
    mask = key.bytes[::-1] * 2
    head = bytes(byte ^ mix for byte, mix in zip(content[:_OBFUSCATED], mask, strict=True))
    part = f"word/fonts/{name.removesuffix('.ttf')}.odttf"
    return EmbeddedFont(make_member(part, head + content[_OBFUSCATED:]), f"{{{str(key).upper()}}}")


def _signature(content: bytes) -> tuple[str, str]:
    """`w:panose1` and `w:sig` from the OS/2 table of a TrueType file: what Word goes by to substitute a font."""
    count = struct.unpack_from(">H", content, 4)[0]
    for index in range(count):
        tag, _, offset, _ = struct.unpack_from(">4s3I", content, 12 + 16 * index)
        if tag == b"OS/2":
            panose = content[offset + 32 : offset + 42].hex().upper()
            ranges = struct.unpack_from(">4I", content, offset + 42)
            pages = struct.unpack_from(">2I", content, offset + 78)
            numbers = "".join(f' w:usb{index}="{value:08X}"' for index, value in enumerate(ranges))
            numbers += "".join(f' w:csb{index}="{value:08X}"' for index, value in enumerate(pages))
            return f'<w:panose1 w:val="{panose}"/>', f"<w:sig{numbers}/>"
    return "", ""


def _faces(theme: Theme, hangul: bool) -> Iterator[tuple[str, str]]:
    """Faces of the theme to write about, with their families; one family once."""
    seen: set[str] = set()
    for face, family in theme.fonts.items():
        if family in seen or (face == EAST_ASIAN_FACE and not hangul):
            continue
        seen.add(family)
        yield face, family


def font_table(theme: Theme, *, hangul: bool, embedded: bool) -> FontTable:
    """The font table for a theme; the Korean family only where the text has Hangul."""
    relations = Relations()
    members: list[Member] = []
    fonts = []
    for face, family in _faces(theme, hangul):
        stem = family.replace(" ", "")
        embeds = ""
        for cut in cuts_of(theme, face) if embedded else ():
            font = embed(f"{stem}-{cut.file_ending}.ttf")
            if font is not None:
                members.append(font.member)
                identifier = relations.add("font", font.member.name.removeprefix("word/"))
                embeds += f'<w:{cut.element} r:id="{identifier}" w:fontKey="{font.key}"/>'
        fonts.append(_font(face, family, stem, embeds))
    xml = f"{HEADER}<w:fonts {NAMESPACES}>{''.join(fonts)}</w:fonts>"
    return FontTable(xml, relations.xml() if members else "", tuple(members))


def _font(face: str, family: str, stem: str, embeds: str) -> str:
    """`w:font`, its children in schema order."""
    korean = face == EAST_ASIAN_FACE
    kind = "roman" if "serif" in family.lower() and "sans" not in family.lower() else "swiss"
    substitute = _EAST_ASIAN_SUBSTITUTES if korean else _SUBSTITUTES[kind]
    content = _read(f"{stem}-Regular.ttf")
    panose, signature = _signature(content) if content else ("", "")
    return (
        f'<w:font w:name="{escape(family)}"><w:altName w:val="{substitute}"/>{panose}'
        f'<w:charset w:val="{_HANGUL_CHARSET if korean else "00"}"/><w:family w:val="{kind}"/>'
        f'<w:pitch w:val="variable"/>{signature}{embeds}</w:font>'
    )
