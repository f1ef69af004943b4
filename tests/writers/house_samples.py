"""House templates made by hand for the tests: as Word in German or French, LibreOffice and careless colleagues make them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
GERMAN = {
    "Heading1": "berschrift1", "Heading2": "berschrift2", "Heading3": "berschrift3", "Caption": "Beschriftung",
    "ListBullet": "Aufzhlungszeichen", "ListNumber": "Listennummer", "Title": "Titel", "Subtitle": "Untertitel",
}  # fmt: skip


def picture(width: int = 120, height: int = 36) -> io.BytesIO:
    raw = b"".join(b"\0" + bytes([20, 90, 60]) * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")
    )


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A template with some of its members changed."""
    members = members_of(data)
    change(members)
    return packed(members)


def replaced(data: bytes, name: str, old: str, new: str, count: int = -1) -> bytes:
    def change(members: dict[str, bytes]) -> None:
        text = members[name].decode()
        assert old in text, f"{old} is not in {name}"
        members[name] = text.replace(old, new, count).encode()

    return changed(data, change)


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def as_dotx(data: bytes) -> bytes:
    return replaced(data, "[Content_Types].xml", "wordprocessingml.document.main", "wordprocessingml.template.main")


def localised(data: bytes, names: Mapping[str, str]) -> bytes:
    """The ids of styles as a Word in another language gives them; their names stay English, as Word keeps them."""

    def change(members: dict[str, bytes]) -> None:
        for part in [n for n in members if n.startswith("word/") and n.endswith(".xml")]:
            text = members[part].decode()
            for old, new in names.items():
                pattern = rf'((?:w:styleId|<w:(?:pStyle|basedOn|next|link|rStyle) w:val)=")({old})(")'
                text = re.sub(pattern, rf"\g<1>{new}\g<3>", text)
            members[part] = text.encode()

    return changed(data, change)


def german(*, anchor: str = "{{ brief }}", marking: bool = True) -> bytes:
    """A ministry's: cover with logo, another first page, tokens in header and footer, ids in German, several styles missing."""
    document = docx.Document()
    styles = document.styles
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.header_distance = Mm(32), Mm(20), Mm(10)
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].add_run().add_picture(picture(), width=Mm(30))
    section.header.paragraphs[0].add_run("\tMinisterium für Beispiele" + ("\t{{ marking }}" if marking else ""))
    section.footer.paragraphs[0].text = "{{ title }}\tSeite {{ page }} von {{ pages }}"
    section.first_page_header.paragraphs[0].text = "Deckblatt" + (" {{marking}}" if marking else "")
    section.first_page_footer.paragraphs[0].text = "{{ publisher }} {{ date }}"
    document.add_picture(picture(), width=Mm(60))
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ subtitle }}", style="Subtitle")
    split = document.add_paragraph("Stand: ")
    for piece in ("{", "{ ed", "ition", " }", "} vom {{", "date}}"):
        split.add_run(piece)
    document.add_page_break()
    if anchor:
        document.add_paragraph(anchor)
    document.add_paragraph("Impressum: Ministerium für Beispiele")
    styles["Heading 1"].font.color.rgb = RGBColor(0x14, 0x5A, 0x3C)
    for name in ("Normal", "Heading 1", "Heading 2", "Title"):
        styles[name].font.name = "Liberation Serif"
        fonts = styles[name].element.rPr.rFonts
        for attribute in [a for a in fonts.attrib if a.endswith("Theme")]:
            del fonts.attrib[attribute]
    styles["Normal"].font.size = Pt(11)
    for name in ("List Number", "Body Text", "List Continue", "Quote"):
        styles[name].element.getparent().remove(styles[name].element)
    return as_dotx(localised(saved(document), GERMAN))
