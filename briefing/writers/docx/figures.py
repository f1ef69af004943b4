"""Write figures in line with text: a picture, a chart or a diagram, caption above, source below.

Pictures are DrawingML pictures (ISO/IEC 29500-1, 20.2), plots are native charts; timelines and flow
diagrams, which Word does not have, are groups of native shapes.
"""

from __future__ import annotations

from briefing.document.model import Chart, Figure, Picture, Plot, plain
from briefing.layout.charts import draw
from briefing.writers.docx import style_names as names
from briefing.writers.docx.captions import has_lines_below, write_caption, write_lines_below
from briefing.writers.docx.charts import write_plot
from briefing.writers.docx.diagrams import COMPATIBILITY, GROUP, SHAPE, write_scene
from briefing.writers.docx.outside_text import words_in_chart, words_in_drawing
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.scale_to_page import fit_on_page
from briefing.writers.docx.wordml import PICTURE, emu, escape

_MOST_OF_PAGE = 0.7
_LOCKED = '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
_FREE = "<wp:cNvGraphicFramePr/>"


def write_figure(figure: Figure, rendering: Rendering) -> str:
    """Return caption, drawing and source line, kept together. A figure without a drawing is an error."""
    caption = write_caption(figure, rendering)
    if figure.picture is not None:
        page = rendering.theme.page
        room = (page.height - page.top - page.bottom) * _MOST_OF_PAGE
        number = next(rendering.drawings)
        relation = rendering.relations.add("image", rendering.media.add(figure.picture))
        size = picture_size(figure.picture, rendering.text_width, room)
        drawing = inline_picture(size, number, figure.label or f"Picture {number}", _alt(figure), relation)
        rendering.drawn.append("")
    elif figure.chart is not None:
        drawing = _figure_chart(figure, figure.chart, rendering)
    else:
        title = plain(figure.title) or figure.key
        rendering.report(
            "empty-figure", f'the figure "{title}" has neither a picture nor a chart', figure.location, severity="error"
        )
        return caption + write_lines_below(figure, rendering)
    keep = "" if has_lines_below(figure) else '<w:keepNext w:val="0"/>'
    body = rendering.paragraph(f"<w:r>{drawing}</w:r>", names.FIGURE, keep)
    return caption + body + write_lines_below(figure, rendering)


def picture_size(picture: Picture, width: float, height: float) -> tuple[float, float]:
    """Return the size in points: as wide as the text, but no higher than `height`."""
    scale = min(width / max(picture.width, 1), height / max(picture.height, 1))
    return max(picture.width, 1) * scale, max(picture.height, 1) * scale


def inline_picture(size: tuple[float, float], number: int, name: str, alt: str, relation: str) -> str:
    """Return a picture in line with text. `size` in points, `number` unique among the drawings of the file."""
    width, height = (emu(side) for side in size)
    described = _described(number, name, alt)
    graphic = (
        f'<a:graphicData uri="{PICTURE}"><pic:pic xmlns:pic="{PICTURE}">'
        f"<pic:nvPicPr><pic:cNvPr {described}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )
    return _inline(size, described, _LOCKED, graphic)


def _described(number: int, name: str, alt: str) -> str:
    """Return the attributes that identify a drawing and give its alt text."""
    return f'id="{number}" name="{escape(name)}" descr="{escape(alt)}"'


def _inline(size: tuple[float, float], described: str, locks: str, graphic: str) -> str:
    """Return a drawing in line with text."""
    return (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{emu(size[0])}" cy="{emu(size[1])}"/>'
        f"<wp:docPr {described}/>{locks}<a:graphic>{graphic}</a:graphic></wp:inline></w:drawing>"
    )


def _alt(figure: Figure) -> str:
    return figure.alt or plain(figure.title)


def _figure_chart(figure: Figure, chart: Chart, rendering: Rendering) -> str:
    """Return a chart as wide as the text: a native one, or a drawing if Word has none."""
    width = rendering.text_width
    number = next(rendering.drawings)
    described = _described(number, figure.label or f"Chart {number}", _alt(figure))
    if isinstance(chart, Plot):
        graphic, height = write_plot(figure, chart, rendering)
        rendering.drawn.append(words_in_chart(rendering.charts))
        return _inline((width, height), described, _FREE, graphic)
    _, scene = fit_on_page(figure, rendering, lambda look: draw(chart, width, look, rendering.measure))
    graphic = write_scene(scene, rendering)
    rendering.drawn.append(words_in_drawing(graphic))
    drawing = _inline((width, scene.height), described, _FREE, graphic)
    # Programs that do not know the shapes of Word 2010 get the text instead.
    instead = f"<w:t>{escape(_alt(figure))}</w:t>"
    return (
        f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}" xmlns:wpg="{GROUP}" xmlns:wps="{SHAPE}">'
        f'<mc:Choice Requires="wpg">{drawing}</mc:Choice><mc:Fallback>{instead}</mc:Fallback></mc:AlternateContent>'
    )
