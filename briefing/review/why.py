"""Where a figure in a finished file is from: its fact, claims and sources, and everywhere it is shown. From the file alone.

Takes a record and what is asked for, a figure or the id of a fact; gives `Provenance`s. Guesses nothing: a figure that the record does
not know has no answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing.review.embedded_record import RecordedBlock, ShownFact, blocks_of, claims_of, shown_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is shown: the block, and what of it matched."""

    block: RecordedBlock
    shown: ShownFact


@dataclass(frozen=True, slots=True)
class Provenance:
    """One fact, or one judgement (then it has no claims). `claims` are by point and claim; `places` in document order."""

    fact: str
    claims: Mapping[str, Mapping[str, Any]]
    places: tuple[Place, ...]


def find(record: Mapping[str, Any], asked: str) -> tuple[Provenance, ...]:
    """Every fact that the words asked for belong to, in the order in which the file shows them.

    An id (`trade`, `trade[2023]`, `casualties.uk_mod`) is taken whole; other words are looked for in what is printed, where no
    digit or letter may stand just before or after them: 52.9 is not found in 1,052.9.
    """
    name, _, part = asked.strip().replace("[", ".").rstrip("]").partition(".")
    shown = list(shown_of(record))
    of_id = [s for s in shown if s.fact == name and (not part or part in (s.claim, s.point))]
    found = of_id or [s for s in shown if contains_words(s.text, asked)]
    blocks = {block.key: (place, block) for place, block in enumerate(blocks_of(record))}
    placed = sorted((s for s in found if s.block in blocks), key=lambda s: blocks[s.block][0])
    answers = []
    for fact in dict.fromkeys(s.fact for s in placed):
        own = [s for s in placed if s.fact == fact]
        # Words of an edition before are nobody's claim now.
        keys = {"/".join(p for p in (s.point, s.claim) if p) for s in own if s.aspect != "former"}
        claims = {
            key: claim
            for key, claim in claims_of(record, fact).items()
            if key in keys or (keys and not key) or "" in keys
        }
        answers.append(Provenance(fact, claims, tuple(Place(blocks[s.block][1], s) for s in own)))
    return tuple(answers)


def contains_words(text: str, asked: str) -> bool:
    """Whether a text holds the words asked for, whole."""
    words = r"\s+".join(re.escape(word) for word in asked.split())
    if not words:
        return False
    return re.search(rf"(?<![^\W_])(?<!\d[.,]){words}(?![.,]?\d)(?![^\W_])", text, re.IGNORECASE) is not None
