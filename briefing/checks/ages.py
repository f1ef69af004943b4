"""Whether a figure is older than its fact allows, counted at the day on which the information ends.

Takes a case, gives what is printed and past its age. Knows no clock.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from briefing.checks.check_context import Case, Said
from briefing.checks.sentence_facts import Sentence
from briefing.facts.quantity import PartialDate


def cut_off(case: Case) -> PartialDate | None:
    """The day on which the information ends, or that of the brief."""
    dossier = case.ledger.dossier
    return dossier.information_cut_off or dossier.date


def old_claims(case: Case) -> Iterator[tuple[Sentence, Said]]:
    """Each claim past its age, with each sentence or row that prints it; of a series the last point alone can be old.

    What stands beside a fresher claim of its fact is its past, and not old news.
    """
    for sentence in case.sentences:
        said = [s for s in case.said(sentence) if s.fact.stale_after]
        fresh = {s.fact.id for s in said if not is_old(case, s)}
        yield from ((sentence, s) for s in said if s.fact.id not in fresh)


def is_old(case: Case, said: Said) -> bool:
    """Whether the claim's last day and its fact's `stale_after` together lie before the cut-off, or it cannot be told."""
    until, day = cut_off(case), said.date
    if said.point is not None and said.point is not _last(said):
        return False
    if until is None or day is None:
        return True
    return _add(date(*day.last_day), said.fact.stale_after) < date(*until.last_day)


def _last(said: Said) -> object:
    return max(said.fact.points, key=lambda point: point.when.last_day)


def _add(day: date, age: str) -> date:
    """The day that much later; the last of its month where that month is shorter."""
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
