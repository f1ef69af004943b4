"""Comments in the Word file, and the title and the marking as fields."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from gates import audit, libreoffice, openxml_sdk, pdftotext
from gates.docx_lint import lint
from gates.docx_marks_lint import field_results
from hypothesis import given
from hypothesis import strategies as st
from writers.docx.docx_sample import sample
from writers.docx.marked_sample import TITLE, WORD, marked_document, members_of, tree_of

from briefing.document.comments import Comment, comment_of, place_comments
from briefing.document.fact_markers import mark_facts
from briefing.document.model import Document, Properties, walk
from briefing.layout.theme import load_theme
from briefing.problems.problem import Location, Problem
from briefing.writers.docx import write
from briefing.writers.docx.options import MarkerKind, WordOptions

KINDS: tuple[MarkerKind, ...] = ("any", "word")


def written(document: Document, remarks: Sequence[Comment], kind: MarkerKind = "any") -> bytes:
    return write(document, load_theme(), pages={}, options=WordOptions(markers=kind), comments=remarks).data


def remark(target: str, message: str = "something is wrong", **rest: str) -> Comment:
    return comment_of(
        Problem("some-code", message, Location("/home/jane/facts/x.yaml", 3), severity="warning", **rest), target
    )


def commented(data: bytes) -> dict[int, str]:
    """The words that each comment hangs on, by its id."""
    words: dict[int, str] = {}
    open_ranges: set[int] = set()
    for element in tree_of(data, "word/document.xml").iter():
        identifier = element.get(WORD + "id")
        if element.tag == WORD + "commentRangeStart":
            open_ranges.add(int(str(identifier)))
        elif element.tag == WORD + "commentRangeEnd":
            open_ranges.remove(int(str(identifier)))
        elif element.tag == WORD + "t":
            for number in open_ranges:
                words[number] = words.get(number, "") + str(element.text)
    return words


def comments_of(data: bytes) -> list[list[str]]:
    """The paragraphs of each comment."""
    return [
        ["".join(t.text or "" for t in paragraph.iter(WORD + "t")) for paragraph in comment.iter(WORD + "p")]
        for comment in tree_of(data, "word/comments.xml").iter(WORD + "comment")
    ]


# ------------------------------------------------------------------ comments


@pytest.mark.parametrize("kind", KINDS)
def test_comments_hang_on_a_fact_a_paragraph_a_caption_and_the_title(kind: MarkerKind) -> None:
    document = marked_document()
    marker = next(m.marker for m in mark_facts(document) if m.fact.fact == "country")
    remarks = [remark("table/t"), remark(marker), remark("l/1"), remark("front"), remark("front", "more"), remark("c")]
    data = written(document, remarks, kind)
    assert list(commented(data).values()) == [
        TITLE,
        TITLE,
        "조선",
        "more than 11,000 came.",
        "Bottom line",
        "Table 1. Losses by 10 May",
    ]
    assert len(comments_of(data)) == 6
    assert lint(data) == []


def test_a_comment_says_what_how_and_where_but_no_folder_of_a_machine() -> None:
    data = written(marked_document(), [remark("p/2", "bad & <worse>", hint='write "it"')])
    assert comments_of(data) == [["Warning [some-code]: bad & <worse>", 'Hint: write "it"', "x.yaml, line 3"]]
    (comment,) = tree_of(data, "word/comments.xml")
    said = {str(key).removeprefix(WORD): value for key, value in comment.attrib.items()}
    assert said == {"id": "0", "author": "briefing check", "initials": "bc", "date": "2025-06-24T00:00:00Z"}


def test_a_row_of_the_sources_carries_a_comment() -> None:
    document = sample(6)
    data = written(document, [remark("sources/post")])
    assert list(commented(data).values()) == ["[4]"]


def test_without_remarks_there_is_no_part_for_comments() -> None:
    data = written(marked_document(), [])
    assert "word/comments.xml" not in members_of(data)
    assert b"comment" not in members_of(data)["word/document.xml"]


@given(st.data())
def test_what_remarks_hang_on_is_placed_whole(data: st.DataObject) -> None:
    """No comment is lost: each target that `place_comments` gives is one that the writer writes."""
    document = marked_document()
    blocks = [block for block in walk(document.blocks) if block.key != "l"]
    files = [(f"t{number}.md", block) for number, block in enumerate(blocks)]
    origins = data.draw(st.lists(st.sampled_from([*(name for name, _ in files), "f.yaml", ""]), max_size=6))
    typed = _with_origins(document, {block.key: Location(name, 1) for name, block in files})
    problems = [Problem(f"code-{n}", "message", Location(file, 2), severity="note") for n, file in enumerate(origins)]
    remarks = place_comments(problems, replace(typed, facts={"country": Location("f.yaml", 1)}), {})
    made = written(typed, remarks)
    assert len(remarks) == len(problems)
    if problems:
        assert len(comments_of(made)) == len(problems)
        assert lint(made) == []


def _with_origins(document: Document, origins: dict[str, Location]) -> Document:
    def typed(block: object) -> object:
        changes: dict[str, object] = {"location": origins.get(block.key, Location(""))}  # type: ignore[attr-defined]
        if hasattr(block, "items"):
            changes["items"] = tuple(tuple(typed(inner) for inner in item) for item in block.items)
        if hasattr(block, "blocks"):
            changes["blocks"] = tuple(typed(inner) for inner in block.blocks)
        return replace(block, **changes)  # type: ignore[type-var]

    return replace(document, blocks=tuple(typed(block) for block in document.blocks))  # type: ignore[misc]


@pytest.fixture(params=KINDS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    document = marked_document("EMBARGOED until 1 March")
    targets = [
        *(block.key for block in walk(document.blocks)),
        *(m.marker for m in mark_facts(document) if not m.in_note),
    ]
    made = tmp_path / "commented.docx"
    made.write_bytes(written(document, [remark(target) for target in targets], request.param))
    assert len(comments_of(made.read_bytes())) == len(targets) - 2  # a list and a quotation have no words of their own
    return made


def test_our_lint_finds_no_fault(path: Path) -> None:
    assert lint(path.read_bytes()) == []


@pytest.mark.reader("openxml_sdk")
def test_the_open_xml_sdk_finds_no_error(path: Path) -> None:
    assert openxml_sdk.openxml_sdk(path) == []


@pytest.mark.reader("audit")
def test_openxml_audit_finds_no_error(path: Path) -> None:
    assert audit.audit(path) == []


def test_python_docx_reads_the_comments(path: Path) -> None:
    import docx

    comments = list(docx.Document(io.BytesIO(path.read_bytes())).comments)
    assert len(comments) > 20
    assert {(comment.author, comment.initials) for comment in comments} == {("briefing check", "bc")}
    assert comments[0].text.startswith("Warning [some-code]: something is wrong")


@pytest.mark.reader("libreoffice")
def test_libreoffice_keeps_the_comments_where_they_were(tmp_path: Path) -> None:
    made = tmp_path / "commented.docx"
    made.write_bytes(written(marked_document(), [remark("front"), remark("p/2"), remark("table/t")]))
    saved = libreoffice.convert(made, tmp_path / "saved", "docx", ":MS Word 2007 XML").read_bytes()
    assert list(commented(saved).values()) == list(commented(made.read_bytes()).values())
    assert [words[0] for words in comments_of(saved)] == ["Warning [some-code]: something is wrong"] * 3


# ------------------------------------------------------------------ fields


def fields_of(data: bytes, part: str) -> list[tuple[str, str]]:
    return list(field_results(tree_of(data, f"word/{part}.xml")))


@pytest.mark.parametrize("marking", ["TLP:AMBER", "EMBARGOED until 1 March"])
def test_title_and_marking_are_fields_wherever_they_print(marking: str) -> None:
    data = written(marked_document(marking), [])
    title, marked = ("TITLE", TITLE), ("DOCPROPERTY Category", marking)
    assert fields_of(data, "document")[0] == title
    assert title in fields_of(data, "header1")
    for part in ("header1", "header2", "footer1", "footer2"):
        assert fields_of(data, part).count(marked) == 1
    assert lint(data) == []


def test_words_that_are_not_the_property_stay_words() -> None:
    document = replace(marked_document("TLP:RED"), properties=Properties("Another title", marking="TLP:GREEN"))
    data = written(document, [])
    instructions = [i for part in ("document", "header1", "header2", "footer1") for i, _ in fields_of(data, part)]
    assert not {"TITLE", "DOCPROPERTY Category"} & set(instructions)
    assert b"TLP:RED" in members_of(data)["word/header2.xml"]


def test_nothing_asks_word_to_renew_a_field() -> None:
    members = members_of(written(marked_document("TLP:RED"), []))
    assert not [name for name, content in members.items() if b"updateFields" in content or b"w:dirty" in content]


@pytest.mark.reader("libreoffice", "pdftotext")
def test_libreoffice_shows_title_and_marking(tmp_path: Path) -> None:
    document = marked_document("EMBARGOED until 1 March")
    longer = replace(document, blocks=(*document.blocks, *sample(60).blocks[-1:]))
    made = tmp_path / "marked.docx"
    made.write_bytes(written(longer, []))
    pages = pdftotext.pdftotext(libreoffice.to_pdf(made, tmp_path)).rstrip("\f").split("\f")
    assert len(pages) > 1
    for page in pages:
        assert page.count(TITLE) == 1
        assert page.count("EMBARGOED until 1 March") == 2
