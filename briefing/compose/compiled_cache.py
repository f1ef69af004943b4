"""What a process remembers of templates: their compiled form, and what can be known of each before it runs.

Many briefs of one template would else compile it anew each time, which takes longer than all the rest of composing. Keys are whole
texts; a text with anything wrong in it is looked at anew, since what is told of it depends on the brief. See `briefing.document.cache`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import CodeType

from briefing.document.cache import Memory

KEPT = 2_000_000
"""Characters of templates, twice at most."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template's code, and the names that it holds."""

    code: CodeType
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a template's text says by itself: names that it does not make, names that it asks after, what it places by name.

    `sound` tells that every filter and test in it exists. `bracketed` are words in brackets that print as they stand.
    """

    undeclared: frozenset[str]
    asked: frozenset[str]
    placed: tuple[tuple[str, str], ...]
    sound: bool
    bracketed: frozenset[str]


CODE: Memory[Compiled] = Memory(KEPT)
LOOKED: Memory[Looked] = Memory(KEPT)
