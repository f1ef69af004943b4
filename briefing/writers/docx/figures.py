"""Figures: a picture in the line of text (DrawingML, ISO/IEC 29500-1, 20.2 and 20.4), caption above, source below.

Takes a `Figure` and the `Rendering`; gives paragraphs, and puts the picture among the file's media.
"""

from __future__ import annotations

from briefing.model import Figure, Picture, plain
from briefing.writers.docx import style_names as names
from briefing.writers.docx.captions import has_lines_below, write_caption, write_lines_below
from briefing.writers.docx.rendering import Rendering
from briefing.writers.docx.wordml import PICTURE, emu, escape

_MOST_OF_PAGE = 0.7


def write_figure(figure: Figure, rendering: Rendering) -> str:
    """Caption, picture and source line, kept together."""
    picture = _inline_picture(figure, rendering)
    keep = "" if has_lines_below(figure) else '<w:keepNext w:val="0"/>'
    body = rendering.paragraph(f"<w:r>{picture}</w:r>", names.FIGURE, keep)
    return write_caption(figure, rendering) + body + write_lines_below(figure, rendering)


def picture_size(picture: Picture, width: float, height: float) -> tuple[float, float]:
    """Points: as wide as the text, narrower where it would be higher than `height`."""
    scale = min(width / max(picture.width, 1), height / max(picture.height, 1))
    return max(picture.width, 1) * scale, max(picture.height, 1) * scale


def _inline_picture(figure: Figure, rendering: Rendering) -> str:
    page = rendering.theme.page
    room = (page.height - page.top - page.bottom) * _MOST_OF_PAGE
    width, height = (emu(side) for side in picture_size(figure.picture, rendering.text_width, room))
    number = next(rendering.drawings)
    name = escape(figure.label or f"Picture {number}")
    described = f'id="{number}" name="{name}" descr="{escape(figure.alt or plain(figure.title))}"'
    relation = rendering.relations.add("image", rendering.media.add(figure.picture))
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f"<wp:docPr {described}/>"
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{PICTURE}"><pic:pic xmlns:pic="{PICTURE}">'
        f"<pic:nvPicPr><pic:cNvPr {described}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing>"
    )
