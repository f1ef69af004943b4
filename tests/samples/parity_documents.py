"""Random documents made fit to be compared: what `resolve` would have seen to, and the model promises."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from briefing.document.model import (
    Block,
    Callout,
    Document,
    Figure,
    Heading,
    Inline,
    List,
    Note,
    Paragraph,
    Quote,
    Row,
    Table,
)

Inlines = tuple[Inline, ...]


def renumbered(document: Document) -> Document:
    """The same document, its notes numbered in the order in which they stand, no level of headings skipped, and one row at most that
    references lead to.

    That row is in a table without cells that span rows, as every table of sources is.
    """
    return replace(document, blocks=_Renumbering().blocks(document.blocks))


class _Renumbering:
    def __init__(self) -> None:
        self.notes = count(1)
        self.anchored = False
        self.level = 0

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(self.block(block) for block in blocks)

    def inlines(self, inlines: Inlines) -> Inlines:
        made: list[Inline] = []
        for item in inlines:
            if isinstance(item, Note):
                number = next(self.notes)
                made.append(replace(item, number=number, key=f"note-{number}"))
            else:
                made.append(item)
        return tuple(made)

    def block(self, block: Block) -> Block:
        if isinstance(block, Heading):
            self.level = min(block.level, self.level + 1)
            return replace(block, inlines=self.inlines(block.inlines), level=self.level)
        if isinstance(block, Paragraph):
            return replace(block, inlines=self.inlines(block.inlines))
        if isinstance(block, List):
            return replace(block, items=tuple(self.blocks(item) for item in block.items))
        if isinstance(block, Quote | Callout):
            return replace(block, blocks=self.blocks(block.blocks))
        if isinstance(block, Table):
            title = self.inlines(block.title)
            head, body = self.rows(block.head), self.rows(block.body)
            source = self.inlines(block.source)
            return replace(block, title=title, head=head, body=body, source=source, notes=self.lines(block.notes))
        if isinstance(block, Figure):
            title, source = self.inlines(block.title), self.inlines(block.source)
            return replace(block, title=title, source=source, notes=self.lines(block.notes))
        return block

    def lines(self, lines: tuple[Inlines, ...]) -> tuple[Inlines, ...]:
        return tuple(self.inlines(line) for line in lines)

    def rows(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        made = []
        spanned = any(cell.rows > 1 for row in rows for cell in row.cells)
        for row in rows:
            cells = tuple(replace(cell, paragraphs=self.lines(cell.paragraphs)) for cell in row.cells)
            anchor = "" if self.anchored or spanned else row.anchor
            self.anchored = self.anchored or bool(anchor)
            made.append(replace(row, cells=cells, anchor=anchor))
        return tuple(made)
