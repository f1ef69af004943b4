"""Pair the paragraphs of a reviewed copy with the passages of the brief that it was built from.

Rows of tables are paired as rows, and then their cells. Equal texts are paired as far as their order allows; between these
anchors the most similar texts are paired, with or without tracked changes. The rest is moved, inserted or deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.document.passages import Passage
from briefing.document.sequence_alignment import LEAST_ALIKE, align, best_pairs, likeness
from briefing.readers.reviewed import CopyParagraph
from briefing.review.edits.word_diff import keys_of

Keys = tuple[str, ...]
MIN_WORDS = 4
"""Words that a passage needs to count as moved: "2025" in two cells is not a moved row."""
_MAX_PAIRS = 60_000
"""Maximum number of pairs that are compared between two anchors."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage and its paragraph in the copy."""

    passage: Passage
    written: CopyParagraph


@dataclass(frozen=True, slots=True)
class Unit:
    """Passages that are paired as one: the cells of a row, or a single paragraph."""

    parts: tuple[Passage, ...]
    keys: Keys


@dataclass(frozen=True, slots=True)
class CopyUnit:
    """A unit of the copy: `keys` of its current text, `before` of its text before tracked changes."""

    parts: tuple[CopyParagraph, ...]
    keys: Keys
    before: Keys

    @property
    def filled(self) -> list[CopyParagraph]:
        """Parts that have words now, or had some before tracked changes."""
        return [written for written in self.parts if written.accepted.strip() or written.before.strip()]


@dataclass(slots=True)
class Pairing:
    """Result of pairing. Each of the `inserted` paragraphs comes with the passage before it."""

    pairs: list[Pair] = field(default_factory=list)
    deleted: list[tuple[Passage, ...]] = field(default_factory=list)
    inserted: list[tuple[Passage | None, tuple[CopyParagraph, ...]]] = field(default_factory=list)
    moved: list[tuple[tuple[Passage, ...], tuple[CopyParagraph, ...]]] = field(default_factory=list)


def pair(passages: Sequence[Passage], paragraphs: Sequence[CopyParagraph]) -> Pairing:
    """Pair all passages and paragraphs."""
    here, there = _units(passages), _copy_units(paragraphs)
    partners = _partners(here, there)
    found = Pairing()
    lost = [at for at in range(len(here)) if at not in partners]
    taken = set(partners.values())
    gained = [to for to in range(len(there)) if to not in taken and there[to].keys]
    for at, to in _moves(here, there, lost, gained):
        found.moved.append((here[at].parts, there[to].parts))
        lost.remove(at)
        gained.remove(to)
    for at, to in sorted(partners.items()):
        _pair_parts(here[at], there[to], found)
    found.deleted += [here[at].parts for at in lost]
    places = sorted((to, at) for at, to in partners.items())
    for to in gained:
        before = [at for place, at in places if place < to]
        found.inserted.append((here[before[-1]].parts[-1] if before else None, there[to].parts))
    return found


# ------------------------------------------------------------------ units


def _units(passages: Sequence[Passage]) -> list[Unit]:
    groups: list[list[Passage]] = []
    for passage in passages:
        last = groups[-1][0] if groups else None
        if last is not None and passage.row and (passage.block, passage.row) == (last.block, last.row):
            groups[-1].append(passage)
        else:
            groups.append([passage])
    return [Unit(tuple(group), tuple(key for p in group for key in keys_of(p.text))) for group in groups]


def _copy_units(paragraphs: Sequence[CopyParagraph]) -> list[CopyUnit]:
    groups: list[list[CopyParagraph]] = []
    for written in paragraphs:
        spot, last = written.spot, groups[-1][0].spot if groups else None
        if spot is not None and last is not None and (spot.table, spot.row) == (last.table, last.row):
            groups[-1].append(written)
        else:
            groups.append([written])
    return [
        CopyUnit(
            tuple(group),
            tuple(key for w in group for key in keys_of(w.accepted)),
            tuple(key for w in group for key in keys_of(w.before)),
        )
        for group in groups
    ]


# ------------------------------------------------------------------ partners


def _partners(here: Sequence[Unit], there: Sequence[CopyUnit]) -> dict[int, int]:
    anchors = align([unit.keys for unit in here], [unit.keys or unit.before for unit in there])
    partners: dict[int, int] = {}
    a = c = 0
    for at, to in [*anchors, (len(here), len(there))]:
        if (at - a) * (to - c) <= _MAX_PAIRS:
            # In order, with the greatest total similarity.
            partners |= dict(best_pairs((a, at, c, to), lambda one, other: _alike(here[one], there[other])))
        if at < len(here) and there[to].keys:
            partners[at] = to
        a, c = at + 1, to + 1
    return partners


def _alike(unit: Unit, copy: CopyUnit) -> float:
    """Return the similarity of two units; 0 if one cannot be the other, changed."""
    if (unit.parts[0].row > 0) != (copy.parts[0].spot is not None) or not (copy.keys and copy.before):
        return 0.0
    share = max(likeness(unit.keys, copy.keys), likeness(unit.keys, copy.before))
    if share >= LEAST_ALIKE:
        return share
    # A cell has few words. A row is recognised by its other cells, a single cell by its position.
    return 0.05 if unit.parts[0].row and len(unit.parts) == len(copy.filled) else 0.0


# ------------------------------------------------------------------ the rest


def _moves(
    here: Sequence[Unit], there: Sequence[CopyUnit], lost: Sequence[int], gained: Sequence[int]
) -> list[tuple[int, int]]:
    """Pair units that occur elsewhere with exactly the same words."""
    waiting: dict[Keys, list[int]] = {}
    for to in reversed(gained):
        if len(there[to].keys) >= MIN_WORDS:
            waiting.setdefault(there[to].keys, []).append(to)
    return [(at, places.pop()) for at in lost if (places := waiting.get(here[at].keys))]


def _pair_parts(unit: Unit, copy: CopyUnit, found: Pairing) -> None:
    """Pair the cells of a row, or the single paragraph."""
    written = copy.filled
    if len(unit.parts) == len(written):
        found.pairs += [Pair(passage, w) for passage, w in zip(unit.parts, written, strict=True)]
        return
    here, there = [keys_of(p.text) for p in unit.parts], [keys_of(w.accepted) for w in written]
    anchors = align(here, there)
    a = c = 0
    for at, to in [*anchors, (len(here), len(there))]:
        common = min(at - a, to - c)
        found.pairs += [Pair(unit.parts[a + n], written[c + n]) for n in range(common)]
        found.deleted += [(passage,) for passage in unit.parts[a + common : at]]
        found.inserted += [(unit.parts[max(a - 1, 0)], (w,)) for w in written[c + common : to]]
        if at < len(here):
            found.pairs.append(Pair(unit.parts[at], written[to]))
        a, c = at + 1, to + 1
