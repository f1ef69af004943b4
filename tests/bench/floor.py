"""The least that anybody could do: our lines drawn on a stock reportlab canvas, our parts zipped.

Lines and parts are ready before the clock starts. The canvas gets the text alone, in its face, size, place and word space:
no colours, rules, fills, tags, links or bookmarks.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from briefing.layout.typesetting import Pages
from briefing.layout.typesetting.pages import Line, Placed

Run = tuple[str, float, str]
Drawn = tuple[float, float, float, list[Run]]
"""x and y of a line from the lower left corner, the points added to each space, its runs: face, size and text."""


def load_fonts(folder: Path) -> None:
    """Make the shipped faces known to reportlab under their file names."""
    for file in sorted(folder.glob("*.ttf")):
        pdfmetrics.registerFont(TTFont(file.stem, str(file)))


def precompute(pages: Pages) -> list[list[Drawn]]:
    """Every line of every page."""
    made: list[list[Drawn]] = []
    for page in pages.pages:
        placed = (*page.body, *page.notes, *page.header, *page.footer)
        made.append([_drawn(line, each, pages.height) for each in placed for line in each.box.lines if line.segments])
    return made


def _drawn(line: Line, placed: Placed, height: float) -> Drawn:
    runs = [(segment.text_style.face.name, segment.text_style.size, segment.text) for segment in line.segments]
    return placed.x + line.x + line.segments[0].x, height - placed.y - line.y, line.extra, runs


def draw(pages: list[list[Drawn]]) -> bytes:
    """The pages on a stock canvas, a text object a line."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(595.276, 841.89))
    for page in pages:
        for x, y, extra, runs in page:
            text = canvas.beginText(x, y)
            if extra:
                text.setWordSpace(extra)
            for face, size, words in runs:
                text.setFont(face, size)
                text.textOut(words)
            canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def unzip(file: bytes) -> dict[str, bytes]:
    """The finished parts of a Word file, without the fonts: those never change, and we do not deflate them either."""
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not name.startswith("word/fonts/")}


def zip_parts(parts: dict[str, bytes]) -> bytes:
    """Parts zipped by the standard library."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return made.getvalue()
