"""Values as short texts that are equal where the values print the same.

Takes whatever a ledger, a theme or a wish is made of; gives a hash in hexadecimal. Leaves out where things were typed: a fact that
moves to another line is the same fact. Reads no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from pathlib import PurePath

from briefing.errors import Origin

LENGTH = 32
"""Digits of a hash: 128 bits, so that no two things are ever taken for one another."""


def fingerprint(value: object) -> str:
    """The hash of a value: frozen data of ours, texts, numbers and what holds them. Raises TypeError for anything else."""
    return hash_bytes("".join(_spell(value)).encode("utf-8", "surrogatepass"))


def hash_bytes(data: bytes) -> str:
    """The hash of a file's bytes, of the same length."""
    return sha256(data).hexdigest()[:LENGTH]


def _spell(value: object) -> Iterator[str]:
    """A spelling in which different values never read alike: each text has its length before it."""
    if value is None or isinstance(value, bool | int | float):
        yield f"{value!r};"
    elif isinstance(value, str):
        yield f"{len(value)}:{value}"
    elif isinstance(value, bytes):
        yield f"b{hash_bytes(value)}"
    elif isinstance(value, Mapping):
        yield f"{{{len(value)}"
        for key, held in value.items():
            yield from _spell(key)
            yield from _spell(held)
    elif isinstance(value, frozenset | set):
        yield from _spell(sorted(value))
    elif isinstance(value, tuple | list):
        yield f"[{len(value)}"
        for held in value:
            yield from _spell(held)
    else:
        yield from _spell_rare(value)


def _spell_rare(value: object) -> Iterator[str]:
    if is_dataclass(value) and not isinstance(value, type):
        yield f"<{type(value).__name__}"
        for name in _names(type(value)):
            held = getattr(value, name)
            if not isinstance(held, Origin):
                yield from _spell(held)
    elif isinstance(value, PurePath):
        yield from _spell(value.name)
    else:
        # What is printed of anything else (a decimal, a fraction, a date) is all there is to it.
        plain = repr(value)
        if " at 0x" in plain:
            raise TypeError(f"{type(value).__name__} has no spelling of its own")
        yield from _spell(plain)


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a kind that say something; `origins` and the like only tell where."""
    return tuple(each.name for each in fields(kind) if not each.name.endswith("origins"))
