"""Bounded in-memory cache of laid-out blocks and table rows, and the cache keys.

A new edition of a brief repeats most paragraphs and rows of the previous one. The cache cannot
change a result: a key contains everything that a result depends on, and an evicted entry is
computed again. Keys leave out source locations, which only problems need; so a result with problems
must never be cached.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any, Generic, TypeAlias, TypeVar

from briefing.document import model
from briefing.document.model import (
    Block,
    Cell,
    Contents,
    FactReference,
    Figure,
    Table,
    Text,
    TitleBlock,
    children_of,
)

MOST_ROWS = 500
"""Longest table whose rows are cached. Longer tables are data sets: building their keys costs more than it saves."""

Key: TypeAlias = Hashable
Kept = TypeVar("Kept")


class BoundedCache(Generic[Kept]):
    """Cache with two generations: entries used recently, and entries used before that.

    When the younger generation exceeds `most` (in weights chosen by the owner), the older one is
    dropped and the younger takes its place; so the cache never holds more than twice `most`. With
    `most` 0 nothing is cached.
    """

    __slots__ = ("_old", "_weight", "_young", "most")

    def __init__(self, most: int) -> None:
        self.most = most
        self._weight = 0
        self._young: dict[Key, tuple[Kept, int]] = {}
        self._old: dict[Key, tuple[Kept, int]] = {}

    def get(self, key: Key) -> Kept | None:
        """Return the value cached under `key`, or None.

        A hit in the old generation moves the entry to the new one.
        """
        found = self._young.get(key)
        if found is None:
            found = self._old.pop(key, None)
            if found is None:
                return None
            self._put(key, found)
        return found[0]

    def keep(self, key: Key, value: Kept, weight: int = 1) -> None:
        """Cache a value, unless it alone weighs more than a quarter of `most`."""
        if weight * 4 <= self.most:
            self._put(key, (value, weight))

    def clear(self) -> None:
        """Remove every entry."""
        self._young, self._old, self._weight = {}, {}, 0

    @property
    def weight(self) -> int:
        """Total weight of all entries."""
        return sum(weight for kept in (self._young, self._old) for _, weight in kept.values())

    def _put(self, key: Key, entry: tuple[Kept, int]) -> None:
        if self._weight + entry[1] > self.most:
            self._young, self._old, self._weight = {}, self._young, 0
        before = self._young.get(key)
        self._weight += entry[1] - (before[1] if before is not None else 0)
        self._young[key] = entry


# ------------------------------------------------------------------ keys

UNPRINTED = frozenset(
    {"location", "lines", "literal", "fact", "aspect", "claim", "point", "citations", "typed", "worded"}
)
"""Names of fields of the model that change nothing on a page. All other fields are part of a key."""
_PLAIN_VALUE = re.compile(r"str|int|float|bool|bytes|Align|Literal\[.*\]")
"""Types of fields whose values are keys as they are."""


def block_key(block: Block) -> Key:
    """Return a key for what a block prints and how it looks.

    None for blocks that are never cached: contents, title blocks, pictures and long tables.
    """
    return key_of(block) if _may_be_cached(block) else None


def _may_be_cached(block: Block) -> bool:
    match block:
        case Contents() | TitleBlock():
            return False
        case Table():
            return len(block.body) <= MOST_ROWS
        case Figure():
            return block.picture is None
        case _:  # Other kinds are safe to cache, also new ones: their key has all their fields.
            inside = children_of(block)
            return not inside or all(map(_may_be_cached, inside))


def key_of(value: Any) -> Key:
    """Return a key for what a part of a block prints and how it looks: an object by its fields, a tuple by its members."""
    return _KEYS[value.__class__](value)


def inlines_key(inlines: Iterable[Any]) -> Key:
    """Return a key of the text and the look of inlines, or of the members of another tuple.

    The commonest inlines get the shortest keys: plain text is its own key, a plain fact a tuple of
    its text.
    """
    return tuple([
        _KEYS[item.__class__](item)
        if item.__class__ not in (Text, FactReference) or item.strong or item.emphasis or item.language
        else item.text if item.__class__ is Text else (item.text,)
        for item in inlines
    ])  # fmt: skip


class _KeyFunctions(dict[type, Callable[[Any], Key]]):
    """The function that makes the keys of each class, made when it is first needed."""

    def __missing__(self, kind: type) -> Callable[[Any], Key]:
        made = self[kind] = _of_fields(kind) if is_dataclass(kind) else _itself
        return made


def _of_fields(kind: type) -> Callable[[Any], Key]:
    """Return the function that makes the keys of a class from its fields.

    Keys have the name of the class, not the class, so that the garbage collector need not look at
    them: they live long, and are many.
    """
    name = kind.__name__
    types = {field.name: str(field.type) for field in fields(kind) if field.name not in UNPRINTED}
    plain = [name for name, declared in types.items() if _PLAIN_VALUE.fullmatch(declared)]
    nested = {name: _of_type(declared) for name, declared in types.items() if name not in plain}
    get = attrgetter(*plain) if plain else lambda _: None
    if not nested:
        return lambda item: (name, get(item))
    if len(nested) == 1:
        ((only, key_of_nested),) = nested.items()
        get_nested = attrgetter(only)
        return lambda item: (name, get(item), key_of_nested(get_nested(item)))
    get_all, keys_of = attrgetter(*nested), tuple(nested.values())
    return lambda item: (name, get(item), *[make(value) for make, value in zip(keys_of, get_all(item), strict=True)])


def _of_type(declared: str) -> Callable[[Any], Key]:
    """Return the function that makes the keys of a field with that type. Tuples of one class are the quickest."""
    member = getattr(model, declared.removeprefix("tuple[").removesuffix(", ...]"), None)
    if declared.startswith("tuple["):
        if not isinstance(member, type):
            return inlines_key
        make = _KEYS[member]
        return lambda values: tuple(map(make, values))
    return key_of


def _itself(value: Key) -> Key:
    return value


def _cell_key(cell: Cell) -> Key:
    """Return a key for a cell. The commonest cells, plain text without spans, get the shortest keys."""
    paragraphs = cell.paragraphs
    if len(paragraphs) == 1 and len(paragraphs[0]) == 1 and cell.columns == 1 == cell.rows and cell.align == "left":
        item = paragraphs[0][0]
        if item.__class__ is Text and not (item.strong or item.emphasis or item.language):
            return (item.text,) if cell.header else item.text
    return _whole_cell(cell)


_whole_cell = _of_fields(Cell)
_KEYS = _KeyFunctions({tuple: inlines_key, Cell: _cell_key})
