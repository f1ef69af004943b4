"""Write the theme's logo as an inline picture in a header (DrawingML, ISO/IEC 29500-1, 20.2)."""

from __future__ import annotations

from briefing.layout.theme import Logo
from briefing.writers.docx.wordml import PICTURE, emu, escape


def write_logo(logo: Logo, relation: str, number: int, words: str) -> str:
    """Return the drawing. `number` is its id in the file, `words` its alt text."""
    width, height = emu(logo.width), emu(logo.height)
    described = f'id="{number}" name="Logo" descr="{escape(words)}"'
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr {described}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{PICTURE}"><pic:pic xmlns:pic="{PICTURE}"><pic:nvPicPr><pic:cNvPr {described}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing>"
    )
