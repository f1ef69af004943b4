"""Font table and embedded fonts (ISO/IEC 29500-1, 17.8).

Return word/fontTable.xml, its relationships and the obfuscated fonts. Fonts are embedded whole,
never subset to the text, because an editor types new characters. A family that the package does not
ship is named but not embedded.
"""

from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass
from functools import cache
from importlib import resources

from briefing.files.ooxml_writer import Member, make_member
from briefing.layout.theme import Theme
from briefing.readers.docx_outside_text import fingerprint
from briefing.writers.docx.parts import Relations
from briefing.writers.docx.theme_part import EAST_ASIAN_FACE
from briefing.writers.docx.wordml import HEADER, NAMESPACES, escape

PART = "word/fontTable.xml"

# Roles of running text, in which an author may use emphasis; other roles need only the style that they name.
_RUNNING_ROLES = ("body", "list", "quote", "callout", "table_cell", "source", "note")
_OBFUSCATED = 32  # Number of bytes at the start of the font that ISO/IEC 29500-4, 9.1 (formerly ECMA-376 part 4, 2.8.1) obfuscates.
_HANGUL_CHARSET = "81"

# Substitutes if the font is neither embedded nor installed, most similar in width and weight first.
_SUBSTITUTES = {"roman": "Cambria,Georgia,Times New Roman", "swiss": "Calibri,Arial,Liberation Sans"}
_EAST_ASIAN_SUBSTITUTES = "Malgun Gothic"


@dataclass(frozen=True, slots=True, order=True)
class FontStyle:
    """One style of a family."""

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
    """An obfuscated font, ready to be packed, its key, and the hash of the font itself."""

    member: Member
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class FontTable:
    """The font table of a file: XML, relationships ("" without any), and fonts with their hashes."""

    xml: str
    relations: str
    members: tuple[Member, ...]
    fingerprints: tuple[str, ...] = ()


def font_styles(theme: Theme, face: str) -> list[FontStyle]:
    """Return the styles of a face that a theme can use, in the order of the font table."""
    if face == EAST_ASIAN_FACE:
        return [FontStyle(), FontStyle(bold=True)]
    wanted: set[FontStyle] = set()
    for role, style in theme.styles.items():
        if style.face != face:
            continue
        wanted.add(FontStyle(style.bold, style.italic))
        if role in _RUNNING_ROLES:
            wanted |= {FontStyle(), FontStyle(bold=True), FontStyle(italic=True), FontStyle(style.italic, style.italic)}
    return sorted(wanted, key=lambda font_style: (font_style.italic, font_style.bold))


@cache
def _read(name: str) -> bytes | None:
    file = resources.files("briefing.layout.fonts").joinpath(name)
    return file.read_bytes() if file.is_file() else None


@cache
def embed(name: str) -> EmbeddedFont | None:
    """Return a shipped font file as Word embeds it: its first 32 bytes XORed with a key from the font table.

    The key is any GUID; ours is derived from the file's name, so that the same brief has the same
    bytes.
    """
    content = _read(name)
    if content is None:
        return None
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:briefing:font:{name}")
    mask = key.bytes[::-1] * 2
    head = bytes(byte ^ mix for byte, mix in zip(content[:_OBFUSCATED], mask, strict=True))
    part = f"word/fonts/{name.removesuffix('.ttf')}.odttf"
    member = make_member(part, head + content[_OBFUSCATED:])
    return EmbeddedFont(member, f"{{{str(key).upper()}}}", fingerprint(content))


def _signature(content: bytes) -> tuple[str, str]:
    """Return `w:panose1` and `w:sig` from the OS/2 table of a TrueType file, which Word uses to substitute fonts."""
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


def font_table(theme: Theme, *, hangul: bool, embedded: bool) -> FontTable:
    """Return the font table for a theme; the Korean family only if the text has Hangul."""
    relations = Relations()
    members: list[Member] = []
    fingerprints: list[str] = []
    fonts: dict[str, str] = {}
    for face, family in theme.fonts.items():
        if family in fonts or (face == EAST_ASIAN_FACE and not hangul):
            continue
        stem = family.replace(" ", "")
        embeds = ""
        for font_style in font_styles(theme, face) if embedded else ():
            font = embed(f"{stem}-{font_style.file_ending}.ttf")
            if font is not None:
                members.append(font.member)
                fingerprints.append(font.fingerprint)
                identifier = relations.add("font", font.member.name.removeprefix("word/"))
                embeds += f'<w:{font_style.element} r:id="{identifier}" w:fontKey="{font.key}"/>'
        fonts[family] = _font(face, family, stem, embeds)
    xml = f"{HEADER}<w:fonts {NAMESPACES}>{''.join(fonts.values())}</w:fonts>"
    return FontTable(xml, relations.xml() if members else "", tuple(members), tuple(fingerprints))


def _font(face: str, family: str, stem: str, embeds: str) -> str:
    """Return `w:font`, its children in schema order."""
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
