"""Rendered templates: Markdown text with tokens for printed things, and where each line was typed.

Because a fact travels as a token, its text is never read as template or Markdown, and its identity is never lost. A token stands in
the text as `START number END`, where `tokens[number]` is what it stands for; no file and no template can bring such characters in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from briefing.document.model import Block, Inline
from briefing.problems.problem import NOWHERE, Origin

START, END = "\ue000", "\ue001"

TOKEN = re.compile(f"{START}(\\d+){END}")


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


@dataclass(frozen=True, slots=True)
class Rendered:
    """Markdown with tokens. `starts` and `origins` run in parallel: from that line on (0-based), text came from there."""

    text: str
    starts: tuple[int, ...] = ()
    origins: tuple[Origin, ...] = ()
    tokens: tuple[Payload, ...] = ()

    def origin(self, line: int) -> Origin:
        """Where the rendered line (0-based) was typed."""
        index = bisect_right(self.starts, line) - 1
        if index < 0:
            return self.origins[0] if self.origins else Origin("")
        found = self.origins[index]
        return Origin(found.file, found.line + line - self.starts[index])
