"""Parser for the text after `source:`, such as "reuters_2012, par. 3; moscow_times_2014".

A part after a comma that is the id of a source begins a new citation. Any other part is a locator: it says
where to look in the source before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from briefing.document.model import Citation
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean, nearest

# A word with an underscore is meant as an id: it is hardly ever a locator.
_LIKE_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def parse_citations(
    text: str, location: Location, known: Collection[str], holder: str = ""
) -> tuple[tuple[Citation, ...], list[Problem]]:
    """Parse citations; return them without duplicates, and a problem for each unknown source.

    `holder` is the id of the fact or claim that cites them, for the messages.
    """
    citations: list[Citation] = []
    problems: list[Problem] = []
    for group in text.split(";"):
        has_source = False
        for part in (part.strip() for part in group.split(",")):
            if part in known:
                citations.append(Citation(part))
                has_source = True
            elif part and (not has_source or looks_like_id(part, known)):
                message = f'unknown source "{part}"' + (f', cited by "{holder}"' if holder else "")
                hint = did_you_mean(part, known) or "add the source to sources.yaml, under its id"
                problems.append(Problem("unknown-source", message, location, hint))
                citations.append(Citation(""))
                has_source = True
            elif part:
                last = citations[-1]
                citations[-1] = Citation(last.source, f"{last.locator}, {part}" if last.locator else part)
    return tuple(dict.fromkeys(c for c in citations if c.source)), problems


def looks_like_id(part: str, known: Collection[str]) -> bool:
    """Return True if a text is clearly meant as the id of a source, even if there is no such source."""
    if _LIKE_ID.fullmatch(part):
        return True
    return bool(_WORD.fullmatch(part)) and len(part) > 3 and bool(nearest(part.lower(), known, least=80))
