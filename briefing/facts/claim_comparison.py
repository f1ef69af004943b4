"""Comparison of the claims of one fact: do they disagree, can they form a range, which is the latest.

A range needs numbers that count the same thing, in the same unit, at the same time: nobody claims a number
between "killed" and "killed or wounded".
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.facts.formulas.amounts import Amount, amount_of
from briefing.facts.ledger import Claim, Fact
from briefing.facts.quantity import PartialDate, Quantity


class NotComparableError(ValueError):
    """Raised for claims that cannot form a range; the message says why."""


def is_disputed(fact: Fact, claims: Sequence[Claim]) -> bool:
    """Return True if the claims of a fact (or of one point of it) disagree, or one has the status disputed."""
    return fact.status == "disputed" or any(c.status == "disputed" for c in claims) or disagree(claims)


def disagree(claims: Sequence[Claim]) -> bool:
    """Return True if the claims have different values."""
    amounts = [amount_of(claim.value) for claim in claims if claim.value is not None]
    return len({(amount.stated, amount.about, amount.measure.key) for amount in amounts}) > 1


def latest(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the claims with the latest date: several if they share it, none if no claim has a date."""
    dated = [(day.last_day, claim) for claim in claims if (day := day_of(claim)) is not None]
    last = max((day for day, _ in dated), default=None)
    return tuple(claim for day, claim in dated if day == last)


def ends_of(claims: Sequence[Claim]) -> tuple[Quantity, Quantity]:
    """Return the lowest and the highest value of the claims.

    Raises NotComparableError if they cannot form a range.
    """
    values = [(claim, claim.value) for claim in claims if claim.value is not None]
    if len(values) < 2:
        raise NotComparableError("there is only one value")
    first = values[0][0]
    for claim, value in values[1:]:
        if claim.counts.casefold() != first.counts.casefold():
            raise NotComparableError(
                f'one claim counts "{first.counts or "unspecified"}", another "{claim.counts or "unspecified"}"'
            )
        if amount_of(value).measure.key != amount_of(values[0][1]).measure.key:
            units = f'"{amount_of(values[0][1]).measure.words()}", another in "{amount_of(value).measure.words()}"'
            raise NotComparableError(f"one claim is in {units}")
    days = [day for claim, _ in values if (day := day_of(claim)) is not None]
    if days and len(days) < len(values):
        raise NotComparableError("one claim has a date, another has none")
    first_days = [(day.year, day.month or 1, day.day or 1) for day in days]
    if days and max(first_days) > min(day.last_day for day in days):
        raise NotComparableError("they refer to different times")
    ordered = sorted((value for _, value in values), key=lambda value: _ends(amount_of(value)))
    highest = max((value for _, value in values), key=lambda value: tuple(reversed(_ends(amount_of(value)))))
    return ordered[0], highest


def day_of(claim: Claim) -> PartialDate | None:
    """Return the date of the state that a claim describes, or else of the event."""
    return claim.as_of or claim.date


def _ends(amount: Amount) -> tuple[object, object]:
    return amount.stated.low, amount.stated.high
