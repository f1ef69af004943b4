"""Rendered templates: Markdown with tokens for printed values, and the location of each line.

A fact is a token, so its text is never read as a template or as Markdown, and its identity is never lost. In the text a token is
`START number END`, and `tokens[number]` its content. These are private-use characters, which no file and no template can contain.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from briefing.document.model import Block, Inline
from briefing.problems.problem import NO_LOCATION, Location

START, END = "\ue000", "\ue001"

TOKEN = re.compile(f"{START}(\\d+){END}")


@dataclass(frozen=True, slots=True)
class SectionPlace:
    """A section to be put in this place of brief.md."""

    name: str
    location: Location = NO_LOCATION


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks placed by a function such as `table()`."""

    blocks: tuple[Block | SectionPlace, ...]


Payload = tuple[Inline, ...] | Blocks


@dataclass(frozen=True, slots=True)
class Rendered:
    """Markdown with tokens. `starts` and `locations` are parallel: text from line `starts[i]` (0-based) on is from `locations[i]`."""

    text: str
    starts: tuple[int, ...] = ()
    locations: tuple[Location, ...] = ()
    tokens: tuple[Payload, ...] = ()

    def location(self, line: int) -> Location:
        """Return the location where a rendered line (0-based) was typed."""
        index = bisect_right(self.starts, line) - 1
        if index < 0:
            return self.locations[0] if self.locations else Location("")
        found = self.locations[index]
        return Location(found.file, found.line + line - self.starts[index])
