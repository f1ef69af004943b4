"""Entries of a reference manager's export, in the form that the readers of both file formats return.

Variables are those of the Citation Style Language (CSL 1.0.2).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.facts.dates import ISO, DateError, parse_date
from briefing.facts.ledger import Detail
from briefing.problems.problem import Location, Problem

NAMES = (
    "author", "editor", "translator", "container-author", "collection-editor", "composer", "director", "editorial-director",
    "illustrator", "interviewer", "original-author", "recipient", "reviewed-author",
)  # fmt: skip
DATES = ("issued", "accessed", "event-date", "original-date", "submitted", "available-date")
NAME_PARTS = ("family", "given", "literal", "dropping-particle", "non-dropping-particle", "suffix")
MOST = 20_000
"""Maximum number of entries in one file."""
LONGEST = 5_000
"""Maximum number of characters in one text of an entry."""
MOST_NAMES = 500
"""Maximum number of authors, or editors, of one source."""
SHOWN_AT_MOST = 50
"""Maximum number of problems reported for one file."""


@dataclass(slots=True)
class Item:
    """An entry. `details` holds its CSL variables, `places` their locations, `literal` text in place of a date ("n.d.")."""

    key: str
    location: Location
    details: dict[str, Detail] = field(default_factory=dict)
    places: dict[str, Location] = field(default_factory=dict)
    literal: dict[str, str] = field(default_factory=dict)

    def text(self, variable: str) -> str:
        """Return a variable that is text, or ""."""
        value = self.details.get(variable, "")
        return value if isinstance(value, str) else ""


class Lines:
    """Converter from places in a text to lines and columns."""

    def __init__(self, text: str, display_path: str) -> None:
        self.display_path = display_path
        self.starts = [0]
        for number, character in enumerate(text):
            if character == "\n":
                self.starts.append(number + 1)

    def at(self, place: int) -> Location:
        line = bisect_right(self.starts, place)
        return Location(self.display_path, line, place - self.starts[line - 1] + 1)


def read_date(text: str) -> tuple[tuple[int, ...], ...] | None:
    """Return the parts of a date typed as text (2012-09-17, 2012/2014, September 2012).

    Returns None if it is not certain.
    """
    try:
        day = parse_date(text)
    except DateError as error:
        # An impossible date in ISO form, such as 2012-17-09, can be meant in more than one way.
        if not error.corrected or ISO.fullmatch(text):
            return None
        day = parse_date(error.corrected)
    both = (day.start, day.end) if day.end else (day,)
    return tuple(tuple(part for part in (d.year, d.month, d.day) if part is not None) for d in both)


def iso_of(parts: tuple[tuple[int, ...], ...]) -> str:
    """Return a date as it is typed in YAML."""
    return "/".join("-".join(f"{part:04d}" if i == 0 else f"{part:02d}" for i, part in enumerate(d)) for d in parts)


def name_of(name: Mapping[str, str]) -> str:
    """Return a name in the order in which it is spoken."""
    if name.get("literal"):
        return name["literal"]
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(name[part] for part in parts if name.get(part))


def shorten(problems: list[Problem], display_path: str) -> list[Problem]:
    """Return the first problems of a file and the number of others: a file of the wrong kind can have thousands."""
    if len(problems) <= SHOWN_AT_MOST:
        return problems
    more = f"{len(problems) - SHOWN_AT_MOST} more problems in this file"
    return [*problems[:SHOWN_AT_MOST], Problem("more-problems", more, Location(display_path))]


def too_many(display_path: str) -> Problem:
    """Return the problem of a file with more than `MOST` entries."""
    hint = "export only the collection that this dossier uses"
    return Problem("too-many-sources", f"this file has more than {MOST:,} sources", Location(display_path), hint)
