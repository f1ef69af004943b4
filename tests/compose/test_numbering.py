"""Numbers, labels, references, contents and the list of sources."""

from __future__ import annotations

from typing import Any

from briefing.compose.numbering import resolve
from briefing.document.model import (
    Block,
    Cell,
    Citation,
    Column,
    Contents,
    CrossReference,
    Document,
    FactReference,
    Heading,
    Link,
    Note,
    Paragraph,
    Properties,
    Row,
    Table,
    Text,
    plain,
)  # fmt: skip
from briefing.language import load_language
from briefing.problems.problem import NO_LOCATION

ENGLISH = load_language("en-GB")


def resolved(*blocks: Block) -> tuple[Document, list[str]]:
    document = Document("x", Properties("X"), blocks)
    done, problems = resolve(document, ENGLISH, {"a": "Agency", "b": "Bureau, 2024"})
    return done, [p.code for p in problems]


def block(document: Document, position: int) -> Any:
    return document.blocks[position]


def heading(key: str, level: int, text: str = "H", *, numbered: bool = True) -> Heading:
    return Heading(key, NO_LOCATION, level, (Text(text),), numbered=numbered)


def paragraph(key: str, *inlines: object) -> Paragraph:
    return Paragraph(key, NO_LOCATION, inlines)  # type: ignore[arg-type]


def table(key: str, *, anchors: tuple[str, ...] = (), source: tuple[Note, ...] = ()) -> Table:
    rows = tuple(Row((Cell(((CrossReference(a),),)), Cell(((Text(a),),))), anchor=a) for a in anchors)
    head = (Row((Cell(((Text("No."),),), header=True), Cell(((Text("Title"),),), header=True))),)
    return Table(key, NO_LOCATION, (Text("T"),), (Column(), Column()), head, rows, source)


def test_headings_are_numbered_by_level() -> None:
    document, _ = resolved(
        heading("a", 1), heading("b", 2), heading("c", 2), heading("d", 3), heading("e", 1), heading("f", 2)
    )
    assert [b.number for b in document.blocks if isinstance(b, Heading)] == ["1", "1.1", "1.2", "1.2.1", "2", "2.1"]


def test_what_stands_under_an_unnumbered_heading_is_unnumbered() -> None:
    document, _ = resolved(heading("a", 1), heading("b", 1, numbered=False), heading("c", 2), heading("d", 1))
    assert [b.number for b in document.blocks if isinstance(b, Heading)] == ["1", "", "", "2"]


def test_a_level_may_not_be_skipped() -> None:
    assert resolved(heading("a", 1), heading("b", 3))[1] == ["heading-skips-level"]
    assert resolved(heading("a", 2))[1] == ["heading-skips-level"]
    assert not resolved(heading("a", 1), heading("b", 2), heading("c", 3), heading("d", 1))[1]


def test_contents_list_headings_to_their_depth() -> None:
    blocks = (Contents("contents", NO_LOCATION, levels=1), heading("a", 1, "One"), heading("b", 2, "Two"))
    document, _ = resolved(*blocks)
    contents = document.blocks[0]
    assert isinstance(contents, Contents)
    assert [(e.number, e.text, e.target) for e in contents.entries] == [("1", "One", "a")]


def test_references_take_the_label_of_what_they_point_to() -> None:
    document, problems = resolved(
        heading("economy/heading-1", 1),
        paragraph("p", CrossReference("?trade"), Text(" "), CrossReference("?economy")),
        table("table/who"),
        table("table/trade"),
    )
    assert not problems
    assert plain(block(document, 1).inlines) == "Table 2 section 1"
    assert block(document, 1).inlines[2].target == "economy/heading-1"


def test_a_reference_to_nothing_is_a_problem() -> None:
    assert resolved(paragraph("p", CrossReference("?trde")), table("table/trade"))[1] == ["unknown-reference"]


def test_one_key_stands_once() -> None:
    assert resolved(table("table/a"), table("table/a"))[1] == ["placed-twice"]


def test_sources_are_numbered_as_they_are_cited_and_listed_in_that_order() -> None:
    document, _ = resolved(
        paragraph("p", Text("x"), Note((Citation("b", "p. 3"), Citation("a"), Citation("b", "p. 5")))),
        table("table/t", source=(Note((Citation("a", "p. 9"),)),)),
        table("table/sources", anchors=("source/a", "source/unused", "source/b")),
    )
    note = block(document, 0).inlines[1]
    assert (note.number, note.key) == (1, "note-1")
    assert plain(note.inlines) == "Bureau, 2024, p. 3, p. 5 [1]; Agency [2]."
    assert plain(block(document, 1).source) == "Source: Agency [2]."
    listed = document.blocks[2]
    assert isinstance(listed, Table)
    assert [row.anchor for row in listed.body] == ["source/b", "source/a"]
    assert [plain(row.cells[0].paragraphs[0]) for row in listed.body] == ["1", "2"]


def test_a_source_line_that_would_name_too_many_gives_their_numbers() -> None:
    names = ("a", "b", "c", "d", "e", "f")
    few, many = (tuple(Citation(name) for name in reversed(some)) for some in (names[:5], names))
    document, _ = resolved(
        paragraph("p", *(Note((Citation(name),)) for name in names)),
        table("table/few", source=(Note(few),)),
        table("table/many", source=(Note(many),)),
        table("table/sources", anchors=tuple(f"source/{name}" for name in names)),
    )
    assert plain(block(document, 1).source).startswith("Sources: e [5]; d [4]; c [3]; Bureau, 2024 [2]")
    assert plain(block(document, 2).source) == "Sources: [1], [2], [3], [4], [5], [6]."
    unlisted, _ = resolved(table("table/many", source=(Note(many),)))
    assert plain(block(unlisted, 0).source).startswith("Sources: f; e; d")


def test_without_a_list_of_sources_notes_have_no_number_to_point_to() -> None:
    document, _ = resolved(paragraph("p", Note((Citation("a"),))))
    assert plain(block(document, 0).inlines[0].inlines) == "Agency."


def test_a_note_tells_what_our_own_calculation_rests_on() -> None:
    ours = Citation("a", "p. 3", calculated=True)
    document, _ = resolved(
        paragraph("p", Note((ours,)), Note((ours, Citation("b"), Citation("a")))),
        table("table/t", source=(Note((ours, Citation("a", "p. 9"))),)),
        table("table/u", source=(Note((ours,)),)),
        table("table/sources", anchors=("source/a", "source/b")),
    )
    alone, _, beside = block(document, 0).inlines
    assert plain(alone.inlines) == "Our calculation from Agency, p. 3 [1]."
    assert plain(beside.inlines) == "Bureau, 2024 [2]; Agency [1]; our calculation from Agency, p. 3 [1]."
    assert plain(block(document, 1).source) == "Source: Agency [1]; our calculation from Agency [1]."
    assert plain(block(document, 2).source) == "Source: our calculation from Agency [1]."


def test_text_in_another_script_is_marked_with_its_language() -> None:
    document, _ = resolved(
        paragraph("p", Text("the 국정원 and "), FactReference("f", "ФСБ"), Link("https://x.org", (Text("СБУ їх"),)))
    )
    items = block(document, 0).inlines
    assert [(i.text, i.language) for i in items[:4]] == [("the ", ""), ("국정원", "ko"), (" and ", ""), ("ФСБ", "ru")]
    assert items[4].inlines[0].language == "uk"


def test_captions_are_listed_whole_and_a_list_of_nothing_is_left_out() -> None:
    lists = (Contents("t", NO_LOCATION, of="tables"), Contents("f", NO_LOCATION, of="figures"))
    document, problems = resolved(*lists, table("table/who"), table("table/trade"))
    assert problems == ["nothing-to-list"]
    first = document.blocks[0]
    assert isinstance(first, Contents)
    listed = [(e.level, e.number, e.text, e.target) for e in first.entries]
    assert listed == [(1, "", "Table 1. T", "table/who"), (1, "", "Table 2. T", "table/trade")]
    assert [b.key for b in document.blocks] == ["t", "table/who", "table/trade"]
