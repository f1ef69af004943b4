"""Spaces at which no line may end: between a number and the first word of its unit, scale or currency.

They are ordinary spaces in the document, so that "10 billion" is found by a search and read back unchanged. The layout keeps such
words on one line, and Word is given a no-break space, which readers of finished files take for a space.
"""

from __future__ import annotations

import re

from briefing.document.model import Aspect, FactReference, Inline

NO_BREAK = "\u00a0"
LONGEST = 24
"""Maximum number of characters that stay together, so that they fit into a narrow column."""
_FIGURES: frozenset[Aspect] = frozenset({"value", "number", "former"})
_TIED = re.compile(r"(?<![^\s(])[^\s(]*\d[^\s]*( )(?:[^\W\d_]|[°%‰])[^\s]*|(?<![^\s(])[A-Z]{3}( )(?=[−-]?\d)")


def tied_spaces(inline: Inline) -> tuple[int, ...]:
    """Return the offsets of the spaces in an inline at which no line may end."""
    if not isinstance(inline, FactReference) or inline.aspect not in _FIGURES or " " not in inline.text:
        return ()
    found = (match for match in _TIED.finditer(inline.text) if len(match[0]) <= LONGEST)
    return tuple(match.start(1) if match[1] else match.start(2) for match in found)


def with_no_break_spaces(fact: FactReference) -> str:
    """Return the text with a no-break space for each tied space."""
    text = fact.text
    for offset in tied_spaces(fact):
        text = text[:offset] + NO_BREAK + text[offset + 1 :]
    return text
