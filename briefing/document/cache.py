"""What a process remembers of briefs that it made: a bounded store, and the keys of what blocks print.

The next edition of a brief has most of its paragraphs and rows from the last one. Takes keys and values; forgets what was not
asked for in a while. Nothing here can change a file: a key holds all that a result depends on, and what is forgotten is made
again. A key leaves out where text was typed, which only problems tell, so what has a problem to tell must not be kept.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeAlias, TypeVar

from briefing.document.model import (
    Block,
    Bullets,
    Callout,
    Cell,
    FactRef,
    Figure,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Quote,
    Reference,
    Row,
    Table,
    Text,
)

MOST_ROWS = 500
"""Of a longer table nothing is remembered: it is a data set, and its keys would cost more than they spare."""

Key: TypeAlias = Hashable
Kept = TypeVar("Kept")


class Memory(Generic[Kept]):
    """Values by key in two generations: what was asked for lately, and what was before that.

    When the younger is full (`most`, in weights that its owner chooses) the older is forgotten and the younger takes its place. So never
    more than twice `most` is kept. `most` 0 remembers nothing.
    """

    __slots__ = ("_old", "_weight", "_young", "most")

    def __init__(self, most: int) -> None:
        self.most = most
        self._weight = 0
        self._young: dict[Key, tuple[Kept, int]] = {}
        self._old: dict[Key, tuple[Kept, int]] = {}

    def get(self, key: Key) -> Kept | None:
        """What is kept under a key. What was old is young again."""
        found = self._young.get(key)
        if found is None:
            found = self._old.pop(key, None)
            if found is None:
                return None
            self._put(key, found)
        return found[0]

    def keep(self, key: Key, value: Kept, weight: int = 1) -> None:
        """Remember a value, unless it alone weighs more than a quarter of what may be kept."""
        if weight * 4 <= self.most:
            self._put(key, (value, weight))

    def clear(self) -> None:
        """Forget everything."""
        self._young, self._old, self._weight = {}, {}, 0

    @property
    def weight(self) -> int:
        """The weight of all that is kept."""
        return sum(weight for kept in (self._young, self._old) for _, weight in kept.values())

    def _put(self, key: Key, entry: tuple[Kept, int]) -> None:
        if self._weight + entry[1] > self.most:
            self._young, self._old, self._weight = {}, self._young, 0
        before = self._young.get(key)
        self._weight += entry[1] - (before[1] if before is not None else 0)
        self._young[key] = entry


# ------------------------------------------------------------------ keys


def inlines_key(inlines: Iterable[Inline]) -> tuple[Key, ...]:
    """What inlines print and how. The commonest are the shortest: plain text is its own key, a plain fact a tuple of one."""
    return tuple([
        _inline_key(item)
        if item.__class__ not in (Text, FactRef) or item.strong or item.emphasis or item.language
        else item.text if item.__class__ is Text else (item.text,)
        for item in inlines
    ])  # fmt: skip


def _inline_key(item: Inline) -> Key:
    if isinstance(item, Text | FactRef):
        return (item.__class__, item.text, item.strong, item.emphasis, item.language)
    if isinstance(item, Note):
        return (Note, item.number, item.key, inlines_key(item.inlines))
    if isinstance(item, Link):
        return (Link, item.url, inlines_key(item.inlines))
    if isinstance(item, Reference):
        return (Reference, item.target, item.text)
    return None


def row_key(row: Row) -> tuple[Key, ...]:
    """What a row of a table prints and how."""
    return (row.kind, row.anchor, *[_cell_key(cell) for cell in row.cells])


def _cell_key(cell: Cell) -> Key:
    paragraphs = cell.paragraphs
    if len(paragraphs) == 1 and len(paragraphs[0]) == 1 and cell.columns == 1 == cell.rows and cell.align == "left":
        item = paragraphs[0][0]
        if item.__class__ is Text and not (item.strong or item.emphasis or item.language):
            return (item.text,) if cell.header else item.text
    return (cell.align, cell.header, cell.columns, cell.rows, tuple([inlines_key(each) for each in paragraphs]))


def block_key(block: Block) -> Key:
    """What a block prints and how; None for what is made anew: contents, the front, pictures, long tables."""
    if isinstance(block, Paragraph):
        return (Paragraph, block.key, inlines_key(block.inlines))
    if isinstance(block, Heading):
        return (Heading, block.key, block.level, block.number, inlines_key(block.inlines))
    if isinstance(block, Bullets):
        return _whole(Bullets, block.key, block.ordered, block.start, *[_inside(item) for item in block.items])
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
    """Parts as one key; None where one of them is."""
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
