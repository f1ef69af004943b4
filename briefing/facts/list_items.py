"""An entry of a reference manager's export, whatever file it came in: what the two readers give and `imported` takes.

Variables are those of the Citation Style Language (CSL 1.0.2). Also where a place in a text is, by line and column.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.facts.dates import ISO, DateError, parse_date
from briefing.facts.ledger import Detail
from briefing.problems.problem import Origin, Problem

NAMES = (
    "author", "editor", "translator", "container-author", "collection-editor", "composer", "director", "editorial-director",
    "illustrator", "interviewer", "original-author", "recipient", "reviewed-author",
)  # fmt: skip
DATES = ("issued", "accessed", "event-date", "original-date", "submitted", "available-date")
NAME_PARTS = ("family", "given", "literal", "dropping-particle", "non-dropping-particle", "suffix")
MOST = 20_000
"""Entries that one file may hold."""
LONGEST = 5_000
"""Characters of one text of an entry."""
MOST_NAMES = 500
"""Authors, or editors, of one source."""
SHOWN_AT_MOST = 50
"""Problems that are told of one file."""


@dataclass(slots=True)
class Item:
    """An entry. `details` holds its variables, `places` where they stand; `literal` what stands for a date that is none."""

    key: str
    origin: Origin
    details: dict[str, Detail] = field(default_factory=dict)
    places: dict[str, Origin] = field(default_factory=dict)
    literal: dict[str, str] = field(default_factory=dict)

    def text(self, variable: str) -> str:
        """A variable that is text; "" where there is none."""
        value = self.details.get(variable, "")
        return value if isinstance(value, str) else ""


class Lines:
    """Which line and column a place in a text is."""

    def __init__(self, text: str, shown: str) -> None:
        self.shown = shown
        self.starts = [0]
        for number, character in enumerate(text):
            if character == "\n":
                self.starts.append(number + 1)

    def at(self, place: int) -> Origin:
        line = bisect_right(self.starts, place)
        return Origin(self.shown, line, place - self.starts[line - 1] + 1)


def read_date(text: str) -> tuple[tuple[int, ...], ...] | None:
    """The parts of a date typed as text: 2012-09-17, 2012/2014, September 2012; None where it is none that is sure."""
    try:
        day = parse_date(text)
    except DateError as error:
        # What has the form of a date and is none may be meant in more ways than one.
        if not error.corrected or ISO.fullmatch(text):
            return None
        day = parse_date(error.corrected)
    both = (day.start, day.end) if day.end else (day,)
    return tuple(tuple(part for part in (d.year, d.month, d.day) if part is not None) for d in both)


def iso_of(parts: tuple[tuple[int, ...], ...]) -> str:
    """A date as it is typed in YAML."""
    return "/".join("-".join(f"{part:04d}" if i == 0 else f"{part:02d}" for i, part in enumerate(d)) for d in parts)


def name_of(name: Mapping[str, str]) -> str:
    """A name in the order in which it is spoken."""
    if name.get("literal"):
        return name["literal"]
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(name[part] for part in parts if name.get(part))


def shorten(problems: list[Problem], shown: str) -> list[Problem]:
    """The first problems of a file, and how many more there are: a file that is no such file has thousands."""
    if len(problems) <= SHOWN_AT_MOST:
        return problems
    more = f"{len(problems) - SHOWN_AT_MOST} more problems in this file"
    return [*problems[:SHOWN_AT_MOST], Problem("more-problems", more, Origin(shown))]


def too_many(shown: str) -> Problem:
    """The problem of a file with more entries than are read."""
    hint = "export only the collection that this dossier uses"
    return Problem("too-many-sources", f"this file holds more than {MOST:,} sources", Origin(shown), hint)
