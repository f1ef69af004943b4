"""Mark printed facts in the file: by a hidden bookmark, or by a Word content control.

Never both in one file: LibreOffice would print such a text twice. Names come from `fact_markers`,
in the order of `fact_markers.mark_facts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.document.fact_markers import FactMarkers, control_number, tag
from briefing.document.model import FactReference
from briefing.writers.docx import wordml
from briefing.writers.docx.options import MarkerKind

_LONGEST_ALIAS = 64


@dataclass(slots=True)
class FactBookmarks:
    """The markers of one render. `names` gives the display name of a fact's content control."""

    kind: MarkerKind = "any"
    names: Mapping[str, str] = field(default_factory=dict)
    markers: FactMarkers = field(default_factory=FactMarkers)
    numbers: set[int] = field(default_factory=set)

    def control(self, fact: FactReference, marker: str, content: str, properties: str) -> str:
        """Return content in a plain-text content control.

        `properties` are those of its run, kept when text is typed over it.
        """
        number = control_number(marker)
        while number in self.numbers:
            number = number % 0x7FFFFFFF + 1
        self.numbers.add(number)
        name = self.names.get(fact.fact) or fact.fact
        alias = name if len(name) <= _LONGEST_ALIAS else f"{name[: _LONGEST_ALIAS - 1]}…"
        return wordml.text_control(number, tag(fact), alias, content, properties)
