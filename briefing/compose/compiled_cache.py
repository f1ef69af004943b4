"""Caches of compiled templates and of what their text alone says, for batches of many briefs with one template.

Compiling a template takes longer than the rest of composing a brief. Keys are whole texts. A template with a mistake in it is
inspected again for each brief, because the report depends on the brief. See `briefing.document.cache`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import CodeType

from briefing.document.cache import BoundedCache

CACHE_SIZE = 2_000_000
"""Characters of templates per generation of the cache; it has two generations."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template's compiled code, and the names used in it."""

    code: CodeType
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Inspection:
    """Facts about a template's text that do not depend on the brief.

    `undeclared`: names that it does not define; `asked`: names that it tests with `has` or `is defined`; `placed`: (kind, name)
    of what it places by name; `sound`: every filter and test exists; `bracketed`: words in single or square brackets; `bounded`: it
    cannot loop or grow beyond what the dossier has.
    """

    undeclared: frozenset[str]
    asked: frozenset[str]
    placed: tuple[tuple[str, str], ...]
    sound: bool
    bracketed: frozenset[str]
    bounded: bool


COMPILED: BoundedCache[Compiled] = BoundedCache(CACHE_SIZE)
INSPECTIONS: BoundedCache[Inspection] = BoundedCache(CACHE_SIZE)
