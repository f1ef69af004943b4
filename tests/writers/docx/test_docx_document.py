"""What stands in a written Word file: native headings, lists, captions, references, notes, tables and properties."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import docx
import pytest
from docx_reading import read_links, read_passages, read_words
from gates.docx_lint import lint
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from writers.docx.docx_sample import LOREM, cell, heading, note, paragraph, sample, sample_pages

from briefing.document.model import (
    Block,
    Callout,
    Column,
    Contents,
    CrossReference,
    Document,
    Link,
    List,
    Note,
    PageFurniture,
    Paragraph,
    Properties,
    Quote,
    Row,
    Table,
    Text,
)
from briefing.layout.theme import load_theme
from briefing.problems.problem import NO_LOCATION
from briefing.writers.docx import write

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def written(*blocks: Block, pages: dict[str, int] | None = None, furniture: PageFurniture | None = None) -> bytes:
    document = Document("x", Properties("T"), blocks, furniture or PageFurniture())
    made = write(document, load_theme(), pages=pages or {}, embed_fonts=False)
    assert made.problems == ()
    assert lint(made.data) == []
    return made.data


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def instructions(data: bytes, name: str = "word/document.xml") -> list[str]:
    return [(element.text or "").strip() for element in part(data, name).iter(WORD + "instrText")]


def text_of(data: bytes, name: str) -> str:
    return "".join(element.text or "" for element in part(data, name).iter(WORD + "t", WORD + "instrText"))


@cache
def sample_file() -> bytes:
    return write(sample(6), load_theme(), pages=sample_pages()).data


# ------------------------------------------------------------------ headings and contents


def test_python_docx_sees_headings_tables_and_pictures() -> None:
    document = docx.Document(io.BytesIO(sample_file()))
    headings = [p for p in document.paragraphs if p.style is not None and str(p.style.name).startswith("Heading")]
    assert [p.text for p in headings][:4] == ["Summary", "History", "Military co-operation", "Trade & finance"]
    assert headings[0].style is not None
    assert headings[0].style.name == "Heading 1 Unnumbered"
    assert [len(table.columns) for table in document.tables] == [4, 4, 3]
    assert len(document.inline_shapes) == 1


def test_headings_are_numbered_by_word_and_the_numbers_are_those_of_the_model() -> None:
    found = [(p.label, p.text, p.level) for p in read_passages(sample_file()) if p.kind == "heading"]
    assert ("", "Summary", 1) in found
    assert ("2.1", "Trade & finance", 2) in found
    assert ("2.1.1.1", "A fourth level", 4) in found


def test_a_number_that_word_would_not_count_to_is_typed() -> None:
    blocks = (heading("h/1", 1, "One", "1"), heading("h/2", 1, "Two", "7"), heading("h/3", 1, "Three", "2"))
    found = [(p.label, p.text) for p in read_passages(written(*blocks)) if p.kind == "heading"]
    assert found == [("1", "One"), ("", "7 Two"), ("2", "Three")]


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_every_heading_prints_its_own_number(shape: list[tuple[int, bool]]) -> None:
    counts = [0, 0, 0, 0]
    blocks = []
    for at, (level, numbered) in enumerate(shape):
        number = ""
        if numbered:
            counts[level - 1] += 1
            counts[level:] = [0] * (4 - level)
            number = ".".join(map(str, counts[:level]))
        blocks.append(heading(f"h/{at}", level, f"words {at}", number))
    found = [f"{p.label} {p.text}".strip() for p in read_passages(written(*blocks)) if p.kind == "heading"]
    assert found == [f"{b.number} words {at}".strip() for at, b in enumerate(blocks)]


def test_contents_are_filled_and_ask_nothing_of_word() -> None:
    entries = [p.text for p in read_passages(sample_file()) if p.kind == "contents"]
    assert entries[:4] == ["Contents", "Summary 1", "1 History 2", "2 Military co-operation 3"]
    assert instructions(sample_file())[1] == r'TOC \o "1-2" \h \z \u'
    assert part(sample_file(), "word/settings.xml").find(WORD + "updateFields") is None


def test_an_entry_without_a_page_has_no_number_and_contents_without_entries_no_field() -> None:
    document = sample(2)
    made = write(document, load_theme(), pages={"h/summary": 3}).data
    entries = [p.text for p in read_passages(made) if p.kind == "contents"]
    assert entries[1:3] == ["Summary 3", "1 History"]
    assert instructions(written(Contents("c", NO_LOCATION, "Contents"), paragraph("p"))) == []


# ------------------------------------------------------------------ text


@pytest.mark.parametrize(
    "words", ["<&\"'{{ x }}", " spaces  kept ", "𝒳 \U0001f680", "조선", "КНДР", "x" * 300, "*a* _b_ `c`"]
)
def test_text_is_literal(words: str) -> None:
    tree = part(written(paragraph("p", Text(words))))
    assert "".join(element.text or "" for element in tree.iter(WORD + "t")) == words


def test_words_stand_in_document_order_with_notes_after_their_block() -> None:
    one, two = note(Text("first note")), note(Text("second note"))
    rows = (Row((cell("a", one), cell("b"))),)
    table = Table(
        "t", NO_LOCATION, (Text("Title"),), (Column(), Column()), (), rows, (Text("Source: s"),), label="Table 1"
    )
    data = written(table, paragraph("p", Text("after"), two), paragraph("q", Text("end")))
    assert " ".join(read_words(data)) == "Table 1. Title a b Source: s 1 first note after 2 second note end"


def test_lists_nest_restart_and_start_where_they_are_told() -> None:
    found = [(p.label, p.level) for p in read_passages(sample_file()) if p.kind == "item"]
    assert found == [
        ("•", 1), ("•", 1), ("–", 2), ("•", 1),
        ("•", 1), ("•", 1), ("–", 2), ("–", 2), ("•", 3), ("•", 1),
        ("1.", 1), ("1.", 2), ("2.", 2), ("2.", 1), ("9.", 1), ("10.", 1), ("11.", 1),
        ("1.", 1), ("2.", 1), ("•", 1), ("•", 1),
    ]  # fmt: skip


def test_deep_and_odd_lists_are_sound() -> None:
    deepest: Block = paragraph("p", Text("deep"))
    for level in range(12):
        deepest = List(f"b/{level}", NO_LOCATION, ((deepest,), ()), level % 2 == 0)
    for outer in (
        (deepest,),
        (Quote("q", NO_LOCATION, (deepest,)),),
        (Callout("c", NO_LOCATION, "key", "", (deepest,)),),
    ):
        assert "deep" in read_words(written(*outer))


@given(st.recursive(st.just("p"), lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=8), st.booleans())
@settings(max_examples=30, deadline=None)
def test_ordered_lists_count_every_item(shape: object, boxed: bool) -> None:
    expected: list[str] = []

    def block(at: object) -> Block:
        if not isinstance(at, list):
            return Paragraph("p", NO_LOCATION, (Text("words"),))
        items = []
        for number, inner in enumerate(at, start=1):
            expected.append(f"{number}.")
            items.append((paragraph("p", Text("item")), block(inner)) if isinstance(inner, list) else (block(inner),))
        return List("b", NO_LOCATION, tuple(items), ordered=True)

    made = block(shape)
    data = written(Callout("c", NO_LOCATION, "note", "", (made,)) if boxed else made)
    assert [p.label for p in read_passages(data) if p.kind == "item"] == expected


def test_a_box_has_one_edge_so_that_word_draws_one_box() -> None:
    inner = List("b/2", NO_LOCATION, ((paragraph("p/3"),),))
    items = List("b", NO_LOCATION, ((paragraph("p/1"), paragraph("p/2"), inner),))
    data = written(Callout("c", NO_LOCATION, "key", "Title", (paragraph("p/0"), items)))
    levels = {
        level.get(WORD + "ilvl"): level.find(f"{WORD}pPr/{WORD}ind")
        for definition in part(data, "word/numbering.xml").iter(WORD + "abstractNum")
        if definition.get(WORD + "abstractNumId") == "4"
        for level in definition.iter(WORD + "lvl")
    }
    edges = {
        int(str(i.get(WORD + "left"))) - int(str(i.get(WORD + "hanging"))) for i in levels.values() if i is not None
    }
    style = docx.Document(io.BytesIO(data)).styles["Brief Callout Key"]
    assert edges == {round(style.paragraph_format.left_indent.pt * 20)}


def test_two_boxes_of_one_kind_stay_two() -> None:
    boxes = [Callout(f"c/{at}", NO_LOCATION, "note", "", (paragraph("p"),)) for at in range(2)]
    names = [str(p.style.name) for p in docx.Document(io.BytesIO(written(*boxes))).paragraphs if p.style is not None]
    assert names == ["Brief Callout Note", "Brief Source", "Brief Callout Note"]


# ------------------------------------------------------------------ references, links, notes


def test_references_are_fields_only_where_word_would_fetch_the_same_words() -> None:
    table = Table("t/a", NO_LOCATION, (), (Column(),), (), (Row((cell("x"),), anchor="source/s"),), label="Table 1")
    said = paragraph(
        "p",
        CrossReference("t/a", "Table 1"), Text(" "), CrossReference("t/a", "the table"), Text(" "),
        CrossReference("h", "Section 1"), Text(" "), CrossReference("h", "Words"), Text(" "), CrossReference("source/s", "[4]"),
    )  # fmt: skip
    data = written(heading("h", 1, "Words", "1"), said, table)
    kinds = [instruction.split()[0] + instruction.partition("_")[2][15:] for instruction in instructions(data)]
    assert kinds == [r"REF \h", r"REF \n \h", r"REF \h", r"SEQ"]
    assert len(list(part(data).iter(WORD + "hyperlink"))) == 2
    assert "Table 1 the table Section 1 Words [4]" in " ".join(read_words(data))


def test_a_reference_to_nothing_is_reported_and_its_words_kept() -> None:
    document = Document("x", Properties("T"), (paragraph("p", Text("see "), CrossReference("gone", "Table 9")),))
    made = write(document, load_theme(), pages={})
    assert [p.code for p in made.problems] == ["reference-target"]
    assert read_words(made.data) == ["see", "Table", "9"]


def test_a_note_in_a_note_is_reported_and_its_words_kept() -> None:
    inner = Note(inlines=(Text("inner"),))
    document = Document("x", Properties("T"), (paragraph("p", Text("a"), Note(inlines=(Text("outer"), inner))),))
    made = write(document, load_theme(), pages={})
    assert [p.code for p in made.problems] == ["note-in-note"]
    assert lint(made.data) == []
    assert " ".join(read_words(made.data)) == "a 1 outer [inner]"


def test_links_go_out_from_text_and_notes() -> None:
    out = Link("https://example.org/a b?x=1&y=<2>", (Text("out"),))
    data = written(paragraph("p", out, Note(inlines=(replace(out, inlines=(Text("noted"),)),))))
    address = "https://example.org/a%20b?x=1&y=%3C2%3E"
    assert read_links(data) == [("out", address), ("noted", address)]


# ------------------------------------------------------------------ tables


def test_head_rows_repeat_and_no_row_splits() -> None:
    table = part(sample_file()).findall(f"{WORD}body/{WORD}tbl")[1]
    rows = table.findall(WORD + "tr")
    assert [row.find(f"{WORD}trPr/{WORD}tblHeader") is not None for row in rows] == [True, True, False, False, False]
    assert all(row.find(f"{WORD}trPr/{WORD}cantSplit") is not None for row in rows)


def test_a_table_says_its_title_to_a_screen_reader() -> None:
    caption = next(part(sample_file()).iter(WORD + "tblCaption"))
    assert caption.get(WORD + "val") == "What each side gives the other"


def test_widths_of_a_layout_pass_are_taken() -> None:
    table = Table("t", NO_LOCATION, (), (Column(), Column()), (), (Row((cell("a"), cell("b"))),))
    document = Document("x", Properties("T"), (table,))
    data = write(document, load_theme(), pages={}, widths={"t": (100.0, 343.276)}).data
    assert [c.get(WORD + "w") for c in part(data).iter(WORD + "gridCol")] == ["2000", "6866"]


@given(
    columns=st.integers(0, 5),
    rows=st.lists(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=5), min_size=1, max_size=5),
    head=st.integers(0, 2),
)
@settings(max_examples=60, deadline=None)
def test_any_spans_give_a_sound_table_or_a_problem(columns: int, rows: list[list[tuple[int, int]]], head: int) -> None:
    made = tuple(Row(tuple(cell("x", columns=c, rows=r) for c, r in row)) for row in rows)
    weights = tuple(Column("right", at) for at in range(columns))
    table = Table("t", NO_LOCATION, (Text("T"),), weights, made[:head], made[head:], label="Table 1")
    result = write(Document("x", Properties("T"), (table,)), load_theme(), pages={}, embed_fonts=False)
    assert lint(result.data) == []
    shown = read_words(result.data).count("x")
    assert shown == sum(map(len, rows)) or {p.code for p in result.problems} == {"table-shape"}


# ------------------------------------------------------------------ furniture and properties


def test_every_page_has_the_banner_and_its_number() -> None:
    for name in ("word/header1.xml", "word/header2.xml"):
        words = text_of(sample_file(), name)
        assert "Restates one newsletter" in words
    for name in ("word/footer1.xml", "word/footer2.xml"):
        assert instructions(sample_file(), name) == ["PAGE", "NUMPAGES"]
    assert "Russia and North Korea" not in text_of(sample_file(), "word/header2.xml")
    assert part(sample_file()).find(f".//{WORD}titlePg") is not None


def test_a_brief_without_a_front_has_one_header_and_other_words_for_pages() -> None:
    data = written(paragraph("p"), furniture=PageFurniture("Left", "Right", page="S. {page}/{pages}"))
    assert part(data).find(f".//{WORD}titlePg") is None
    assert text_of(data, "word/footer1.xml").split() == ["S.", "PAGE", "1/", "NUMPAGES", "1"]


def test_core_properties_are_the_briefs() -> None:
    properties = docx.Document(io.BytesIO(sample_file())).core_properties
    assert properties.title == "Russia and North Korea: an alliance of need"
    assert (properties.author, properties.keywords, properties.language) == (
        "Policy Desk",
        "Russia, North Korea",
        "en-GB",
    )
    assert properties.created == datetime(2025, 6, 24, tzinfo=UTC)
    assert properties.modified == properties.created


def test_the_korean_family_travels_only_with_hangul() -> None:
    def fonts(words: str) -> list[str]:
        document = Document("x", Properties("T"), (paragraph("p", Text(words)),))
        with zipfile.ZipFile(io.BytesIO(write(document, load_theme(), pages={}).data)) as archive:
            return [name for name in archive.namelist() if name.startswith("word/fonts/")]

    latin = fonts("words")
    assert "word/fonts/SourceSerif4-Regular.odttf" in latin
    assert [name for name in fonts("평양") if name not in latin] == [
        "word/fonts/NotoSansKR-Bold.odttf",
        "word/fonts/NotoSansKR-Regular.odttf",
    ]
    with zipfile.ZipFile(io.BytesIO(written(paragraph("p", Text(LOREM))))) as archive:
        assert not [name for name in archive.namelist() if name.startswith("word/fonts/")]


def test_an_empty_document_is_a_file_too() -> None:
    assert read_words(written()) == []
