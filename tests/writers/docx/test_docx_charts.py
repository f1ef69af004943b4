"""Charts in a Word file: the numbers of their workbooks, what the charts show of them, and what readers make of both."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from docx_reading import read_passages, read_words
from gates import audit, libreoffice, openxml_sdk
from gates.docx_lint import CHART, SHAPE, lint, read_sheet
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from writers.docx.docx_charts_sample import CHARTS, GAP, HOLLOW, charts_document, document, figure, mark

from briefing.document.model import Chart, DataPoint, Event, FlowDiagram, Plot, PlotSeries, Text, Timeline, plain
from briefing.files.ooxml_writer import make_member, pack
from briefing.layout.theme import load_theme
from briefing.problems.problem import Location
from briefing.writers import OutputFile
from briefing.writers.docx import write
from briefing.writers.docx.chart_series import number_format
from briefing.writers.docx.workbook import letters, write_number

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WORD_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLOTS = {name: chart for name, chart in CHARTS.items() if isinstance(chart, Plot)}
DIAGRAMS = [name for name in CHARTS if name not in PLOTS]


def written(chart: Chart | None, name: str = "x") -> OutputFile:
    return write(document(figure(name, chart)), load_theme(), pages={})


@cache
def members(name: str) -> dict[str, bytes]:
    return members_of(written(CHARTS[name], name).data)


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {member: archive.read(member) for member in archive.namelist()}


def chart_part(parts: dict[str, bytes]) -> etree._Element:
    return etree.fromstring(parts["word/charts/chart1.xml"])


def cells(parts: dict[str, bytes]) -> dict[str, str]:
    return read_sheet(parts["word/embeddings/workbook1.xlsx"])


def values(found: dict[str, str]) -> list[float]:
    """The numbers of a sheet."""
    return [float(value) for cell, value in found.items() if not re.fullmatch(r"A\d+|[A-Z]+1", cell)]


def say(element: etree._Element, *tags: str) -> str:
    """The words in an element."""
    return "".join(str(text) for text in element.itertext(*tags))


def value_at(element: etree._Element, path: str) -> str:
    """The value of the element at a path of chart elements; "" if it is not there."""
    found = element.find("/".join(step if step in {".", ""} else CHART + step for step in path.split("/")))
    return "" if found is None else str(found.get("val"))


def labels(chart: etree._Element) -> list[str]:
    return [say(label, DRAWING + "t") for label in chart.iter(CHART + "dLbl")]


def numbers(marks: list[DataPoint]) -> list[float]:
    return sorted(value for m in marks for value in (m.low, m.high) if value is not None)


# ------------------------------------------------------------------ workbook


@pytest.mark.parametrize("name", PLOTS)
def test_the_workbook_holds_every_number_and_every_name(name: str) -> None:
    plot, found = PLOTS[name], cells(members(name))
    held = values(found)
    for value in numbers([m for s in plot.series for group in s.marks for m in group]):
        assert value in held
    named = [value for cell, value in found.items() if cell.startswith("A")]
    assert list(dict.fromkeys(named)) == list(plot.categories)


def test_disagreeing_marks_have_columns_of_their_own_and_gaps_no_cell() -> None:
    found = cells(members("column"))
    heads = {cell: value for cell, value in found.items() if re.fullmatch(r"[A-Z]1", cell)}
    assert heads == {"B1": "Trade", "C1": "Trade (2)", "D1": "Trade (3)"}
    assert [found.get(f"{column}{row}") for row in range(2, 7) for column in "BCD"] == [
        None, "0.04", None, None, None, None, None, "3.8", None, None, "34.4", None, "52.9", None, "111",
    ]  # fmt: skip


def test_a_range_is_two_numbers_and_a_formula() -> None:
    found = cells(members("range"))
    assert (found["B1"], found["C1"], found["B2"], found["C2"], found["D2"]) == (
        "Soldiers (min)", "Soldiers (max)", "25000", "30000", "5000",
    )  # fmt: skip
    assert "B4" not in found
    sheet = members_of(members("range")["word/embeddings/workbook1.xlsx"])["xl/worksheets/sheet1.xml"]
    assert b"<f>IF(C2=B2,C2/1000000,C2-B2)</f><v>5000</v>" in sheet


def test_the_far_end_of_a_range_among_bars_is_in_the_workbook() -> None:
    found = cells(members("bar"))
    assert (found["B6"], found["C6"], found["C1"]) == ("12000", "10000", "Soldiers sent to Russia, by claimant (min)")


@given(st.integers(0, 20000))
def test_letters_count_as_a_spreadsheet_does(column: int) -> None:
    value = 0
    for letter in letters(column):
        value = value * 26 + ord(letter) - 64
    assert value == column + 1


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_the_same(value: float) -> None:
    assert float(write_number(value)) == value


# ------------------------------------------------------------------ chart


@pytest.mark.parametrize("name", PLOTS)
def test_a_chart_has_no_title_and_names_its_workbook(name: str) -> None:
    chart = chart_part(members(name))
    assert chart.find(f"{CHART}chart/{CHART}title") is None
    one = {
        tag: chart.find(f".//{CHART}{tag}")
        for tag in ("autoTitleDeleted", "roundedCorners", "date1904", "dispBlanksAs")
    }
    assert {tag: element.get("val") for tag, element in one.items() if element is not None} == {
        "autoTitleDeleted": "1", "roundedCorners": "0", "date1904": "0", "dispBlanksAs": "gap",
    }  # fmt: skip
    assert chart.find(CHART + "externalData") is not None


def test_gaps_are_no_points_and_say_so() -> None:
    chart = chart_part(members("column"))
    drawn = {int(str(p.get("idx"))) for v in chart.iter(CHART + "val") for p in v.iter(CHART + "pt")}
    assert drawn == {0, 2, 3, 4}
    assert GAP in say(etree.fromstring(members("column")["word/drawings/drawing1.xml"]))


def test_hollow_marks_are_white_and_dashed_and_explained() -> None:
    points = list(chart_part(members("column")).iter(CHART + "dPt"))
    assert [value_at(point, "idx") for point in points] == ["4"]
    look = etree.tostring(points[0]).decode()
    assert 'prstDash val="sysDash"' in look
    assert 'schemeClr val="bg1"' in look
    assert HOLLOW in say(etree.fromstring(members("column")["word/drawings/drawing1.xml"]))
    lines = [p for p in chart_part(members("line")).iter(CHART + "dPt") if value_at(p, "marker/size") not in {"3", "4"}]
    assert [(value_at(point, "idx"), "sysDash" in etree.tostring(point).decode()) for point in lines] == [
        ("4", False), ("3", True), ("4", True),
    ]  # fmt: skip  # one that stands alone; the ways to and from one of a line


def test_a_break_in_a_line_is_explained_where_no_words_stand_in_it() -> None:
    parts = members("line")
    assert GAP in say(etree.fromstring(parts["word/drawings/drawing1.xml"]))
    whole = Plot("line", ("2022", "2023"), (PlotSeries("", ((mark(1),), (mark(2),))),), "", GAP, HOLLOW)
    assert "word/drawings/drawing1.xml" not in members_of(written(whole).data)


def test_labels_of_a_line_stand_where_it_does_not_cross_them() -> None:
    valley = ((mark(80),), (mark(40),), (mark(90),), (mark(2, "2"),), (mark(95),))
    plot = Plot("line", ("2020", "2021", "2022", "2023", "2024"), (PlotSeries("", valley),), "", GAP, HOLLOW)
    chart = chart_part(members_of(written(plot).data))
    own = {value_at(label, "idx"): value_at(label, "dLblPos") for label in chart.iter(CHART + "dLbl")}
    assert own["1"] == "b"
    assert "2" not in own


def test_lines_so_near_that_labels_would_cross_them_have_an_axis() -> None:
    near = (PlotSeries("a", ((mark(10),), (mark(11),))), PlotSeries("b", ((mark(9.9),), (mark(10.9),))),
            PlotSeries("c", ((mark(9.8),), (mark(10.8),))))  # fmt: skip
    apart = (PlotSeries("a", ((mark(10),), (mark(11),))), PlotSeries("b", ((mark(5),), (mark(5),))))
    for series, expected in ((near, True), (apart, False)):
        chart = chart_part(members_of(written(Plot("line", ("2023", "2024"), series, "", GAP, HOLLOW)).data))
        assert (chart.find(f".//{CHART}majorGridlines") is not None) == expected


def test_words_that_no_number_format_says_are_typed() -> None:
    assert labels(chart_part(members("bar"))) == ["more than 11,000", "about 10,000", "10,000–12,000"]
    assert labels(chart_part(members("column"))) == ["", "about 111"]
    codes = [code.get("formatCode") for code in chart_part(members("column")).iter(CHART + "numFmt")]
    assert {"#,##0.0", "#,##0.00"} <= set(codes)


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        ("11,000", 11000, "#,##0"),
        ("3.8", 3.8, "#,##0.0"),
        ("2012", 2012, "0"),
        ("$52.90", 52.9, '"$"#,##0.00'),
        ("90%", 90, '#,##0"%"'),
        ("3.8", 3.9, ""),
        ("about 5", 5, ""),
        ("−3", -3, ""),
        ("", 0, ""),
    ],
)
def test_a_number_format_says_the_very_words_or_is_none(words: str, value: float, expected: str) -> None:
    assert number_format(words, value) == expected


def test_several_series_have_a_legend_and_one_has_none() -> None:
    for name, expected in (("columns", True), ("bars", True), ("line", True), ("column", False), ("range", False)):
        assert (chart_part(members(name)).find(f".//{CHART}legend") is not None) is expected
    left_out = chart_part(members("line")).findall(f".//{CHART}legendEntry")
    assert [value_at(entry, "idx") for entry in left_out] == ["1", "2", "4", "5"]


def test_lengths_begin_at_zero_but_where_a_value_is_below_it() -> None:
    assert value_at(chart_part(members("column")), ".//valAx/scaling/min") == "0"
    assert chart_part(members("below-zero")).find(f".//{CHART}valAx/{CHART}scaling/{CHART}min") is None


def test_an_axis_takes_the_place_of_labels_that_have_no_room() -> None:
    chart = chart_part(members("long-line"))
    assert chart.find(f".//{CHART}majorGridlines") is not None
    assert chart.find(f".//{CHART}dLbls") is None
    assert chart_part(members("column")).find(f".//{CHART}majorGridlines") is None


def test_the_measure_of_words_is_the_callers() -> None:
    wide = write(document(figure("column", CHARTS["column"])), load_theme(), pages={}, measure=lambda *_: 400.0).data
    assert chart_part(members_of(wide)).find(f".//{CHART}majorGridlines") is not None


# ------------------------------------------------------------------ diagrams


@pytest.mark.parametrize("name", DIAGRAMS)
def test_a_diagram_is_shapes_with_every_word_in_them(name: str) -> None:
    body = etree.fromstring(members(name)["word/document.xml"])
    words = " ".join(say(box, WORD + "t") for box in body.iter(WORD + "txbxContent"))
    squeezed = re.sub(r"\s", "", words)
    chart = CHARTS[name]
    wanted: list[str] = []
    if isinstance(chart, Timeline):
        wanted = [*(e.when.text for e in chart.events), *(plain(e.what) for e in chart.events), *chart.lanes]
    elif isinstance(chart, FlowDiagram):
        wanted = [chart.left, chart.right, *(f.what + plain(f.figure) for f in chart.flows)]
    for text in wanted:
        assert re.sub(r"\s", "", text) in squeezed


def test_lines_that_belong_together_are_one_text_box() -> None:
    body = etree.fromstring(members("exchange")["word/document.xml"])
    texts = [say(box, WORD + "t") for box in body.iter(WORD + "txbxContent")]
    assert "Artillery shells  millions a year" in texts
    body = etree.fromstring(members("timeline")["word/document.xml"])
    texts = [say(box, WORD + "t") for box in body.iter(WORD + "txbxContent")]
    assert any(text.startswith("Shipments of artillery shells, by rail and by") for text in texts)
    assert list(body.iter(WORD + "br")) == []  # its lines are broken by Word, also in another font


@pytest.mark.parametrize("name", DIAGRAMS)
def test_no_diagram_begins_with_a_shape_without_width(name: str) -> None:
    """LibreOffice 7.4 turns such a group by a quarter."""
    body = etree.fromstring(members(name)["word/document.xml"])
    first = next(body.iter(f"{SHAPE}wsp"))
    assert all(
        int(str(size.get(side))) > 0 for size in first.iter(DRAWING + "ext") for side in ("cx", "cy") if size.get("cx")
    )


# ------------------------------------------------------------------ the file


@pytest.mark.parametrize("name", CHARTS)
def test_words_in_drawings_are_no_words_of_the_text(name: str) -> None:
    data = written(CHARTS[name], name).data
    assert " ".join(read_words(data)).endswith(f"Figure 1. Chart of the kind {name} Source: Example Agency (2025).")
    assert [p.text for p in read_passages(data) if p.kind == "picture"] == [f"What {name} shows & says"]


def test_a_figure_without_picture_and_chart_is_an_error() -> None:
    empty = replace(figure("empty", None), location=Location("facts/x/figures.yaml", 3, 1))
    made = write(document(empty), load_theme(), pages={})
    assert [(p.code, p.severity, p.location.line) for p in made.problems] == [("empty-figure", "error", 3)]
    assert "Chart of the kind empty" in " ".join(read_words(made.data))


@pytest.mark.parametrize("kind", ["bar", "timeline"])
def test_a_chart_higher_than_a_page_is_drawn_smaller_and_reported(kind: str) -> None:
    names = tuple(f"claim {number}" for number in range(70))
    chart: Chart = Plot("bar", names, (PlotSeries("", tuple((mark(1),) for _ in names)),))
    if kind == "timeline":
        events = tuple(Event(2024.0 + n, 2024.0 + n, mark(n).words, (Text(name),)) for n, name in enumerate(names))
        chart = Timeline((), events)
    made = written(chart)
    assert [p.code for p in made.problems] == ["chart-too-high"]
    page = load_theme().page
    room = (page.height - page.top - page.bottom) * 12700
    body = etree.fromstring(members_of(made.data)["word/document.xml"])
    assert all(int(str(size.get("cy"))) < room for size in body.iter(WORD_DRAWING + "extent"))


def test_the_same_charts_give_the_same_bytes() -> None:
    assert (
        write(charts_document(), load_theme(), pages={}).data == write(charts_document(), load_theme(), pages={}).data
    )


def test_the_lint_finds_nothing() -> None:
    assert lint(write(charts_document(), load_theme(), pages={}).data) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        ("word/charts/chart1.xml", b"<c:v>34.4</c:v>", b"<c:v>43.4</c:v>", "the copy of"),
        ("word/charts/chart1.xml", b'<c:externalData r:id="rId1">', b'<c:externalData r:id="rId9">', "rId9"),
        (
            "word/charts/chart1.xml",
            b'<c:grouping val="clustered"/>',
            b'<c:grouping val="stacked"/>',
            "beside stacked bars",
        ),
        ("word/charts/chart1.xml", b"Sheet1!$A$2:$A$6", b"Sheet1!$A$2:$A$7", "the copy of"),
    ],
)
def test_the_lint_finds_a_fault_in_a_chart(part: str, old: bytes, new: bytes, fault: str) -> None:
    parts = dict(members("column"))
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    assert any(fault in found for found in lint(pack(make_member(name, data) for name, data in parts.items())))


KINDS: tuple[Literal["column", "bar", "line", "range"], ...] = ("column", "bar", "line", "range")
one_mark = st.builds(
    lambda low, words, more, hollow: mark(low, words, low + more if more else None, hollow=hollow),
    st.floats(-1e6, 1e6), st.sampled_from(["", 'about <5> & "more"', "조선"]), st.sampled_from([0, 0, 7.5]), st.booleans(),
)  # fmt: skip


@st.composite
def plots(draw: st.DrawFn) -> Plot:
    count = draw(st.integers(1, 5))
    groups = st.lists(one_mark, max_size=3).map(tuple)
    series = [
        PlotSeries(draw(st.sampled_from(["", "a", "b & c"])), tuple(draw(groups) for _ in range(count)))
        for _ in range(draw(st.integers(1, 3)))
    ]
    kind = draw(st.sampled_from(KINDS))
    return Plot(
        kind, tuple(f"c {n}" for n in range(count)), tuple(series), draw(st.sampled_from(["", "x"])), GAP, HOLLOW
    )


@given(plots())
@settings(max_examples=60)
def test_any_plot_is_a_sound_chart_with_every_number(plot: Plot) -> None:
    made = written(plot)
    assert lint(made.data) == []
    held = values(cells(members_of(made.data)))
    for value in numbers([m for s in plot.series for group in s.marks for m in group]):
        assert value in held


# ------------------------------------------------------------------ real readers


@pytest.fixture(scope="module")
def charts_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("charts") / "charts.docx"
    path.write_bytes(write(charts_document(), load_theme(), pages={}).data)
    return path


@pytest.fixture(scope="module")
def book_path(charts_path: Path) -> Path:
    path = charts_path.with_name("book.xlsx")
    path.write_bytes(members("range")["word/embeddings/workbook1.xlsx"])
    return path


@pytest.mark.reader("openxml_sdk")
def test_the_open_xml_sdk_finds_no_error(charts_path: Path, book_path: Path) -> None:
    assert openxml_sdk.openxml_sdk(charts_path) == []
    assert openxml_sdk.openxml_sdk(book_path) == []


@pytest.mark.reader("audit")
def test_openxml_audit_finds_no_error(charts_path: Path, book_path: Path) -> None:
    assert audit.audit(charts_path) == []
    assert audit.audit(book_path) == []


@pytest.mark.reader("libreoffice", "pdftotext")
def test_libreoffice_draws_labels_gaps_and_diagrams(charts_path: Path, tmp_path: Path) -> None:
    pdf = libreoffice.to_pdf(charts_path, tmp_path)
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, timeout=60, check=True)
    words = " ".join(done.stdout.split())
    for expected in (
        "about 111", "52.9", GAP, HOLLOW, "Trade, million US dollars", "more than 11,000", "25,000–30,000",
        "Exports to North Korea", "17 September 2012", "North Korea to Russia", "millions a year",
    ):  # fmt: skip
        assert expected in words
    fonts = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, timeout=60, check=True).stdout
    assert "Liberation" not in fonts


@pytest.mark.reader("calc")
def test_libreoffice_opens_the_workbook(book_path: Path, tmp_path: Path) -> None:
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "csv",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(book_path)], capture_output=True, timeout=180, check=True)
    rows = (tmp_path / "book.csv").read_text("utf-8").splitlines()
    assert rows[1] == '"Planned by mid-2025, according to Kyiv",25000,30000,5000'
