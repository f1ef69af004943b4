"""Forged records: JSON values of which one is replaced by something that the program would never write there."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

NASTY: tuple[Any, ...] = (
    None, True, -1, 10**9, 10**400, 1e308, float("inf"), float("nan"), "", "x" * 2_000_000, "\ud800", "../x", [], [[]], [1], ["x"],
    [0, 10**9], {}, {"a": 1}, {"": {}}, [{"name": ["x"]}], [{"code": 1}],
)  # fmt: skip


def forgeries(values: Any) -> Iterator[tuple[str, Any]]:
    """Each kind of place in the values with each nasty value there, and without the value: the place, and the values."""
    for path in _kinds_of_places(values):
        for nasty in NASTY:
            forged = deepcopy(values)
            inner = forged
            for step in path[:-1]:
                inner = inner[step]
            inner[path[-1]] = deepcopy(nasty)
            yield f"{path} = {nasty!r:.40}", forged
        forged = deepcopy(values)
        inner = forged
        for step in path[:-1]:
            inner = inner[step]
        del inner[path[-1]]
        yield f"{path} deleted", forged


def _kinds_of_places(values: Any) -> list[tuple[Any, ...]]:
    """One place of each kind: the items of a list are of one kind, and so are groups with the same keys beside each other."""
    found: dict[tuple[str, ...], tuple[Any, ...]] = {}

    def walk(value: Any, path: tuple[Any, ...], kind: tuple[str, ...]) -> None:
        if path:
            found.setdefault(kind, path)
        if isinstance(value, dict):
            alike = len(value) > 1 and all(isinstance(each, dict) for each in value.values())
            for key, each in value.items():
                walk(each, (*path, key), (*kind, "*" if alike and path else key))
        elif isinstance(value, list):
            for number, each in enumerate(value):
                walk(each, (*path, number), (*kind, "[]"))

    walk(values, (), ())
    return list(found.values())
