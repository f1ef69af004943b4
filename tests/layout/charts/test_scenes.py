"""What must hold for every chart: nothing leaves the scene, no label meets another, bars start at zero."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.document.model import (
    Chart,
    DataPoint,
    Event,
    FactReference,
    FlowArrow,
    FlowDiagram,
    Plot,
    PlotSeries,
    Text,
    Timeline,
)
from briefing.layout.charts import draw
from briefing.layout.charts.chart_labels import bounding_box
from briefing.layout.charts.scene import Area, Dot, Label, Rectangle, Scene, Stroke
from briefing.layout.theme import ChartStyle

LOOK = ChartStyle()
WORDS = st.text("abcdefghij XYZ,–", min_size=1, max_size=40).map(lambda text: " ".join(text.split()) or "a")
WIDTHS = st.sampled_from((210.0, 320.0, 443.0, 500.0))
VALUES = st.one_of(
    st.integers(0, 100).map(float),
    st.floats(-50, 50).map(lambda v: round(v, 2)),
    st.floats(0, 1e9).map(round).map(float),
)


def measure(text: str, size: float, bold: bool) -> float:
    return len(text) * size * (0.6 if bold else 0.55)


def mark(value: float, high: float | None = None, hollow: bool = False) -> DataPoint:
    return DataPoint(
        value, FactReference("f", f"{value:,.10g}" + (f"–{high:,.10g}" if high is not None else "")), high, hollow
    )


@st.composite
def marks(draw_: st.DrawFn) -> DataPoint:
    low = draw_(VALUES)
    high = low + draw_(st.floats(0, 10).map(lambda v: round(v, 1))) if draw_(st.booleans()) else None
    return mark(low, high, draw_(st.booleans()))


@st.composite
def plots(draw_: st.DrawFn, kinds: tuple[str, ...] = ("column", "bar", "line", "range")) -> Plot:
    count = draw_(st.integers(1, 14))
    first = draw_(st.integers(1950, 2010))
    years = tuple(str(first + at) for at in range(count))
    names = draw_(st.one_of(st.just(years), st.tuples(*[WORDS] * count)))
    groups = st.tuples(*[st.lists(marks(), max_size=2).map(tuple)] * count)
    series = draw_(st.lists(st.builds(PlotSeries, WORDS, groups), min_size=1, max_size=4))
    kind = draw_(st.sampled_from(kinds))
    return Plot(kind, names, tuple(series), draw_(WORDS), "no figure", "Hollow: disputed")  # type: ignore[arg-type]


@st.composite
def timelines(draw_: st.DrawFn) -> Timeline:
    lanes = draw_(st.lists(WORDS, max_size=4))
    event = st.builds(
        lambda start, span, when, what, lane, hollow: Event(start, start + span, FactReference("f", when), (Text(what),), lane, hollow),
        st.floats(1950, 2030), st.sampled_from((0.0, 0.1, 2.0)), WORDS, WORDS, st.integers(0, max(len(lanes) - 1, 0)),
        st.booleans(),
    )  # fmt: skip
    return Timeline(tuple(lanes), tuple(draw_(st.lists(event, min_size=1, max_size=12))), "Hollow: disputed")


FLOWS = st.builds(
    lambda what, figure, forward, hollow: FlowArrow(what, (FactReference("f", figure),) if figure else (), forward, hollow),
    WORDS, st.one_of(st.just(""), WORDS), st.booleans(), st.booleans(),
)  # fmt: skip
EXCHANGES = st.builds(
    lambda left, right, flows, there, back: FlowDiagram(left, right, tuple(flows), there, back, "Broken: disputed"),
    WORDS, WORDS, st.lists(FLOWS, min_size=1, max_size=12), WORDS, WORDS,
)  # fmt: skip
CHARTS: st.SearchStrategy[Chart] = st.one_of(plots(), timelines(), EXCHANGES)


def labels(scene: Scene) -> list[Label]:
    return [shape for shape in scene.shapes if isinstance(shape, Label)]


def edges(scene: Scene) -> list[tuple[float, float]]:
    """Every corner of every shape and label."""
    found: list[tuple[float, float]] = []
    for shape in scene.shapes:
        if isinstance(shape, Label):
            box = bounding_box(shape, measure)
            found += [(box.left, box.top), (box.right, box.bottom)]
        elif isinstance(shape, Rectangle):
            found += [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
        elif isinstance(shape, Dot):
            found += [
                (shape.x - shape.radius, shape.y - shape.radius),
                (shape.x + shape.radius, shape.y + shape.radius),
            ]
        else:
            assert isinstance(shape, Stroke | Area)
            found += shape.points
    return found


@settings(max_examples=60)
@given(CHARTS, WIDTHS)
def test_nothing_leaves_the_scene(chart: Chart, width: float) -> None:
    scene = draw(chart, width, LOOK, measure)
    for x, y in edges(scene):
        assert -0.6 <= x <= width + 0.6
        assert -0.6 <= y <= scene.height + 0.6


@settings(max_examples=60)
@given(CHARTS, WIDTHS)
def test_no_label_meets_another(chart: Chart, width: float) -> None:
    found = labels(draw(chart, width, LOOK, measure))
    for one, other in combinations(found, 2):
        assert not bounding_box(one, measure).meets(bounding_box(other, measure)), (one.words.text, other.words.text)


@settings(max_examples=60)
@given(plots(("bar",)), WIDTHS)
def test_bars_start_at_zero_and_are_as_long_as_their_values(plot: Plot, width: float) -> None:
    scene = draw(plot, width, LOOK, measure)
    (zero,) = {s.points[0][0] for s in scene.shapes if isinstance(s, Stroke)}
    bars = [s for s in scene.shapes if isinstance(s, Rectangle) and s.height > 7.5]
    for bar in bars:
        assert min(abs(bar.x - zero), abs(bar.x + bar.width - zero)) <= 1.1


def test_columns_are_as_high_as_their_values() -> None:
    plot = Plot("column", ("2020", "2021", "2022"), (PlotSeries("", ((mark(10.0),), (mark(40.0),), (mark(-20.0),))),))
    scene = draw(plot, 400, LOOK, measure)
    ten, forty, below = [s for s in scene.shapes if isinstance(s, Rectangle)]
    assert forty.height == pytest.approx(4 * ten.height)
    assert below.height == pytest.approx(2 * ten.height)
    assert below.y == pytest.approx(ten.y + ten.height) == pytest.approx(forty.y + forty.height)


def test_a_gap_is_said_and_hollow_marks_are_explained() -> None:
    plot = Plot(
        "column",
        ("2020", "2021", "2022"),
        (PlotSeries("", ((mark(10.0),), (), (mark(4.0, hollow=True),))),),
        gap="no figure",
        hollow="Hollow: disputed",
    )
    words = [label.words.text for label in labels(draw(plot, 400, LOOK, measure))]
    assert words == ["10", "no figure", "4", "2020", "2021", "2022", "Hollow: disputed"]


def test_too_many_values_to_print_stand_on_a_grid() -> None:
    years = tuple(str(1980 + at) for at in range(40))
    plot = Plot("column", years, (PlotSeries("", tuple((mark(100_000.0 + at),) for at in range(40))),))
    words = [label.words.text for label in labels(draw(plot, 400, LOOK, measure))]
    assert "100,000" in words
    assert "100,001" not in words


def test_lines_are_broken_at_gaps_and_named_at_their_ends() -> None:
    years = ("2020", "2021", "2022", "2023", "2024")
    one = PlotSeries("Trade", ((mark(1.0),), (mark(2.0),), (), (mark(3.0),), (mark(4.0),)))
    two = PlotSeries("Aid", tuple((mark(9.0 + at),) for at in range(5)))
    scene = draw(Plot("line", years, (one, two), gap="no figure"), 400, LOOK, measure)
    curves = [s for s in scene.shapes if isinstance(s, Stroke) and s.thickness == 1.7 and s.colour == LOOK.palette[0]]
    assert [len(curve.points) for curve in curves] == [2, 2]
    words = [label.words.text for label in labels(scene)]
    assert {"Trade 4", "Aid 13", "no figure"} <= set(words)


def test_names_too_long_for_columns_stand_beside_bars() -> None:
    names = ("National Intelligence Service", "Verwaltungsvorschriften der Länder", "x", "y", "z", "w")
    plot = Plot("column", names, (PlotSeries("", tuple((mark(float(at)),) for at in range(6))),))
    scene = draw(plot, 300, LOOK, measure)
    assert all(label.anchor == "start" for label in labels(scene))


@settings(max_examples=60)
@given(CHARTS, WIDTHS)
def test_the_same_chart_is_the_same_scene(chart: Chart, width: float) -> None:
    assert draw(chart, width, LOOK, measure) == draw(chart, width, LOOK, measure)
