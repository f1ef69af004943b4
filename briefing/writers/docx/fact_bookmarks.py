"""What marks a printed fact in the file: a hidden bookmark, or a content control of Word's.

Takes a fact, the run that prints it and the `Rendering`; gives the run with its mark around it. Never both in one file:
LibreOffice would print such a text twice. Names come from `markers`, in the order in which `markers.mark_facts` counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.document.fact_markers import Markers, control_number, tag
from briefing.document.model import FactRef
from briefing.writers.docx import wordml
from briefing.writers.docx.options import MarkerKind

_LONGEST_ALIAS = 64


@dataclass(slots=True)
class Marks:
    """The marks of one render. `names` gives the name of a fact, for people who see its control."""

    kind: MarkerKind = "any"
    names: Mapping[str, str] = field(default_factory=dict)
    markers: Markers = field(default_factory=Markers)
    numbers: set[int] = field(default_factory=set)

    def control(self, fact: FactRef, marker: str, content: str, properties: str) -> str:
        """Content in a plain-text content control. `properties` are those of its run: what is typed over it looks the same."""
        number = control_number(marker)
        while number in self.numbers:
            number = number % 0x7FFFFFFF + 1
        self.numbers.add(number)
        return wordml.text_control(number, tag(fact), self._alias(fact), content, properties)

    def _alias(self, fact: FactRef) -> str:
        name = self.names.get(fact.fact) or fact.fact
        return name if len(name) <= _LONGEST_ALIAS else f"{name[: _LONGEST_ALIAS - 1]}…"
