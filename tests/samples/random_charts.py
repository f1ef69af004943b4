"""Random charts of every kind, the same for the same seed: for tests that must hold for every document."""

from __future__ import annotations

import random  # noqa: TID251  # handed in, from fixed seeds

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

NAMES = ("Russia", "North Korea", "China", "Democratic People’s Republic of Korea", "조선", "Россия", "x" * 60)


def random_chart(source: random.Random) -> Chart:
    """A chart of any kind, with gaps, hollow marks, other scripts and names that are too long."""
    kind = source.choice(("column", "bar", "line", "range", "timeline", "exchange"))
    if kind == "timeline":
        return _timeline(source)
    if kind == "exchange":
        flows = tuple(_flow(source) for _ in range(source.randint(1, 20)))
        return FlowDiagram(source.choice(NAMES), source.choice(NAMES), flows, "to", "back", "Broken: disputed")
    count = source.choice((1, 3, 8, 40))
    names = tuple(str(1980 + at) if source.random() < 0.9 else source.choice(NAMES) for at in range(count))
    series = tuple(
        PlotSeries(source.choice(NAMES), tuple(_marks(source) for _ in range(count)))
        for _ in range(source.choice((1, 1, 4)))
    )
    return Plot(kind, names, series, source.choice(NAMES), "no figure", "Hollow: disputed")  # type: ignore[arg-type]


def _marks(source: random.Random) -> tuple[DataPoint, ...]:
    made = []
    for _ in range(source.choice((0, 1, 1, 1, 2))):
        low = source.choice((0.0, source.uniform(-9, 90), float(source.randint(0, 10**9))))
        high = low + source.randint(0, 50) if source.random() < 0.3 else None
        made.append(DataPoint(low, FactReference("fact", f"more than {low:,.1f}"), high, source.random() < 0.3))
    return tuple(made)


def _timeline(source: random.Random) -> Timeline:
    lanes = NAMES[: source.choice((0, 2, 3))]
    events = []
    for at in range(source.choice((1, 12, 90))):
        when, what = FactReference("fact", "17 September 2012"), (Text("words " * source.randint(1, 30)),)
        span = source.choice((0.0, 0.1, 3.0))
        events.append(Event(2000 + at, 2000 + at + span, when, what, at % max(len(lanes), 1), source.random() < 0.3))
    return Timeline(lanes, tuple(events), "Hollow: disputed")


def _flow(source: random.Random) -> FlowArrow:
    figure = (FactReference("fact", "more than 11,000 soldiers"),) if source.random() < 0.5 else ()
    return FlowArrow(source.choice((*NAMES, "words " * 30)), figure, source.random() < 0.5, source.random() < 0.3)
