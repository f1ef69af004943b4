"""The same brief by python-docx: tables by rows and their cells, its quickest usual way.

It has no footnotes and no contents: the notes stand as a list at the end, the contents as plain lines. The template is in memory.
"""

from __future__ import annotations

import io
from importlib import metadata

import docx
from bench.content import BYLINE, SUBTITLE, TITLE, Brief, Figure, Mark, Piece, Table
from docx.document import Document as WordDocument

NAME = "python-docx"


class PythonDocx:
    """`write` gives the file of a brief."""

    def __init__(self) -> None:
        self.version = metadata.version("python-docx")
        saved = io.BytesIO()
        docx.Document().save(saved)
        self._template = saved.getvalue()

    def prepare(self, brief: Brief) -> Brief:
        return brief

    def write(self, brief: Brief) -> bytes:
        document = docx.Document(io.BytesIO(self._template))
        document.add_heading(TITLE, 0)
        for line in (SUBTITLE, *BYLINE):
            document.add_paragraph(line)
        for section in brief.sections:
            document.add_paragraph(f"{section.number} {section.title}")
        for section in brief.sections:
            document.add_heading(f"{section.number} {section.title}", section.level)
            for paragraph in section.paragraphs:
                _paragraph(document, paragraph)
            if section.table is not None:
                _table(document, section.table)
        for note in brief.notes:
            document.add_paragraph(f"{note.number} {note.text}")
        saved = io.BytesIO()
        document.save(saved)
        return saved.getvalue()


def _paragraph(document: WordDocument, pieces: tuple[Piece, ...]) -> None:
    """Text in one run up to the note's mark, which is raised."""
    paragraph = document.add_paragraph()
    text = ""
    for piece in pieces:
        if isinstance(piece, Mark):
            paragraph.add_run(text)
            paragraph.add_run(str(piece.number)).font.superscript = True
            text = ""
        else:
            text += piece.text if isinstance(piece, Figure) else piece
    paragraph.add_run(text)


def _table(document: WordDocument, table: Table) -> None:
    document.add_paragraph(f"Table {table.number}. {table.title}")
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.head), style="Table Grid")
    for row, texts in zip(made.rows, (table.head, *table.rows), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph(table.source)
