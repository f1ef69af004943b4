"""Our own two files of the benchmark's brief: from a resolved document to bytes."""

from __future__ import annotations

from bench.content import BYLINE, PUBLISHED, SUBTITLE, TITLE, Brief, Figure, Mark, Piece, Section, Table

from briefing.document import model
from briefing.layout.theme import load_theme
from briefing.layout.typesetting import LAYOUT_CACHE, Pages, lay_out
from briefing.problems.problem import NO_LOCATION
from briefing.writers import OutputFile, docx, pdf
from briefing.writers.docx import MEMBERS
from briefing.writers.docx.tables import ROWS
from briefing.writers.pdf.file import DEFLATED

RIGHT = model.Column("right")


def make_document(brief: Brief) -> model.Document:
    """The brief as `resolve` would give it: every figure a fact, every note numbered."""
    front = model.TitleBlock("front/title", NO_LOCATION, TITLE, SUBTITLE, BYLINE)
    entries = tuple(model.TocEntry(s.level, s.number, s.title, _key(s)) for s in brief.sections)
    contents = model.Contents("front/contents", NO_LOCATION, "Contents", entries)
    blocks: list[model.Block] = [front, contents]
    for section in brief.sections:
        blocks += _blocks(section)
    return model.Document(
        "bench",
        model.Properties(TITLE, BYLINE[0], SUBTITLE, date=PUBLISHED),
        tuple(blocks),
        model.PageFurniture(header_left=TITLE, header_right=BYLINE[1], footer_left=BYLINE[0]),
    )


def _key(section: Section) -> str:
    return f"section/{section.number}"


def _blocks(section: Section) -> list[model.Block]:
    key = _key(section)
    blocks: list[model.Block] = [
        model.Heading(key, NO_LOCATION, section.level, (model.Text(section.title),), section.number)
    ]
    for at, paragraph in enumerate(section.paragraphs, 1):
        inlines = tuple(_inline(piece, f"{key}/fact-{at}-{place}") for place, piece in enumerate(paragraph))
        blocks.append(model.Paragraph(f"{key}/paragraph-{at}", NO_LOCATION, inlines))
    if section.table is not None:
        blocks.append(_table(section.table))
    return blocks


def _inline(piece: Piece, fact: str) -> model.Inline:
    if isinstance(piece, Figure):
        return model.FactReference(fact, piece.text)
    if isinstance(piece, Mark):
        return model.Note((), (model.Text(piece.text),), piece.number, f"note-{piece.number}")
    return model.Text(piece)


def _table(table: Table) -> model.Table:
    head = model.Row(tuple(_cell(text, header=True) for text in table.head))
    body = tuple(model.Row((_cell(row[0], header=True), *(_cell(text) for text in row[1:]))) for row in table.rows)
    columns = (model.Column(weight=2.0), *[RIGHT] * (len(table.head) - 1))
    title, source = (model.Text(table.title),), (model.Text(table.source),)
    key = f"table/{table.number}"
    return model.Table(key, NO_LOCATION, title, columns, (head,), body, source, label=f"Table {table.number}")


def _cell(text: str, *, header: bool = False) -> model.Cell:
    return model.Cell(((model.Text(text),),), header=header)


def forget() -> None:
    """Let nothing be remembered of what was made so far; fonts, words and bases stay, as they do with everybody."""
    for memory in (LAYOUT_CACHE, ROWS, MEMBERS, DEFLATED):
        memory.clear()


def write_pdf(document: model.Document) -> OutputFile:
    """PDF/UA-1 and PDF/A-3a."""
    return pdf.write(document, load_theme())


def lay(document: model.Document) -> Pages:
    """The layout pass, which the Word file's contents take page numbers from."""
    return lay_out(document, load_theme())


def write_word(document: model.Document, pages: Pages) -> OutputFile:
    """The Word file, its page numbers known; the fonts of the look go into it."""
    return docx.write(document, load_theme(), pages=pages.page_of)
