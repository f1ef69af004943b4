"""Build the structure tree of a document.

The title is H1 and headings start at H2 (H1 if there is no title), so that no level is skipped
(PDF/UA-1, 7.4.2). A note comes right after the block that cites it. A callout is a Sect whose title
is a P, because it should not be listed in an outline.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from briefing.document.model import (
    Block,
    Callout,
    Captioned,
    Contents,
    Document,
    Figure,
    Heading,
    Inline,
    List,
    Note,
    PageFurniture,
    Paragraph,
    Quote,
    Table,
    TitleBlock,
    caption_inlines,
    notes_of,
)
from briefing.layout.typesetting.grid import Grid, GridCell, lay_grid
from briefing.layout.typesetting.pages import Owner, mark_of
from briefing.writers.pdf.structure import Element, Structure, Target, linked, pdf_text


def build_structure(document: Document, known: Iterable[str]) -> Structure:
    """Return the tree of a document whose link targets are `known`."""
    furniture = document.furniture
    structure = Structure(Element("Document", None), furniture.jump, furniture.to_note, frozenset(known))
    builder = _Builder(structure, furniture)
    for block in document.blocks:
        builder.block(block, structure.root)
    return structure


class _Builder:
    def __init__(self, structure: Structure, furniture: PageFurniture) -> None:
        self.structure, self.furniture = structure, furniture
        self.level = 0
        self.titled = 0
        self.noted: set[str] = set()

    def text(
        self, tag: str, parent: Element, owner: Owner, inlines: tuple[Inline, ...] = (), details: str = ""
    ) -> Element:
        """Return an element that shows the lines of an owner."""
        element = Element(tag, parent, details)
        element.inlines = inlines
        self.structure.owners[owner] = element
        return element

    def block(self, block: Block, parent: Element) -> None:
        """Add the elements of a block; the first is what its key leads to."""
        before = len(parent.kids)
        self._block(block, parent)
        made = parent.kids[before] if len(parent.kids) > before else parent
        if isinstance(made, Element):
            self.structure.targets[block.key] = made

    def _block(self, block: Block, parent: Element) -> None:
        match block:
            case TitleBlock():
                self._front(block, parent)
            case Heading():
                self.text(self._heading_tag(block.level + self.titled), parent, (block.key, "text"), block.inlines)
                self._notes(block.inlines, parent)
            case Paragraph():
                self.text("P", parent, (block.key, "text"), block.inlines)
                self._notes(block.inlines, parent)
            case List():
                self._bullets(block, parent)
            case Quote():
                self._inside(block.blocks, Element("BlockQuote", parent))
            case Callout():
                section = Element("Sect", parent)
                if block.title:
                    self.text("P", section, (block.key, "title"))
                self._inside(block.blocks, section)
            case Table():
                self._table(block, parent)
            case Figure():
                self._figure(block, parent)
            case Contents():
                self._contents(block, parent)
            case _:
                assert_never(block)

    def _inside(self, blocks: tuple[Block, ...], parent: Element) -> None:
        for block in blocks:
            self.block(block, parent)

    # ------------------------------------------------------------ text

    def _front(self, block: TitleBlock, parent: Element) -> None:
        if block.title:
            self.text(self._heading_tag(1), parent, (block.key, "title"))
            self.titled = 1
        if block.subtitle:
            self.text("P", parent, (block.key, "subtitle"))
        for index, _ in enumerate(block.byline):
            self.text("P", parent, (block.key, "byline", index))

    def _heading_tag(self, level: int) -> str:
        """Return H1 to H6, without skipping a level (PDF/UA-1, 7.4.2)."""
        self.level = min(level, self.level + 1, 6)
        return f"H{self.level}"

    def _bullets(self, block: List, parent: Element) -> None:
        if not block.items:
            return
        kind = "Decimal" if block.ordered else "Disc"
        element = Element("L", parent, f"/A<</O/List/ListNumbering/{kind}>>")
        for index, item in enumerate(block.items):
            entry = Element("LI", element)
            self.text("Lbl", entry, (block.key, "label", index))
            self._inside(item, Element("LBody", entry))

    # ------------------------------------------------------------ tables and figures

    def _table(self, block: Table, parent: Element) -> None:
        grid = lay_grid(block)
        if grid.columns and grid.rows:
            element = Element("Table", parent)
            title = caption_inlines(block)
            if title:
                self.text("Caption", element, (block.key, "caption"), title)
            # A table of heads only has them in its body: a head without a body is invalid (PDF/UA-1, 7.2).
            head = grid.head if len(grid.rows) > grid.head else 0
            self._rows(block, element, grid, range(head))
            self._rows(block, element, grid, range(head, len(grid.rows)))
        else:
            self.text("P", parent, (block.key, "caption"), caption_inlines(block))
        self._below(block, parent)
        self._notes(notes_of(block), parent)

    def _rows(self, block: Table, parent: Element, grid: Grid, numbers: range) -> None:
        if not numbers:
            return
        section = Element("TBody" if numbers.stop == len(grid.rows) else "THead", parent)
        rows = block.rows
        for number in numbers:
            if not grid.rows[number]:
                continue
            row = Element("TR", section)
            anchor = rows[number].anchor
            if anchor:
                self.structure.targets[anchor] = row
            for grid_cell in grid.rows[number]:
                scope = ""
                if number < grid.head or (grid_cell.cell.header and grid_cell.columns == grid.columns > 1):
                    scope = "Column"
                elif grid_cell.cell.header:
                    scope = "Row"
                self._cell(
                    (block.key, "cell", number, grid_cell.order),
                    grid_cell,
                    row,
                    scope,
                    grid.rows_with_cells(number, grid_cell),
                )

    def _cell(self, owner: Owner, grid_cell: GridCell, row: Element, scope: str, rows: int) -> None:
        details = f"/Scope/{scope}" if scope else ""
        details += f"/ColSpan {grid_cell.columns}" if grid_cell.columns > 1 else ""
        details += f"/RowSpan {rows}" if rows > 1 else ""
        details = f"/A<</O/Table{details}>>" if details else ""
        tag = "TH" if scope else "TD"
        paragraphs = grid_cell.cell.paragraphs
        if len(paragraphs) == 1:
            self.text(tag, row, (*owner, 0), paragraphs[0], details)
            return
        cell = Element(tag, row, details)
        for index, paragraph in enumerate(paragraphs):
            self.text("P", cell, (*owner, index), paragraph)

    def _figure(self, block: Figure, parent: Element) -> None:
        title = caption_inlines(block)
        if title:
            self.text("P", parent, (block.key, "caption"), title)
        if block.picture is not None or block.chart is not None:
            self.text("Figure", parent, (block.key, "picture"), (), "/Alt" + pdf_text(block.alt))
        self._below(block, parent)
        self._notes(notes_of(block), parent)

    def _below(self, block: Captioned, parent: Element) -> None:
        if block.source:
            self.text("P", parent, (block.key, "source"), block.source)
        for index, note in enumerate(block.notes):
            self.text("P", parent, (block.key, "note", index), note)

    # ------------------------------------------------------------ contents and notes

    def _contents(self, block: Contents, parent: Element) -> None:
        if block.title:
            self.text("P", parent, (block.key, "title"))
        if not block.entries:
            return
        levels = [(0, Element("TOC", parent))]
        """Open lists of contents, each with the level of its entries."""
        for index, entry in enumerate(block.entries):
            while len(levels) > 1 and entry.level < levels[-1][0]:
                levels.pop()
            open_level, toc = levels[-1]
            items = [kid for kid in toc.kids if isinstance(kid, Element)]
            if open_level == 0:
                levels[-1] = (entry.level, toc)
            elif entry.level > open_level and items:
                toc = Element("TOC", items[-1])
                levels.append((entry.level, toc))
            item = Element("TOCI", toc)
            owner = (block.key, "entry", index)
            if entry.target in self.structure.known:
                words = " ".join(filter(None, (entry.number, entry.text)))
                jump = self.furniture.jump.replace("{text}", words)
                self.structure.owners[owner] = linked(item, entry.target, jump)
            else:
                self.text("P", item, owner)

    def _notes(self, inlines: Iterable[Inline], parent: Element) -> None:
        """Add the notes cited in a run of inlines after the block, each once; notes cited in notes follow."""
        for item in inlines:
            if not isinstance(item, Note) or item.key in self.noted:
                continue
            self.noted.add(item.key)
            note = Element("Note", parent, "/ID" + pdf_text(item.key))
            note.identifier = item.key
            self.structure.targets[item.key] = note
            label = Element("Link", Element("Lbl", note))
            label.target = Target("", mark_of(item.key), self.furniture.from_note.replace("{number}", str(item.number)))
            self.structure.owners[item.key, "label", 0] = label
            self.text("P", note, (item.key, "text"), item.inlines)
            self._notes(item.inlines, parent)
