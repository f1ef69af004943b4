"""Figures with every kind of chart, made by hand: gaps, hollow marks, disagreeing claims, ranges, several series."""

from __future__ import annotations

from briefing.document.model import (
    Chart,
    DataPoint,
    Document,
    Event,
    FactReference,
    Figure,
    FlowArrow,
    FlowDiagram,
    Paragraph,
    Plot,
    PlotSeries,
    Properties,
    Text,
    Timeline,
)
from briefing.problems.problem import NO_LOCATION

GAP, HOLLOW = "no figure", "Hollow: disputed, unverified or planned"


def mark(low: float, words: str = "", high: float | None = None, *, hollow: bool = False) -> DataPoint:
    text = words or f"{low:,.15g}"
    return DataPoint(low, FactReference("fact", text, "number"), high, hollow)


def column() -> Plot:
    """One series with a gap, words that are no plain number, and two claims that disagree."""
    marks = ((mark(0.04, "0.04"),), (), (mark(3.8),), (mark(34.4),), (mark(52.9), mark(111, "about 111", hollow=True)))
    years = ("2020", "2021", "2022", "2023", "2024")
    return Plot("column", years, (PlotSeries("Trade", marks),), "Trade, million US dollars", GAP, HOLLOW)


def columns() -> Plot:
    """Two series."""
    first = ((mark(10),), (mark(12),), (), (mark(30, hollow=True),))
    second = ((mark(4),), (mark(8),), (mark(9),), (mark(25),))
    series = (PlotSeries("Exports to North Korea", first), PlotSeries("Imports from North Korea", second))
    return Plot("column", ("2021", "2022", "2023", "2024"), series, "Trade, million US dollars", GAP, HOLLOW)


def bar() -> Plot:
    """Named claims, with long names and words."""
    marks = (
        (mark(11000, "more than 11,000"),),
        (mark(10000, "about 10,000", hollow=True),),
        (mark(4000),),
        (),
        (mark(10000, "10,000–12,000", 12000),),
    )
    names = (
        "Ukrainian General Staff, 24 October 2024",
        "United States Department of Defense, estimate of the troops in all of Russia, November 2024",
        "UK Ministry of Defence",
        "Pyongyang",
        "Seoul, NIS",
    )
    return Plot("bar", names, (PlotSeries("", marks),), "Soldiers sent to Russia, by claimant", GAP, HOLLOW)


def bars() -> Plot:
    """Two series of bars."""
    first = ((mark(4),), (mark(6),), (mark(3),))
    second = ((mark(5),), (mark(2, hollow=True),), (mark(9),))
    series = (PlotSeries("2023", first), PlotSeries("2024", second))
    return Plot("bar", ("Oil", "Food", "Arms"), series, "Shipments", GAP, HOLLOW)


def line() -> Plot:
    """Two lines; a gap breaks one, and so do two claims for one year."""
    first = ((mark(2.1),), (mark(2.6),), (), (mark(1.2),), (mark(0.8), mark(1.9, hollow=True)), (mark(2.2),))
    second = ((mark(0.9),), (mark(1.1),), (mark(1.4),), (mark(1.5, hollow=True),), (mark(3.2),), (mark(2.9),))
    series = (PlotSeries("China", first), PlotSeries("Russia", second))
    years = tuple(str(year) for year in range(2019, 2025))
    return Plot("line", years, series, "Trade, billion US dollars", GAP, HOLLOW)


def long_line() -> Plot:
    """So many points that an axis takes the place of labels."""
    marks = tuple((mark(1000 + 37.5 * (year % 17) * (year % 5), "about so and so many"),) for year in range(1990, 2025))
    years = tuple(str(year) for year in range(1990, 2025))
    return Plot("line", years, (PlotSeries("Trade", marks),), "Trade, million US dollars", GAP, HOLLOW)


def ranges() -> Plot:
    """Ranges, a single value, a gap, a hollow one."""
    marks = (
        (mark(25000, "25,000–30,000", 30000),),
        (mark(11000, "more than 11,000"),),
        (),
        (mark(4000, "4,000–6,000", 6000, hollow=True),),
        (mark(5000, "5,000–9,000", 9000), mark(8000, "about 8,000", hollow=True)),
    )
    names = (
        "Planned by mid-2025, according to Kyiv",
        "Sent by October 2024",
        "Returned",
        "Killed or wounded",
        "Workers",
    )
    return Plot("range", names, (PlotSeries("", marks),), "Soldiers", GAP, HOLLOW)


def ranges_below_zero() -> Plot:
    marks = ((mark(-3, "−3 to 2", 2),), (mark(1, "1 to 4", 4),), (mark(-5, "−5 to −1", -1),), (mark(-2, "−2"),))
    return Plot("range", ("2021", "2022", "2023", "2024"), (PlotSeries("", marks),), "Growth, per cent", GAP, HOLLOW)


def timeline() -> Timeline:
    """A day, a hollow span, a month; a lane each side."""
    shells = "Shipments of artillery shells, by rail and by sea, which nobody outside can count exactly but which run into millions"
    treaty = (Text("Treaty signed in Pyongyang; "), FactReference("article", "article 4"), Text(" promises help"))
    span = FactReference("shells", "September 2023 to March 2025", "date")
    events = (
        Event(
            2012.71,
            2012.71,
            FactReference("debt", "17 September 2012", "date"),
            (Text("Russia writes off 90% of the debt"),),
        ),
        Event(2023.67, 2025.2, span, (Text(shells),), 0, True),
        Event(2024.46, 2024.46, FactReference("treaty", "19 June 2024", "date"), treaty, 1),
        Event(
            2024.75, 2024.83, FactReference("troops", "October 2024", "date"), (Text("Soldiers seen in Kursk 조선"),), 0
        ),
    )
    return Timeline(("North Korea gives", "Russia gives"), events)


def plain_timeline() -> Timeline:
    return Timeline((), tuple(Event(e.start, e.end, e.when, e.what, 0, e.hollow) for e in timeline().events))


def exchange() -> FlowDiagram:
    flows = (
        FlowArrow("Soldiers", (FactReference("troops", "more than 11,000"),), True),
        FlowArrow("Artillery shells", (FactReference("shells", "millions"), Text(" a year")), True, True),
        FlowArrow("Refined oil", (FactReference("oil", "1,000,000 barrels"),), False),
        FlowArrow("Satellite technology", (), False, True),
    )
    return FlowDiagram("North Korea", "Russia", flows, "North Korea to Russia", "Russia to North Korea")


CHARTS: dict[str, Chart] = {
    "column": column(),
    "columns": columns(),
    "bar": bar(),
    "bars": bars(),
    "line": line(),
    "long-line": long_line(),
    "range": ranges(),
    "below-zero": ranges_below_zero(),
    "timeline": timeline(),
    "plain-timeline": plain_timeline(),
    "exchange": exchange(),
}


def figure(name: str, chart: Chart | None, number: int = 1) -> Figure:
    title = f"Chart of the kind {name}"
    source = (Text("Source: Example Agency (2025)."),)
    return Figure(
        f"figure/{name}",
        NO_LOCATION,
        (Text(title),),
        f"What {name} shows & says",
        None,
        source,
        label=f"Figure {number}",
        chart=chart,
    )


def document(*figures: Figure) -> Document:
    text = Paragraph("p/1", NO_LOCATION, (Text("Text between one chart and the next, as there is in any brief."),))
    blocks = tuple(block for item in figures for block in (text, item))
    return Document("charts", Properties("Charts", date="2026-01-15"), blocks)


def charts_document() -> Document:
    """Every chart of CHARTS, each a figure."""
    return document(*(figure(name, chart, number) for number, (name, chart) in enumerate(CHARTS.items(), 1)))
