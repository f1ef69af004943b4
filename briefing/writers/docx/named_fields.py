"""Write words that are also document properties as fields: changing the property changes them everywhere.

The words are in the field already, and nothing makes Word update them. Words that differ from the
property stay plain text.
"""

from __future__ import annotations

from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.wordml import field, run

_MARKING = "DOCPROPERTY Category"
"""A marking is stored in the property Category; see `properties`."""


def title_field(words: str, rendering: Rendering) -> str:
    """Return the brief's title."""
    return field("TITLE", words) if words and words == rendering.document.properties.title else run(words)


def marking_field(words: str, rendering: Rendering, look: str = "") -> str:
    """Return the brief's marking, its runs with the properties given."""
    known = words and words == rendering.document.properties.marking
    return field(_MARKING, words, look) if known else run(words, look)
