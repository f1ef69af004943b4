"""Place the box and the table of changes, or report why they cannot be made.

Without the superseded edition there is nothing to compare with: an error in a brief that prints changes, else a warning.
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
"""Name of the table of changes if the dossier declares none."""


@dataclass(slots=True)
class EditionPlaces:
    """Place the changes of one brief. Problems are added to `problems`."""

    ledger: Ledger
    language: Language
    citations_of: Callable[[FactReference], Sequence[Citation]]
    problems: list[Problem]
    reported: bool = False

    def table(self, spec: TableSpec | None, location: Location) -> Table | None:
        """Return the table of changes if the spec is one or is None; None for any other table."""
        changes = spec is None or spec.rows.kind == "changes"
        needs = changes or any(column.aspect in OF_EDITIONS for column in (spec.columns if spec else ()))
        possible = not needs or self._can_compare(location)
        if not changes:
            return None
        if not possible:
            # The problem has been reported. An empty table keeps references to it from being reported as well.
            return Table(f"table/{spec.id if spec else TABLE}", location, (), (Column(),), (), ())
        return make_changes(spec or default_changes(self.ledger, self.language), self._writer, location)

    def box(self, most: int, location: Location, placed: Collection[tuple[str, str]]) -> Callout | None:
        """Return the box with at most `most` changes. `placed`: (kind, name) of each table that the templates place."""
        if not self._can_compare(location):
            return None
        tables = [TABLE, *(spec.id for spec in self.ledger.tables.values() if spec.rows.kind == "changes")]
        there = [name for name in dict.fromkeys(tables) if ("table", name) in placed]
        table = f"table/{there[-1]}" if there else ""
        return make_box(self._writer, most, table, location, self.citations_of)

    def missing_edition(self) -> list[Problem]:
        """Return a warning if the superseded edition is missing and this has not been reported."""
        edition = self.ledger.dossier.supersedes
        if not edition or self.reported or self.ledger.compared is not None or CHANGES in self.ledger.unread:
            return []
        return [self._missing(self.ledger.dossier.location, "warning")]

    @property
    def _writer(self) -> ChangeWriter:
        return ChangeWriter(self.ledger, self.language)

    def _can_compare(self, location: Location) -> bool:
        """Return True if there is an edition to compare with; if not, report it once."""
        if self.ledger.compared is not None:
            return True
        if self.reported or CHANGES in self.ledger.unread:
            return False
        self.reported = True
        if self.ledger.dossier.supersedes:
            self.problems.append(self._missing(location, "error"))
        else:
            message = "changes are printed here, but dossier.yaml does not name the previous edition"
            hint = (
                "add a line to dossier.yaml, such as supersedes: 1, "
                "or put a condition around it: {% if dossier.supersedes %} … {% endif %}"
            )
            self.problems.append(Problem("nothing-superseded", message, location, hint))
        return False

    def _missing(self, location: Location, severity: Severity) -> Problem:
        edition = self.ledger.dossier.supersedes
        message = f"file not found: {name_of(edition)}, the edition that this one supersedes"
        hint = f"run briefing freeze FOLDER with the folder of edition {edition}, and copy the file here"
        return Problem("no-edition", message, location, hint, severity)
