"""Compare the claims of one fact: by their values as numbers, not by their wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from briefing.facts.ledger import Claim
from briefing.facts.quantity import Quantity
from briefing.facts.quantity_text import SCALES

TIMES: Mapping[str, int] = {"": 1, **{word: 10**power for word, power in SCALES.items()}}
WITHDRAWN = ("superseded", "retracted", "proposed")


def disagree(claims: Iterable[Claim]) -> bool:
    """Return True if claims give different values or one is marked disputed.

    Claims that were withdrawn, or are only proposed, are ignored.
    """
    current = [claim for claim in claims if claim.status not in WITHDRAWN]
    values = {_amount(claim.value) for claim in current if claim.value is not None}
    return len(values) > 1 or any(claim.status == "disputed" for claim in current)


def _amount(value: Quantity) -> tuple[object, ...]:
    scale = Decimal(TIMES[value.scale])
    high = value.high * scale if value.high is not None else None
    return (value.bound, value.low * scale, high, value.currency, value.percent, value.unit)
