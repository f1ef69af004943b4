"""What one reading of a dossier shares between its files: the folder, the known sources, and the problems met so far.

Made by `load`, handed to whoever reads a file. Adds nothing to what it is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.document.model import Citation
from briefing.facts.citation_text import parse_citations
from briefing.facts.dates import Unreadable
from briefing.facts.ledger import Source
from briefing.facts.quantity import Quantity, parse_quantity
from briefing.facts.scalars import as_typed
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import Origin, Problem, Severity


@dataclass(slots=True)
class Reading:
    """`shown` is the folder as it is printed. `sources` is None where there is no readable sources.yaml: then none is unknown.

    `unread` are ids of facts with an error of their own: what rests on them is not to be told of as well.
    `undeclared` are ids of judgements, tables and figures of which nothing could be made.
    `judged` tells that judgements were typed, read or not.
    `incomplete` tells that facts stand in a file of which all or a part could not be read: what names them may be right.
    """

    folder: Path
    shown: str
    sources: Mapping[str, Source] | None = None
    restates: str = ""
    grades: str = ""
    citation_style: str = "numeric"
    dossier: Node | None = None
    incomplete: bool = False
    judged: bool = False
    unread: set[str] = field(default_factory=set)
    undeclared: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, message: str, origin: Origin, hint: str = "", severity: Severity = "error") -> None:
        self.problems.append(Problem(code, message, origin, hint, severity))

    def shown_file(self, name: str) -> str:
        return f"{self.shown}/{name}"

    def dossier_place(self, key: str) -> Origin:
        """Where a key of dossier.yaml has its value, or where the file begins."""
        return self.dossier.find((key,)).origin if self.dossier else Origin(self.shown_file("dossier.yaml"))

    def citations(self, text: str, origin: Origin, holder: str = "") -> tuple[Citation, ...]:
        """The citations typed; problems with them reported, by the name of the fact or claim that rests on them."""
        if not text or self.sources is None:
            return ()
        found, problems = parse_citations(text, origin, self.sources, holder)
        self.problems += problems
        return found

    def quantity(self, text: str, unit: str, place: Node) -> Quantity | None:
        """The value typed at that place, or None and a problem with the corrected line."""
        try:
            return parse_quantity(text, unit)
        except Unreadable as error:
            self.report(
                "bad-value",
                error.message,
                place.origin,
                f"value: {as_typed(error.corrected)}" if error.corrected else "",
            )
            return None
