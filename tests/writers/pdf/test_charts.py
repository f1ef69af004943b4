"""Charts in the file: real text in one figure with its alt text, in place, no larger than the page."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from pdf_reading import spoken, structure_text
from samples.brief_sample import HERE, para

from briefing.document.model import (
    Chart,
    DataPoint,
    Document,
    Event,
    FactReference,
    Figure,
    FlowArrow,
    FlowDiagram,
    Plot,
    PlotSeries,
    Properties,
    Text,
    Timeline,
)
from briefing.layout.theme import load_theme
from briefing.problems.problem import Location
from briefing.writers import OutputFile
from briefing.writers.pdf import write

TYPED = Location("facts/x/economy.yaml", 12, 5)


def bars(*words: str) -> Plot:
    marks = tuple((DataPoint(float(at + 1), FactReference("trade", word)),) for at, word in enumerate(words))
    return Plot("bar", tuple(f"Name {at}" for at in range(len(words))), (PlotSeries("", marks),), "Trade, million USD")


def written(chart: Chart, blocks: int = 0) -> OutputFile:
    figure = Figure("f", HERE, (Text("Trade"),), "Trade rose", None, (Text("Source: customs."),), (), "Figure 1", chart)
    lines = tuple(para(f"p-{at}", "A line.") for at in range(blocks))
    return write(Document("x", Properties("X"), (*lines, figure), facts={"trade": TYPED}), load_theme())


def figure_of(file: pikepdf.Pdf) -> Any:
    return next(kid for kid in file.Root.StructTreeRoot.K[0].K if kid.S == "/Figure")


def test_a_chart_is_text_in_a_figure_between_its_caption_and_its_source() -> None:
    made = written(bars("about 3", "7"))
    assert made.problems == ()
    heard = structure_text(made.data)
    assert [path for path, _ in heard] == ["Document/P", "Document/Figure", "Document/P"]
    for words in ("Trade, million USD", "Name 0", "about 3", "7"):
        assert words in heard[1][1]
    assert spoken(made.data) == "Figure 1. Trade Source: customs."


def test_the_figure_says_where_it_stands_and_what_it_shows() -> None:
    with pikepdf.open(io.BytesIO(written(bars("3")).data)) as file:
        figure = figure_of(file)
        left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
        page = load_theme().page
        assert str(figure.Alt) == "Trade rose"
        assert right - left == pytest.approx(page.text_width, abs=0.1)
        assert page.bottom < bottom < top < page.height - page.top


@pytest.mark.parametrize("blocks", [0, 20, 33])
def test_a_chart_stays_on_one_page_with_its_caption_and_source(blocks: int) -> None:
    with pikepdf.open(io.BytesIO(written(bars(*"1234567"), blocks).data)) as file:
        *_, caption, figure, source = file.Root.StructTreeRoot.K[0].K
        assert caption.Pg.objgen == figure.Pg.objgen == source.Pg.objgen


def test_a_chart_higher_than_a_page_is_made_smaller_and_that_is_said() -> None:
    events = tuple(
        Event(2000 + at, 2000 + at, FactReference("f", f"{2000 + at}"), (Text("Something happened"),))
        for at in range(45)
    )
    made = written(Timeline((), events))
    (problem,) = made.problems
    assert (problem.code, problem.severity, problem.location) == ("chart-too-high", "warning", HERE)
    assert made.pages == 1
    with pikepdf.open(io.BytesIO(made.data)) as file:
        left, _, right, _ = (float(edge) for edge in figure_of(file).A.BBox)
        assert right - left == pytest.approx(load_theme().page.text_width, abs=0.1)


def test_a_chart_that_nobody_could_read_is_an_error() -> None:
    events = tuple(Event(2000, 2000, FactReference("f", "2000"), (Text("Something"),)) for _ in range(300))
    assert [problem.severity for problem in written(Timeline((), events)).problems] == ["error"]


def test_labels_fall_back_by_character_and_say_their_language() -> None:
    flow = FlowArrow("조선 shells and Снаряды", (FactReference("trade", "조선", language="ko"),), forward=True)
    made = written(FlowDiagram("Россия", "조선", (flow,), "Russia to North Korea", ""))
    assert made.problems == ()
    assert "조선 shells and Снаряды" in structure_text(made.data)[1][1]
    with pikepdf.open(io.BytesIO(made.data)) as file:
        assert b"/Span<</Lang(ko)>>BDC" in file.pages[0].Contents.read_bytes()


def test_a_character_that_no_font_has_is_named_where_the_fact_was_typed() -> None:
    (in_chart,) = written(bars("about 3 😀")).problems
    assert (in_chart.code, in_chart.location) == ("missing-glyph", TYPED)
    prose = Document("x", Properties("X"), (para("p", FactReference("trade", "سلام")),), facts={"trade": TYPED})
    assert {problem.location for problem in write(prose, load_theme()).problems} == {TYPED}


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert written(bars("3", "4")).data == written(bars("3", "4")).data
