"""Both files in every look: geometry, columns, header and footer, markings, logo; and other people's validators on them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx as python_docx
import pikepdf
import pytest
from gates.audit import audit
from gates.docx_lint import lint
from gates.openxml_sdk import openxml_sdk
from gates.verapdf import verapdf
from samples.brief_sample import HERE, full_document, para

from briefing.document.model import Cell, Column, Document, Row, Table, Text, TitleBlock
from briefing.layout.full_width_blocks import runs
from briefing.layout.theme import Logo, Theme, load_theme
from briefing.layout.typesetting import lay_out
from briefing.writers import docx, pdf

LOOKS = ("plain", "ministry", "infocus", "marked", "logo")


def look(name: str) -> Theme:
    if name == "logo":
        from PIL import Image

        from briefing.document.model import Picture

        data = io.BytesIO()
        Image.new("RGBA", (300, 120), (20, 70, 60, 128)).save(data, "PNG")
        return replace(
            load_theme("ministry"), logo=Logo(Picture(data.getvalue(), 300, 120, "png"), 100.0, "left", "every")
        )
    return load_theme("infocus" if name == "marked" else name)


def wide_table() -> Table:
    head = (Row(tuple(Cell(((Text(f"Head {n}"),),), header=True) for n in range(5))),)
    body = tuple(Row(tuple(Cell(((Text(f"{at} {n}"),),)) for n in range(5))) for at in range(9))
    return Table("wide", HERE, (Text("Wide"),), (Column(),) * 5, head, body, (), (), "Table 9")


def sample(name: str) -> Document:
    made = full_document()
    blocks = (*made.blocks, para("q", "Words below. " * 40), wide_table(), para("z", "The end. " * 40))
    marking = {"marked": "TLP:AMBER+STRICT", "ministry": "EMBARGOED until 1 March 2026"}.get(name, "")
    furniture = replace(made.furniture, marking=marking, date="July 2025")
    properties = replace(made.properties, marking=marking)
    return replace(made, blocks=blocks, furniture=furniture, properties=properties)


@cache
def word(name: str) -> bytes:
    document, theme = sample(name), look(name)
    made = docx.write(document, theme, pages=lay_out(document, theme).page_of)
    assert [problem for problem in made.problems if problem.severity == "error"] == []
    return made.data


@cache
def portable(name: str) -> bytes:
    made = pdf.write(sample(name), look(name))
    assert [problem for problem in made.problems if problem.severity == "error"] == []
    return made.data


def part(name: str, member: str) -> str:
    with zipfile.ZipFile(io.BytesIO(word(name))) as archive:
        return archive.read(member).decode()


# ------------------------------------------------------------------ Word


@pytest.mark.parametrize("name", LOOKS)
def test_paper_and_margins_are_those_of_the_theme_in_every_section(name: str) -> None:
    page = look(name).page
    sections = re.findall(r"<w:sectPr>.*?</w:sectPr>", part(name, "word/document.xml"))
    for section in sections:
        assert f'<w:pgSz w:w="{round(page.width * 20)}" w:h="{round(page.height * 20)}"/>' in section
        assert f'w:left="{round(page.left * 20)}"' in section
        assert f'w:right="{round(page.right * 20)}"' in section


def test_columns_are_sections_that_go_on_without_a_page_break() -> None:
    sections = re.findall(r"<w:sectPr>.*?</w:sectPr>", part("infocus", "word/document.xml"))
    assert len(sections) == len(runs(sample("infocus").blocks, load_theme("infocus"))) >= 4
    assert ['w:num="2"' in section for section in sections] == [bool(n % 2) for n in range(len(sections))]
    assert [section.count("headerReference") for section in sections] == [2, *[0] * (len(sections) - 1)]
    assert ["<w:titlePg/>" in section for section in sections] == [n == 0 for n in range(len(sections))]
    assert all('<w:type w:val="continuous"/>' in section for section in sections[1:])
    assert len(re.findall(r"<w:sectPr>", part("plain", "word/document.xml"))) == 1


def test_a_table_is_as_wide_as_the_column_or_the_page_that_it_stands_in() -> None:
    page = load_theme("infocus").page
    widths = {round(int(w) / 20) for w in re.findall(r'<w:tblW w:w="(\d+)"', part("infocus", "word/document.xml"))}
    assert widths <= {round(page.text_width), round(page.column_width)}
    assert round(page.text_width) in widths


@pytest.mark.parametrize("name", ["header1", "header2", "footer1", "footer2"])
def test_the_marking_is_in_header_and_footer_of_every_page(name: str) -> None:
    text = part("marked", f"word/{name}.xml")
    assert text.count("TLP:AMBER+STRICT") == 1
    (run,) = re.findall(r"<w:r><w:rPr>((?:(?!<w:r>).)*?)</w:rPr><w:t[^>]*>TLP:AMBER\+STRICT", text)
    assert '<w:color w:val="FFC000"/>' in run
    assert 'w:fill="000000"' in run
    assert part("ministry", f"word/{name}.xml").count("EMBARGOED until 1 March 2026") == 1
    assert "000000" not in part("ministry", f"word/{name}.xml")


def test_the_marking_is_bold_at_the_right_and_large_enough_and_a_property_of_the_file() -> None:
    styles = part("marked", "word/styles.xml")
    (style,) = re.findall(r'<w:style [^>]*w:styleId="BriefMarking">.*?</w:style>', styles)
    assert '<w:jc w:val="right"/>' in style
    assert "<w:b/>" in style
    assert int(re.findall(r'<w:sz w:val="(\d+)"', style)[0]) >= 24
    assert "<cp:category>TLP:AMBER+STRICT</cp:category>" in part("marked", "docProps/core.xml")


@pytest.mark.parametrize("name", ["plain", "ministry", "infocus"])
def test_heads_of_rows_are_set_as_other_cells_as_in_the_pdf(name: str) -> None:
    styles = python_docx.Document(io.BytesIO(word(name))).styles
    head, text = styles["Brief Table Row Head"], styles["Brief Table Text"]
    assert head.base_style == text
    assert head.font.bold is None
    assert text.font.bold in {None, False}
    document = sample(name)
    row_heads = [row.cells[0] for b in document.blocks if isinstance(b, Table) for row in b.body if row.cells[0].header]
    assert row_heads
    assert f'w:val="{head.style_id}"' in part(name, "word/document.xml")


def test_fields_of_header_and_footer_are_words_own() -> None:
    footer = part("ministry", "word/footer1.xml")
    assert " PAGE " in footer
    assert " NUMPAGES " in footer
    assert "July 2025 | Edition 1" in "".join(re.findall(r"<w:t[^>]*>([^<]*)", footer))


def test_the_logo_is_a_picture_in_both_headers_that_has_its_relation() -> None:
    for name in ("header1", "header2"):
        assert 'r:embed="rId1"' in part("logo", f"word/{name}.xml")
        assert "media/image" in part("logo", f"word/_rels/{name}.xml.rels")


def test_colours_and_fills_of_the_front_are_those_of_the_theme() -> None:
    front = part("infocus", "word/document.xml").split("<w:sectPr>")[0]
    assert f'w:fill="{load_theme("infocus").front.fill}"' in front
    bar = re.findall(
        r'<w:top w:val="single" w:sz="72" w:space="9" w:color="(\w+)"', part("ministry", "word/document.xml")
    )
    assert bar == [load_theme("ministry").front.bar]


@pytest.mark.parametrize("name", LOOKS)
def test_the_word_file_has_no_fault_that_we_know(name: str) -> None:
    assert lint(word(name)) == []


@pytest.mark.reader("openxml_sdk", "audit")
@pytest.mark.parametrize("name", LOOKS)
def test_the_word_file_is_sound_by_two_validators(name: str, tmp_path: Path) -> None:
    path = tmp_path / "brief.docx"
    path.write_bytes(word(name))
    assert openxml_sdk(path) == []
    assert audit(path) == []


# ------------------------------------------------------------------ PDF


@pytest.mark.reader("verapdf")
def test_the_pdf_keeps_its_standards_in_every_look(tmp_path: Path) -> None:
    paths = []
    for name in LOOKS:
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(portable(name))
    verdicts = verapdf(paths, ("ua1", "3a"))
    assert len(verdicts) == 2 * len(LOOKS)
    assert [str(verdict) for verdict in verdicts if not verdict.passed] == []


@pytest.mark.parametrize("name", LOOKS)
def test_the_pdf_has_the_paper_of_the_theme(name: str) -> None:
    with pikepdf.open(io.BytesIO(portable(name))) as file:
        box = [float(number) for number in file.pages[0].MediaBox]
    assert box == pytest.approx([0, 0, look(name).page.width, look(name).page.height], abs=0.01)


def test_the_logo_is_an_ornament_and_no_figure() -> None:
    with pikepdf.open(io.BytesIO(portable("logo"))) as file:
        stream = file.pages[0].Contents.read_bytes()
        assert re.search(rb"/Subtype/Header[^\n]*BDC\nq 100\.00 0 0 40\.00", stream)


@pytest.mark.parametrize("name", LOOKS)
def test_same_look_same_bytes(name: str) -> None:
    document, theme = sample(name), look(name)
    assert pdf.write(document, theme).data == portable(name)
    assert docx.write(document, theme, pages=lay_out(document, theme).page_of).data == word(name)


def test_a_brief_without_a_front_has_one_header_for_all_pages() -> None:
    document = replace(sample("plain"), blocks=(para("p", "Words."),))
    assert not any(isinstance(block, TitleBlock) for block in document.blocks)
    with zipfile.ZipFile(io.BytesIO(docx.write(document, load_theme("infocus"), pages={}).data)) as archive:
        assert "<w:titlePg/>" not in archive.read("word/document.xml").decode()
