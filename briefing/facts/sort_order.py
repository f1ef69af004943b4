"""Sort order of table rows: values by quantity, dates by time, numbers by size, everything else as text.

A quantity sorts by its lower end with its scale applied, then by its bound, then by its upper end: less than
6,000, up to 6,000, nearly 6,000, 6,000 and about 6,000, 6,000–7,000, at least 6,000, more than 6,000.
Quantities with different units cannot be sorted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from briefing.facts.dates import UnreadableValue
from briefing.facts.formulas.amounts import amount_of
from briefing.facts.quantity import PartialDate, Quantity, parse_date, parse_quantity
from briefing.facts.quantity_text import SCALES
from briefing.facts.views import FactView, date_of
from briefing.language import load_language

Sortable: TypeAlias = tuple[Quantity, ...] | tuple[PartialDate, ...] | str
"""Sort value of a row: the quantities or dates of its claims, or words; empty if it has none."""

AMOUNTS = ("value", "number")
DATES = ("when", "date", "as_of")
BOUNDS = {"less than": -3, "fewer than": -3, "up to": -2, "nearly": -1, "at least": 1, "more than": 2}
"""Position of a bound relative to its number. "About" sorts at the number itself."""

_DIGITS = re.compile(r"([0-9]+(?:,[0-9]{3})*)")


class MixedUnitsError(ValueError):
    """Raised for quantities that cannot be sorted. `units` are the units found, in words."""

    def __init__(self, units: Sequence[str]) -> None:
        super().__init__(", ".join(units))
        self.units = tuple(units)


def sortable_of(view: FactView, aspect: str) -> Sortable | None:
    """Return the quantities or dates of the claims of a fact; None if the aspect is words."""
    if aspect in AMOUNTS:
        return tuple(claim.value for claim in view.claims if claim.value is not None)
    if aspect in DATES:
        found = (date_of(view, claim, aspect) for claim in view.claims)
        return tuple(day for day in found if day is not None)
    return None


def order_rows(cells: Sequence[Sortable], bands: Sequence[str] = (), *, descending: bool = False) -> list[int]:
    """Return the positions of the rows in sorted order. The sort is stable; rows without a value come last.

    `bands` names the band of each row. If bands have different units, each is sorted separately and the bands
    keep their order. Raises MixedUnitsError.
    """
    try:
        return _order(list(range(len(cells))), cells, descending=descending)
    except MixedUnitsError:
        if len(set(bands)) < 2:
            raise
    parts: dict[str, list[int]] = {}
    for place, band in enumerate(bands):
        parts.setdefault(band, []).append(place)
    return [place for part in parts.values() for place in _order(part, cells, descending=descending)]


def _order(places: list[int], cells: Sequence[Sortable], *, descending: bool) -> list[int]:
    """Return the places in sorted order. A row with several claims sorts by the lowest or earliest of them."""
    filled = [place for place in places if cells[place]]
    units = _units(each for place in filled if not isinstance(cell := cells[place], str) for each in cell)
    if len(units) > 1:
        raise MixedUnitsError(units)
    words = [cell for place in filled if isinstance(cell := cells[place], str)]
    days = _days(words)
    numbers = {} if days else _numbers(words)

    def key(place: int) -> tuple[int, Any]:
        cell = cells[place]
        if not isinstance(cell, str):
            # A less precise date sorts after all dates that it includes: 2024 after June 2024, as in a timeline.
            return (
                0,
                min(amount_key(each) if isinstance(each, Quantity) else (*each.last_day, *each.key) for each in cell),
            )
        if days:
            return (1, (*days[cell].last_day, *days[cell].key))
        return (1, amount_key(numbers[cell])) if numbers else (2, text_key(cell))

    return sorted(filled, key=key, reverse=descending) + [place for place in places if not cells[place]]


def _units(values: Iterable[Quantity | PartialDate]) -> tuple[str, ...]:
    """Return the units of quantities in words, without duplicates."""
    measures = (amount_of(value).measure for value in values if isinstance(value, Quantity))
    return tuple({measure.key: measure.words() for measure in measures}.values())


def _numbers(words: Sequence[str]) -> dict[str, Quantity]:
    """Return the words as numbers; empty if one is not a number, or if their units differ."""
    try:
        found = {text: parse_quantity(text) for text in words}
    except UnreadableValue:
        return {}
    return found if len(_units(found.values())) < 2 else {}


def _days(words: Sequence[str]) -> dict[str, PartialDate]:
    """Return typed or printed words as dates; empty if any is not a date, or if all are bare numbers."""
    if all(text.strip().isdecimal() for text in words):
        return {}
    months = load_language("en-GB").months
    days = {}
    for text in words:
        parts = text.strip().replace("\u00a0", " ").split(" ")
        iso = text
        if 2 <= len(parts) <= 3 and parts[-2] in months:
            parts[-2] = f"{months.index(parts[-2]) + 1:02}"
            iso = "-".join([*reversed(parts[1:]), parts[0].zfill(2)]) if len(parts) == 3 else "-".join(reversed(parts))
        try:
            days[text] = parse_date(iso)
        except UnreadableValue:
            return {}
    return days


def amount_key(quantity: Quantity) -> tuple[Fraction, int, Fraction]:
    """Return the sort key of a quantity: lower end, side of its bound, upper end."""
    scale = 10 ** SCALES.get(quantity.scale, 0)
    high = quantity.low if quantity.high is None else quantity.high
    return (Fraction(quantity.low) * scale, BOUNDS.get(quantity.bound, 0), Fraction(high) * scale)


def text_key(text: str) -> tuple[tuple[tuple[Any, ...], ...], str]:
    """Return the sort key of words: capitals and accents make no difference, and digits within them count as numbers."""
    folded = text.casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    parts = [
        (0, len(digits := part.replace(",", "").lstrip("0")), digits) if place % 2 else (1, part)
        for place, part in enumerate(_DIGITS.split(bare))
        if part
    ]
    return (tuple(parts), folded)
