"""The words of a document in the order in which a file must give them, from the model alone."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.document.model import (
    Block,
    Break,
    Bullets,
    Callout,
    Contents,
    Document,
    FactRef,
    Figure,
    Front,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Quote,
    Reference,
    Table,
    Text,
)  # fmt: skip

BULLETS = "•–·"


def squeezed(text: str) -> str:
    """Text without white space and soft hyphens."""
    return "".join(text.replace("\u00ad", "").split())


def document_text(document: Document) -> str:
    """All words of a document's blocks but the contents, squeezed. A note comes after the block that cites it."""
    seen: set[str] = set()
    return squeezed("".join(part for block in document.blocks for part in _block(block, 0, seen)))


def _inlines(inlines: tuple[Inline, ...]) -> str:
    parts: list[str] = []
    for item in inlines:
        if isinstance(item, Text | FactRef | Reference):
            parts.append(item.text)
        elif isinstance(item, Link):
            parts.append(_inlines(item.inlines))
        elif isinstance(item, Note):
            parts.append(str(item.number))
        else:
            assert isinstance(item, Break)
    return "".join(parts)


def _notes(inlines: tuple[Inline, ...], seen: set[str]) -> Iterator[str]:
    for item in inlines:
        if isinstance(item, Note) and item.key not in seen:
            seen.add(item.key)
            yield str(item.number)
            yield _inlines(item.inlines)


def _captioned(block: Table | Figure) -> str:
    words = _inlines(block.title)
    return (block.label + (". " if words else "") if block.label else "") + words


def _block(block: Block, depth: int, seen: set[str]) -> Iterator[str]:
    if isinstance(block, Front):
        yield from (block.title, block.subtitle, *block.byline)
    elif isinstance(block, Heading | Paragraph):
        yield (block.number if isinstance(block, Heading) else "") + _inlines(block.inlines)
        yield from _notes(block.inlines, seen)
    elif isinstance(block, Bullets):
        for index, item in enumerate(block.items, block.start):
            yield f"{index}." if block.ordered else BULLETS[min(depth, 2)]
            for inner in item:
                yield from _block(inner, depth + 1, seen)
    elif isinstance(block, Quote | Callout):
        if isinstance(block, Callout):
            yield block.title
        for inner in block.blocks:
            yield from _block(inner, 0, seen)
    elif isinstance(block, Table | Figure):
        yield from _captioned_block(block, seen)
    else:
        assert isinstance(block, Contents)


def _captioned_block(block: Table | Figure, seen: set[str]) -> Iterator[str]:
    yield _captioned(block)
    cited = [block.title]
    if isinstance(block, Table):
        paragraphs = [p for row in (*block.head, *block.body) for cell in row.cells for p in cell.paragraphs]
        yield from map(_inlines, paragraphs)
        cited += paragraphs
    yield from map(_inlines, (block.source, *block.notes))
    for inlines in (*cited, block.source, *block.notes):
        yield from _notes(inlines, seen)
