"""Data model of an edition: facts, judgements and sources in plain words.

All values are text, so that an edition can be stored as JSON and read back years later. `store` writes and reads the fields of
these classes in their order: a new one needs a line here and one in `make_snapshot`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from briefing.facts.change_model import unit_name
from briefing.facts.dates import UnreadableValue
from briefing.facts.quantity import PartialDate, Quantity, parse_date, parse_quantity

ONLY = "value"
"""Name of the only claim of a fact. No claim in a dossier can have this id."""


@dataclass(frozen=True, slots=True)
class EditionClaim:
    """A claim: its value as typed and as printed, dates as ISO 8601, and its sources as (id, place)."""

    value: str = ""
    words: str = ""
    date: str = ""
    as_of: str = ""
    by: str = ""
    counts: str = ""
    status: str = "stated"
    tlp: str = ""
    record: str = ""
    sources: tuple[tuple[str, str], ...] = ()

    def quantity(self, unit: str) -> Quantity | None:
        """Return the value as a number with its bound; None if it is not one."""
        try:
            return parse_quantity(self.value, unit, decimal_mark="point") if self.value else None
        except UnreadableValue:
            return None

    @property
    def day(self) -> PartialDate | None:
        """The as_of date, else the date of the event."""
        return read_day(self.as_of) or read_day(self.date)


@dataclass(frozen=True, slots=True)
class EditionFact:
    """A fact. Keys of `claims`: "value", a claim's id, or for a series a point and a claim ("2024", "2024/fnf").

    `says`: the statement as printed, or None if a finished file shows only parts of it; `points`: the statement of each point.
    """

    id: str
    claims: Mapping[str, EditionClaim] = field(default_factory=dict)
    record: str = ""
    topic: str = ""
    name: str = ""
    says: str | None = None
    unit: str = ""
    status: str = "stated"
    tlp: str = ""
    points: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditionJudgement:
    """A judgement. `rank`: the position of its word on the scale, from 1; `low` and `high` are in percent."""

    id: str
    text: str | None = None
    likelihood: str = ""
    scale: str = ""
    rank: int = 0
    low: str = ""
    high: str = ""
    horizon: str = ""
    confidence: str = ""
    because: str | None = None
    tlp: str = ""


@dataclass(frozen=True, slots=True)
class EditionSource:
    """A source: title, publisher, date and address."""

    id: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""

    @property
    def words(self) -> str:
        return ", ".join(part for part in (self.publisher or self.title, self.date) if part) or self.id


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A labelled change as an edition printed it."""

    id: str
    label: str
    record: str = ""
    was: str = ""
    now: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An edition. `partial`: made from a finished file, so nothing is known of what it does not show.

    `labels`: labels of the changes since the edition `supersedes`, by unit, as far as known; `all_labels`: no other change has one.
    """

    dossier: str
    title: str = ""
    edition: str = ""
    date: str = ""
    information_cut_off: str = ""
    supersedes: str = ""
    restates: str = ""
    marking: str = ""
    facts: Mapping[str, EditionFact] = field(default_factory=dict)
    judgements: Mapping[str, EditionJudgement] = field(default_factory=dict)
    sources: Mapping[str, EditionSource] = field(default_factory=dict)
    changes: tuple[LoggedChange, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    all_labels: bool = False
    partial: bool = False

    def units(self) -> Iterator[Unit]:
        """Yield every fact, or every point of a series, in order."""
        for fact in self.facts.values():
            yield from units_of(fact)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of change: a fact, or one point of a series. `claims` by id, "value" if there is only one."""

    id: str
    fact: EditionFact
    point: str
    says: str | None
    claims: Mapping[str, EditionClaim]

    @property
    def record(self) -> str:
        """Its number in a register: that of the row of a series, else that of the fact."""
        return (
            ", ".join(dict.fromkeys(claim.record for claim in self.claims.values() if claim.record)) or self.fact.record
        )

    @property
    def statuses(self) -> frozenset[str]:
        return frozenset(claim.status for claim in self.claims.values()) or frozenset({self.fact.status})


def units_of(fact: EditionFact) -> Iterator[Unit]:
    """Yield the fact as one unit, or each point of its series."""
    points: dict[str, dict[str, EditionClaim]] = {}
    for key, claim in fact.claims.items():
        point, name = split_key(key)
        points.setdefault(point, {})[name] = claim
    for point, claims in points.items() or {"": {}}.items():
        says = fact.points.get(point, None if fact.says is None else "") if point else fact.says
        yield Unit(unit_name(fact.id, point), fact, point, says, claims)


def split_key(key: str) -> tuple[str, str]:
    """Return point and claim of a key. Points begin with a digit, as they are dates; ids of claims never do."""
    if not key[:1].isdigit():
        return "", key or ONLY
    point, _, claim = key.rpartition("/")
    return (point, claim) if point and not claim[:1].isdigit() else (key, ONLY)


def join_key(point: str, claim: str) -> str:
    """Return the key of a claim: see `EditionFact`."""
    return "/".join(part for part in (point, claim) if part) or ONLY


def read_day(text: str) -> PartialDate | None:
    """Return the date; None if the text has none."""
    try:
        return parse_date(text) if text else None
    except UnreadableValue:
        return None
