"""Find printed figures that are older than their fact's `stale_after`.

Ages are counted to the dossier's information cut-off, never to today.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from briefing.checks.check_context import CheckContext, PrintedFact
from briefing.checks.sentence_facts import Sentence
from briefing.facts.ledger import Ledger
from briefing.facts.quantity import PartialDate


def cut_off(ledger: Ledger) -> PartialDate | None:
    """Return the dossier's information cut-off, or else its date."""
    dossier = ledger.dossier
    return dossier.information_cut_off or dossier.date


def old_claims(context: CheckContext) -> Iterator[tuple[Sentence, PrintedFact]]:
    """Yield each stale claim with each sentence or row that prints it. In a series only the last point can be stale.

    A claim printed next to a newer claim of the same fact is history, so it is not reported.
    """
    for sentence in context.sentences:
        printed = [s for s in context.printed_facts(sentence) if s.fact.stale_after]
        fresh = {s.fact.id for s in printed if not is_old(context.ledger, s)}
        yield from ((sentence, s) for s in printed if s.fact.id not in fresh)


def is_old(ledger: Ledger, printed: PrintedFact) -> bool:
    """Return True if the claim's last day plus `stale_after` is before the cut-off, or if either date is missing."""
    until, day = cut_off(ledger), printed.date
    last = max(printed.fact.points, key=lambda point: point.when.last_day, default=None)
    if printed.point is not None and printed.point is not last:
        return False
    if until is None or day is None:
        return True
    return _add(date(*day.last_day), printed.fact.stale_after) < date(*until.last_day)


def _add(day: date, age: str) -> date:
    """Add an age such as "90 days"; a month that is too short gives its last day."""
    number, unit = age.split()
    count, unit = int(number), unit.rstrip("s")
    try:
        if unit in ("day", "week"):
            return day + timedelta(days=count * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return date.max
