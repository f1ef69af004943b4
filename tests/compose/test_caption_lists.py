"""Lists of tables and of figures: the same words in both files, right page numbers, native in each format."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx_reading import WORD, read_passages, read_words
from gates import libreoffice, openxml_sdk
from gates.docx_lint import lint
from gates.verapdf import verapdf
from lxml import etree
from pdf_reading import structure_text
from test_parity import first_difference, heard_words, letters

from briefing.build.options import BuildOptions
from briefing.build.pipeline import BuildResult, build_brief, compose_document
from briefing.document.model import Contents, Figure, Table, caption_inlines, plain
from briefing.layout.theme import load_theme
from briefing.readers import read_brief
from briefing.review.compare import compare
from briefing.writers.docx import write

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "facts" / "russia-north-korea-edition-1"


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("templates")
    master = (ROOT / "templates" / "russia-north-korea-edition-1" / "brief.md").read_text("utf-8")
    lists = "{{ contents(1) }}\n\n{{ list_of_tables() }}\n\n{{ list_of_figures() }}"
    (folder / "brief.md").write_text(master.replace("{{ contents(1) }}", lists), "utf-8")
    return [folder, ROOT / "templates"]


@pytest.fixture(scope="module", params=["plain", "infocus"])
def built(request: pytest.FixtureRequest, templates: list[Path]) -> BuildResult:
    made = build_brief(FOLDER, "x", template_folders=templates, options=BuildOptions(theme=load_theme(request.param)))
    assert [p for p in made.problems if p.severity != "note"] == []
    return made


@pytest.fixture(scope="module")
def captions(templates: list[Path]) -> list[str]:
    """All captions, tables first: what the lists must say."""
    document, _ = compose_document(FOLDER, "x", templates)
    assert document is not None
    found = [plain(caption_inlines(b)) for kind in (Table, Figure) for b in document.blocks if isinstance(b, kind)]
    assert len(found) > 6
    return found


def entries(pdf: bytes) -> list[tuple[str, int]]:
    """The words and the page of each entry that the structure tree has under a list of captions."""
    text = "".join(t if "/TOC" in path else "\n" for path, t in structure_text(pdf))
    return [(m[1], int(m[2])) for m in re.finditer(r"((?:Table|Figure) \d+\. .*?) (\d+)(?=\n|Table|Figure|$)", text)]


def test_both_files_say_the_same(built: BuildResult) -> None:
    heard = heard_words(built.files["pdf"].data)
    read = letters(" ".join(read_words(built.files["docx"].data, contents=True)))
    assert heard == read, first_difference(heard, read)


def test_the_comparison_finds_no_difference(built: BuildResult) -> None:
    pdf, word = (read_brief(built.files[kind].data, kind) for kind in ("pdf", "docx"))
    assert compare(pdf, word) == ()
    assert sum(piece.kind == "contents" for piece in word.pieces) > 12


@pytest.mark.reader("pdftotext")
def test_the_pdf_lists_every_caption_with_the_page_it_is_on(
    built: BuildResult, captions: list[str], tmp_path: Path
) -> None:
    listed = entries(built.files["pdf"].data)
    assert [words for words, _ in listed] == captions
    path = tmp_path / "brief.pdf"
    path.write_bytes(built.files["pdf"].data)
    for words, page in listed:
        done = subprocess.run(
            ["pdftotext", "-f", str(page), "-l", str(page), str(path), "-"], capture_output=True, text=True, check=True
        )
        # Where a list stands on the page itself, its entry alone would be no proof.
        least = 2 if page == 1 else 1
        assert letters(done.stdout).count(letters(words)) >= least, words


def test_word_has_native_lists_that_are_filled_and_ask_nothing(built: BuildResult, captions: list[str]) -> None:
    data = built.files["docx"].data
    assert lint(data) == []
    listed = [p for p in read_passages(data) if p.style == "table of figures"]
    assert [re.sub(r" \d+$", "", p.text) for p in listed] == captions
    assert [(p.text) for p in listed] == [f"{words} {page}" for words, page in entries(built.files["pdf"].data)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        assert b"updateFields" not in archive.read("word/settings.xml")
    told = [(i.text or "").strip() for i in body.iter(WORD + "instrText")]
    assert [t for t in told if "\\c" in t] == [r'TOC \h \z \c "Table"', r'TOC \h \z \c "Figure"']
    assert not [c for c in body.iter(WORD + "fldChar") if c.get(WORD + "dirty")]
    marks = {mark.get(WORD + "name") for mark in body.iter(WORD + "bookmarkStart")}
    asked = {told.split()[1] for told in told if told.startswith("PAGEREF")}
    assert asked <= marks
    assert {link.get(WORD + "anchor") for link in body.iter(WORD + "hyperlink")} - {None} <= marks


def test_each_list_is_set_off_from_what_follows(built: BuildResult) -> None:
    """By as much as in the PDF: its last entry says so itself, as the style is every entry's."""
    body = docx.Document(io.BytesIO(built.files["docx"].data)).element.body
    entries = [p for p in body.iter(WORD + "p") if re.match("TOC|TableofFigures", style_of(p), re.IGNORECASE)]
    entries = [p for p in entries if style_of(p) != "TOCHeading"]
    last = [p for p in entries if style_of(p.getnext()) not in {style_of(e) for e in entries}]
    assert len(last) == 3
    for p in entries:
        spacing = p.find(f"{WORD}pPr/{WORD}spacing")
        assert (spacing is not None and int(spacing.get(WORD + "after")) >= 120) == (p in last)


def style_of(paragraph: etree._Element | None) -> str:
    found = paragraph.find(f"{WORD}pPr/{WORD}pStyle") if paragraph is not None else None
    return str(found.get(WORD + "val")) if found is not None else ""


@pytest.mark.reader("openxml_sdk")
def test_the_open_xml_sdk_finds_no_error(built: BuildResult, tmp_path: Path) -> None:
    (tmp_path / "brief.docx").write_bytes(built.files["docx"].data)
    assert openxml_sdk.openxml_sdk(tmp_path / "brief.docx") == []


@pytest.mark.reader("verapdf")
def test_the_pdf_keeps_its_standards(built: BuildResult, tmp_path: Path) -> None:
    (tmp_path / "brief.pdf").write_bytes(built.files["pdf"].data)
    assert [str(v) for v in verapdf([tmp_path / "brief.pdf"], ("ua1", "3a")) if not v.passed] == []


@pytest.mark.reader("libreoffice", "pdftotext")
def test_libreoffice_shows_the_lists_each_entry_on_a_line(
    built: BuildResult, captions: list[str], tmp_path: Path
) -> None:
    (tmp_path / "brief.docx").write_bytes(built.files["docx"].data)
    pdf = libreoffice.to_pdf(tmp_path / "brief.docx", tmp_path)
    done = subprocess.run(
        ["pdftotext", "-layout", "-l", "2", str(pdf), "-"], capture_output=True, text=True, timeout=60, check=True
    )
    lines = done.stdout.splitlines()
    for words in captions:
        assert any(re.fullmatch(rf"\s*{re.escape(words)}[ .]*\d+", line) for line in lines), words


def test_a_file_without_lists_has_no_bookmarks_for_them() -> None:
    document, _ = compose_document(FOLDER, "x", [ROOT / "templates"])
    assert document is not None
    assert not any(isinstance(b, Contents) and b.of != "headings" for b in document.blocks)
    with zipfile.ZipFile(io.BytesIO(write(document, load_theme(), pages={}).data)) as archive:
        body = archive.read("word/document.xml").decode()
    assert re.findall(r'w:name="_Toc\w+"/><w:r><w:t xml:space="preserve">(?:Table|Figure) ', body) == []
