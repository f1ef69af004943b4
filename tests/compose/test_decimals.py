"""Columns of figures: which align on the decimal mark, and that both files then show it."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from gates import libreoffice, openxml_sdk
from gates.docx_lint import lint

from briefing.build.options import BuildOptions
from briefing.build.pipeline import BuildResult, build_brief, compose_document
from briefing.document.model import Cell, Inline, Note, Table, Text
from briefing.language.decimals import NumberFormat, Tail, tail_of
from briefing.layout.theme import load_theme
from briefing.layout.typesetting import lay_out

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "facts" / "russia-north-korea-edition-1"
XHTML = "{http://www.w3.org/1999/xhtml}"
TEMPLATE = """# Context

Table: Figures {#figures}

| Year | Trade | Losses | Odd |
|---|---:|---:|---:|
| 2020 | 4.7 | 8.4 million | 3.7 (disputed) |
| 2021 | 52.95 | 62.45 million | 54 |
| 2022 | 222 | – | 115.6 |
| **Sum** | **279.65** | **70.85 million** | 7 |
"""


def cells(*texts: str) -> list[tuple[Inline, ...]]:
    return [(Text(text),) if text else () for text in texts]


@pytest.mark.parametrize(
    "texts",
    [
        ("90", "about 10", "3.8", "52.9", "111"),
        ("3.8", "–", "52.95"),
        ("1,052.9", "3", ""),
        ("$3.8", "$11.25"),
        ("3.8 million", "52.95 million"),
        ("−3.85", "12"),
        ("more than 6,000", "4.5"),
        ("3.8%", "12.75%", "–"),
    ],
)
def test_these_align(texts: tuple[str, ...]) -> None:
    assert NumberFormat().align(cells(*texts))


@pytest.mark.parametrize(
    "texts",
    [
        ("3.8", "52.9", "111.0"),  # as many decimals: set right they are aligned
        ("90", "111"),
        ("3.8",),
        ("–", "3.8", "–"),
        ("3.8", "52.9 million"),
        ("3.8 million", "52.95 billion"),
        ("3.8 million", "52 million"),  # Word and LibreOffice put the mark elsewhere
        ("3.8 (disputed)", "52.95"),
        ("25,000–30,000", "4.5"),
        ("3.8", "not given", "52.95"),
        ("2.5 to 3", "4"),
        ("17.09.2012", "3.8", "4"),
        ("", "", ""),
        (),
    ],
)
def test_these_are_set_right_as_before(texts: tuple[str, ...]) -> None:
    assert not NumberFormat().align(cells(*texts))


def test_marks_are_those_of_the_language() -> None:
    german = NumberFormat(",", ".")
    assert german.align(cells("1.052,9", "3,85"))
    assert not german.align(cells("1.052.9", "3.85"))


def test_a_cell_with_a_note_or_two_weights_aligns_nothing() -> None:
    noted = (Text("3.85"), Note())
    mixed = (Text("3.", strong=True), Text("85"))
    assert not NumberFormat().align([*cells("3.8", "4"), noted])
    assert not NumberFormat().align([*cells("3.8", "4"), mixed])
    assert NumberFormat().align([*cells("3.8", "4"), (Text("3.85", strong=True),)])


@pytest.mark.parametrize(
    ("text", "tail"), [("about 1,052.9", ".9"), ("3.8 million", ".8 million"), ("111", ""), ("–", ""), ("No. 4", "")]
)
def test_the_tail_stands_from_the_mark_on(text: str, tail: str) -> None:
    assert tail_of(Cell(((Text(text, strong=True),),)), ".") == Tail(tail, bool(tail))


# ------------------------------------------------------------------ in the files


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    folder = tmp_path_factory.mktemp("templates")
    (folder / "context.md").write_text(TEMPLATE, "utf-8")
    made = build_brief(FOLDER, "x", template_folders=[folder, ROOT / "templates"])
    assert [p for p in made.problems if p.severity == "error"] == []
    return made


@pytest.fixture(scope="module", params=["pdf", "docx"])
def pages(request: pytest.FixtureRequest, built: BuildResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each file as a PDF, the Word file by LibreOffice."""
    path = tmp_path_factory.mktemp("files") / f"brief.{request.param}"
    path.write_bytes(built.files[request.param].data)
    if request.param == "docx":
        if reason := libreoffice.missing():
            pytest.skip(reason)
        return libreoffice.to_pdf(path, path.parent)
    return path


def words_of(path: Path) -> list[tuple[str, float, float]]:
    """Every word with its left and right edge."""
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, timeout=60, check=True)
    words = ET.fromstring(done.stdout).iter(f"{XHTML}word")
    return [(word.text or "", float(word.get("xMin", 0)), float(word.get("xMax", 0))) for word in words]


def edges(path: Path, *texts: str) -> list[tuple[float, float]]:
    """Left and right edge of words that stand once in the file."""
    found = words_of(path)
    places = []
    for text in texts:
        (place,) = [(left, right) for word, left, right in found if word == text]
        places.append(place)
    return places


@pytest.mark.reader("pdftotext")
def test_marks_stand_below_one_another(pages: Path) -> None:
    one, two, none = edges(pages, "4.7", "52.95", "222")
    digit = (none[1] - none[0]) / 3
    assert two[1] - one[1] == pytest.approx(digit, abs=0.3)
    assert digit < one[1] - none[1] < 2 * digit  # a mark and a digit
    bold = edges(pages, "279.65")[0]
    assert bold[1] == pytest.approx(two[1], abs=0.8)


@pytest.mark.reader("pdftotext")
def test_so_they_do_with_words_behind_and_a_dash_ends_there(pages: Path) -> None:
    one, two = edges(pages, "8.4", "62.45")
    digit = (two[1] - two[0] - (one[1] - one[0])) / 2
    assert two[1] - one[1] == pytest.approx(digit, abs=0.3)
    assert min(abs(right - (one[1] - 1.5 * digit)) for word, _, right in words_of(pages) if word == "–") < digit / 2


@pytest.mark.reader("pdftotext")
def test_what_is_no_figure_is_set_right_with_its_head(pages: Path) -> None:
    head, disputed, figure = edges(pages, "Odd", "(disputed)", "115.6")
    assert disputed[1] == pytest.approx(head[1], abs=0.6)
    assert figure[1] == pytest.approx(head[1], abs=0.6)


def test_word_has_a_decimal_stop_and_no_tab(built: BuildResult, tmp_path: Path) -> None:
    data = built.files["docx"].data
    assert lint(data) == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    aligned = [cell for cell in re.findall(r"<w:tc>.*?</w:tc>", body) if '<w:tab w:val="decimal"' in cell]
    assert len(aligned) == 4 + 4 + 5
    assert not [cell for cell in aligned if "<w:tab/>" in cell or "<w:jc" in cell]
    if not openxml_sdk.missing():
        (tmp_path / "brief.docx").write_bytes(data)
        assert openxml_sdk.openxml_sdk(tmp_path / "brief.docx") == []


# ------------------------------------------------------------------ widths


def test_word_is_told_the_widths_that_the_layout_found() -> None:
    for look in ("plain", "infocus"):
        theme = load_theme(look)
        document, _ = compose_document(FOLDER, "x", [ROOT / "templates"])
        assert document is not None
        found = lay_out(document, theme).widths
        tables = [block for block in document.blocks if isinstance(block, Table)]
        assert list(found) != []
        assert set(found) == {table.key for table in tables}
        made = build_brief(
            FOLDER, "x", template_folders=[ROOT / "templates"], options=BuildOptions(formats=("docx",), theme=theme)
        )
        with zipfile.ZipFile(io.BytesIO(made.files["docx"].data)) as archive:
            grids = re.findall(r"<w:tblGrid>(.*?)</w:tblGrid>", archive.read("word/document.xml").decode())
        for table, grid in zip(tables, grids, strict=True):
            points = [int(width) / 20 for width in re.findall(r'w:w="(\d+)"', grid)]
            assert points == pytest.approx(found[table.key], abs=0.06)


@pytest.mark.reader("libreoffice", "pdftotext")
@pytest.mark.parametrize("look", ["plain", "infocus"])
def test_columns_stand_at_the_same_places_and_no_word_is_broken(look: str, tmp_path: Path) -> None:
    made = build_brief(FOLDER, "x", template_folders=[ROOT / "templates"], options=BuildOptions(theme=load_theme(look)))
    for kind in ("pdf", "docx"):
        (tmp_path / f"ours.{kind}").write_bytes(made.files[kind].data)
    theirs = libreoffice.to_pdf(tmp_path / "ours.docx", tmp_path / "lo")
    heads = ("Measure", "Period", "Unit", "No.", "Title", "Publisher")
    for ours, other in zip(edges(tmp_path / "ours.pdf", *heads), edges(theirs, *heads), strict=True):
        assert ours[0] == pytest.approx(other[0], abs=0.8)
    column = edges(theirs, "Publisher")[0][0]
    assert [
        left for word, left, _ in words_of(theirs) if word == "GEOPOLITIKS" and left == pytest.approx(column, abs=0.8)
    ]
