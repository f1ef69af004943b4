"""Select the facts for the rows of a declared table or chart, and the tables and charts of a topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.facts.ledger import Fact, Ledger, RowsSpec
from briefing.facts.row_selection_text import split_point

OF_NO_FACTS = ("sources", "judgements", "changes")
"""Kinds of rows that are not facts."""


def select_facts(ledger: Ledger, rows: RowsSpec) -> Sequence[Fact]:
    """Return the facts that rows select, in the order in which they were typed or named.

    Unknown names are skipped: they were reported when the file was read.
    """
    if rows.kind in OF_NO_FACTS:
        return ()
    if rows.kind == "topic":
        return ledger.topics[rows.topic].facts if rows.topic in ledger.topics else ()
    if rows.kind in ("facts", "claims"):
        facts = []
        for name in rows.names:
            fact_id, label = split_point(name)
            if fact_id in ledger.facts:
                fact = ledger.facts[fact_id]
                points = tuple(point for point in fact.points if point.label == label)
                facts.append(replace(fact, points=points) if label else fact)
        return facts
    tagged = [f for f in ledger.facts.values() if rows.tag in f.tags]
    return [f for f in tagged if not rows.tag_value or f.tags[rows.tag] == rows.tag_value]


def declared_in(ledger: Ledger, topic: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the tables and figures whose first fact belongs to a topic.

    Generic templates place them there. A picture has no facts and belongs to the first topic.
    """
    tables = {spec.id: spec.rows for spec in ledger.tables.values() if spec.rows.kind not in OF_NO_FACTS}
    figures = {spec.id: spec.rows for spec in ledger.figures.values()}

    def of_topic(rows: RowsSpec | None) -> bool:
        if rows is None:
            return next(iter(ledger.topics), "") == topic
        facts = select_facts(ledger, rows)
        return bool(facts) and facts[0].topic == topic

    return tuple(n for n, rows in tables.items() if of_topic(rows)), tuple(
        n for n, rows in figures.items() if of_topic(rows)
    )
