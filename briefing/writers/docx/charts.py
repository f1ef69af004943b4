"""Write plots as native Word charts (DrawingML charts, ISO/IEC 29500-1, 21.2).

Return the graphic of a drawing, and add a chart part with a workbook inside to the file. The numbers in the chart part are a
copy of the workbook's, as Word keeps them; labels that no number format can produce are typed.
"""

from __future__ import annotations

from briefing.document.model import Figure, Plot, plain
from briefing.layout.charts.scale import make_scale
from briefing.layout.theme import ChartStyle
from briefing.writers.docx.chart_frame import ChartFramer, Frame, values_of
from briefing.writers.docx.chart_series import SeriesWriter
from briefing.writers.docx.chart_words import WordsWriter
from briefing.writers.docx.chart_workbook_columns import arrange
from briefing.writers.docx.drawingml import NO_FILL, NO_LINE, WHITE, Paint
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.scale_to_page import fit_on_page
from briefing.writers.docx.wordml import CHART, DRAWING, HEADER, RELATIONSHIPS
from briefing.writers.docx.workbook import write_workbook

_CATEGORY_AXIS, _VALUE_AXIS = 111111111, 222222222


def write_plot(figure: Figure, plot: Plot, rendering: Rendering) -> tuple[str, float]:
    """Return `a:graphicData` that shows the chart, and its height in points. It is as wide as the text."""
    arrangement = arrange(plot, plot.measure or plain(figure.title))

    def frame_in(look: ChartStyle) -> Frame:
        return ChartFramer(plot, arrangement, rendering.text_width, look, rendering.measure).frame()

    look, frame = fit_on_page(figure, rendering, frame_in)
    paint = rendering.paint.with_look(look)
    series = SeriesWriter(plot, arrangement, frame, paint)
    chart = _ChartWriter(plot, frame, paint, series)
    book = write_workbook(arrangement.rows, tuple(arrangement.columns), series.number_format, paint.theme_part)
    added = WordsWriter(plot, arrangement, frame, paint, rendering.measure).part()
    relation = rendering.add_chart(chart.part, book, added)
    graphic = f'<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="{relation}"/></a:graphicData>'
    return graphic, frame.height


class _ChartWriter:
    """Write one chart part."""

    def __init__(self, plot: Plot, frame: Frame, paint: Paint, series: SeriesWriter) -> None:
        self.plot = plot
        self.frame = frame
        self.look = paint.look
        self.paint = paint
        self.series = series
        self.horizontal = plot.kind in ("bar", "range")

    def part(self, workbook: str, words: str) -> str:
        """Return the chart part; `workbook` and `words` are relationships to its workbook and to the text over it."""
        area, legend = self.frame.plot, self._legend()
        place = self._layout(area.x, area.y, area.width, area.height, '<c:layoutTarget val="inner"/>')
        shapes = f'<c:userShapes r:id="{words}"/>' if words else ""
        return (
            f'{HEADER}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}" xmlns:r="{RELATIONSHIPS}">'
            f'<c:date1904 val="0"/><c:lang val="{self.paint.language}"/><c:roundedCorners val="0"/><c:chart>'
            f'<c:autoTitleDeleted val="1"/><c:plotArea>{place}{self._plot()}{self._category_axis()}'
            f"{self._value_axis()}<c:spPr>{NO_FILL}{NO_LINE}</c:spPr></c:plotArea>{legend}"
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
            f"<c:spPr>{self.paint.fill(WHITE)}{NO_LINE}</c:spPr>{self._text(self.look.text)}"
            f'<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData>{shapes}</c:chartSpace>'
        )

    def _text(self, colour: str, *, rotated: bool = False) -> str:
        """Return text properties.

        LibreOffice breaks vertical text that does not fit, so text is rotated instead.
        """
        rotation = f' rot="{-5400000 if rotated else 0}" vert="horz"'
        return f"<c:txPr><a:bodyPr{rotation}/><a:lstStyle/>{self.paint.paragraph_look(colour)}</c:txPr>"

    def _layout(self, x: float, y: float, width: float = 0.0, height: float = 0.0, target: str = "") -> str:
        """Return a rectangle in fractions of the chart."""
        frame = self.frame
        sizes = f'<c:w val="{width / frame.width:.4f}"/><c:h val="{height / frame.height:.4f}"/>' if width else ""
        return (
            f'<c:layout><c:manualLayout>{target}<c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{x / frame.width:.4f}"/><c:y val="{y / frame.height:.4f}"/>{sizes}</c:manualLayout></c:layout>'
        )

    def _plot(self) -> str:
        """Return the group of series, its children in schema order."""
        axes = f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'
        series = self.series.all_series()
        if self.plot.kind == "line":
            return (
                f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>{axes}'
                "</c:lineChart>"
            )
        grouping = "stacked" if self.plot.kind == "range" else "clustered"
        return (
            f'<c:barChart><c:barDir val="{"bar" if self.horizontal else "col"}"/><c:grouping val="{grouping}"/>'
            f'<c:varyColors val="0"/>{series}<c:gapWidth val="{self.frame.gap}"/>'
            f'<c:overlap val="{self.frame.overlap}"/>{axes}</c:barChart>'
        )

    # -------------------------------------------------------------- axes

    def _category_axis(self) -> str:
        """Return the category axis; categories of bars are read from the top."""
        skip = f'<c:tickLblSkip val="{self.frame.every}"/>' if not self.horizontal else ""
        return (
            f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling>'
            f'<c:orientation val="{"maxMin" if self.horizontal else "minMax"}"/></c:scaling><c:delete val="0"/>'
            f'<c:axPos val="{"l" if self.horizontal else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
            '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
            f"<c:spPr>{self.paint.line(self.look.text, 0.8)}</c:spPr>{self._text(self.look.text, rotated=self.frame.rotated)}"
            f'<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
            f'<c:lblOffset val="60"/>{skip}<c:noMultiLvlLbl val="1"/></c:catAx>'
        )

    def _value_axis(self) -> str:
        """Return the value axis. It starts at zero, or lengths would mislead; it is hidden if marks have labels."""
        frame, values = self.frame, values_of(self.plot)
        zero = '<c:min val="0"/>' if min([0.0, *values]) == 0 else ""
        labels, grid = "none", ""
        if not frame.labelled:
            labels = "nextTo"
            grid = f"<c:majorGridlines><c:spPr>{self.paint.line(self.look.grid, 0.5)}</c:spPr></c:majorGridlines>"
        # The numbers have no more decimals than the steps of the scale.
        decimals = len(f"{make_scale(values, 1.0).step:.6f}".rstrip("0").partition(".")[2])
        code = "#,##0" + ("." + "0" * decimals if decimals else "")
        return (
            f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>{zero}</c:scaling>'
            f'<c:delete val="0"/><c:axPos val="{"t" if self.horizontal else "l"}"/>{grid}'
            f'<c:numFmt formatCode="{code}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
            f'<c:tickLblPos val="{labels}"/><c:spPr>{NO_LINE}</c:spPr>{self._text(self.look.quiet)}'
            f'<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
        )

    def _legend(self) -> str:
        """Return the names of several series above the plot."""
        area = self.frame.legend
        if area is None:
            return ""
        left_out = "".join(
            f'<c:legendEntry><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'
            for place, drawn in enumerate(self.series.arrangement.drawn)
            if not drawn.listed
        )
        place = self._layout(area.x, area.y, area.width, area.height)
        return (
            f'<c:legend><c:legendPos val="t"/>{left_out}{place}<c:overlay val="0"/>'
            f"{self._text(self.look.text)}</c:legend>"
        )
