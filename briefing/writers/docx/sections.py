"""Write the body in sections: text in columns and blocks across them (`w:sectPr`; ISO/IEC 29500-1, 17.6).

`layout.full_width_blocks` decides which blocks span the columns, as for the PDF. Sections continue
without a page break, so that Word balances the columns of each.
"""

from __future__ import annotations

from briefing.layout.full_width_blocks import Run, runs
from briefing.writers.docx import style_names as names
from briefing.writers.docx.blocks import write_blocks
from briefing.writers.docx.header_footer import furniture_references, starts_with_front
from briefing.writers.docx.parts import Relations
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.settings import page_properties

_PARAGRAPH = "<w:p><w:pPr>"
_PARAGRAPH_END = "</w:p>"
_SHAPE_END = "</w:txbxContent>"  # The paragraph found is inside a drawing.
_SPACER = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


def write_body(rendering: Rendering, relations: Relations) -> str:
    """Return every block with the properties of every section. `relations` are those of the main part."""
    theme, furniture = rendering.theme, rendering.document.furniture
    found = runs(rendering.document.blocks, theme) or [Run(False, ())]
    marked = bool(furniture.marking or furniture.draft)
    pieces = []
    for index, run in enumerate(found):
        rendering.wide = run.wide
        text = write_blocks(run.blocks, rendering)
        first, last = index == 0, index == len(found) - 1
        # Children of w:sectPr in schema order. Later sections inherit the headers and footers of the first.
        opening = furniture_references(relations) if first else '<w:type w:val="continuous"/>'
        page = page_properties(theme, marked=marked, columns=1 if run.wide else theme.page.columns)
        title = "<w:titlePg/>" if first and starts_with_front(rendering) else ""
        properties = f"<w:sectPr>{opening}{page}{title}</w:sectPr>"
        if last:
            pieces.append((text or rendering.paragraph("", names.BODY)) + properties)
        else:
            pieces.append(_closed(text, properties, rendering))
    return "".join(pieces)


def _closed(text: str, properties: str, rendering: Rendering) -> str:
    """Return a section's text with its properties in the last paragraph.

    If it does not end with a paragraph, one is added.
    """
    start = text.rfind(_PARAGRAPH)
    if start < 0 or not text.endswith(_PARAGRAPH_END) or _SHAPE_END in text[start:]:
        return text + rendering.paragraph("", names.SOURCE, _SPACER + properties)
    end = text.index("</w:pPr>", start)
    return text[:end] + properties + text[end:]
