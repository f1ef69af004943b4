"""Facts that a document prints in its text or draws in its charts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from briefing.document.fact_markers import facts_of
from briefing.document.model import (
    Block,
    Document,
    FactReference,
    Figure,
    FlowDiagram,
    Plot,
    Timeline,
    inlines_of,
    walk,
)


def printed_facts(document: Document) -> Iterator[tuple[FactReference, str]]:
    """Yield every printed fact with the key of its block, in document order; those in a block's notes after its own."""
    for block in walk(document.blocks):
        found = [each for inlines in inlines_of(block) for each in facts_of(inlines)]
        yield from ((fact, block.key) for fact, in_note in found if not in_note)
        yield from ((fact, block.key) for fact, in_note in found if in_note)
        yield from ((fact, block.key) for fact in drawn_facts(block))


def drawn_facts(block: Block) -> Iterator[FactReference]:
    """Yield every fact that the chart of a figure draws, in order; nothing for other blocks."""
    chart = block.chart if isinstance(block, Figure) else None
    match chart:
        case None:
            pass
        case Plot():
            yield from (mark.words for mark in chart.points)
        case Timeline():
            for event in chart.events:
                yield event.when
                yield from (fact for fact, _ in facts_of(event.what))
        case FlowDiagram():
            for flow in chart.flows:
                yield from (fact for fact, _ in facts_of(flow.figure))
        case _:
            assert_never(chart)
