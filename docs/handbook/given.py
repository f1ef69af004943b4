"""Make files that a page's reader already has, so that its commands can be run.

A page asks for one with `<!-- given NAME: KEY -->`, where KEY is a key of `MAKERS`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import docx
from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt, RGBColor
from writers.docx.template.house_samples import picture


def house_template() -> bytes:
    """Return the Word template of a ministry: a cover with a picture, a header with the marking, styles of its own."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.header.paragraphs[0].add_run().add_picture(picture(), width=Mm(24))
    section.header.paragraphs[0].add_run("\tMinistry of Examples\t{{ marking }}")
    section.footer.paragraphs[0].text = "{{ title }}\t\t{{ page }} of {{ pages }}"
    document.add_picture(picture(), width=Mm(60))
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ subtitle }}", style="Subtitle")
    document.add_paragraph("{{ edition }}, {{ date }}").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("{{ brief }}")
    green = RGBColor(0x14, 0x5A, 0x3C)
    for name in ("Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.color.rgb = green
        style.font.name = "Liberation Serif"
    chapter = document.styles["Heading 1"].element
    chapter.find(f"{{{_W}}}name").set(f"{{{_W}}}val", "Chapter")
    chapter.set(f"{{{_W}}}customStyle", "1")
    outline = chapter.find(f"{{{_W}}}pPr/{{{_W}}}outlineLvl")
    outline.getparent().remove(outline)
    document.styles["Normal"].font.size = Pt(11)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAKERS: Mapping[str, Callable[[], bytes]] = {
    "house-template": house_template,
    "picture": lambda: picture().getvalue(),
}
