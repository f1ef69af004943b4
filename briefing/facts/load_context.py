"""Shared state while a dossier is loaded: its folder, the known sources, and the problems so far.

`load` creates it and passes it to the reader of each file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.document.model import Citation
from briefing.facts.citation_text import parse_citations
from briefing.facts.ledger import Source
from briefing.facts.quantity import Quantity, QuantityError, parse_quantity
from briefing.facts.scalars import as_typed
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import Location, Problem, Severity


@dataclass(slots=True)
class LoadContext:
    """State of loading one dossier.

    `display_path` is the folder as printed. `sources` is None if sources.yaml could not be read: no source is
    reported as unknown then. `unread` holds ids of facts with errors, so that facts that depend on them are not
    reported as well. `undeclared` holds ids of facts, judgements, tables and figures that could not be read.
    `misnamed` holds files with nearly the right name, by the right one. `judged` means that there are judgements,
    readable or not. `incomplete` means that facts were lost in an unreadable part of a file, so that a name may
    exist after all.
    """

    folder: Path
    display_path: str
    sources: Mapping[str, Source] | None = None
    restates: str = ""
    grades: str = ""
    citation_style: str = "numeric"
    decimal_mark: str = ""
    abbreviations: tuple[str, ...] = ()
    dossier: Node | None = None
    incomplete: bool = False
    judged: bool = False
    unread: set[str] = field(default_factory=set)
    undeclared: set[str] = field(default_factory=set)
    misnamed: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, message: str, location: Location, hint: str = "", severity: Severity = "error") -> None:
        """Add a problem."""
        self.problems.append(Problem(code, message, location, hint, severity))

    def display_path_of(self, name: str) -> str:
        """Return the path of a file of the dossier, as printed."""
        return f"{self.display_path}/{name}"

    def dossier_location(self, key: str) -> Location:
        """Return the location of the value of a key in dossier.yaml, or of the file."""
        return self.dossier.find((key,)).location if self.dossier else Location(self.display_path_of("dossier.yaml"))

    def citations(self, text: str, location: Location, holder: str = "") -> tuple[Citation, ...]:
        """Parse citations and report their problems.

        `holder` is the id of the fact or claim that cites them.
        """
        if not text or self.sources is None:
            return ()
        found, problems = parse_citations(text, location, self.sources, holder)
        self.problems += problems
        return found

    def quantity(self, text: str, unit: str, place: Node, decimal_mark: str = "") -> Quantity | None:
        """Parse a value; return None and report a problem, with the corrected line, if it cannot be read.

        `decimal_mark` is that of the fact, "" for that of the dossier.
        """
        try:
            return parse_quantity(text, unit, decimal_mark=decimal_mark or self.decimal_mark)
        except QuantityError as error:
            hint = error.hint or (f"value: {as_typed(error.corrected)}" if error.corrected else "")
            self.report("bad-value", error.message, place.location, hint)
            return None
