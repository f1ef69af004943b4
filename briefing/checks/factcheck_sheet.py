"""Fact-check sheet for a second reader: sentence, figure, source, passage, and space for name and date.

Take a resolved document, its ledger and language; return the lines of the sheet, and a document with them as one table,
which any writer can write.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.checks.check_context import FIGURES, CheckContext, PrintedFact, make_context
from briefing.checks.sentence_facts import Sentence
from briefing.document.model import (
    Cell,
    Column,
    Document,
    PageFurniture,
    Properties,
    Row,
    Table,
    Text,
    TitleBlock,
)
from briefing.facts.ledger import Ledger
from briefing.facts.views import short_name
from briefing.language import Language
from briefing.problems.problem import NO_LOCATION

WIDTHS = (0.6, 5.0, 2.0, 2.6, 4.0, 1.6, 1.4)
COLUMNS = ("check_number", "check_sentence", "check_figure", "check_source", "check_passage", "check_by", "check_date")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One thing to check.

    `figure` is "" if a statement prints no figure; `passage` is the passage of the source that the fact relies on, if noted.
    """

    sentence: str
    fact: str
    figure: str
    source: str
    passage: str


def make_lines(document: Document, ledger: Ledger, language: Language) -> tuple[SheetLine, ...]:
    """Return a line for each claim that a sentence or table row prints, in reading order, without duplicates."""
    context = make_context(document, ledger, language)
    lines = (
        _line(context, sentence, printed)
        for sentence in context.sentences
        for printed in context.printed_facts(sentence)
    )
    return tuple(dict.fromkeys(lines))


def make_sheet(lines: tuple[SheetLine, ...], document: Document, language: Language) -> Document:
    """Return the sheet as a document: a title, and a table with empty cells for name and date."""
    title = language.phrase("check_title", title=document.properties.title)
    head = Row(tuple(Cell(((Text(language.word(name)),),), header=True) for name in COLUMNS))
    body: list[Row] = []
    for number, line in enumerate(lines, 1):
        texts = (str(number), line.sentence, line.figure, line.source, line.passage, "", "")
        cells = (Cell(((Text(text),) if text else (),), header=at == 0) for at, text in enumerate(texts))
        body.append(Row(tuple(cells)))
    columns = tuple(Column("left", width) for width in WIDTHS)
    about = TitleBlock("front", NO_LOCATION, title, language.word("check_about"))
    table = Table("table/factcheck", NO_LOCATION, (Text(language.word("check_table")),), columns, (head,), tuple(body))
    properties = Properties(title, language=document.properties.language, date=document.properties.date,
                            marking=document.properties.marking)  # fmt: skip
    furniture = PageFurniture(header_left=title, page=language.word("page"), marking=document.furniture.marking)
    return Document(f"{document.name}.factcheck", properties, (about, table), furniture)


def _line(context: CheckContext, sentence: Sentence, printed: PrintedFact) -> SheetLine:
    label = printed.point.label if printed.point else ""
    figures = [
        p.ref.text
        for p in sentence.refs
        if p.ref.aspect in (*FIGURES, "quote") and (p.ref.fact, p.ref.point) == (printed.fact.id, label)
        and p.ref.claim in ("", printed.claim.id)
    ]  # fmt: skip
    sources = context.ledger.sources
    cited: list[str] = []
    for citation in printed.claim.sources:
        if source := sources.get(citation.source):
            read = context.language.phrase("check_read", read=source.read) if source.read else ""
            parts = (short_name(source, context.language), citation.locator, read)
            cited.append(", ".join(part for part in parts if part))
    words = " ".join(sentence.words.strip(" |").split())
    return SheetLine(words, printed.name, "; ".join(dict.fromkeys(figures)), "; ".join(cited), printed.claim.passage)
