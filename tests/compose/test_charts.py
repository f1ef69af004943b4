"""Charts made from facts: their data, their alt text, and what cannot be drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from briefing.compose.declared_charts import ChartBuilder
from briefing.document.model import FactReference, Figure, FlowDiagram, Note, Plot, Timeline, plain
from briefing.facts.load import load_ledger
from briefing.language import load_language
from briefing.problems.problem import BriefingError

Make: TypeAlias = Callable[[str], Any]

FILES = {
    "dossier.yaml": "title: Arms\nsections:\n  - arms\n",
    "sources.yaml": "bbc:\n  title: A report\n  date: 2025-01\nmod:\n  title: Update\n  date: 2025-06\n",
    "arms.yaml": """
title: Arms
facts:
  trade:
    name: Trade
    unit: million USD
    series: trade.csv
    source: bbc
  shells:
    name: Shells
    says: It sent {value}
    value: 4–6 million shells
    date: 2024-06
    status: disputed
    source: bbc
    tags:
      gives: A to B
      lane: war
  oil:
    name: Oil
    says: It sent oil
    date: 2024-03-28
    source: mod
    tags:
      gives: B to A
      lane: politics
      item: Refined oil
  losses:
    name: Losses
    unit: soldiers
    claims:
      western:
        value: about 4,000
        as_of: 2025-01-22
        by: Western officials
        source: bbc
      ministry:
        value: more than 6,000
        as_of: 2025-06-15
        by: UK MoD
        source: mod
""",
    "money.yaml": """
title: Money
facts:
  power:
    name: Power
    value: 12 TWh
    source: bbc
    tags:
      flow: A to B
  coal:
    name: Coal
    value: about 9 tonnes
    source: bbc
    tags:
      flow: A to B
  men:
    says: It sent {value}
    value: about 11,000 soldiers
    source: bbc
    tags:
      flow: B to A
      item: Soldiers
  gdp:
    name: GDP
    unit: USD
    series: gdp.csv
    source: bbc
  help:
    name: Help
    value: 500 thousand soldiers
    source: bbc
  more_help:
    name: More help
    value: 1.25–2 million soldiers
    source: bbc
""",
    "gdp.csv": "year,value\n2020,890 million\n2021,1.20 billion\n2022,120 million\n",
    "trade.csv": "year,value,source,status\n2020,42.7,bbc,stated\n2022,3.8,bbc,unverified\n2023,34.4,bbc,stated\n2023,30,mod,stated\n",
}


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def make_figure(entry: str) -> Figure:
        for name, text in FILES.items() | {("figures.yaml", f"it:\n  title: The finding\n{entry}")}:
            (tmp_path / name).write_text(text, "utf-8")
        ledger, problems = load_ledger(tmp_path, "facts/x")
        assert ledger is not None and [str(p) for p in problems] == []
        return ChartBuilder(ledger, load_language("en-GB")).make(ledger.figures["it"])

    return make_figure


def test_a_year_that_nobody_reported_is_a_gap_and_a_doubtful_value_is_hollow(make: Make) -> None:
    figure = make("  chart: column\n  rows: facts trade\n")
    plot = figure.chart
    assert isinstance(plot, Plot)
    assert plot.categories == ("2020", "2021", "2022", "2023")
    assert [[(m.low, m.hollow) for m in marks] for marks in plot.series[0].marks] == [
        [(42.7, False)], [], [(3.8, True)], [(34.4, True), (30.0, True)],
    ]  # fmt: skip
    assert plot.measure == "Trade, $ million"
    assert plot.series[0].marks[2][0].words == FactReference("trade", "3.8", "number", "", "2022")
    assert figure.alt == (
        "The finding. Trade, $ million: 2020, 42.7; 2021, no figure; "
        "2022, 3.8 (disputed, unverified or planned); 2023, 34.4 (disputed, unverified or planned) / 30 "
        "(disputed, unverified or planned)."
    )
    assert figure.source == (Note(figure.source[0].citations),)


def test_claims_that_disagree_stand_side_by_side(make: Make) -> None:
    plot = make("  chart: bar\n  rows: facts losses\n").chart
    assert plot.categories == ("Western officials, 22 January 2025", "UK MoD, 15 June 2025")
    assert [m.words.text for marks in plot.series[0].marks for m in marks] == ["about 4,000", "more than 6,000"]


def test_a_range_has_two_ends(make: Make) -> None:
    (mark,) = make("  chart: range\n  rows: facts shells\n").chart.series[0].marks[0]
    assert (mark.low, mark.high, mark.words.text) == (4.0, 6.0, "4–6")


def test_a_timeline_orders_events_and_keeps_their_precision(make: Make) -> None:
    timeline = make("  chart: timeline\n  rows: facts oil, shells\n  lanes: lane\n").chart
    assert isinstance(timeline, Timeline)
    assert timeline.lanes == ("politics", "war")
    assert [(e.when.text, plain(e.what), e.lane) for e in timeline.events] == [
        ("28 March 2024", "It sent oil", 0),
        ("June 2024", "It sent 4–6 million shells", 1),
    ]
    day, month = timeline.events
    assert day.end == day.start and 0.05 < month.end - month.start < 0.1


def test_an_exchange_has_two_sides_and_a_flow_for_each_fact(make: Make) -> None:
    figure = make("  chart: exchange\n  rows: facts tagged gives\n")
    exchange = figure.chart
    assert isinstance(exchange, FlowDiagram)
    assert (exchange.left, exchange.right) == ("A", "B")
    assert [(f.what, plain(f.figure), f.forward) for f in exchange.flows] == [
        ("Shells", "4–6 million", True),
        ("Refined oil", "", False),
    ]
    assert (
        figure.alt
        == "The finding. A to B: Shells (4–6 million) (disputed, unverified or planned). B to A: Refined oil."
    )


def test_an_exchange_keeps_units_unless_the_label_has_them(make: Make) -> None:
    exchange = make("  chart: exchange\n  rows: facts tagged flow\n").chart
    assert [(f.what, plain(f.figure)) for f in exchange.flows] == [
        ("Power", "12 TWh"), ("Coal", "about 9 tonnes"), ("Soldiers", "about 11,000"),
    ]  # fmt: skip


def test_one_currency_in_several_magnitudes_is_one_axis(make: Make) -> None:
    figure = make("  chart: line\n  rows: facts gdp\n")
    plot = figure.chart
    assert plot.measure == "GDP, $ billion"
    marks = [mark for marks in plot.series[0].marks for mark in marks]
    assert [(mark.low, mark.words.text) for mark in marks] == [(0.89, "0.89"), (1.2, "1.20"), (0.12, "0.12")]
    assert figure.alt == "The finding. GDP, $ billion: 2020, 0.89; 2021, 1.20; 2022, 0.12."


def test_so_is_one_unit(make: Make) -> None:
    plot = make("  chart: bar\n  rows: facts help, more_help\n").chart
    assert plot.measure == "million soldiers"
    marks = [mark for marks in plot.series[0].marks for mark in marks]
    assert [(m.low, m.high, m.words.text) for m in marks] == [(0.5, None, "0.5"), (1.25, 2.0, "1.25–2")]


def test_numbers_too_small_for_the_largest_scale_take_a_smaller_one(make: Make) -> None:
    plot = make("  chart: bar\n  rows: facts losses, more_help\n").chart
    assert plot.measure == "soldiers"
    assert [m.words.text for marks in plot.series[0].marks for m in marks][-1] == "1,250,000–2,000,000"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("  chart: column\n  rows: facts trade, losses\n", "mixed-units"),
        ("  chart: column\n  rows: facts oil\n", "mixed-units"),
        ("  chart: timeline\n  rows: facts trade\n", "no-dates"),
        ("  chart: exchange\n  rows: facts tagged lane\n", "no-directions"),
    ],
)
def test_what_cannot_be_drawn_together_is_a_problem(make: Make, entry: str, code: str) -> None:
    with pytest.raises(BriefingError) as caught:
        make(entry)
    assert [p.code for p in caught.value.problems] == [code]
