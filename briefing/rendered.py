"""Rendered templates: Markdown text with tokens for printed things, and where each line was typed.

A token is `START number END`; `Tokens` holds what the number stands for. Because a fact travels as a token, its text is
never read as template or Markdown, and its identity is never lost. Private-use characters in input are refused by the
readers of facts and templates, so a token cannot be forged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from briefing.errors import NOWHERE, Origin
from briefing.model import Block, Inline

START, END = "\ue000", "\ue001"
PLACE_START, PLACE_END = "\ue002", "\ue003"

TOKEN = re.compile(f"{START}(\\d+){END}")
PLACE = re.compile(f"{PLACE_START}(\\d+):(\\d+){PLACE_END}")


@dataclass(frozen=True, slots=True)
class SectionPlace:
    """Where a section is to stand in the master."""

    name: str
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks put in place by a function such as `table()`."""

    blocks: tuple[Block | SectionPlace, ...]


Payload = tuple[Inline, ...] | Blocks


@dataclass(slots=True)
class Tokens:
    """The payloads of one brief, in the order in which they were printed."""

    payloads: list[Payload] = field(default_factory=list)

    def put(self, payload: Payload) -> str:
        self.payloads.append(payload)
        return f"{START}{len(self.payloads) - 1}{END}"

    def get(self, number: str) -> Payload:
        return self.payloads[int(number)]


@dataclass(frozen=True, slots=True)
class Rendered:
    """Markdown with tokens. `starts` and `origins` run in parallel: from that line on (0-based), text came from there."""

    text: str
    starts: tuple[int, ...] = ()
    origins: tuple[Origin, ...] = ()

    def origin(self, line: int) -> Origin:
        """Where the rendered line (0-based) was typed."""
        index = bisect_right(self.starts, line) - 1
        if index < 0:
            return self.origins[0] if self.origins else Origin("")
        found = self.origins[index]
        return Origin(found.file, found.line + line - self.starts[index])


def place_lines(text: str, files: list[str]) -> Rendered:
    """Takes the place markers out and notes for each line of the text where it was typed."""
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[Origin] = []
    line, fresh, end = 0, True, 0

    for match in PLACE.finditer(text):
        piece = text[end : match.start()]
        pieces.append(piece)
        line += piece.count("\n")
        if piece:
            _, ended, begun = piece.rpartition("\n")
            fresh = (bool(ended) or fresh) and not begun.strip()
        place = Origin(files[int(match[1])], int(match[2]))
        if fresh or not starts:
            starts.append(line)
            origins.append(place)
        elif _breaks_before_next(text, match.end()):
            # The next line starts inside this piece: it is one line further down in the same file.
            starts.append(line + 1)
            origins.append(Origin(place.file, place.line + 1))
        end = match.end()
    pieces.append(text[end:])
    return Rendered("".join(pieces), tuple(starts), tuple(origins))


def _breaks_before_next(text: str, start: int) -> bool:
    """Whether a line ends between here and the next place marker."""
    following = text.find(PLACE_START, start)
    return text.find("\n", start, following if following >= 0 else len(text)) >= 0
