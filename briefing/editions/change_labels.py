"""Classify a change as corrected, superseded, contested or weakened, or as none of these ("").

Only status, agreement, numbers and dates count, never wording. Labels that do not follow from these are typed in changes.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefing.editions.snapshot import EditionClaim, EditionJudgement, Unit, read_day
from briefing.facts.change_model import LABELS
from briefing.facts.formulas.amounts import Amount, amount_of
from briefing.facts.formulas.intervals import Interval
from briefing.facts.quantity import PartialDate

CORRECTED, SUPERSEDED, CONTESTED, WEAKENED = LABELS
CONFIDENCES = ("low", "moderate", "high")
_FALLEN = ("superseded", "retracted", "proposed")
_UNSURE = ("unverified", "proposed")
_ROUGH = {"": 0, "about": 1, "nearly": 1}
_ONE_SIDED = 2


def label_of(old: Unit, new: Unit, *, unchecked: bool = False) -> str:
    """Return the label of a fact's change. `unchecked`: the old edition only restates one source, so "stated" meant little."""
    came = new.statuses - old.statuses
    if "corrected" in came:
        return CORRECTED
    if "superseded" in came:
        return SUPERSEDED
    if "retracted" in came:
        return CORRECTED
    if _is_disputed(new) and not _is_disputed(old):
        return CONTESTED
    if _is_less_certain(old, new, unchecked=unchecked):
        return WEAKENED
    pairs = list(_pairs(old, new))
    return _first(_by_value(*pair) for pair in pairs) or _first(_by_date(*pair) for pair in pairs)


def label_of_judgement(old: EditionJudgement, new: EditionJudgement) -> str:
    """Return "weakened" if the judgement is now less likely or less confident, else ""."""
    return WEAKENED if compare_likelihood(old, new) < 0 or compare_confidence(old, new) < 0 else ""


def compare_likelihood(old: EditionJudgement, new: EditionJudgement) -> int:
    """Return -1 if it is less likely now, 1 if more likely, else 0. Words of different scales compare by their ranges."""
    if old.scale == new.scale and old.rank and new.rank:
        return (new.rank > old.rank) - (new.rank < old.rank)
    if old.likelihood == new.likelihood:
        return 0
    was, now = _middle(old), _middle(new)
    return 0 if was is None or now is None else (now > was) - (now < was)


def compare_confidence(old: EditionJudgement, new: EditionJudgement) -> int:
    """Return -1 if confidence is lower now, 1 if higher, else 0."""
    if old.confidence not in CONFIDENCES or new.confidence not in CONFIDENCES:
        return 0
    was, now = CONFIDENCES.index(old.confidence), CONFIDENCES.index(new.confidence)
    return (now > was) - (now < was)


def _middle(judgement: EditionJudgement) -> float | None:
    try:
        return float(judgement.low) + float(judgement.high)
    except ValueError:
        return None


def _first(labels: Iterable[str]) -> str:
    """Return the most serious of the labels."""
    found = set(labels)
    return next((label for label in LABELS if label in found), "")


# ------------------------------------------------------------------ status


def _is_less_certain(old: Unit, new: Unit, *, unchecked: bool) -> bool:
    """Return True if all valid claims are now planned, unverified or proposed, and were not before."""
    was, now = _valid_statuses(old), _valid_statuses(new)
    if now == {"planned"} and "planned" not in was:
        return True
    unsure = bool(now) and now <= set(_UNSURE) and not was & set(_UNSURE)
    return unsure and not (unchecked and was <= {"stated"})


def _valid_statuses(unit: Unit) -> set[str]:
    """Return the statuses of the claims that are still valid; of all claims if none is."""
    return {s for s in unit.statuses if s not in _FALLEN} or set(unit.statuses)


def _is_disputed(unit: Unit) -> bool:
    """Return True if a claim is marked disputed, or valid claims have different values."""
    if "disputed" in unit.statuses:
        return True
    valid = (claim for claim in unit.claims.values() if claim.status not in _FALLEN)
    return len({value_key(claim, unit.fact.unit) for claim in valid if claim.value}) > 1


def value_key(claim: EditionClaim, unit: str) -> tuple[object, ...]:
    """Return a key for the value of a claim that does not depend on its wording."""
    amount = _amount(claim, unit)
    if amount is None:
        return (claim.value,)
    return (amount.stated, amount.measure.key, tuple(sorted(amount.bounds)))


# ------------------------------------------------------------------ values


def _pairs(old: Unit, new: Unit) -> Iterator[tuple[EditionClaim, EditionClaim, Unit, Unit]]:
    """Yield pairs of old and new claims: by name; else the latest of each, if no two of them agree."""
    names = [name for name in old.claims if name in new.claims]
    if names:
        yield from ((old.claims[name], new.claims[name], old, new) for name in names)
        return
    both = [(was, now) for was in old.claims.values() for now in new.claims.values() if now.status not in _FALLEN]
    if not both or any(_overlap(was, now, old, new) for was, now in both):
        return
    was = max((was for was, _ in both), key=lambda claim: _last(claim.day))
    now = max((now for _, now in both), key=lambda claim: _last(claim.day))
    yield was, now, old, new


def _overlap(was: EditionClaim, now: EditionClaim, old: Unit, new: Unit) -> bool:
    before, after = _amount(was, old.fact.unit), _amount(now, new.fact.unit)
    return before is not None and after is not None and before.possible.meets(after.possible)


def _by_value(was: EditionClaim, now: EditionClaim, old: Unit, new: Unit) -> str:
    before, after = _amount(was, old.fact.unit), _amount(now, new.fact.unit)
    if before is None or after is None:
        return ""
    same_measure = (before.measure.currency, before.measure.percent) == (after.measure.currency, after.measure.percent)
    same_counted = not was.counts or not now.counts or was.counts.casefold() == now.counts.casefold()
    if not (same_measure and same_counted):
        return ""
    if not before.possible.meets(after.possible):
        return SUPERSEDED if _last(now.day) > _last(was.day) > (0,) else CORRECTED
    if _contains(after.possible, before.possible) or _looseness(after) > _looseness(before):
        return WEAKENED
    return ""


def _amount(claim: EditionClaim, unit: str) -> Amount | None:
    quantity = claim.quantity(unit)
    return amount_of(quantity) if quantity is not None else None


def _looseness(amount: Amount) -> int:
    return max((_ROUGH.get(bound, _ONE_SIDED) for bound in amount.bounds), default=0)


def _contains(outer: Interval, inner: Interval) -> bool:
    """Return True if `outer` contains every number of `inner`, and more."""
    below = outer.low < inner.low or (outer.low == inner.low and outer.low_in >= inner.low_in)
    above = outer.high > inner.high or (outer.high == inner.high and outer.high_in >= inner.high_in)
    return below and above and outer != inner


# ------------------------------------------------------------------ dates


def _by_date(was: EditionClaim, now: EditionClaim, _old: Unit, _new: Unit) -> str:
    """Return "corrected" if the two dates of an event share no day. A later as_of date is not a correction."""
    before, after = read_day(was.date), read_day(now.date)
    if before is None or after is None:
        return ""
    overlap = _begin(before) <= _last(after) and _begin(after) <= _last(before)
    return "" if overlap else CORRECTED


def _begin(day: PartialDate) -> tuple[int, ...]:
    return (day.year, day.month or 1, day.day or 1)


def _last(day: PartialDate | None) -> tuple[int, ...]:
    return day.last_day if day is not None else (0,)
