"""Data model of the changes since the edition that a dossier supersedes.

`changes_file` makes the entries of changes.yaml; `briefing.editions` compares the editions and makes the rest.
A *unit* is the smallest thing that can change: a fact, a point of a series (`trade[2025]`), or a judgement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.document.model import Citation
from briefing.problems.problem import NO_LOCATION, Location

LABELS = ("corrected", "superseded", "contested", "weakened")
"""Labels of a change, the most serious first."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A placeholder: {was}, or the path of a fact: {fact}, {fact.claim}, {fact[point].claim.by}.

    `fact` is "" for {was}; `names` are the parts after dots.
    """

    typed: str
    fact: str = ""
    point: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """An entry of changes.yaml.

    `label` is "" if it is to be found automatically, `says` empty if no text was typed.
    """

    unit: str
    location: Location
    label: str = ""
    label_location: Location = NO_LOCATION
    says: tuple[str | Placed, ...] = ()
    says_location: Location = NO_LOCATION


@dataclass(frozen=True, slots=True)
class Former:
    """A unit as the superseded edition printed it. `tlp` is its label in that edition, or ""."""

    says: str = ""
    value: str = ""
    name: str = ""
    record: str = ""
    aspects: Mapping[str, str] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    tlp: str = ""

    @property
    def statement(self) -> str:
        """Return its statement, or name and value if it had none."""
        named = f"{self.name}: {self.value}" if self.name and self.value else self.value or self.name
        return self.says or named

    @property
    def words(self) -> str:
        """Return its value, or its statement if it had none."""
        return self.value or self.says


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two editions.

    `of` is fact, judgement or source. `change` is added, retired, changed, raised, lowered, gained, lost, or,
    where a finished file shows only part of a dossier, newly shown or no longer shown. `id` names the unit,
    `aspects` what differs in it. `was` and `now` are the words of the first aspect, `says` the whole new
    statement.
    """

    of: str
    change: str
    id: str
    record: str = ""
    label: str = ""
    aspects: tuple[str, ...] = ()
    was: str = ""
    now: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Comparison of a dossier with the edition it supersedes: the former units, and every change in the order of print."""

    edition: str
    former: Mapping[str, Former]
    changes: tuple[Change, ...]

    @property
    def labelled(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.label)

    def words(self, unit: str, *, values: bool) -> str:
        """Return the former value or statement of a unit; "" if the superseded edition did not have it."""
        former = self.former.get(unit)
        return "" if former is None else former.words if values else former.statement

    def cited(self, unit: str) -> tuple[Citation, ...]:
        """Return the former citations of a unit whose sources still exist."""
        return self.former[unit].citations if unit in self.former else ()

    def label(self, unit: str) -> str:
        """Return the label of a unit's change, or "" if it has none."""
        return next((change.label for change in self.changes if change.id == unit and change.of != "source"), "")


def unit_name(fact: str, point: str = "") -> str:
    """Return the name of a unit as templates write it: trade[2025]."""
    return f"{fact}[{point}]" if point else fact


def fact_of(unit: str) -> tuple[str, str]:
    """Split the name of a unit into fact and point."""
    fact, _, point = unit.partition("[")
    return fact, point.removesuffix("]")
