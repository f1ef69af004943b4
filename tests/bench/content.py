"""What every program in the benchmark sets: a made-up brief in plain values that no program is closer to than another.

`make_brief(number)` gives about twelve pages: contents, headings, prose with figures in it, a note to each paragraph, six tables of
twenty rows. Another number makes another brief of the same house: its paragraphs draw on the same sentences, every figure is
another; so a program may keep what it learnt of words and fonts, but of no paragraph and hardly a row. `revise` gives the next
edition of a brief: a paragraph in eight has another figure, one in twenty-five is new, a row in ten has other figures.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import count

TITLE = "Freight, ports and prices: a review"
SUBTITLE = "What the figures of the last six years say, and what they do not"
BYLINE = ("Example Institute", "12 May 2025")
PUBLISHED = "2025-05-12"
PARTS = (
    "The state of the northern ports", "Rail freight since the reopening", "What households pay",
    "Energy and running costs", "Labour, skills and wages", "What was agreed and what was kept",
)  # fmt: skip
HALVES = ("What the record shows", "What it leaves open")
HEAD = ("Place", "2021", "2022", "2023", "2024", "2025")
PLACES = (
    "Northern terminal", "Harbour district", "Lake crossing", "Old customs yard", "River bridge", "Upper valley line",
    "Coastal depot", "Eastern junction", "Timber quay", "Grain silos", "Border station", "Ferry berth", "Coal wharf",
    "Container park", "Southern loop", "Hill tunnel", "Airfield road", "Market street", "Canal locks", "West yard",
)  # fmt: skip
SENTENCES = (
    "Deliveries by rail grew to {0} tonnes in the second quarter, which the operator puts down to longer trains and shorter stops.",
    "The ministry counted {0} permits, although inspectors who visited the yards found that a third of them had lapsed.",
    "Household bills rose by {0}% over the period; independent estimates of the underlying increase are lower, at about {1}%.",
    "Nothing in the published accounts explains the difference of {0} million between what was budgeted and what was spent.",
    "Port authorities expect throughput of {0} containers once dredging is complete, provided that the second crane arrives.",
    "Negotiators described the arrangement as temporary, yet {0} of its {1} provisions have already been extended twice.",
    "Average wages reached {0} a month, with considerable variation between coastal districts and the mountainous interior.",
    "A survey of {0} firms found that uncertainty about tariffs mattered more to their investment than the price of fuel.",
    "Satellite pictures taken in March show {0} wagons waiting at the border station, more than at any time since monitoring began.",
    "The committee recommended that responsibility for maintenance should rest with a single body, at a cost of {0} million a year.",
    "Electricity consumption fell for the third year running, to {0} gigawatt hours, even though output hardly changed.",
    "Critics point out that the comparison with {0} is misleading, because methods of counting were changed in the meantime.",
    "Apprenticeships were completed by {0} young people, about half of the number that the programme had been designed for.",
    "According to the agency's own evaluation, administrative delays accounted for {0} of every {1} days that a shipment took.",
    "The agreement provides for joint exercises, for technical assistance and for an exchange of {0} specialists each year.",
    "It remains unclear whether the remaining {0} vessels will be re-registered, sold abroad or broken up.",
)
NOTE = "Example Agency, Transport statistics {0}, chapter {1}, table {2}; see also the methodological annex."


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure within prose: our program prints it as a fact, the others as text."""

    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A note at this place."""

    number: int
    text: str


Piece = str | Figure | Mark


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` have a name and five figures each."""

    number: int
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading ("2.1"), its paragraphs, and a table after them or none."""

    number: str
    title: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    table: Table | None = None

    @property
    def level(self) -> int:
        return self.number.count(".") + 1


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief. Sections stand in reading order."""

    edition: int
    sections: tuple[Section, ...]

    @property
    def notes(self) -> list[Mark]:
        pieces = (piece for each in self.sections for paragraph in each.paragraphs for piece in paragraph)
        return [piece for piece in pieces if isinstance(piece, Mark)]

    @property
    def fingerprint(self) -> str:
        """A short digest of all that is to be set."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


CHANGED_PARAGRAPHS, NEW_PARAGRAPHS, CHANGED_ROWS = 8, 25, 10
"""One in so many changes from edition to edition."""


class _Numbers:
    """Figures that look like a record's and are the same on every machine: a linear congruential generator."""

    def __init__(self, seed: int) -> None:
        self.state = seed * 2_654_435_761 % 2**32

    def below(self, limit: int) -> int:
        self.state = (self.state * 1_664_525 + 1_013_904_223) % 2**32
        return (self.state >> 8) * limit >> 24

    def figure(self) -> str:
        value = self.below(98_000) + 40
        return f"{value:,}" if value > 2_000 else f"{value / 10:.1f}"


def make_brief(edition: int = 1, *, parts: int = len(PARTS), rows: int = 20, paragraphs: int = 3) -> Brief:
    """A brief of so many parts, each with two headings of the second level, a table, and `paragraphs` under each of the two."""
    numbers, notes, sections = _Numbers(edition), count(1), []
    for part in range(parts):
        number = str(part + 1)
        sections.append(Section(number, PARTS[part % len(PARTS)], (_paragraph(numbers, next(notes), edition),)))
        for half, title in enumerate(HALVES, 1):
            prose = tuple(_paragraph(numbers, next(notes), edition) for _ in range(paragraphs))
            table = _table(numbers, part + 1, rows) if half == 1 else None
            sections.append(Section(f"{number}.{half}", title, prose, table))
    return Brief(edition, tuple(sections))


def revise(brief: Brief, edition: int) -> Brief:
    """An edition of a brief: the same headings and most of the same words and figures, in other places for each edition."""
    numbers = _Numbers(7_919 + edition)
    sections = []
    for section in brief.sections:
        prose = tuple(_revised(paragraph, numbers, edition) for paragraph in section.paragraphs)
        table = section.table
        if table is not None:
            rows = tuple(
                (row[0], *(numbers.figure() for _ in row[1:])) if numbers.below(CHANGED_ROWS) == 0 else row
                for row in table.rows
            )
            table = replace(table, rows=rows)
        sections.append(replace(section, paragraphs=prose, table=table))
    return Brief(edition, tuple(sections))


def _revised(pieces: tuple[Piece, ...], numbers: _Numbers, edition: int) -> tuple[Piece, ...]:
    """A paragraph as it was, with another figure, or a new one with the same note's number."""
    if numbers.below(NEW_PARAGRAPHS) == 0:
        return _paragraph(numbers, next(piece.number for piece in pieces if isinstance(piece, Mark)), edition)
    if numbers.below(CHANGED_PARAGRAPHS):
        return pieces
    figures = [at for at, piece in enumerate(pieces) if isinstance(piece, Figure)]
    place = figures[numbers.below(len(figures))]
    return (*pieces[:place], Figure(numbers.figure()), *pieces[place + 1 :])


def _paragraph(numbers: _Numbers, note: int, edition: int) -> tuple[Piece, ...]:
    """Three or four sentences with figures, and a note after the first."""
    pieces: list[Piece] = []
    start = numbers.below(len(SENTENCES))
    for at in range(3 + numbers.below(2)):
        sentence = SENTENCES[(start + at * 5) % len(SENTENCES)]
        for bit in sentence.replace("{1}", "{0}").split("{0}"):
            pieces += [bit, Figure(numbers.figure())]
        pieces.pop()  # no figure after the last bit
        if at == 0:
            year, chapter = 2019 + edition % 6, numbers.below(12) + 1
            pieces.append(Mark(note, NOTE.format(year, chapter, numbers.below(90) + 1)))
        pieces.append(" ")
    return tuple(pieces[:-1])


def _table(numbers: _Numbers, number: int, rows: int) -> Table:
    body = tuple((PLACES[at % len(PLACES)], *(numbers.figure() for _ in HEAD[1:])) for at in range(rows))
    return Table(
        number,
        f"Goods handled, part {number}",
        HEAD,
        body,
        "Source: Example Agency, Transport statistics, thousand tonnes.",
    )
