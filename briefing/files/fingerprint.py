"""Fingerprints of values: hashes that are equal exactly where the values print the same.

Work on whatever ledgers, themes and build options are made of. Locations are left out: a fact that moves to
another line is the same fact. Read no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from itertools import repeat
from pathlib import PurePath
from typing import Any, TypeAlias

from briefing.problems.problem import Location

Emit: TypeAlias = Callable[[str], None]
LENGTH = 32
"""Hexadecimal digits of a hash: 128 bits, enough to rule out collisions in practice."""


def fingerprint(value: object) -> str:
    """Return the hash of a value in hexadecimal.

    The value may be a frozen dataclass, a text, a number, or a container of these. Raises TypeError for
    anything else.
    """
    parts: list[str] = []
    _serialise(value, parts.append)
    return hash_bytes("".join(parts).encode("utf-8", "surrogatepass"))


def hash_bytes(data: bytes) -> str:
    """Return the hash of bytes, of the same length as a fingerprint."""
    return sha256(data).hexdigest()[:LENGTH]


def _serialise(value: Any, emit: Emit) -> None:
    """Append an unambiguous serialisation of a value.

    Each text is preceded by its length, so that different values never look alike.
    """
    kind = value.__class__
    if kind is str:
        emit(f"{len(value)}:{value}")
    elif kind is tuple or kind is list:
        emit(f"[{len(value)}")
        for item in value:
            _serialise(item, emit)
    elif value is None or kind is bool or kind is int or kind is float:
        emit(f"{value!r};")
    elif names := _names(kind):
        emit(f"<{kind.__name__}")
        for item in map(getattr, repeat(value), names):
            if item.__class__ is not Location:
                _serialise(item, emit)
    else:
        _serialise_rare(value, emit)


def _serialise_rare(value: Any, emit: Emit) -> None:
    if isinstance(value, str):
        _serialise(str(value), emit)
    elif isinstance(value, Mapping):
        emit(f"{{{len(value)}")
        for key, item in value.items():
            _serialise(key, emit)
            _serialise(item, emit)
    elif isinstance(value, frozenset | set):
        _serialise(sorted(value), emit)
    elif isinstance(value, tuple | list):
        _serialise(list(value), emit)
    elif isinstance(value, bytes):
        emit(f"b{hash_bytes(value)}")
    elif isinstance(value, PurePath):
        _serialise(value.name, emit)
    else:
        # The repr of anything else (a decimal, a fraction, a date) says everything about it.
        plain = repr(value)
        if " at 0x" in plain:
            raise TypeError(f"{value.__class__.__name__} cannot be serialised: its repr holds a memory address")
        _serialise(plain, emit)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """Return the names of a dataclass's fields, without `locations` and the like; none for any other type."""
    if not is_dataclass(kind):
        return ()
    return tuple(each.name for each in fields(kind) if not each.name.endswith("locations"))
