"""Schemas of records: JSON that the program wrote, and that anybody may have changed since.

A schema is made of the classes below. `mismatch` says in words where a value is not as its schema says, so that whoever reads a record
after that can rely on types, lengths and ranges.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

MOST = 100_000
"""Entries of a list or group, where a schema does not say."""
LONGEST = 1_000_000
"""Characters of a text, where a schema does not say."""
LARGEST = 1_000_000
"""Whole numbers reach from 0 to this, where a schema does not say."""
_MOST_SHOWN = 80


class Schema(Protocol):
    """Shape that a value must have. `mismatches` yields a sentence for each place below `where` that is something else."""

    def mismatches(self, value: Any, where: str) -> Iterator[str]:
        """Yield the mismatches in the order of the schema."""
        ...


def mismatch(value: Any, schema: Schema) -> str:
    """Return in words the first place where a value is not as its schema says, "" if it is."""
    return next(schema.mismatches(value, ""), "")


@dataclass(frozen=True, slots=True)
class Text:
    """A text. With `pattern` it must match that as a whole, and `words` say what it is then."""

    longest: int = LONGEST
    pattern: re.Pattern[str] | None = None
    words: str = ""

    def mismatches(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str) or len(value) > self.longest:
            yield f"{_name(where)} must be text of at most {self.longest:,} characters"
        elif self.pattern is not None and not self.pattern.fullmatch(value):
            yield f"{_name(where)} must be {self.words}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these texts."""

    texts: tuple[str, ...]

    def mismatches(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str) or value not in self.texts:
            yield f"{_name(where)} must be one of: {', '.join(self.texts)}"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int = 0
    high: int = LARGEST

    def mismatches(self, value: Any, where: str) -> Iterator[str]:
        if type(value) is not int or not self.low <= value <= self.high:
            yield f"{_name(where)} must be a whole number from {self.low:,} to {self.high:,}"


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number."""

    def mismatches(self, value: Any, where: str) -> Iterator[str]:
        if type(value) not in {int, float} or not abs(value) < 1e300 or not math.isfinite(value):
            yield f"{_name(where)} must be a number"


@dataclass(frozen=True, slots=True)
class NumberOrText:
    """A finite number, or a text that prints one."""

    def mismatches(self, value: Any, where: str) -> Iterator[str]:
        yield from (Text(100) if isinstance(value, str) else Number()).mismatches(value, where)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of at least `least` and at most `most` values of one schema."""

    inner: Schema
    most: int = MOST
    least: int = 0

    def mismatches(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list) or not self.least <= len(value) <= self.most:
            yield f"{_name(where)} must be a list of {self.least:,} to {self.most:,} entries"
            return
        for number, each in enumerate(value):
            yield from self.inner.mismatches(each, f"{where}[{number}]")


@dataclass(frozen=True, slots=True)
class Row:
    """A list with exactly one value for each of these schemas."""

    inner: tuple[Schema, ...]

    def mismatches(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list) or len(value) != len(self.inner):
            yield f"{_name(where)} must be a list of {len(self.inner)} entries"
            return
        for number, (each, inner) in enumerate(zip(value, self.inner, strict=True)):
            yield from inner.mismatches(each, f"{where}[{number}]")


@dataclass(frozen=True, slots=True)
class MapOf:
    """A group of values of one schema, under names that the record chooses."""

    inner: Schema
    most: int = MOST

    def mismatches(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict) or len(value) > self.most:
            yield f"{_name(where)} must be a group of at most {self.most:,} named values"
            return
        for key, each in value.items():
            yield from self.inner.mismatches(each, _below(where, key))


@dataclass(frozen=True, slots=True)
class Group:
    """A group of named values. Those in `required` must be there. Nobody reads other names, so these may be anything."""

    required: Mapping[str, Schema] = field(default_factory=dict)
    optional: Mapping[str, Schema] = field(default_factory=dict)

    def mismatches(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{_name(where)} must be a group of named values"
            return
        for key, inner in (*self.required.items(), *self.optional.items()):
            if key in value:
                yield from inner.mismatches(value[key], _below(where, key))
            elif key in self.required:
                yield f"{_name(_below(where, key))} is missing"


@dataclass(frozen=True, slots=True)
class Maybe:
    """A value of that schema, or null."""

    inner: Schema

    def mismatches(self, value: Any, where: str) -> Iterator[str]:
        if value is not None:
            yield from self.inner.mismatches(value, where)


def _below(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _name(where: str) -> str:
    """Return the place of a value as a message may quote it: the record chose the names in it."""
    shown = "".join(c if c.isprintable() else "?" for c in where)
    return f'"{shown[:_MOST_SHOWN]}"' if shown else "its content"
