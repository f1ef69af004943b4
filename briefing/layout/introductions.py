"""Find paragraphs that introduce a table or figure, which must not be separated from it by a page break.

Both writers use the result, as they do with `full_width_blocks`.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.document.model import Block, Figure, Heading, Paragraph, Table, plain

LONGEST = 300
"""A paragraph with more characters than this is text of its own."""


def introductions(blocks: Sequence[Block]) -> frozenset[str]:
    """Return the keys of short paragraphs that alone are between a heading and a table or figure."""
    triples = zip(blocks, blocks[1:], blocks[2:], strict=False)
    return frozenset(
        paragraph.key
        for heading, paragraph, block in triples
        if isinstance(heading, Heading) and isinstance(paragraph, Paragraph) and isinstance(block, Table | Figure)
        if len(plain(paragraph.inlines)) <= LONGEST
    )
