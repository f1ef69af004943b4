"""Trace a figure in a finished file to its fact, claims and sources, and list every place that shows it.

Only the record embedded in the file is used. A figure that the record does not contain has no answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from briefing.problems.summary import plural
from briefing.review.embedded_record import (
    RecordedBlock,
    ShownFact,
    blocks_of,
    claims_of,
    former_of,
    judgement_of,
    shown_of,
    source_of,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the brief: the block, and the printed fact in it."""

    block: RecordedBlock
    shown: ShownFact


@dataclass(frozen=True, slots=True, repr=False)
class Provenance:
    """The origin of a figure: a fact, or a judgement, which has no claims.

    `claims` are by point and claim, `sources` by id, as the record has them; `places` are in document order. `judgement` is empty for
    a fact. `former_edition` is the edition whose words are also printed, "" if that is none, and `former_words` are those words.
    """

    fact: str
    claims: Mapping[str, Mapping[str, Any]]
    places: tuple[Place, ...]
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    judgement: Mapping[str, Any] = field(default_factory=dict)
    former_edition: str = ""

    @property
    def former_words(self) -> tuple[str, ...]:
        """Words of the former edition that the file prints, each once."""
        return tuple(dict.fromkeys(place.shown.text for place in self.places if place.shown.aspect == "former"))

    def __repr__(self) -> str:
        titles = "; ".join(str(source.get("title", name)) for name, source in self.sources.items())
        return f"<Provenance {self.fact!r}: {titles or 'no sources'}, printed in {plural(len(self.places), 'place')}>"


def find(record: Mapping[str, Any], query: str) -> tuple[Provenance, ...]:
    """Return every fact that matches a query, in the order in which the file shows them.

    The query is an id (`trade`, `trade[2023]`, `casualties.uk_mod`) or printed words. Words match only if no digit or letter
    comes directly before or after them: 52.9 is not found in 1,052.9. Any minus matches another: keyboards have only the hyphen.
    """
    name, _, part = query.strip().replace("[", ".").rstrip("]").partition(".")
    shown = list(shown_of(record))
    of_id = [s for s in shown if s.fact == name and (not part or part in (s.claim, s.point))]
    words = _with_hyphens(query)
    found = of_id or [s for s in shown if contains_words(_with_hyphens(s.text), words)]
    blocks = {block.key: (place, block) for place, block in enumerate(blocks_of(record))}
    placed = sorted((s for s in found if s.block in blocks), key=lambda s: blocks[s.block][0])
    answers = []
    for fact in dict.fromkeys(s.fact for s in placed):
        own = [s for s in placed if s.fact == fact]
        # Words of a previous edition belong to no current claim.
        keys = {"/".join(p for p in (s.point, s.claim) if p) for s in own if s.aspect != "former"}
        claims = {
            key: claim
            for key, claim in claims_of(record, fact).items()
            if key in keys or (keys and not key) or "" in keys
        }
        places = tuple(Place(blocks[s.block][1], s) for s in own)
        cited = dict.fromkeys(str(c.get("source")) for claim in claims.values() for c in claim.get("sources", ()))
        sources = {name: source_of(record, name) for name in cited}
        answers.append(Provenance(fact, claims, places, sources, judgement_of(record, fact), former_of(record, fact)))
    return tuple(answers)


def _with_hyphens(text: str) -> str:
    """Return the text with a hyphen for each minus before a number; a dash between two numbers stays."""
    return re.sub(r"(?<![^\W_])[−–‒‑‐﹣－](?=[$€£₩₽¥]?\d)", "-", text)


def contains_words(text: str, query: str) -> bool:
    """Return True if a text contains the words, as whole words. A space before a % sign makes no difference."""
    words = r"\s+".join(re.escape(word) for word in re.sub(r"\s*%", " %", query).split()).replace(r"\s+%", r"\s*%")
    if not words:
        return False
    return re.search(rf"(?<![^\W_])(?<!\d[.,]){words}(?![.,]?\d)(?![^\W_])", text, re.IGNORECASE) is not None
