"""Faults that tests put into a sound Word file, to see that a lint finds them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable

Members = list[tuple[str, bytes]]
Damage = Callable[[Members], Members]


def taken_apart(data: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def put_together(members: Members) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of members with one name, which is one of the faults
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in members:
                archive.writestr(name, content)
    return buffer.getvalue()


def change(part: str, pattern: str, replacement: str) -> Damage:
    def damage(members: Members) -> Members:
        made = []
        for name, content in members:
            changed = content
            if name == part:
                changed = re.sub(pattern.encode(), replacement.encode(), content, count=1, flags=re.DOTALL)
                assert changed != content, f"nothing to damage in {part}"
            made.append((name, changed))
        return made

    return damage


def drop(part: str) -> Damage:
    return lambda members: [(name, content) for name, content in members if name != part]


def double(part: str) -> Damage:
    return lambda members: [*members, *((name, content) for name, content in members if name == part)]
