"""Random second editions of random briefs, from a seed: blocks dropped, added, moved and reworded."""

from __future__ import annotations

import random  # noqa: TID251  # from fixed seeds
from dataclasses import replace

from samples.random_documents import WORDS, Maker

from briefing.document.model import (
    Block,
    Callout,
    Contents,
    Document,
    Inline,
    List,
    Note,
    Paragraph,
    Row,
    Table,
    Text,
    TitleBlock,
)


class Editor:
    """Edits by chance; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.maker = Maker(seed + 1)

    def document(self, old: Document) -> Document:
        front = [block for block in old.blocks if isinstance(block, TitleBlock | Contents)]
        rest = [block for block in old.blocks if not isinstance(block, TitleBlock | Contents)]
        made: list[Block] = []
        for block in rest:
            chance = self.random.random()
            if chance < 0.12:
                continue
            if chance < 0.24:
                made.append(self.maker.block())
            made.append(self.block(block) if self.random.random() < 0.6 else block)
        if len(made) > 2 and self.random.random() < 0.4:
            made.insert(self.random.randrange(len(made)), made.pop(self.random.randrange(len(made))))
        return replace(old, blocks=(*front, *made))

    def block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, inlines=self.inlines(block.inlines))
        if isinstance(block, List):
            items = [tuple(map(self.block, item)) for item in block.items if self.random.random() < 0.8]
            return replace(block, items=tuple(items) or block.items)
        if isinstance(block, Callout):
            return replace(block, blocks=tuple(map(self.block, block.blocks)))
        if isinstance(block, Table):
            return self.table(block)
        return block

    def table(self, table: Table) -> Table:
        """Rows may only go where none spans another."""
        if any(cell.rows > 1 for row in table.body for cell in row.cells):
            return table
        rows = [self.row(row) for row in table.body if self.random.random() < 0.85]
        if rows and self.random.random() < 0.5:
            rows.insert(self.random.randint(0, len(rows)), self.row(self.random.choice(rows)))
        return replace(table, body=tuple(rows))

    def row(self, row: Row) -> Row:
        cells = [
            replace(cell, paragraphs=tuple(map(self.inlines, cell.paragraphs))) if self.random.random() < 0.3 else cell
            for cell in row.cells
        ]
        return replace(row, cells=tuple(cells))

    def inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        made: list[Inline] = []
        for inline in inlines:
            if self.random.random() < 0.1:
                continue
            if isinstance(inline, Text):
                made.append(replace(inline, text=self.words(inline.text)))
            elif isinstance(inline, Note) and self.random.random() < 0.5:
                made.append(replace(inline, inlines=self.inlines(inline.inlines)))
            else:
                made.append(inline)
        if self.random.random() < 0.1:
            made.insert(self.random.randint(0, len(made)), Text(" " + self.maker.words(1, 4), strong=True))
        return tuple(made)

    def words(self, text: str) -> str:
        words = text.split(" ")
        for _ in range(self.random.choice((0, 0, 1, 1, 2, len(words)))):
            at = self.random.randrange(len(words) + 1)
            words[at : at + self.random.randint(0, 2)] = [self.random.choice(WORDS)] * self.random.randint(0, 2)
        return " ".join(words)


def edited(seed: int, old: Document) -> Document:
    return Editor(seed).document(old)
