"""What stands behind `source:`: "reuters_2012, par. 3; moscow_times_2014".

Takes the text and the ids of known sources, gives citations and problems. A part after a comma that is a source begins a
citation of its own; any other belongs to the source before it and says where in it to look.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from briefing.document.model import Citation
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import nearest

# An id with an underscore in it is hardly ever a place in a source.
_LIKE_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def parse_citations(
    text: str, location: Location, known: Collection[str], holder: str = ""
) -> tuple[tuple[Citation, ...], list[Problem]]:
    """The citations typed, each once, and problems with those that name no known source. `holder` is what rests on them."""
    citations: list[Citation] = []
    problems: list[Problem] = []
    for group in text.split(";"):
        begun = False
        for part in (part.strip() for part in group.split(",")):
            if part in known:
                citations.append(Citation(part))
                begun = True
            elif part and (not begun or looks_like_id(part, known)):
                problems.append(_unknown(part, location, known, holder))
                citations.append(Citation(""))
                begun = True
            elif part:
                last = citations[-1]
                citations[-1] = Citation(last.source, f"{last.locator}, {part}" if last.locator else part)
    return tuple(dict.fromkeys(c for c in citations if c.source)), problems


def looks_like_id(part: str, known: Collection[str]) -> bool:
    """Whether a text is surely meant as the id of a source, though there may be none of that name."""
    if _LIKE_ID.fullmatch(part):
        return True
    return bool(_WORD.fullmatch(part)) and len(part) > 3 and bool(nearest(part.lower(), known, least=80))


def _unknown(part: str, location: Location, known: Collection[str], holder: str) -> Problem:
    message = f'no source "{part}"' + (f', cited by "{holder}"' if holder else "")
    near = nearest(part, known)
    if near:
        return Problem("unknown-source", message, location, f'did you mean "{near}"?')
    return Problem("unknown-source", message, location, "add the source to sources.yaml, under its id")
