"""List what a file shows outside the text: see `readers.pdf_outside_text`, which reads it back."""

from __future__ import annotations

from briefing.layout.typesetting.pages import PlacedDrawing
from briefing.readers.pdf_outside_text import LISTS, OWNER, OutsideText
from briefing.writers.pdf.structure import pdf_text


def private_data(outside: OutsideText, date: str) -> str:
    """Return the entry of the catalogue (ISO 32000-1, 14.5). `date` is a PDF date string, from the brief."""
    lists = "".join(
        f"/{name}[{''.join(map(pdf_text, texts))}]" for name, texts in zip(LISTS, outside.lists(), strict=True) if texts
    )
    return f"/PieceInfo<</{OWNER}<</LastModified{date}/Private<<{lists}>>>>>>"


def words_drawn(drawing: PlacedDrawing) -> str:
    """Return the words of a chart, label by label."""
    return " ".join(segment.text for label in drawing.labels for segment in label.segments)
