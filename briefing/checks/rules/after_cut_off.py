"""Report evidence that is dated after the cut-off: nobody could know it then."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.checks.ages import cut_off
from briefing.checks.check_context import CheckContext, PrintedFact
from briefing.facts.quantity import PartialDate
from briefing.problems.problem import Location, Problem, Severity

CODE = "after-cut-off"
SEVERITY: Severity = "error"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each printed fact that is not planned, and each cited source, that is dated after the cut-off."""
    until = cut_off(context.ledger)
    if until is None:
        return
    ends = until.words(context.language)
    for location, name, date in _dates_of_facts(context):
        if _is_after(date, until):
            message = f'"{name}" is dated {date.words(context.language)}, after the cut-off, {ends}'
            yield Problem(CODE, message, location, "correct the date; if it has not happened yet, add status: planned")
    for source in (context.ledger.sources.get(name) for name in context.document.sources):
        if source is not None and source.date is not None and _is_after(source.date, until):
            message = (
                f'the source "{source.id}" is dated {source.date.words(context.language)}, after the cut-off, {ends}'
            )
            hint = "correct the date, do not cite the source, or move the cut-off in dossier.yaml"
            yield Problem(CODE, message, source.location, hint)


def _dates_of_facts(context: CheckContext) -> Iterator[tuple[Location, str, PartialDate]]:
    """Yield each printed or drawn claim that is reported as past, once for each of its dates."""
    printed: list[PrintedFact] = [p for s in context.sentences for p in context.printed_facts(s, names=True)]
    printed += [p for _, p in context.charted_facts()]
    for one in {p.name: p for p in reversed(printed)}.values():
        if one.claim.status == "planned":
            continue
        fact, claim = one.fact, one.claim
        dates = (one.point.when,) if one.point else (claim.as_of or fact.as_of, claim.date or fact.date)
        location = claim.location if claim.id or one.point else fact.location
        yield from ((location, one.name, date) for date in dates if date is not None)


def _is_after(date: PartialDate, until: PartialDate) -> bool:
    """Return True if the whole of a date is after the last day of the cut-off: "2026" is not after 15 January 2026."""
    return (date.year, date.month or 1, date.day or 1) > until.last_day
