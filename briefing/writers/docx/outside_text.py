"""List what a file shows outside the text, for the part of the record: see `readers.docx_outside_text`, which reads it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from briefing.readers.docx_charts import chart_words
from briefing.readers.docx_outside_text import OutsideText, lines_of, words_drawn
from briefing.writers.docx.diagrams import GROUP, SHAPE
from briefing.writers.docx.render_state import Charts
from briefing.writers.docx.wordml import NAMESPACES, escape


def write_outside_text(outside: OutsideText) -> str:
    """Return the lists as elements without text, next to the text of the record."""
    lines = "".join(f'<line words="{escape(line)}"/>' for line in outside.lines)
    drawn = "".join(f'<drawn words="{escape(words)}"/>' for words in outside.drawn)
    return lines + drawn + "".join(f'<made sha256="{each}"/>' for each in sorted(outside.made))


def lines_in_parts(parts: Iterable[str], *, bounded: bool = False) -> Iterator[str]:
    """Yield the lines of parts given as text; `bounded`: those outside the marks of the brief's text."""
    for part in parts:
        yield from lines_of(etree.fromstring(part.encode()), bounded=bounded)


def words_in_drawing(graphic: str) -> str:
    """Return the words in a drawing of ours."""
    return words_drawn(
        etree.fromstring(f'<drawing {NAMESPACES} xmlns:wpg="{GROUP}" xmlns:wps="{SHAPE}">{graphic}</drawing>'.encode())
    )


def words_in_chart(charts: Charts) -> str:
    """Return the words in the chart that was added last."""
    chart, shapes = charts.last
    return chart_words(etree.fromstring(chart.encode()), etree.fromstring(shapes.encode()) if shapes else None)
