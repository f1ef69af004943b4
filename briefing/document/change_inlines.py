"""A block with other inlines, at every depth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import is_
from typing import TypeAlias, assert_never

from briefing.document.model import (
    Block,
    Callout,
    Cell,
    Contents,
    Figure,
    Heading,
    Inline,
    List,
    Paragraph,
    Quote,
    Row,
    Table,
    TitleBlock,
)

Change: TypeAlias = Callable[[tuple[Inline, ...]], tuple[Inline, ...]]


def change_inlines(block: Block, change: Change, change_source: Change) -> Block:
    """Return the block with each run of inlines replaced, in document order, and so in the blocks that it holds.

    `change_source` replaces the source lines of tables and figures, `change` all other runs.
    """
    match block:
        case Paragraph() | Heading():
            return replace(block, inlines=change(block.inlines))
        case List():
            items = [tuple([change_inlines(b, change, change_source) for b in item]) for item in block.items]
            return replace(block, items=tuple(items))
        case Quote() | Callout():
            return replace(block, blocks=tuple([change_inlines(b, change, change_source) for b in block.blocks]))
        case Table():
            return replace(
                block,
                title=change(block.title),
                head=tuple([_row(row, change) for row in block.head]),
                body=tuple([_row(row, change) for row in block.body]),
                source=change_source(block.source),
                notes=tuple([change(note) for note in block.notes]),
            )
        case Figure():
            return replace(
                block,
                title=change(block.title),
                source=change_source(block.source),
                notes=tuple([change(note) for note in block.notes]),
            )
        case TitleBlock() | Contents():
            return block
        case _:
            assert_never(block)


def _row(row: Row, change: Change) -> Row:
    """Return the row, the same object if no cell was changed, as with most rows."""
    cells = tuple([_cell(cell, change) for cell in row.cells])
    return row if all(map(is_, cells, row.cells)) else replace(row, cells=cells)


def _cell(cell: Cell, change: Change) -> Cell:
    paragraphs = tuple([change(paragraph) for paragraph in cell.paragraphs])
    return cell if all(map(is_, paragraphs, cell.paragraphs)) else replace(cell, paragraphs=paragraphs)
