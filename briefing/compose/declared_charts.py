"""Make the charts that a dossier declares: a `FigureSpec` and its facts become a Figure with a chart.

Alt text is made from the same facts as the chart, so that the two cannot disagree. Colours, sizes and positions are chosen in
`layout/charts` and by the writers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import assert_never

from briefing.checks.ages import is_old
from briefing.checks.check_context import PrintedFact
from briefing.compose.declared_tables import printer_of
from briefing.compose.statement_case import raise_first
from briefing.document.model import (
    Chart,
    DataPoint,
    Event,
    FactReference,
    Figure,
    FlowArrow,
    FlowDiagram,
    Inline,
    Note,
    Plot,
    PlotSeries,
    Text,
    Timeline,
    plain,
)
from briefing.facts.claim_comparison import disagree
from briefing.facts.formulas.amounts import singular
from briefing.facts.ledger import Claim, Fact, FigureSpec, Ledger
from briefing.facts.quantity import PartialDate, Quantity
from briefing.facts.quantity_text import SCALES
from briefing.facts.selection import select_facts
from briefing.facts.views import FactView
from briefing.language import Language
from briefing.problems.problem import NO_LOCATION, BriefingError, Location, Problem

HOLLOW = ("disputed", "unverified", "planned")


@dataclass(frozen=True, slots=True)
class ChartBuilder:
    """Builder of the declared charts of one ledger."""

    ledger: Ledger
    language: Language

    def make(self, spec: FigureSpec, location: Location = NO_LOCATION) -> Figure:
        """Return the figure of a spec. Raises BriefingError if its facts cannot be drawn together."""
        assert spec.rows is not None
        facts = select_facts(self.ledger, spec.rows)
        chart: Chart
        if spec.rows.kind == "judgements":
            return self._judgements(spec, location)
        if spec.chart == "timeline":
            chart = self._timeline(spec, facts)
        elif spec.chart == "exchange":
            chart = self._exchange(spec, facts)
        else:
            chart = self._plot(spec, facts)
        claims = [c for f in facts for c in (*f.claims, *(c for p in f.points for c in p.claims))]
        citations = tuple(dict.fromkeys(s for claim in claims for s in claim.sources))
        return Figure(
            key=f"figure/{spec.id}",
            location=location if location.file else spec.location,
            title=(Text(spec.title),),
            alt=self._alt(spec, chart),
            chart=chart,
            source=(Note(citations),) if citations else (),
            notes=((Text(spec.note),),) if spec.note else (),
        )

    def _judgements(self, spec: FigureSpec, location: Location) -> Figure:
        """Return a chart with one bar per judgement, over its range in percent: it is read by position, not by colour."""
        if spec.chart != "range":
            raise _error("not-a-range", "judgements can only be drawn with chart: range", spec)
        if not self.ledger.judgements:
            raise _error("no-judgements", "the dossier has no judgements to draw", spec)
        printer = printer_of(self.ledger, self.language)
        judged = tuple(self.ledger.judgements.values())
        marks = []
        for j in judged:
            words = FactReference(j.id, f"{j.likelihood.word} ({printer.percent(j)})", "likelihood")
            marks.append((DataPoint(float(j.likelihood.low), words, float(j.likelihood.high)),))
        names = tuple(j.name or plain(printer.aspect(j, "text")) for j in judged)
        measure = spec.measure or self.language.word("likelihood_measure")
        chart = Plot("range", names, (PlotSeries("", tuple(marks)),), measure, self.language.word("gap"))
        citations = tuple(dict.fromkeys(c for j in judged for c in printer.citations(j)))
        return Figure(
            key=f"figure/{spec.id}",
            location=location if location.file else spec.location,
            title=(Text(spec.title),),
            alt=self._alt(spec, chart),
            chart=chart,
            source=(Note(citations),) if citations else (),
            notes=(*(((Text(spec.note),),) if spec.note else ()), (printer.key_text(),)),
        )

    # -------------------------------------------------------------- plots

    def _plot(self, spec: FigureSpec, facts: Sequence[Fact]) -> Plot:
        drawn = _in_one_scale([f for f in facts if f.points or any(c.value for c in f.claims)])
        values = list(_values_of(drawn))
        # One boat and twelve boats are of one unit, which is called as it is of several.
        kinds: dict[str, str] = {}
        for value in values:
            words = value.unit_words(self.language)
            kinds[singular(words)] = max(kinds.get(singular(words), ""), words, key=len)
        units = list(kinds.values())
        if len(units) != 1:
            found = " and ".join(f'"{u}"' if u else "no unit" for u in units)
            if not units:
                raise _error("mixed-units", "this chart has no values to draw", spec, "select facts that have a value")
            hint = "draw one chart for each unit, or type all values in one unit"
            raise _error("mixed-units", f"this chart mixes values in different units: {found}", spec, hint)
        names, rows = self._over_time(drawn) if any(f.points for f in drawn) else self._by_name(drawn)
        name = drawn[0].name if len(drawn) == 1 else ""
        measure = spec.measure or ", ".join(part for part in (name, units[0]) if part)
        word = self.language.word
        return Plot(spec.chart, names, rows, measure, word("gap"), word("hollow"))  # type: ignore[arg-type]

    def _over_time(self, facts: Sequence[Fact]) -> tuple[tuple[str, ...], tuple[PlotSeries, ...]]:
        """Return categories and series by date. Years without a figure between the first and the last are gaps."""
        dates = {p.label: p.when for f in facts for p in f.points}
        if all(d.month is None and d.end is None for d in dates.values()):
            years = [d.year for d in dates.values()]
            dates |= {str(y): PartialDate(y) for y in range(min(years), max(years) + 1) if str(y) not in dates}
        labels = tuple(sorted(dates, key=lambda label: dates[label].key))
        rows = []
        for fact in facts:
            view = FactView(fact, self.language)
            points = {p.label: p for p in fact.points}
            differ = {label: disagree(point.claims) for label, point in points.items()}
            marks = [
                tuple(
                    self._mark(replace(view, point=points[at]), claim, differ[at])
                    for claim in points[at].claims
                    if claim.value
                )
                if at in points
                else ()
                for at in labels
            ]
            rows.append(PlotSeries(fact.name, tuple(marks)))
        return tuple(dates[at].words(self.language) for at in labels), tuple(rows)

    def _by_name(self, facts: Sequence[Fact]) -> tuple[tuple[str, ...], tuple[PlotSeries, ...]]:
        """Return one category per fact; each named claim of a disputed fact is a category of its own."""
        names: list[str] = []
        marks: list[tuple[DataPoint, ...]] = []
        for fact in facts:
            for claim in fact.claims:
                if claim.value is None:
                    continue
                view = FactView(fact, self.language, claim)
                attribution = ("by", "date")
                parts = [plain(replace(view, aspect=a).printed().inlines) for a in attribution if view.has(a)]
                name = ", ".join(parts) if claim.id else fact.name or plain(view.printed().inlines)
                names.append(name if claim.id else name + self._stale_date(fact, claim))
                marks.append((self._mark(view, claim),))
        return tuple(names), (PlotSeries("", tuple(marks)),)

    def _stale_date(self, fact: Fact, claim: Claim) -> str:
        """Return the date of a stale figure in brackets, else ""."""
        printed = PrintedFact(fact, None, claim, fact.claims, 0)
        if not fact.stale_after or printed.date is None or not is_old(self.ledger, printed):
            return ""
        return f" ({printed.date.words(self.language)})"

    def _mark(self, view: FactView, claim: Claim, differs: bool = False) -> DataPoint:
        assert claim.value is not None
        # Values of one unit share one scale word, such as million (see `unit_words`): labels and lengths count the same thing.
        low = float(claim.value.low)
        high = None if claim.value.high is None else float(claim.value.high)
        picked = replace(view, claim=claim, aspect="figure")
        (words,) = picked.printed().inlines
        assert isinstance(words, FactReference)
        return DataPoint(low, words, high, differs or claim.status in HOLLOW)

    # -------------------------------------------------------------- timeline and exchange

    def _timeline(self, spec: FigureSpec, facts: Sequence[Fact]) -> Timeline:
        dated = [f for f in facts if f.date or f.as_of]
        if not dated:
            raise _error("no-dates", "a timeline needs facts with dates", spec)
        lanes = tuple(dict.fromkeys(f.tags[spec.lanes] for f in dated if spec.lanes in f.tags)) if spec.lanes else ()
        events = []
        for fact in dated:
            day = fact.date or fact.as_of
            assert day is not None
            view = FactView(fact, self.language)
            (when,) = replace(view, aspect="date").printed().inlines[:1]
            assert isinstance(when, FactReference)
            what = replace(view, aspect="says" if fact.says else "name").printed().inlines
            what = raise_first(what, self.ledger.glossary) if fact.says else what
            # The first and the last day of the date, as years with a fraction.
            start = day.year + ((day.month or 1) - 1) / 12 + ((day.day or 1) - 1) / 365
            last = day.last_day
            end = last[0] + (last[1] - 1) / 12 + (last[2] - 1) / 365
            lane = lanes.index(fact.tags[spec.lanes]) if spec.lanes in fact.tags else 0
            events.append(Event(start, end, when, what, lane, any(c.status in HOLLOW for c in fact.claims)))
        ordered = tuple(sorted(events, key=lambda e: (e.end, e.start)))
        return Timeline(lanes, ordered, self.language.word("hollow"))

    def _exchange(self, spec: FigureSpec, facts: Sequence[Fact]) -> FlowDiagram:
        tag = spec.lanes or (spec.rows.tag if spec.rows else "")
        directions = list(dict.fromkeys(f.tags[tag] for f in facts if tag in f.tags))
        sides = directions[0].split(f" {self.language.word('to')} ") if directions else []
        if len(directions) not in (1, 2) or len(sides) != 2:
            hint = f'tag each fact with one of two directions, such as "{tag or "exchange"}: North Korea to Russia"'
            raise _error("no-directions", "an exchange needs facts with a tag that says who gives to whom", spec, hint)
        flows = []
        for fact in (fact for fact in facts if tag in fact.tags):
            view = FactView(fact, self.language)
            figure: tuple[Inline, ...] = ()
            what = fact.tags.get("item") or fact.name or plain(replace(view, aspect="says").printed().inlines)
            if len(fact.claims) == 1 and (value := fact.claims[0].value) is not None:
                # "Soldiers: about 11,000 soldiers" would say its unit twice.
                said = set(singular(value.unit).split()) <= set(singular(what).split())
                figure = replace(view, aspect="number" if said else "value").printed().inlines
            hollow = any(c.status in HOLLOW for c in fact.claims)
            what += self._stale_date(fact, fact.claims[0]) if figure else ""
            flows.append(FlowArrow(what, figure, fact.tags[tag] == directions[0], hollow))
        back = directions[1] if len(directions) == 2 else ""
        return FlowDiagram(sides[0], sides[1], tuple(flows), directions[0], back, self.language.word("hollow"))

    # -------------------------------------------------------------- alt text

    def _alt(self, spec: FigureSpec, chart: Chart) -> str:
        """Return the alt text: title, measure, and every value, event or flow of the chart."""
        doubt = f" ({self.language.word('hollow_mark')})"
        match chart:
            case Plot():
                rows = []
                for series in chart.series:
                    name = f"{series.name}: " if len(chart.series) > 1 and series.name else ""
                    words = [
                        " / ".join(m.words.text + (doubt if m.hollow else "") for m in marks) for marks in series.marks
                    ]
                    pairs = zip(chart.categories, words, strict=True)
                    rows.append(f"{name}{'; '.join(f'{c}, {figures or chart.gap}' for c, figures in pairs)}.")
                return f"{spec.title}. {chart.measure}: {' '.join(rows)}"
            case Timeline():
                parts = [f"{e.when.text}: {plain(e.what)}{doubt if e.hollow else ''}" for e in chart.events]
                return f"{spec.title}. {'; '.join(parts)}."
            case FlowDiagram():
                parts = []
                for direction, forward in ((chart.forward, True), (chart.back, False)):
                    flows = [f for f in chart.flows if f.forward is forward]
                    listed = [
                        f.what + (f" ({plain(f.figure)})" if f.figure else "") + (doubt if f.hollow else "")
                        for f in flows
                    ]
                    parts += [f"{direction}: {'; '.join(listed)}."] if listed else []
                return f"{spec.title}. {' '.join(parts)}"
            case _:
                assert_never(chart)


def _values_of(facts: Sequence[Fact]) -> Iterator[Quantity]:
    claims = (c for f in facts for c in (*f.claims, *(c for p in f.points for c in p.claims)))
    return (claim.value for claim in claims if claim.value is not None)


def _in_one_scale(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts with all values in one scale, so that an axis can hold $890 million and $1.2 billion.

    It is the largest scale typed in which no value is below 0.1, or else the smallest. Values of different units stay as they are.
    """
    values = list(_values_of(facts))
    scales = sorted({value.scale for value in values}, key=lambda scale: SCALES.get(scale, 0))
    if len(scales) < 2 or len({(v.currency, singular(v.unit), v.percent) for v in values}) > 1:
        return list(facts)
    sizes = [abs(end) for v in values for end in (v.in_scale("").low, v.in_scale("").high) if end]
    fitting = [scale for scale in scales if min(sizes, default=0) >= Decimal(10) ** (SCALES.get(scale, 0) - 1)]
    scale = (fitting or scales[:1])[-1]

    def scaled(claims: Sequence[Claim]) -> tuple[Claim, ...]:
        return tuple(replace(c, value=c.value.in_scale(scale)) if c.value is not None else c for c in claims)

    return [
        replace(f, claims=scaled(f.claims), points=tuple(replace(p, claims=scaled(p.claims)) for p in f.points))
        for f in facts
    ]


def _error(code: str, message: str, spec: FigureSpec, hint: str = "") -> BriefingError:
    return BriefingError(Problem(code, message, spec.location, hint))
