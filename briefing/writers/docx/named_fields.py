"""Words that the file's properties hold too, as fields of Word: who changes a property changes them everywhere.

Takes words and the `Rendering`; gives runs. The words stand in the field already, and nothing asks Word to renew them. Words
that are not what the property says stay words.
"""

from __future__ import annotations

from briefing.writers.docx.rendering import Rendering
from briefing.writers.docx.wordml import field, run

_MARKING = "DOCPROPERTY Category"
"""A marking stands in the category: see `properties`."""


def title_field(words: str, rendering: Rendering) -> str:
    """The brief's title."""
    return field("TITLE", words) if words and words == rendering.document.properties.title else run(words)


def marking_field(words: str, rendering: Rendering, look: str = "") -> str:
    """The brief's marking, its runs with the properties given."""
    known = words and words == rendering.document.properties.marking
    return field(_MARKING, words, look) if known else run(words, look)
