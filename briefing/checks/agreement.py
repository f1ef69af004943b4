"""Whether claims of one fact agree. Takes claims, compares what they say as numbers, whatever their wording."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from briefing.facts.ledger import Claim
from briefing.facts.quantity import Quantity

TIMES = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
WITHDRAWN = ("superseded", "retracted", "proposed")


def disagree(claims: Iterable[Claim]) -> bool:
    """Whether more than one thing is claimed, or one claim is disputed. Claims that no longer stand are not counted."""
    standing = [claim for claim in claims if claim.status not in WITHDRAWN]
    values = {_amount(claim.value) for claim in standing if claim.value is not None}
    return len(values) > 1 or any(claim.status == "disputed" for claim in standing)


def _amount(value: Quantity) -> tuple[object, ...]:
    scale = Decimal(TIMES[value.scale])
    high = value.high * scale if value.high is not None else None
    return (value.bound, value.low * scale, high, value.currency, value.percent, value.unit)
