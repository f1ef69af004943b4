"""Write the series of a chart: the look of each workbook column, its labels, and a copy of its numbers.

The result is `c:ser` elements (ISO/IEC 29500-1, 21.2.2). A label is a number format if one gives
exactly the words of the brief, so that it follows an edited number; otherwise its words are typed.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from briefing.document.model import Plot
from briefing.writers.docx.chart_frame import Frame, values_of
from briefing.writers.docx.chart_workbook_columns import Arrangement, Drawn
from briefing.writers.docx.drawingml import NO_FILL, NO_LINE, WHITE, Paint
from briefing.writers.docx.label_places import LabelPlacer
from briefing.writers.docx.wordml import escape
from briefing.writers.docx.workbook import cells, head_cell, write_number

_NUMBER = re.compile(r"([^\w\s\"]?)(\d{1,3}(?:,\d{3})*|\d+)(\.\d+)?([^\w\s\"]?)")
_GENERAL = "General"
_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_LINE_WIDTH, _OUTLINE, _POINT = 1.6, 1.0, 3.0
_MARKER, _HOLE = 7, 4
_SMALL_MARKER, _SMALL_HOLE = 5, 3  # Where there are many points, which therefore have no labels.
_SPACE = 0.012  # Share of the scale between a range and its label.


@lru_cache(maxsize=512)
def number_format(words: str, value: float) -> str:
    """Return the number format that prints a value as exactly these words, such as `#,##0.0` or `"$"#,##0`; or ""."""
    match = _NUMBER.fullmatch(words)
    if match is None:
        return ""
    before, whole, decimals, after = match.group(1), match.group(2), match.group(3) or "", match.group(4)
    grouped = "," in whole or len(whole) < 4
    if float(whole.replace(",", "") + decimals) != value:
        return ""
    literal = [f'"{sign}"' if sign else "" for sign in (before, after)]
    return f"{literal[0]}{'#,##0' if grouped else '0'}{'.' + '0' * (len(decimals) - 1) if decimals else ''}{literal[1]}"


class SeriesWriter:
    """Write the series of one chart."""

    def __init__(self, plot: Plot, arrangement: Arrangement, frame: Frame, paint: Paint) -> None:
        self.plot = plot
        self.arrangement = arrangement
        self.frame = frame
        self.paint = paint
        self.look = paint.look
        # The number format of most marks; the first of them if there is a tie.
        marks = [mark for series in plot.series for group in series.marks for mark in group]
        found = Counter(code for mark in marks if (code := number_format(mark.words.text, mark.low)))
        self.number_format = found.most_common(1)[0][0] if found else _GENERAL
        self._places = LabelPlacer(plot, self.look, frame.slot, frame.plot.height)
        self._highest = max([0.0, *values_of(plot)])

    def all_series(self) -> str:
        """Return every series, in the order of the sheet, its children in schema order."""
        line = self.plot.kind == "line"
        smooth = '<c:smooth val="0"/>' if line else ""
        rows = self.arrangement.rows
        names = "".join(f'<c:pt idx="{at}"><c:v>{escape(name)}</c:v></c:pt>' for at, name in enumerate(rows))
        cache = f'<c:strCache><c:ptCount val="{len(rows)}"/>{names}</c:strCache>'
        categories = f"<c:cat><c:strRef><c:f>{cells(0, len(rows))}</c:f>{cache}</c:strRef></c:cat>"
        written = []
        for place, drawn in enumerate(self.arrangement.drawn):
            look = self._line_look(drawn) if line else self._bar_look(drawn)
            points = "".join(self._point(row, drawn, line=line) for row in range(len(drawn.marks)))
            written.append(
                f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>{self._name(drawn)}{look}{points}'
                f"{self._labels(drawn)}{categories}<c:val>{self._values(drawn)}</c:val>{smooth}</c:ser>"
            )
        return "".join(written)

    # -------------------------------------------------------------- data

    def _name(self, drawn: Drawn) -> str:
        if not drawn.column:
            return ""
        name = escape(self.arrangement.columns[drawn.column - 1].name)
        cache = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{name}</c:v></c:pt></c:strCache>'
        return f"<c:tx><c:strRef><c:f>{head_cell(drawn.column)}</c:f>{cache}</c:strRef></c:tx>"

    def _values(self, drawn: Drawn) -> str:
        """Return the numbers; a gap has no point at all.

        A series without a column in the sheet has numbers of its own.
        """
        count = len(self.arrangement.rows)
        own = self._highest * _SPACE if drawn.role == "space" else 0.0
        values: tuple[float | None, ...] = tuple(None if mark is None else own for mark in drawn.marks)
        if drawn.column:
            values = self.arrangement.columns[drawn.column - 1].values
        points = "".join(
            f'<c:pt idx="{at}"><c:v>{write_number(value)}</c:v></c:pt>'
            for at, value in enumerate(values)
            if value is not None
        )
        data = f'<c:formatCode>{escape(self.number_format)}</c:formatCode><c:ptCount val="{count}"/>{points}'
        if not drawn.column:
            return f"<c:numLit>{data}</c:numLit>"
        return f"<c:numRef><c:f>{cells(drawn.column, count)}</c:f><c:numCache>{data}</c:numCache></c:numRef>"

    # -------------------------------------------------------------- formatting

    def _colour(self, position: int) -> str:
        return self.look.palette[position % len(self.look.palette)]

    def _bar_look(self, drawn: Drawn) -> str:
        fill = self.paint.fill(self._colour(drawn.palette[0])) if drawn.role == "value" and drawn.palette else NO_FILL
        return f'<c:spPr>{fill}{NO_LINE}</c:spPr><c:invertIfNegative val="0"/>'

    def _line_look(self, drawn: Drawn) -> str:
        """Return a line and its points; a `hole` series shows only the points that are hollow."""
        if drawn.role == "hole":
            return f'<c:spPr>{NO_LINE}</c:spPr><c:marker><c:symbol val="none"/></c:marker>'
        colour = self._colour(drawn.palette[0] if drawn.palette else 0)
        line = self.paint.line(colour, _LINE_WIDTH, ends="rnd") if drawn.joined else NO_LINE
        return f"<c:spPr>{line}</c:spPr>{self._marker(colour, colour)}"

    def _marker(self, fill: str, colour: str, *, hole: bool = False) -> str:
        few = self.frame.labelled
        size = (_HOLE if few else _SMALL_HOLE) if hole else (_MARKER if few else _SMALL_MARKER)
        look = f"<c:spPr>{self.paint.fill(fill)}{self.paint.line(colour, _OUTLINE)}</c:spPr>"
        return f'<c:marker><c:symbol val="circle"/><c:size val="{size}"/>{look}</c:marker>'

    def _point(self, row: int, drawn: Drawn, *, line: bool) -> str:
        """Return what makes one mark look different: hollow, another colour, or a range without length."""
        mark = drawn.marks[row]
        if mark is None or drawn.role not in ("value", "hole"):
            return ""
        colour = self._colour(drawn.palette[row])
        head = f'<c:dPt><c:idx val="{row}"/>'
        if line:
            # A segment that starts or ends at a hollow point is dashed, as in the PDF.
            before = drawn.marks[row - 1] if row else None
            doubtful = drawn.joined and before is not None and (mark.hollow or before.hollow)
            if not mark.hollow and not doubtful:
                return ""
            if drawn.role == "hole":
                # White on top: LibreOffice can neither fill a single marker of a line differently nor outline it.
                return f'{head}{self._marker(WHITE, WHITE, hole=True)}<c:bubble3D val="0"/></c:dPt>'
            # The line properties of a point apply to the segment that leads to it.
            ends = "flat" if doubtful else "rnd"
            joint = self.paint.line(colour, _LINE_WIDTH, dashed=doubtful, ends=ends) if drawn.joined else NO_LINE
            return f'{head}{self._marker(WHITE if mark.hollow else colour, colour)}<c:bubble3D val="0"/><c:spPr>{joint}</c:spPr></c:dPt>'
        point = self.plot.kind == "range" and mark.high is None
        if not (mark.hollow or point or drawn.palette[row] != drawn.palette[0]):
            return ""
        if mark.hollow or point:
            fill = self.paint.fill(WHITE if mark.hollow else colour)
            outline = self.paint.line(colour, _POINT if point else _OUTLINE, dashed=mark.hollow)
        else:
            fill, outline = self.paint.fill(colour), NO_LINE
        return f'{head}<c:invertIfNegative val="0"/><c:bubble3D val="0"/><c:spPr>{fill}{outline}</c:spPr></c:dPt>'

    # -------------------------------------------------------------- labels

    def _labels(self, drawn: Drawn) -> str:
        """Return the labels of marks.

        Word has no labels beside stacked bars, so an invisible series carries them, from its base
        on.
        """
        carries = drawn.role == ("words" if self.plot.kind == "range" else "value")
        if not carries or not self.frame.labelled or not any(drawn.marks):
            return ""
        usual = {"line": "t", "range": "inBase"}.get(self.plot.kind, "outEnd")
        own = []
        for row, mark in enumerate(drawn.marks):
            if mark is None:
                continue
            value = self.arrangement.columns[drawn.column - 1].values[row] if drawn.column else None
            code = number_format(mark.words.text, value) if value is not None else ""
            place = self._places.place(drawn, row, mark)[0] if self.plot.kind == "line" else usual
            if code and code == self.number_format and place == usual:
                continue  # As the whole series has it.
            if code:
                content = self._formatted(code)
            else:
                typed = self.paint.run(mark.words.text, self.look.text, bold=True, language=mark.words.language)
                content = f"<c:tx><c:rich>{_NO_WRAP}<a:lstStyle/><a:p>{typed}</a:p></c:rich></c:tx>"
            own.append(f'<c:dLbl><c:idx val="{row}"/>{content}{_position(place)}</c:dLbl>')
        return f"<c:dLbls>{''.join(own)}{self._formatted(self.number_format)}{_position(usual)}</c:dLbls>"

    def _formatted(self, code: str) -> str:
        """Return how a label formats its number."""
        look = self.paint.paragraph_look(self.look.text, bold=True)
        return (
            f'<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/><c:spPr>{NO_FILL}{NO_LINE}</c:spPr>'
            f"<c:txPr>{_NO_WRAP}<a:lstStyle/>{look}</c:txPr>"
        )


def _position(place: str) -> str:
    return f'<c:dLblPos val="{place}"/>{_SHOWN}'


_NO_WRAP = '<a:bodyPr wrap="none"/>'
