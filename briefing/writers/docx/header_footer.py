"""Write headers and footers: draft and marking, logo, the theme's text with page numbers, banner.

There are four parts, with the relationships of those that have a logo. The first page, where the
title is, has the theme's own header and footer; marking and banner are on every page.
"""

from __future__ import annotations

from briefing.document.marking import GROUND, label_colour
from briefing.files.ooxml import relations_name
from briefing.layout.theme import HeaderFooterText, Sides
from briefing.layout.theme.header_footer_text import Part, fill_in
from briefing.writers.docx import style_names as names
from briefing.writers.docx.logo import write_logo
from briefing.writers.docx.named_fields import marking_field, title_field
from briefing.writers.docx.parts import Relations
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.wordml import HEADER, NAMESPACES, TAB, field, run, twips

_ROOTS = {"header": "hdr", "footer": "ftr"}
_INSTRUCTIONS = {"page": "PAGE", "pages": "NUMPAGES"}
_PADDING = "\u00a0"
# Part, element, type of page.
_PARTS = (
    ("header1.xml", "header", "default"),
    ("header2.xml", "header", "first"),
    ("footer1.xml", "footer", "default"),
    ("footer2.xml", "footer", "first"),
)


def furniture_parts(rendering: Rendering) -> dict[str, str]:
    """Return word/header1.xml and so on, and their relationships, by part name."""
    texts: dict[str, str] = {}
    for name, element, kind in _PARTS:
        relations = Relations()
        first = kind == "first"
        if element == "header":
            banner = rendering.document.furniture.banner
            pieces = (
                write_marking(rendering),
                _logo(rendering, relations, first),
                _line(rendering, rendering.theme.header, names.PAGE_HEADER, first),
                rendering.paragraph(run(banner), names.BANNER) if banner else "",
            )
            content = "".join(pieces) or rendering.paragraph("", names.BANNER)
        else:
            line = _line(rendering, rendering.theme.footer, names.PAGE_FOOTER, first)
            content = (line or rendering.paragraph("", names.PAGE_FOOTER)) + write_marking(rendering)
        root = _ROOTS[element]
        texts[f"word/{name}"] = f"{HEADER}<w:{root} {NAMESPACES}>{content}</w:{root}>"
        if len(relations):
            texts[relations_name(f"word/{name}")] = relations.xml()
    return texts


def furniture_references(relations: Relations) -> str:
    """Return the references to headers and footers: the first children of `w:sectPr`."""
    return "".join(
        f'<w:{element}Reference w:type="{kind}" r:id="{relations.add(element, name)}"/>'
        for name, element, kind in _PARTS
    )


def starts_with_front(rendering: Rendering) -> bool:
    """Return whether the first page has the title, and so a header and footer of its own."""
    return rendering.document.begins_with_title


def _line(rendering: Rendering, running: HeaderFooterText, style: str, first: bool) -> str:
    """Return one line, centre and right at the style's tabs; "" if all three are empty."""
    sides: Sides = running.first if first else running.sides
    furniture = rendering.document.furniture
    left, centre, right = (
        "".join(_part(part, rendering) for part in fill_in(text, furniture))
        for text in (sides.left, sides.centre, sides.right)
    )
    if not (left or centre or right):
        return ""
    if running.centred:
        return rendering.paragraph(left + TAB + centre + TAB + right, style)
    return rendering.paragraph(left + (TAB + right if right else ""), style)


def _part(part: Part, rendering: Rendering) -> str:
    if part.field == "title":
        return title_field(part.text, rendering)
    if part.field == "marking":
        return marking_field(part.text, rendering)
    if not part.field:
        return run(part.text)
    total = max(rendering.pages.values(), default=1)
    return field(_INSTRUCTIONS[part.field], "1" if part.field == "page" else str(total))


def write_marking(rendering: Rendering) -> str:
    """Return a TLP label in its colour on black, or free text; the word for a draft is at the left of the same line.

    Its style is bold and right-aligned (TLP 2.0, FIRST).
    """
    furniture = rendering.document.furniture
    marking, colour = furniture.marking, label_colour(furniture.marking)
    label = ""
    if marking and colour:
        # A space at either end extends the black beyond the label: some readers would cut off a border.
        black = f'<w:shd w:val="clear" w:color="auto" w:fill="{GROUND}"/>'
        look = f'<w:rPr><w:noProof/><w:color w:val="{colour}"/>{black}</w:rPr>'
        label = run(_PADDING, look) + marking_field(marking, rendering, look) + run(_PADDING, look)
    elif marking:
        label = marking_field(marking, rendering)
    if not furniture.draft:
        return rendering.paragraph(label, names.MARKING) if label else ""
    right = twips(rendering.theme.page.text_width)
    look = f'<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs><w:jc w:val="left"/>'
    return rendering.paragraph(run(furniture.draft) + (TAB + label if label else ""), names.MARKING, look)


def _logo(rendering: Rendering, relations: Relations, first: bool) -> str:
    logo = rendering.theme.logo
    if logo is None or (logo.pages == "first" and not first):
        return ""
    name = relations.add("image", rendering.media.add(logo.picture))
    align = {"left": "left", "centre": "center", "right": "right"}[logo.where]
    furniture = rendering.document.furniture
    drawn = write_logo(logo, name, next(rendering.drawings), furniture.footer_left or furniture.header_left)
    room = '<w:spacing w:before="0" w:after="120" w:line="240" w:lineRule="auto"/>'
    return rendering.paragraph(f"<w:r>{drawn}</w:r>", names.BANNER, f'{room}<w:jc w:val="{align}"/>')
