"""What changed since the edition that a dossier supersedes: how it is typed, and what is known of it once it was worked out.

Frozen values, made by `changes_file` (what stands in changes.yaml) and by `briefing.editions` (what was compared). A *unit* is
what changes by itself: a fact, of a series each point (`trade[2025]`), a judgement. Must not compare anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.document.model import Citation
from briefing.problems.problem import NOWHERE, Origin

LABELS = ("corrected", "superseded", "contested", "weakened")
"""What a change can be called, the gravest first."""


@dataclass(frozen=True, slots=True)
class Placed:
    """{was}, or the path of a fact: {fact}, {fact.claim}, {fact[point].claim.by}. `fact` is "" for {was}; `names` stand behind dots."""

    typed: str
    fact: str = ""
    point: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """An entry of changes.yaml. `label` is "" where it follows by itself, `says` empty where the new words say it."""

    unit: str
    origin: Origin
    label: str = ""
    label_origin: Origin = NOWHERE
    says: tuple[str | Placed, ...] = ()
    says_origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Former:
    """What the superseded edition had of a unit, as it was printed. `tlp` is its label; "" where that edition gave it none."""

    says: str = ""
    value: str = ""
    name: str = ""
    record: str = ""
    aspects: Mapping[str, str] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    tlp: str = ""

    @property
    def told(self) -> str:
        """Its statement, or name and value where it had none."""
        named = f"{self.name}: {self.value}" if self.name and self.value else self.value or self.name
        return self.says or named

    @property
    def words(self) -> str:
        """Its value, or its statement where it had none."""
        return self.value or self.says


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two editions.

    `of` is fact, judgement or source; `change` added, retired, changed, raised, lowered, gained, lost, or (where a finished file
    shows only a part) newly shown, no longer shown. `id` names the unit; `aspects` say what of it differs; `was` and `now` are the
    words of the first of these, `says` the whole of what holds now.
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
    """A dossier against the edition it supersedes: what that one had, by unit, and every change, labelled ones in the order of print."""

    edition: str
    former: Mapping[str, Former]
    changes: tuple[Change, ...]

    @property
    def labelled(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.label)

    def words(self, unit: str, *, values: bool) -> str:
        """What the superseded edition had of a unit: its value, or its statement; "" where it had nothing."""
        former = self.former.get(unit)
        return "" if former is None else former.words if values else former.told

    def cited(self, unit: str) -> tuple[Citation, ...]:
        """The sources of that which are still there."""
        return self.former[unit].citations if unit in self.former else ()

    def label(self, unit: str) -> str:
        """The label of the unit's change; "" where it has none."""
        return next((change.label for change in self.changes if change.id == unit and change.of != "source"), "")


def unit_name(fact: str, point: str = "") -> str:
    """A unit as templates name it: trade[2025]."""
    return f"{fact}[{point}]" if point else fact


def fact_of(unit: str) -> tuple[str, str]:
    """The fact and the point that a unit's name holds."""
    fact, _, point = unit.partition("[")
    return fact, point.removesuffix("]")
