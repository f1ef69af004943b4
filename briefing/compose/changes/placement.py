"""Where a template tells what changed: the box and the table of changes, or the problem that stands in their way.

Takes a ledger, gives blocks; adds to the brief's problems. Without the edition before, nothing can be told: that is an error where
the brief tells of changes, and a warning where it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from briefing.compose.changes.change_table import default_changes, make_changes
from briefing.compose.changes.change_text import ChangeWriter
from briefing.compose.changes.summary_box import make_box
from briefing.compose.declared_tables import OF_EDITIONS
from briefing.document.model import Callout, Citation, Column, FactReference, Table
from briefing.editions.store import name_of
from briefing.facts.ledger import CHANGES, Ledger, TableSpec
from briefing.language import Language
from briefing.problems.problem import Location, Problem, Severity

TABLE = "changes"
"""What the table of changes is called where the dossier declares none."""


@dataclass(slots=True)
class EditionPlaces:
    """Places what changed in one brief."""

    ledger: Ledger
    language: Language
    citations_of: Callable[[FactReference], Sequence[Citation]]
    problems: list[Problem]
    complained: bool = False

    def table(self, spec: TableSpec | None, location: Location) -> Table | None:
        """The table of changes, where the spec is one or there is none; None for any other."""
        changes = spec is None or spec.rows.kind == "changes"
        needs = changes or any(column.aspect in OF_EDITIONS for column in (spec.columns if spec else ()))
        told = not needs or self._may_tell(location)
        if not changes:
            return None
        if not told:
            # What is wrong has been told; it stands empty, so that what refers to it is not told of as well.
            return Table(f"table/{spec.id if spec else TABLE}", location, (), (Column(),), (), ())
        return make_changes(spec or default_changes(self.ledger, self.language), self._teller, location)

    def box(self, most: int, location: Location, placed: Collection[tuple[str, str]]) -> Callout | None:
        """The box of changes. `placed` are the tables that the templates place, by kind and name."""
        if not self._may_tell(location):
            return None
        tables = [TABLE, *(spec.id for spec in self.ledger.tables.values() if spec.rows.kind == "changes")]
        there = [name for name in dict.fromkeys(tables) if ("table", name) in placed]
        table = f"table/{there[-1]}" if there else ""
        return make_box(self._teller, most, table, location, self.citations_of)

    def untold(self) -> list[Problem]:
        """A warning where an edition is superseded that is not there, and nothing has been said of it."""
        edition = self.ledger.dossier.supersedes
        if not edition or self.complained or self.ledger.compared is not None or CHANGES in self.ledger.unread:
            return []
        return [self._missing(self.ledger.dossier.location, "warning")]

    @property
    def _teller(self) -> ChangeWriter:
        return ChangeWriter(self.ledger, self.language)

    def _may_tell(self, location: Location) -> bool:
        """Whether there is an edition to tell of; if not, it is told once."""
        if self.ledger.compared is not None:
            return True
        if self.complained or CHANGES in self.ledger.unread:
            return False
        self.complained = True
        if self.ledger.dossier.supersedes:
            self.problems.append(self._missing(location, "error"))
        else:
            message = "changes are printed here, but dossier.yaml does not name the edition that this one supersedes"
            hint = "add a line to dossier.yaml, such as supersedes: 1, or guard it: {% if dossier.supersedes %} … {% endif %}"
            self.problems.append(Problem("nothing-superseded", message, location, hint))
        return False

    def _missing(self, location: Location, severity: Severity) -> Problem:
        edition = self.ledger.dossier.supersedes
        message = f"edition {edition}, which this one supersedes, is missing: no {name_of(edition)} beside dossier.yaml"
        hint = f"run briefing freeze FOLDER with the folder of edition {edition}, and copy the file here"
        return Problem("no-edition", message, location, hint, severity)
