"""Values as short texts that are equal where the values print the same.

Takes whatever a ledger, a theme or a wish is made of; gives a hash in hexadecimal. Leaves out where things were typed: a fact that
moves to another line is the same fact. Reads no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from itertools import repeat
from pathlib import PurePath
from typing import Any, TypeAlias

from briefing.problems.problem import Origin

Put: TypeAlias = Callable[[str], None]
LENGTH = 32
"""Digits of a hash: 128 bits, so that no two things are ever taken for one another."""


def fingerprint(value: object) -> str:
    """The hash of a value: frozen data of ours, texts, numbers and what holds them. Raises TypeError for anything else."""
    parts: list[str] = []
    _spell(value, parts.append)
    return hash_bytes("".join(parts).encode("utf-8", "surrogatepass"))


def hash_bytes(data: bytes) -> str:
    """The hash of a file's bytes, of the same length."""
    return sha256(data).hexdigest()[:LENGTH]


def _spell(value: Any, put: Put) -> None:
    """Puts a spelling in which different values never read alike: each text has its length before it."""
    kind = value.__class__
    if kind is str:
        put(f"{len(value)}:{value}")
    elif kind is tuple or kind is list:
        put(f"[{len(value)}")
        for held in value:
            _spell(held, put)
    elif value is None or kind is bool or kind is int or kind is float:
        put(f"{value!r};")
    elif names := _names(kind):
        put(f"<{kind.__name__}")
        for held in map(getattr, repeat(value), names):
            if held.__class__ is not Origin:
                _spell(held, put)
    else:
        _spell_rare(value, put)


def _spell_rare(value: Any, put: Put) -> None:
    if isinstance(value, str):
        _spell(str(value), put)
    elif isinstance(value, Mapping):
        put(f"{{{len(value)}")
        for key, held in value.items():
            _spell(key, put)
            _spell(held, put)
    elif isinstance(value, frozenset | set):
        _spell(sorted(value), put)
    elif isinstance(value, tuple | list):
        _spell(list(value), put)
    elif isinstance(value, bytes):
        put(f"b{hash_bytes(value)}")
    elif isinstance(value, PurePath):
        _spell(value.name, put)
    else:
        # What is printed of anything else (a decimal, a fraction, a date) is all there is to it.
        plain = repr(value)
        if " at 0x" in plain:
            raise TypeError(f"{value.__class__.__name__} has no spelling of its own")
        _spell(plain, put)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass that say something; `origins` and the like only tell where. None of any other kind."""
    if not is_dataclass(kind):
        return ()
    return tuple(each.name for each in fields(kind) if not each.name.endswith("origins"))
