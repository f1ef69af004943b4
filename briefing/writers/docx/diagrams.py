"""Write drawings that Word has no chart for as a group of native shapes.

An editor can move, recolour and edit them. The shapes are those of Word 2010 ([MS-ODRAWXML] 2.13).
Lines of text that belong together become one text box. The group has the alt text; shapes without
text are marked as decorative.
"""

from __future__ import annotations

from briefing.document.model import FactReference
from briefing.layout.charts.scene import Area, Dot, Label, Rectangle, Scene, Shape, Stroke
from briefing.writers.docx import style_names as names
from briefing.writers.docx.drawingml import NO_FILL, NO_LINE, Paint
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.theme_part import Palette
from briefing.writers.docx.wordml import emu, escape, half_points, language_properties, twips, without_invisible

COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_DECORATION = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_BELOW_BASELINE = (
    0.3  # Share of the font size at which Word and LibreOffice put the baseline of a line of fixed height.
)
_LINE_OF_SIZE = 1.35
_ROOMY = 0.7
"""Share of a box that its longest line may take before another font could need a further line."""
_SAME_BLOCK = 1.7  # Share of the font size: lines further apart are separate texts.
_JUSTIFIED = {"start": "left", "middle": "center", "end": "right"}


def write_scene(scene: Scene, rendering: Rendering) -> str:
    """Return `a:graphicData` with the group."""
    return _SceneWriter(scene, rendering).graphic()


class _SceneWriter:
    """Write one scene."""

    def __init__(self, scene: Scene, rendering: Rendering) -> None:
        self.scene = scene
        self.rendering = rendering
        self.paint: Paint = rendering.paint
        self.palette = Palette(rendering.theme)

    def graphic(self) -> str:
        width, height = emu(self.scene.width), emu(self.scene.height)
        shapes = "".join(self._shape(shape) for shape in self.scene.shapes if not isinstance(shape, Label))
        shapes += "".join(self._text_box(block) for block in self._blocks())
        return (
            f'<a:graphicData uri="{GROUP}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
            f'<a:ext cx="{width}" cy="{height}"/><a:chOff x="0" y="0"/><a:chExt cx="{width}" cy="{height}"/></a:xfrm>'
            f"</wpg:grpSpPr>{shapes}</wpg:wgp></a:graphicData>"
        )

    # -------------------------------------------------------------- shapes

    def _shape(self, shape: Shape) -> str:
        if isinstance(shape, Rectangle):
            line = self.paint.line(shape.stroke, shape.thickness, dashed=shape.dashed)
            box = (shape.x, shape.y, shape.width, shape.height)
            return self._sized(box, _preset("rect"), self.paint.fill(shape.fill) + line)
        if isinstance(shape, Dot):
            box = (shape.x - shape.radius, shape.y - shape.radius, shape.radius * 2, shape.radius * 2)
            return self._sized(
                box, _preset("ellipse"), self.paint.fill(shape.fill) + self.paint.line(shape.stroke, 1.2)
            )
        if isinstance(shape, Stroke):
            return "".join(
                self._line(shape, start, end) for start, end in zip(shape.points, shape.points[1:], strict=False)
            )
        assert isinstance(shape, Area)
        return self._area(shape)

    def _line(self, stroke: Stroke, start: tuple[float, float], end: tuple[float, float]) -> str:
        """Return a straight line.

        A horizontal or vertical one is a thin rectangle, because LibreOffice rotates a group that
        begins with a line without width.
        """
        x, y = min(start[0], end[0]), min(start[1], end[1])
        width, height = abs(end[0] - start[0]), abs(end[1] - start[1])
        half = stroke.thickness / 2
        if not stroke.dashed and (width == 0 or height == 0):
            box = (x - half, y, stroke.thickness, height) if width == 0 else (x, y - half, width, stroke.thickness)
            return self._sized(box, _preset("rect"), self.paint.fill(stroke.colour) + NO_LINE)
        flip = ' flipH="1"' if end[0] < start[0] else ""
        flip += ' flipV="1"' if end[1] < start[1] else ""
        line = self.paint.line(stroke.colour, stroke.thickness, dashed=stroke.dashed)
        return self._sized((x, y, width, height), _preset("line"), line, kind="<wps:cNvCnPr/>", flip=flip)

    def _area(self, area: Area) -> str:
        xs, ys = [x for x, _ in area.points], [y for _, y in area.points]
        left, top = min(xs), min(ys)
        width, height = max(xs) - left, max(ys) - top
        points = [f'<a:pt x="{emu(x - left)}" y="{emu(y - top)}"/>' for x, y in area.points]
        lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in points[1:])
        form = (
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
            f'<a:path w="{emu(width)}" h="{emu(height)}"><a:moveTo>{points[0]}</a:moveTo>{lines}<a:close/></a:path>'
            "</a:pathLst></a:custGeom>"
        )
        return self._sized((left, top, width, height), form, self.paint.fill(area.fill) + NO_LINE)

    def _sized(
        self,
        box: tuple[float, float, float, float],
        form: str,
        painted: str,
        *,
        kind: str = "<wps:cNvSpPr/>",
        flip: str = "",
        words: str = "",
    ) -> str:
        """Return one shape. Without text it is decorative."""
        x, y, width, height = (emu(length) for length in box)
        number = next(self.rendering.drawings)
        named = f'<wps:cNvPr id="{number}" name="{"Words" if words else "Shape"} {number}"'
        description = "/>" if words else f">{_DECORATION}</wps:cNvPr>"
        body = words or "<wps:bodyPr/>"
        return (
            f'<wps:wsp>{named}{description}{kind}<wps:spPr><a:xfrm{flip}><a:off x="{x}" y="{y}"/>'
            f'<a:ext cx="{width}" cy="{height}"/></a:xfrm>{form}{painted}</wps:spPr>{body}</wps:wsp>'
        )

    # -------------------------------------------------------------- words

    def _blocks(self) -> list[list[list[Label]]]:
        """Return labels that are one text: lines of labels, one below the other."""
        blocks: list[list[list[Label]]] = []
        for label in self.scene.shapes:
            if not isinstance(label, Label):
                continue
            last = blocks[-1][-1][-1] if blocks else None
            if last is None:
                blocks.append([[label]])
                continue
            continues = (last.y, last.size, last.anchor) == (label.y, label.size, "start")
            alike = (last.x, last.anchor, last.size, last.bold, last.colour) == (
                label.x, label.anchor, label.size, label.bold, label.colour,
            )  # fmt: skip
            if continues and abs(self._spaces(last, label)) <= 3:
                blocks[-1][-1].append(label)
            elif alike and len(blocks[-1][-1]) == 1 and 0 < label.y - last.y <= label.size * _SAME_BLOCK:
                blocks[-1].append([label])
            else:
                blocks.append([[label]])
        return blocks

    def _width_of(self, label: Label) -> float:
        return self.rendering.measure(label.words.text, label.size, label.bold)

    def _spaces(self, last: Label, label: Label) -> int:
        measure = self.rendering.measure
        gap = label.x - last.x - self._width_of(last)
        return round(gap / max(measure(" ", last.size, False), 0.1))

    def _text_box(self, lines: list[list[Label]]) -> str:
        """Return a text box as wide as the drawing allows, with room for more lines.

        The words are one paragraph: a program without the font sets them wider, and breaks them as it needs. It would cut off what
        does not fit into the box.
        """
        first = lines[0][0]
        pitch = lines[1][0].y - first.y if len(lines) > 1 else first.size * _LINE_OF_SIZE
        top = first.y + first.size * _BELOW_BASELINE - pitch
        left, width = self._extent(lines)
        runs = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'.join(
            "".join(self._run(label, last) for last, label in zip((None, *line), line, strict=False)) for line in lines
        )
        exact = f'<w:spacing w:before="0" w:after="0" w:line="{twips(pitch)}" w:lineRule="exact"/>'
        settings = f'{exact}<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="{_JUSTIFIED[first.anchor]}"/>'
        words = (
            f"<wps:txbx><w:txbxContent><w:p><w:pPr><w:suppressAutoHyphens/>{settings}</w:pPr>{runs}</w:p>"
            '</w:txbxContent></wps:txbx><wps:bodyPr rot="0" vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" '
            'anchor="t" anchorCtr="0"><a:noAutofit/></wps:bodyPr>'
        )
        longest = max(sum(self._width_of(label) for label in line) for line in lines)
        spare = 1 + len(lines) // 3 if longest > width * _ROOMY else 0
        box = (left, top, width, pitch * (len(lines) + spare) + 1)
        return self._sized(box, _preset("rect"), NO_FILL + NO_LINE, kind='<wps:cNvSpPr txBox="1"/>', words=words)

    def _extent(self, lines: list[list[Label]]) -> tuple[float, float]:
        """Return left edge and width of a text box, extended to the edge of the drawing.

        Words may be wider than measured.
        """
        first, whole = lines[0][0], self.scene.width
        if first.anchor == "start":
            return first.x, max(whole - first.x, 1.0)
        if first.anchor == "end":
            return 0.0, max(first.x, 1.0)
        half = min(first.x, whole - first.x)
        return first.x - half, max(half * 2, 1.0)

    def _run(self, label: Label, last: Label | None) -> str:
        """Return a label with the spaces that separate it from the last one; a fact keeps the character style of facts."""
        text = " " * (self._spaces(last, label) if last is not None else 0) + label.words.text
        style = self.rendering.style(names.FACT) if isinstance(label.words, FactReference) else ""
        size = half_points(label.size)
        bold = "<w:b/><w:bCs/>" if label.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
        language = language_properties(label.words.language) if label.words.language else ""
        look = (
            (f'<w:rStyle w:val="{style}"/>' if style else "")
            + self.palette.face("sans")
            + bold
            + self.palette.colour(label.colour)
            + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{language}'
        )
        return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(without_invisible(text))}</w:t></w:r>'


def _preset(name: str) -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst/></a:prstGeom>'
