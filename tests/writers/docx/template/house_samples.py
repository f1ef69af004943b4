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
from docx.enum.text import WD_BREAK
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
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
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


def french() -> bytes:
    """Names of styles in French inside the file, as some programs write them; headings that count by themselves."""
    document = docx.Document()
    for english, french_name in (
        ("Heading 1", "Titre 1"), ("Heading 2", "Titre 2"), ("Heading 3", "Titre 3"), ("Title", "Titre"),
        ("Caption", "Légende"), ("List Bullet", "Liste à puces"), ("Body Text", "Corps de texte"),
    ):  # fmt: skip
        document.styles[english].element.find(f"{{{WORD}}}name").set(f"{{{WORD}}}val", french_name)
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{n + 1}"/>'
        f'<w:lvlText w:val="{".".join(f"%{k + 1}" for k in range(n + 1))}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="720" w:hanging="720"/></w:pPr></w:lvl>'
        for n in range(3)
    )
    definition = parse_xml(
        f'<w:abstractNum xmlns:w="{WORD}" w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(0, definition)
    numbering.append(parse_xml(f'<w:num xmlns:w="{WORD}" w:numId="88"><w:abstractNumId w:val="77"/></w:num>'))
    for level in range(3):
        style = next(s for s in document.styles if s.style_id == f"Heading{level + 1}")
        wanted = f'<w:numPr xmlns:w="{WORD}"><w:ilvl w:val="{level}"/><w:numId w:val="88"/></w:numPr>'
        properties = style.element.get_or_add_pPr()
        properties.insert(
            next(i for i, e in enumerate(properties) if e.tag.endswith("}keepLines")) + 1, parse_xml(wanted)
        )
    document.sections[0].header.paragraphs[0].text = "République d’exemple"
    document.add_paragraph("{{ Body }}")
    return saved(document)


def landscape() -> bytes:
    """Three sections: an upright cover, a landscape one for the brief, an upright imprint; pages that count from 1 after the cover."""
    document = docx.Document()
    document.add_paragraph("{{ title }}", style="Title")
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    start = parse_xml(f'<w:pgNumType xmlns:w="{WORD}" w:start="1"/>')
    section._sectPr.find(f"{{{WORD}}}cols").addprevious(start)
    document.add_paragraph("{{ brief }}")
    last = document.add_section(WD_SECTION.NEW_PAGE)
    last.orientation = WD_ORIENT.PORTRAIT
    last.page_width, last.page_height = last.page_height, last.page_width
    document.add_paragraph("Imprint")
    return saved(document)


FOOTNOTES = (
    f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationNotice" w:id="2"><w:p/></w:footnote>'
    '<w:footnote w:id="5"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> The house’s own note.</w:t></w:r></w:p>'
    '</w:footnote><w:footnote w:id="9"><w:p><w:r><w:t>cited nowhere</w:t></w:r></w:p></w:footnote></w:footnotes>'
)  # fmt: skip


def noted() -> bytes:
    """A footnote, a bookmark, a comment and a content control of its own; the brief goes into a control."""
    document = docx.Document()
    paragraph = document.add_paragraph("How we work")
    run = paragraph.add_run()
    run._r.append(parse_xml(f'<w:footnoteReference xmlns:w="{WORD}" w:id="5"/>'))
    document.add_comment(
        document.add_paragraph("A remark").runs, text="Please check", author="A colleague", initials="AC"
    )
    marked = document.add_paragraph("Marked")
    marked._p.insert(0, parse_xml(f'<w:bookmarkStart xmlns:w="{WORD}" w:id="1" w:name="_brief_body"/>'))
    marked._p.append(parse_xml(f'<w:bookmarkEnd xmlns:w="{WORD}" w:id="1"/>'))
    control = parse_xml(
        f'<w:sdt xmlns:w="{WORD}"><w:sdtPr><w:id w:val="1172042024"/><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>'
        "<w:p><w:r><w:t>{{ brief }}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    named = parse_xml(
        f'<w:sdt xmlns:w="{WORD}"><w:sdtPr><w:id w:val="7"/><w:showingPlcHdr/><w:dataBinding w:prefixMappings="'
        "xmlns:ns0='http://purl.org/dc/elements/1.1/' xmlns:ns1='http://schemas.openxmlformats.org/package/2006/metadata/core-properties'"
        '" '
        'w:xpath="/ns1:coreProperties[1]/ns0:title[1]" w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/><w:text/></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>[Title]</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    marked._p.addnext(control)
    marked._p.addnext(named)
    document.add_paragraph("After")

    def add(members: dict[str, bytes]) -> None:
        members["word/footnotes.xml"] = FOOTNOTES.encode()
        types = members["[Content_Types].xml"].decode()
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        added = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
        members["[Content_Types].xml"] = types.replace("</Types>", added).encode()
        relations = members["word/_rels/document.xml.rels"].decode()
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        added = f'<Relationship Id="rId990" Type="{kind}" Target="footnotes.xml"/></Relationships>'
        members["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", added).encode()

    return changed(saved(document), add)


def renamed() -> bytes:
    """Every style under a name of the house's own: nothing is known without a map."""
    document = docx.Document()
    for english, name in (
        ("Heading 1", "Kapitel"),
        ("Heading 2", "Abschnitt"),
        ("Body Text", "Lauftext"),
        ("Title", "Kopf"),
    ):
        element = document.styles[english].element
        element.find(f"{{{WORD}}}name").set(f"{{{WORD}}}val", name)
        element.set(f"{{{WORD}}}customStyle", "1")
        outline = element.find(f"{{{WORD}}}pPr/{{{WORD}}}outlineLvl")
        if outline is not None:
            outline.getparent().remove(outline)
    grid = document.styles["Light Grid Accent 1"]
    grid.element.find(f"{{{WORD}}}name").set(f"{{{WORD}}}val", "Haustabelle")
    return saved(document)


MAP = (
    '[styles]\nheading1 = "Kapitel"\nheading2 = "abschnitt"\nbody = "Lauftext"\ntitle = "Kopf"\ntable = "Haustabelle"\n'
)


def columned() -> bytes:
    """Two columns on Letter paper, with a second brief-like title above."""
    document = docx.Document()
    columns = document.sections[0]._sectPr.find(f"{{{WORD}}}cols")
    assert columns is not None
    columns.set(f"{{{WORD}}}num", "2")
    columns.set(f"{{{WORD}}}space", "400")
    document.add_paragraph("{{ brief }}")
    return saved(document)


def plain() -> bytes:
    """Word's empty document: no token anywhere."""
    return saved(docx.Document())


def numberless(form: str = "none", text: str = "%1") -> bytes:
    """As LibreOffice saves headings without numbers: every level is in a list, whose numbers have no form or no text."""

    def change(members: dict[str, bytes]) -> None:
        words = members["word/numbering.xml"].decode()
        start = words.index('w:abstractNumId="77"')
        end = words.index("</w:abstractNum>", start)
        own = words[start:end].replace('w:numFmt w:val="decimal"', f'w:numFmt w:val="{form}"')
        own = re.sub(r'w:lvlText w:val="[^"]*"', f'w:lvlText w:val="{text}"', own)
        members["word/numbering.xml"] = (words[:start] + own + words[end:]).encode()

    return changed(french(), change)


def gridded(kind: str = "lines") -> bytes:
    """A Japanese house's paper: B5, its lines on a grid of 18 points."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(182), Mm(257)
    for grid in section._sectPr.findall(f"{{{WORD}}}docGrid"):
        section._sectPr.remove(grid)
    section._sectPr.append(parse_xml(f'<w:docGrid xmlns:w="{WORD}" w:type="{kind}" w:linePitch="360"/>'))
    document.add_paragraph("{{ brief }}")
    return saved(document)


def own_table() -> bytes:
    """Narrow paper; a table style whose cells have wide margins, a font that runs wide, and a heading that stays with nothing."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.left_margin, section.right_margin = Mm(165), Mm(20), Mm(20)
    document.styles["Normal"].font.name = "DejaVu Sans"
    for name in ("Heading 1", "Heading 2"):
        properties = document.styles[name].element.pPr
        properties.remove(properties.find(f"{{{WORD}}}keepNext"))
    grid = document.styles["Table Grid"].element
    grid.find(f"{{{WORD}}}name").set(f"{{{WORD}}}val", "Haustabelle")
    margins = '<w:left w:w="240" w:type="dxa"/><w:right w:w="240" w:type="dxa"/>'
    own = grid.find(f"{{{WORD}}}tblPr")
    for old in own.findall(f"{{{WORD}}}tblCellMar"):
        own.remove(old)
    own.append(parse_xml(f'<w:tblCellMar xmlns:w="{WORD}">{margins}</w:tblCellMar>'))
    document.add_paragraph("{{ brief }}")
    return saved(document)


def emptied_comments() -> bytes:
    """A part for comments that has none, as a Word leaves it whose user deleted them."""
    data = changed(noted(), lambda members: members.__setitem__("word/comments.xml", EMPTY_COMMENTS.encode()))
    return changed(data, _without_references)


EMPTY_COMMENTS = f'<w:comments xmlns:w="{WORD}"/>'


def _without_references(members: dict[str, bytes]) -> None:
    text = members["word/document.xml"].decode()
    text = re.sub(r"<w:commentRange(?:Start|End) [^>]*/>|<w:commentReference [^>]*/>", "", text)
    members["word/document.xml"] = text.encode()


def shouting() -> bytes:
    """Names of parts in other letters than its relations and content types have."""

    def change(members: dict[str, bytes]) -> None:
        for name in (
            "word/styles.xml",
            "word/_rels/document.xml.rels",
            "word/theme/theme1.xml",
            "_rels/.rels",
            "word/document.xml",
        ):
            members[name.upper()] = members.pop(name)

    return changed(german(), change)


def unfinished() -> bytes:
    """A tracked insertion in its text, and settings that let nobody edit."""

    def change(members: dict[str, bytes]) -> None:
        text = members["word/document.xml"].decode()
        own = '<w:p><w:ins w:id="5" w:author="A" w:date="2024-01-01T00:00:00Z"><w:r><w:t>new</w:t></w:r></w:ins></w:p>'
        members["word/document.xml"] = text.replace("<w:body>", f"<w:body>{own}").encode()
        text = members["word/settings.xml"].decode()
        lock = '<w:documentProtection w:edit="readOnly" w:enforcement="1"/><w:defaultTabStop '
        members["word/settings.xml"] = text.replace("<w:defaultTabStop ", lock, 1).encode()

    return changed(plain(), change)
