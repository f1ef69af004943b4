"""Text drawn over a chart: what is measured, "no figure" in a gap, and keys to gaps and hollow marks.

The result is a part of shapes placed in fractions of the chart (ISO/IEC 29500-1, 21.3), or "". Word
creates such a part when a text box is drawn into a chart; it moves and scales with the chart. The
measure is not an axis title, because Word and LibreOffice squeeze those into a narrow column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from briefing.document.model import Plot
from briefing.layout.charts.scene import Measure
from briefing.writers.docx.chart_frame import Area, Frame, gap_fits
from briefing.writers.docx.chart_workbook_columns import Arrangement
from briefing.writers.docx.drawingml import NO_FILL, WHITE, Paint
from briefing.writers.docx.wordml import CHART, DRAWING, HEADER, emu

_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"
_DASH = "–"
_BREAK = "–  –"
"""Picture of a line with a gap in it."""
_PADDING = "".join(f' {side}Ins="0"' for side in "ltrb")
_SWATCH = 7.0


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text in an area, or a dashed box if there are none."""

    area: Area
    lines: tuple[str, ...] = ()
    align: Literal["l", "ctr"] = "l"


@dataclass(frozen=True, slots=True)
class WordsWriter:
    """Write the text over one chart."""

    plot: Plot
    arrangement: Arrangement
    frame: Frame
    paint: Paint
    measure: Measure

    def part(self) -> str:
        """Return the part, or "" if there is no text."""
        plot, frame, leading = self.plot, self.frame, self.paint.look.leading
        words: list[Words] = []
        if frame.measure:
            words.append(Words(Area(0, 0, frame.width, len(frame.measure) * leading), frame.measure))
        words += self._gaps_at_foot() if plot.kind in ("column", "line") else self._gaps_in_rows()
        if frame.broken is not None:
            words.append(Words(Area(1, frame.broken, frame.width - 1, leading), (f"{_BREAK} {plot.gap}",)))
        if frame.key is not None:
            words.append(Words(Area(1, frame.key + (leading - _SWATCH) / 2, _SWATCH, _SWATCH)))
            words.append(Words(Area(12, frame.key, frame.width - 12, leading), (plot.hollow,)))
        if not words:
            return ""
        shapes = "".join(self._shape(number, item) for number, item in enumerate(words, 2))
        names = f'xmlns:c="{CHART}" xmlns:a="{DRAWING}" xmlns:cdr="{_NAMESPACE}"'
        return f"{HEADER}<c:userShapes {names}>{shapes}</c:userShapes>"

    def _gaps_in_rows(self) -> Iterator[Words]:
        """Yield the text of a gap in each row without a mark."""
        plot, frame, leading = self.plot, self.frame, self.paint.look.leading
        for place in range(len(self.arrangement.rows)):
            if not any(drawn.marks[place] for drawn in self.arrangement.drawn):
                middle = frame.plot.y + frame.slot * (place + 0.5)
                left = frame.plot.x + 5
                yield Words(Area(left, middle - leading / 2, frame.width - left, leading), (plot.gap,))

    def _gaps_at_foot(self) -> Iterator[Words]:
        """Yield the places of gaps: for columns one per series, for lines where no line has a point."""
        plot, frame, leading = self.plot, self.frame, self.paint.look.leading
        groups = [series.marks for series in plot.series]
        if plot.kind == "line":
            groups = [tuple(tuple(m for marks in at for m in marks) for at in zip(*groups, strict=True))]
        room = frame.slot * 0.9 / max(len(groups), 1)
        fits = gap_fits(plot, frame.slot / max(len(groups), 1), self.paint.look, self.measure)
        foot = frame.plot.y + frame.plot.height - leading - 1
        for position, group in enumerate(groups):
            for place, marks in enumerate(group):
                if not marks and (fits or plot.kind == "column"):
                    middle = frame.plot.x + frame.slot * (place + 0.5) + room * (position + 0.5 - len(groups) / 2)
                    yield Words(Area(middle - room / 2, foot, room, leading), (plot.gap if fits else _DASH,), "ctr")

    def _shape(self, number: int, words: Words) -> str:
        """Return one shape with the area that it is anchored to."""
        area, look = words.area, self.paint.look
        wide, high = self.frame.width, self.frame.height
        corners = (("from", area.x, area.y), ("to", area.x + area.width, area.y + area.height))
        anchor = "".join(
            f"<cdr:{name}><cdr:x>{_share(x, wide)}</cdr:x><cdr:y>{_share(y, high)}</cdr:y></cdr:{name}>"
            for name, x, y in corners
        )
        placed = (
            f'<a:xfrm><a:off x="{emu(area.x)}" y="{emu(area.y)}"/>'
            f'<a:ext cx="{emu(area.width)}" cy="{emu(area.height)}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        )
        if words.lines:
            aligned = f'<a:pPr algn="{words.align}"/>'
            lines = "".join(f"<a:p>{aligned}{self.paint.run(line, look.quiet)}</a:p>" for line in words.lines)
            properties = f'<a:bodyPr vertOverflow="overflow" wrap="square"{_PADDING} anchor="ctr"/>'
            body = f"<cdr:txBody>{properties}<a:lstStyle/>{lines}</cdr:txBody>"
            painted, kind = NO_FILL, ' txBox="1"'
        else:
            dashes = self.paint.line(look.palette[0], 1.0, dashed=True)
            painted, kind, body = self.paint.fill(WHITE) + dashes, "", ""
        return (
            f'<cdr:relSizeAnchor>{anchor}<cdr:sp macro="" textlink=""><cdr:nvSpPr>'
            f'<cdr:cNvPr id="{number}" name="Words {number}"/><cdr:cNvSpPr{kind}/></cdr:nvSpPr>'
            f"<cdr:spPr>{placed}{painted}</cdr:spPr>{body}</cdr:sp></cdr:relSizeAnchor>"
        )


def _share(length: float, whole: float) -> str:
    return f"{min(max(length / whole, 0.0), 1.0):.5f}"
