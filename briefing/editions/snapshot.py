"""An edition at a glance: facts, judgements and sources in plain words, whatever they were read from.

Frozen values with text inside, so that an edition can be kept as JSON and read back years later. Knows no file and no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from briefing.facts.changes import unit_name
from briefing.facts.dates import UnreadableValue
from briefing.facts.quantity import PartialDate, Quantity, parse_date, parse_quantity

ONLY = "value"
"""What the only claim of a fact is called: no claim of a dossier can have this id."""


@dataclass(frozen=True, slots=True)
class EditionClaim:
    """A claim: its value as typed and as printed, dates as ISO 8601, and the sources it rests on, each with its place."""

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
        """The value as a number with its bound; None where it is none that can be read."""
        try:
            return parse_quantity(self.value, unit) if self.value else None
        except UnreadableValue:
            return None

    @property
    def day(self) -> PartialDate | None:
        """The date of the state that it describes, or of what happened."""
        return read_day(self.as_of) or read_day(self.date)


@dataclass(frozen=True, slots=True)
class EditionFact:
    """A fact. `claims` by "value", by claim, or of a series by point and claim ("2024", "2024/fnf").

    `says` is the statement as printed, `points` that of each point; None where a finished file shows only parts of it.
    """

    id: str
    claims: Mapping[str, EditionClaim] = field(default_factory=dict)
    record: str = ""
    topic: str = ""
    name: str = ""
    says: str | None = None
    points: Mapping[str, str] = field(default_factory=dict)
    status: str = "stated"
    tlp: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class EditionJudgement:
    """A judgement. `rank` is the place of its word on the scale, from 1; `low` and `high` are per cent."""

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
    """A source, by what it is known by."""

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
    """A labelled change as an edition told it."""

    id: str
    label: str
    record: str = ""
    was: str = ""
    now: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An edition. `partial` tells that it is what a finished file shows: of what is not there nothing is known.

    `labels` are the labels of its changes against the edition `supersedes`, by unit: those typed, or all where it is frozen;
    `all_labels` tells that what is not among them has none.
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
        """Every fact, of a series every point, in order."""
        for fact in self.facts.values():
            yield from units_of(fact)


@dataclass(frozen=True, slots=True)
class Unit:
    """What changes by itself: a fact, or a point of a series. `claims` are by claim, "value" the only one."""

    id: str
    fact: EditionFact
    point: str
    says: str | None
    claims: Mapping[str, EditionClaim]

    @property
    def record(self) -> str:
        """The number that it has in a register: that of a series' row, else the fact's."""
        return (
            ", ".join(dict.fromkeys(claim.record for claim in self.claims.values() if claim.record)) or self.fact.record
        )

    @property
    def statuses(self) -> frozenset[str]:
        return frozenset(claim.status for claim in self.claims.values()) or frozenset({self.fact.status})


def units_of(fact: EditionFact) -> Iterator[Unit]:
    """The fact as one unit, or each point of its series."""
    points: dict[str, dict[str, EditionClaim]] = {}
    for key, claim in fact.claims.items():
        point, name = split_key(key)
        points.setdefault(point, {})[name] = claim
    for point, claims in points.items() or {"": {}}.items():
        says = fact.points.get(point, None if fact.says is None else "") if point else fact.says
        yield Unit(unit_name(fact.id, point), fact, point, says, claims)


def split_key(key: str) -> tuple[str, str]:
    """Point and claim of a claim's key: a point's name begins with a digit, as dates do, and a claim's never does."""
    if not key[:1].isdigit():
        return "", key or ONLY
    point, _, claim = key.rpartition("/")
    return (point, claim) if point and not claim[:1].isdigit() else (key, ONLY)


def join_key(point: str, claim: str) -> str:
    """The key of a claim: see `EditionFact`."""
    return "/".join(part for part in (point, claim) if part) or ONLY


def read_day(text: str) -> PartialDate | None:
    """The date, None where there is none."""
    try:
        return parse_date(text) if text else None
    except UnreadableValue:
        return None
