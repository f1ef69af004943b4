"""Headers and footers: running title, banner, and the number of the page, on the first page and on the others.

Takes a `Document` and the `Rendering`; gives four parts. The first page has no running title, since it has the title
itself.
"""

from __future__ import annotations

import re

from briefing.model import Front
from briefing.writers.docx import style_names as names
from briefing.writers.docx.parts import Relations
from briefing.writers.docx.rendering import Rendering
from briefing.writers.docx.settings import page_properties
from briefing.writers.docx.wordml import HEADER, NAMESPACES, TAB, field, run

_ROOTS = {"header": "hdr", "footer": "ftr"}
_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
_PLACEHOLDER = re.compile(r"(\{pages?\})")
# part, element, type of page
_PARTS = (
    ("header1.xml", "header", "default"),
    ("header2.xml", "header", "first"),
    ("footer1.xml", "footer", "default"),
    ("footer2.xml", "footer", "first"),
)


def furniture_parts(rendering: Rendering) -> dict[str, str]:
    """word/header1.xml and so on: the name of each part and its text."""
    header, first_header, footer = _running_header(rendering), _banner(rendering), _footer(rendering)
    contents = (header, first_header or rendering.paragraph("", names.BANNER), footer, footer)
    return {
        f"word/{name}": f"{HEADER}<w:{_ROOTS[element]} {NAMESPACES}>{content}</w:{_ROOTS[element]}>"
        for (name, element, _), content in zip(_PARTS, contents, strict=True)
    }


def section_properties(rendering: Rendering, relations: Relations) -> str:
    """`w:sectPr`: which header and footer stand where, the paper, and that a first page with the front differs."""
    references = "".join(
        f'<w:{element}Reference w:type="{kind}" r:id="{relations.add(element, name)}"/>'
        for name, element, kind in _PARTS
    )
    blocks = rendering.document.blocks
    title = "<w:titlePg/>" if blocks and isinstance(blocks[0], Front) else ""
    return f"<w:sectPr>{references}{page_properties(rendering.theme)}{title}</w:sectPr>"


def _running_header(rendering: Rendering) -> str:
    furniture = rendering.document.furniture
    if not furniture.header_left and not furniture.header_right:
        return _banner(rendering) or rendering.paragraph("", names.BANNER)
    right = TAB + run(furniture.header_right) if furniture.header_right else ""
    line = rendering.paragraph(run(furniture.header_left) + right, names.PAGE_HEADER)
    return line + _banner(rendering)


def _banner(rendering: Rendering) -> str:
    banner = rendering.document.furniture.banner
    return rendering.paragraph(run(banner), names.BANNER) if banner else ""


def _footer(rendering: Rendering) -> str:
    furniture = rendering.document.furniture
    total = max(rendering.pages.values(), default=1)
    pieces = [run(furniture.footer_left), TAB]
    for piece in _PLACEHOLDER.split(furniture.page):
        if piece in _FIELDS:
            pieces.append(field(_FIELDS[piece], "1" if piece == "{page}" else str(total)))
        else:
            pieces.append(run(piece))
    return rendering.paragraph("".join(pieces), names.PAGE_FOOTER)
