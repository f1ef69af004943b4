"""Bounded in-memory cache of laid-out blocks and table rows, and the cache keys.

A new edition of a brief repeats most paragraphs and rows of the previous one. The cache cannot
change a result: a key contains everything that a result depends on, and an evicted entry is
computed again. Keys leave out source locations, which only problems need; so a result with problems
must never be cached.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeAlias, TypeVar

from briefing.document.model import (
    Block,
    Callout,
    Cell,
    CrossReference,
    FactReference,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Row,
    Table,
    Text,
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


def inlines_key(inlines: Iterable[Inline]) -> tuple[Key, ...]:
    """Return a key for what inlines print and how they look.

    The commonest inlines get the shortest keys: plain text is its own key, a plain fact a tuple of
    its text.
    """
    return tuple([
        _inline_key(item)
        if item.__class__ not in (Text, FactReference) or item.strong or item.emphasis or item.language
        else item.text if item.__class__ is Text else (item.text,)
        for item in inlines
    ])  # fmt: skip


def _inline_key(item: Inline) -> Key:
    if isinstance(item, Text | FactReference):
        return (item.__class__, item.text, item.strong, item.emphasis, item.language)
    if isinstance(item, Note):
        return (Note, item.number, item.key, inlines_key(item.inlines))
    if isinstance(item, Link):
        return (Link, item.url, inlines_key(item.inlines))
    if isinstance(item, CrossReference):
        return (CrossReference, item.target, item.text)
    return None


def row_key(row: Row) -> tuple[Key, ...]:
    """Return a key for what a table row prints and how it looks."""
    return (row.kind, row.anchor, *[_cell_key(cell) for cell in row.cells])


def _cell_key(cell: Cell) -> Key:
    paragraphs = cell.paragraphs
    if len(paragraphs) == 1 and len(paragraphs[0]) == 1 and cell.columns == 1 == cell.rows and cell.align == "left":
        item = paragraphs[0][0]
        if item.__class__ is Text and not (item.strong or item.emphasis or item.language):
            return (item.text,) if cell.header else item.text
    return (cell.align, cell.header, cell.columns, cell.rows, tuple([inlines_key(each) for each in paragraphs]))


def block_key(block: Block) -> Key:
    """Return a key for what a block prints and how it looks.

    None for blocks that are never cached: contents, title blocks, pictures and long tables.
    """
    if isinstance(block, Paragraph):
        return (Paragraph, block.key, inlines_key(block.inlines))
    if isinstance(block, Heading):
        return (Heading, block.key, block.level, block.number, inlines_key(block.inlines))
    if isinstance(block, List):
        return _whole(List, block.key, block.ordered, block.start, *[_inside(item) for item in block.items])
    if isinstance(block, Quote):
        return _whole(Quote, block.key, _inside(block.blocks))
    if isinstance(block, Callout):
        return _whole(Callout, block.key, block.kind, block.title, _inside(block.blocks))
    if isinstance(block, Table) and len(block.body) <= MOST_ROWS:
        return _table_key(block)
    if isinstance(block, Figure) and block.chart is not None:
        return (Figure, _captions_key(block), repr(block.chart))
    return None


def _whole(*parts: Key) -> Key:
    """Return the parts as one key, or None if any part is None."""
    return None if None in parts else parts


def _inside(blocks: Iterable[Block]) -> Key:
    return _whole(*[block_key(block) for block in blocks])


def _captions_key(block: Table | Figure) -> Key:
    notes = tuple([inlines_key(note) for note in block.notes])
    return (block.key, block.label, inlines_key(block.title), inlines_key(block.source), notes)


def _table_key(table: Table) -> Key:
    columns = tuple([(column.align, column.mark, column.weight) for column in table.columns])
    rows = tuple([row_key(row) for row in (*table.head, *table.body)])
    return (Table, _captions_key(table), columns, len(table.head), rows)
