"""The PDF as its readers find it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from gates.pdftotext import pdftotext
from gates.qpdf import qpdf
from gates.verapdf import verapdf
from model_text import document_text, squeezed
from pdf_reading import artifact_text, spoken, structure_text
from samples.brief_sample import HERE, full_document, heading, para, picture, sources_table
from samples.random_documents import random_document

from briefing.document.model import (
    Cell,
    Column,
    CrossReference,
    Document,
    Figure,
    Heading,
    Note,
    Picture,
    Properties,
    Row,
    Table,
    Text,
)
from briefing.layout.theme import Page as Paper
from briefing.layout.theme import load_theme
from briefing.writers import OutputFile
from briefing.writers.pdf import write
from briefing.writers.pdf.colour import srgb_profile

PAPERS = (load_theme().page, Paper(612, 792, 72, 72, 72, 72), Paper(420, 595, 60, 40, 60, 40))
SEEDS = range(9)


@cache
def full() -> OutputFile:
    return write(full_document(), load_theme())


@cache
def made(seed: int) -> tuple[Document, OutputFile]:
    document = random_document(seed, 8)
    return document, write(document, replace(load_theme(), page=PAPERS[seed % 3]))


def document(*blocks: Any, **given: Any) -> Document:
    return Document("test", Properties("Test", **given), blocks)


def text_without_contents(data: bytes) -> str:
    return squeezed("".join(text for path, text in structure_text(data) if "/TOC" not in path)).replace(
        "Contents", "", 1
    )


# ------------------------------------------------------------------ order and text


@pytest.mark.parametrize("seed", SEEDS)
def test_the_text_in_structure_order_is_the_models(seed: int) -> None:
    source, written = made(seed)
    assert written.problems == ()
    assert text_without_contents(written.data) == document_text(source)


def test_the_full_document_reads_as_it_was_written() -> None:
    assert text_without_contents(full().data) == document_text(full_document())
    words = spoken(full().data)
    assert "on 17 September 2012.2 The treaty, in Korean 조로 친선조약 and in Russian Договор о всеобъемлющем" in words
    assert "the text of the treaty. 2 Example Agency (2025), par. 2 [1]. 1.1 From the Soviet debt" in words


@pytest.mark.reader("pdftotext")
def test_words_broken_between_lines_come_out_whole(tmp_path: Path) -> None:
    (tmp_path / "full.pdf").write_bytes(full().data)
    text = pdftotext(tmp_path / "full.pdf")
    assert "\u00ad" not in text
    for row in range(1, 5):
        address = f"https://www.example.org/news/2025/0{row}/a-rather-long-address-that-has-no-end?page={row}&view=full"
        assert address in text
    for word in ("всеобъемлющем", "친선조약", "Ελλάδα", "Łódź", "naïve", "→"):
        assert word in text


def test_furniture_is_no_part_of_the_text_and_stands_on_every_page() -> None:
    pages = artifact_text(full().data)
    assert len(pages) == full().pages
    for number, texts in enumerate(pages, 1):
        words = " ".join(texts)
        assert "Restates one newsletter, unchecked, with known errors." in words
        assert f"Page {number} of {len(pages)}" in words
        assert ("Edition 1" in words) == (number > 1)
    assert "unchecked" not in spoken(full().data)


def test_tags_say_what_each_text_is() -> None:
    paths = {text.strip(): path for path, text in structure_text(full().data) if text.strip()}
    assert paths["Russia and North Korea: arms for oil, on unequal terms"] == "Document/H1"
    assert paths["1 History"] == "Document/H2"
    assert paths["A fourth"] == "Document/H5"
    assert paths["Table 1. Recorded trade and what was agreed"] == "Document/Table/Caption"
    assert paths["Trade, million USD"] == "Document/Table/THead/TR/TH"
    assert paths["2021"] == "Document/Table/TBody/TR/TH"
    assert paths["34.4"] == "Document/Table/TBody/TR/TD"
    assert paths["Bottom line"] == "Document/Sect/P"
    assert paths["They shall give help. Emphasis is ours."] == "Document/BlockQuote/P"
    assert paths["nested again"] == "Document/L/LI/LBody/L/LI/LBody/P"
    assert paths["the text of the treaty"] == "Document/P/Link"
    assert paths["Photo: Example, CC BY 4.0"] == "Document/P"


def test_levels_of_headings_are_never_skipped() -> None:
    written = write(document(heading(3, "Deep", "a"), heading(1, "High", "b"), heading(4, "Deeper", "c")), load_theme())
    assert [path for path, _ in structure_text(written.data)] == ["Document/H1", "Document/H1", "Document/H2"]


# ------------------------------------------------------------------ what hangs on the structure


def elements(data: bytes) -> list[Any]:
    found: list[Any] = []

    def visit(element: Any) -> None:
        found.append(element)
        inside = element.get("/K", pikepdf.Array())
        for kid in inside if isinstance(inside, pikepdf.Array) else [inside]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                visit(kid)

    file = pikepdf.open(io.BytesIO(data))
    visit(file.Root.StructTreeRoot.K[0])
    return [file, *found]


def test_spans_scopes_and_languages_are_said() -> None:
    _, *found = elements(full().data)
    tables = [e.A for e in found if str(e.S) in {"/TH", "/TD"} and "/A" in e]
    assert any(int(a.get("/ColSpan", 1)) == 3 for a in tables)
    assert any(int(a.get("/RowSpan", 1)) == 2 for a in tables)
    assert all("/Scope" in e.A for e in found if str(e.S) == "/TH")
    assert {str(e.Lang) for e in found if str(e.S) == "/Span"} == {"ko", "ru"}
    figure = next(e for e in found if str(e.S) == "/Figure")
    assert str(figure.Alt) == "Map: one railway crosses the border at Tumangang"
    assert len(figure.A.BBox) == 4


def test_every_link_has_words_and_leads_somewhere_and_notes_lead_back() -> None:
    file = pikepdf.open(io.BytesIO(full().data))
    pages = {page.objgen for page in file.pages}
    words = []
    for page in file.pages:
        for link in page.get("/Annots", []):
            words.append(str(link.Contents))
            assert "/StructParent" in link
            assert ("/A" in link) != ("/Dest" in link)
            if "/Dest" in link:
                assert link.Dest[0].objgen in pages
    assert {"Note 1", "Back to the text at note 1", "Go to Table 1", "https://www.example.org/treaty"} <= set(words)


def test_bookmarks_are_the_headings() -> None:
    with pikepdf.open(io.BytesIO(full().data)) as file, file.open_outline() as outline:
        assert [item.title for item in outline.root] == ["1 History", "2 Economy", "3 Stakes", "Sources"]
        assert [item.title for item in outline.root[2].children] == ["3.1 A second level"]


def test_metadata_is_the_documents_and_agrees() -> None:
    with pikepdf.open(io.BytesIO(full().data)) as file:
        assert str(file.Root.Lang) == "en-GB"
        assert str(file.docinfo.Title) == "Russia and North Korea: arms for oil"
        assert str(file.docinfo.CreationDate) == "D:20260115000000Z"
        with file.open_metadata() as xmp:
            assert xmp["dc:title"] == "Russia and North Korea: arms for oil"
            assert xmp["dc:description"] == "Trade & arms <2012–2025>"
            assert xmp["pdfuaid:part"] == "1"
            assert xmp["pdfaid:conformance"] == "A"


def test_the_colour_profile_is_read_by_others() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert "sRGB" in ImageCms.getProfileDescription(profile)


# ------------------------------------------------------------------ problems


def test_what_cannot_be_drawn_is_a_problem_and_never_a_box() -> None:
    written = write(document(para("p", "A smile 😀 and سلام.")), load_theme())
    assert {problem.code for problem in written.problems} == {"missing-glyph", "right-to-left"}
    assert all(problem.location == HERE for problem in written.problems)


def test_a_picture_needs_words_and_must_be_one() -> None:
    broken = Picture(b"not a picture", 10, 10, "png")
    made = document(Figure("f", HERE, (), "", picture()), Figure("g", HERE, (), "Alt", broken))
    assert [problem.code for problem in write(made, load_theme()).problems] == ["missing-alt", "bad-picture"]


def test_a_reference_to_nowhere_is_text() -> None:
    written = write(document(para("p", "See ", CrossReference("nowhere", "Table 9"), ".")), load_theme())
    assert [path for path, _ in structure_text(written.data)] == ["Document/P"]


# ------------------------------------------------------------------ files


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write(full_document(), load_theme()).data == write(full_document(), load_theme()).data


def test_no_clock_no_path_no_machine_in_the_file() -> None:
    plain = full().data
    with pikepdf.open(io.BytesIO(plain)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Stream):
                plain += thing.read_bytes() if "/Filter" not in thing or str(thing.Filter) == "/FlateDecode" else b""
    assert str(Path(__file__).parents[3]).encode() not in plain
    assert re.search(rb"D:(?!20260115)\d{8}", plain) is None


ODD = (
    document(),
    document(heading(1, "Only a heading", "h")),
    document(para("p"), para("q", "")),
    document(Table("t", HERE, (), (), (), ())),
    document(Table("t", HERE, (Text("Heads only"),), (Column(),), (Row((Cell(((Text("H"),),), header=True),)),), ())),
    document(Heading("h", HERE, 2, (Text("Cited"), Note(inlines=(Text("in a heading"),), number=1, key="n")))),
    document(
        para("p", Note(inlines=(Text("outer"), Note(inlines=(Text("inner"),), number=2, key="m")), number=1, key="n"))
    ),
    document(para("p", "x" * 3000), sources_table(40)),
    document(para("p", "Plain"), language="ko", date="never", author="A & B <c>"),
)


@pytest.mark.reader("qpdf")
def test_files_are_sound(tmp_path: Path) -> None:
    for number, data in enumerate(
        [full().data, *(made(seed)[1].data for seed in SEEDS), *(write(d, load_theme()).data for d in ODD)]
    ):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        assert qpdf(path) == ""


@pytest.mark.reader("verapdf")
def test_files_keep_to_pdf_ua_1_and_pdf_a_3a(tmp_path: Path) -> None:
    paths = []
    for number, data in enumerate(
        [full().data, *(made(seed)[1].data for seed in SEEDS), *(write(d, load_theme()).data for d in ODD)]
    ):
        paths.append(tmp_path / f"{number}.pdf")
        paths[-1].write_bytes(data)
    verdicts = verapdf(paths, ("ua1", "3a"))
    assert len(verdicts) == 2 * len(paths)
    assert all(verdict.checks for verdict in verdicts)
    assert [str(verdict) for verdict in verdicts if not verdict.passed] == []
