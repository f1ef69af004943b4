"""A heading and the sentence below it stay with the table or figure that they introduce, in both formats."""

from __future__ import annotations

import io
import zipfile

import pytest
from samples.brief_sample import HERE, heading, para

from briefing.document.model import Block, Cell, Column, Document, Properties, Row, Table, Text
from briefing.layout.full_width_blocks import runs
from briefing.layout.introductions import introductions
from briefing.layout.theme import load_theme
from briefing.layout.typesetting import lay_out
from briefing.writers.docx import write

INTRODUCTION = "Notes refer to this list by the number in brackets."


def row(*words: str) -> Row:
    return Row(tuple(Cell(((Text(word),),)) for word in words))


def table(columns: int = 2) -> Table:
    names = [f"Column {n}" for n in range(columns)]
    body = tuple(row(*names) for _ in range(4))
    return Table("table/sources", HERE, (Text("Sources"),), tuple(Column() for _ in names), (), body, label="Table 1")


def document(lines_above: int, introduction: str = INTRODUCTION, columns: int = 2) -> Document:
    above = [para(f"p-{n}", "One line of text.") for n in range(lines_above)]
    blocks: tuple[Block, ...] = (*above, heading(1, "Sources", "h"), para("intro", introduction), table(columns))
    return Document("test", Properties("Test"), blocks)


@pytest.mark.parametrize("theme", ["plain", "infocus"])
def test_heading_introduction_and_table_are_on_one_page(theme: str) -> None:
    for lines_above in range(60):
        for columns in (2, 5):
            page_of = lay_out(document(lines_above, columns=columns), load_theme(theme)).page_of
            assert page_of["h"] == page_of["intro"] == page_of["table/sources"], (lines_above, columns)


def test_a_long_paragraph_is_text_of_its_own() -> None:
    assert introductions(document(0).blocks) == {"intro"}
    assert introductions(document(0, INTRODUCTION * 10).blocks) == frozenset()


def test_the_introduction_of_a_wide_table_crosses_the_columns_with_it() -> None:
    (narrow, wide) = runs(document(3, columns=5).blocks, load_theme("infocus"))
    assert (narrow.wide, wide.wide, [block.key for block in wide.blocks]) == (
        False,
        True,
        ["h", "intro", "table/sources"],
    )


def test_word_keeps_the_introduction_with_the_table_and_other_paragraphs_not() -> None:
    made, theme = document(1), load_theme("plain")
    written = write(made, theme, pages=lay_out(made, theme).page_of)
    body = zipfile.ZipFile(io.BytesIO(written.data)).read("word/document.xml").decode()
    paragraphs = {text: p for p in body.split("<w:p>") for text in ("One line of text.", INTRODUCTION) if text in p}
    assert "<w:keepNext/>" in paragraphs[INTRODUCTION]
    assert "<w:keepNext/>" not in paragraphs["One line of text."]
