"""The sheet of the second reader: each sentence that prints a fact, the figure, what the source says, and room to sign.

Takes a resolved document, its ledger and language; gives the lines of the sheet, and the same as a document with one table, which
any writer can write. What the brief says is quoted, not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.checks.check_context import FIGURES, Case, Said, make_case
from briefing.checks.sentence_facts import Sentence
from briefing.document.model import Cell, Column, Document, Front, Furniture, Inline, Properties, Row, Table, Text
from briefing.facts.ledger import Ledger
from briefing.facts.views import short_name
from briefing.language import Language
from briefing.problems.problem import NOWHERE

WIDTHS = (0.6, 5.0, 2.0, 2.6, 4.0, 1.6, 1.4)
COLUMNS = ("check_number", "check_sentence", "check_figure", "check_source", "check_passage", "check_by", "check_date")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to check. `figure` is "" where a statement prints no figure; `passage` is what was relied on, if it was noted."""

    sentence: str
    fact: str
    figure: str
    source: str
    passage: str


def make_lines(document: Document, ledger: Ledger, language: Language) -> tuple[Line, ...]:
    """Every sentence and table row with each claim that it prints, in reading order, the same one once."""
    case = make_case(document, ledger, language)
    lines = (_line(case, sentence, said) for sentence in case.sentences for said in case.said(sentence))
    return tuple(dict.fromkeys(lines))


def make_sheet(lines: tuple[Line, ...], document: Document, language: Language) -> Document:
    """The sheet as a document: a title, and a table with empty cells for name and date."""
    title = language.phrase("check_title", title=document.properties.title)
    head = Row(tuple(Cell(((Text(language.word(name)),),), header=True) for name in COLUMNS))
    body = tuple(_row(number, line) for number, line in enumerate(lines, 1))
    columns = tuple(Column("left", width) for width in WIDTHS)
    about = Front("front", NOWHERE, title, language.word("check_about"))
    table = Table("table/factcheck", NOWHERE, (Text(language.word("check_table")),), columns, (head,), body)
    properties = Properties(title, language=document.properties.language, date=document.properties.date,
                            marking=document.properties.marking)  # fmt: skip
    furniture = Furniture(header_left=title, page=language.word("page"), marking=document.furniture.marking)
    return Document(f"{document.name}.factcheck", properties, (about, table), furniture)


def _line(case: Case, sentence: Sentence, said: Said) -> Line:
    label = said.point.label if said.point else ""
    printed = [
        p.ref.text
        for p in sentence.refs
        if p.ref.aspect in (*FIGURES, "quote") and (p.ref.fact, p.ref.point) == (said.fact.id, label)
        and p.ref.claim in ("", said.claim.id)
    ]  # fmt: skip
    sources = case.ledger.sources
    cited = [
        ", ".join(
            part for part in (short_name(sources[c.source], case.language), c.locator, _read(case, c.source)) if part
        )
        for c in said.claim.sources
        if c.source in sources
    ]
    words = " ".join(sentence.words.strip(" |").split())
    return Line(words, said.name, "; ".join(dict.fromkeys(printed)), "; ".join(cited), said.claim.passage)


def _read(case: Case, source: str) -> str:
    read = case.ledger.sources[source].read
    return case.language.phrase("check_read", read=read) if read else ""


def _row(number: int, line: Line) -> Row:
    texts = (str(number), line.sentence, line.figure, line.source, line.passage, "", "")
    return Row(tuple(Cell(tuple(_paragraphs(text)), header=place == 0) for place, text in enumerate(texts)))


def _paragraphs(text: str) -> Iterator[tuple[Inline, ...]]:
    yield (Text(text),) if text else ()
