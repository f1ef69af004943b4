"""Output of a running template: the prose of its file, and tokens for everything printed.

A token is an object until `place_lines` numbers it in the text, so that no text in a template can imitate one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Undefined
from jinja2.exceptions import SecurityError

from briefing.compose.tokens import END, START, Payload, Rendered
from briefing.compose.undefined import MissingValue
from briefing.document.inlines import walk_inlines
from briefing.document.model import Inline, Note, StyledText
from briefing.facts.views import NotAString, PrintedText, PrintError
from briefing.problems.problem import Location

PLACE_START, PLACE_END = "\ue002", "\ue003"
PLACE = re.compile(f"{PLACE_START}(\\d+):(\\d+){PLACE_END}")
"""A place marker: number of a template and a line of it. Compiled templates have one before each piece of output."""
TOKEN_SIZE = 8
"""Characters that a token costs in addition to its words."""


class Prose(str):
    """Text of a template file, with place markers. Only compiled templates make it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """Something printed: the inlines or blocks that will replace the token. `size`: its cost in characters, wherever it is printed."""

    payload: Payload
    size: int = TOKEN_SIZE


@dataclass(frozen=True, slots=True, eq=False)
class Output:
    """Output of a template, or captured by a macro, a block or `set`. `size`: its cost in characters."""

    pieces: tuple[Prose | Token, ...]
    size: int

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def __len__(self) -> int:
        return len(str(self))

    def __str__(self) -> str:
        if any(isinstance(piece, Token) for piece in self.pieces):
            raise SecurityError(NOT_TO_CHANGE)
        return "".join(PLACE.sub("", str(piece)) for piece in self.pieces)


NOT_TO_CHANGE = "a printed fact cannot be changed like text"


def as_text(value: object) -> str:
    """Return a value as text. Raises PrintError for a list or a group: Python's text for these is not meant for readers."""
    if value is None or isinstance(value, str | int | float | Output | NotAString | MissingValue | Undefined):
        return str(value)
    if isinstance(value, Token):
        raise SecurityError(NOT_TO_CHANGE)
    raise PrintError(
        "nothing-to-print", "this is a list, a group or a function, and not text", "print its parts one by one"
    )


def printed_size(value: PrintedText | Token | Output) -> int:
    """Return the cost in characters of something that was printed or is ready to print."""
    if isinstance(value, PrintedText):
        return len(value.inlines) + sum(len(text) for text in texts_in(value.inlines))
    return value.size


def texts_in(inlines: Iterable[Inline]) -> Iterator[str]:
    """Yield every text in inlines, including notes and the places cited in them."""
    for item in walk_inlines(inlines):
        if isinstance(item, StyledText):
            yield item.text
        elif isinstance(item, Note):
            yield from (citation.locator for citation in item.citations)


def place_lines(output: Output, files: list[str]) -> Rendered:
    """Give the tokens numbers, remove the place markers, and record where each line of the text was typed."""
    tokens = [piece.payload for piece in output.pieces if isinstance(piece, Token)]
    numbers = iter(range(len(tokens)))
    text = "".join(f"{START}{next(numbers)}{END}" if isinstance(p, Token) else p for p in output.pieces)
    pieces: list[str] = []
    starts: list[int] = []
    locations: list[Location] = []
    line, fresh, end = 0, True, 0

    for match in PLACE.finditer(text):
        piece = text[end : match.start()]
        pieces.append(piece)
        line += piece.count("\n")
        if piece:
            _, ended, begun = piece.rpartition("\n")
            fresh = (bool(ended) or fresh) and not begun.strip()
        place = Location(files[int(match[1])], int(match[2]))
        if fresh or not starts:
            starts.append(line)
            locations.append(place)
        else:
            following = text.find(PLACE_START, match.end())
            if text.find("\n", match.end(), following if following >= 0 else len(text)) >= 0:
                # The next line begins inside this piece: one line further down in the same file.
                starts.append(line + 1)
                locations.append(Location(place.file, place.line + 1))
        end = match.end()
    pieces.append(text[end:])
    return Rendered("".join(pieces), tuple(starts), tuple(locations), tuple(tokens))
