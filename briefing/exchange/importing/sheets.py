"""What a reader of spreadsheets gives, whatever file it read: sheets of cells that know their place. Also which characters stay.

Takes text, gives shapes; knows no file format and no meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from briefing.files.characters import CONTROL, DIRECTION, PRIVATE, RIGHT_TO_LEFT, SURROGATE
from briefing.problems.problem import Problem

MOST_ROWS = 50_000
MOST_COLUMNS = 400
MOST_CELLS = 400_000
LONGEST_CELL = 2_000
_OF_FACTS = re.compile("[\x85\ufeff\ufffd]")
# What people type where there is nothing to type.
_NOTHING = re.compile(
    r"(?:\.{1,3}|…|[-–—_?:*]+|n\.?\s?/?\s?a\.?|null|none|nan|nil|not available|no data|#n/a|missing)", re.IGNORECASE
)

Kind = Literal["text", "number", "date", "fault"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds, as it would be typed; "" where it is empty. `place` is as a user would say it: budget.xlsx!Costs!C7.

    `shape` is the number format of a stored number, `note` what was done to the text so that it can be read, `link` the address
    that it leads to. A `fault` cannot be used; its `note` says why.
    """

    text: str
    place: str
    kind: Kind = "text"
    shape: str = ""
    note: str = ""
    link: str = ""

    def __bool__(self) -> bool:
        return bool(self.text) or self.kind == "fault"

    @property
    def missing(self) -> bool:
        """Whether it is empty, or holds what people type where there is nothing to type."""
        return not self or (self.kind == "text" and bool(_NOTHING.fullmatch(self.text)))

    @property
    def where(self) -> str:
        """Its own name within its sheet: C7."""
        return self.place.rpartition("!")[2]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is "" for a file that has no sheets of its own; `rows` are those in which something stands.

    `hidden` tells that a spreadsheet program does not show it; `concealed` which rows and columns of it are not shown, in words.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Cell]]
    hidden: bool = False
    concealed: str = ""

    @property
    def shown(self) -> str:
        """As it is named to the user: "budget.xlsx, sheet Costs"."""
        return f"{self.file}, sheet {self.name}" if self.name else self.file

    @property
    def place(self) -> str:
        """As a place of a problem: budget.xlsx!Costs."""
        return f"{self.file}!{self.name}" if self.name else self.file


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of a file. `title` and `saved` are what the file says of itself: its title, and the day it was last saved."""

    file: str
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    title: str = ""
    saved: str = ""


def text_cell(raw: str, place: str, *, shape: str = "") -> Cell:
    """A cell of text: one line, without characters that no brief can print."""
    text, note = clean(raw)
    if RIGHT_TO_LEFT.search(text):
        return Cell("", place, "fault", note="it holds right-to-left script, which is not supported yet")
    if len(text) > LONGEST_CELL:
        return Cell("", place, "fault", note=f"it holds more than {LONGEST_CELL:,} characters")
    return Cell(text, place, "text", shape, note)


def clean(raw: str) -> tuple[str, str]:
    """Text on one line without invisible characters, and what was taken out."""
    text = " ".join(raw.split())
    safe = text
    for pattern in (CONTROL, PRIVATE, SURROGATE, DIRECTION, _OF_FACTS):
        safe = pattern.sub("", safe)
    return " ".join(safe.split()), "characters that cannot be printed were taken out" if safe != text else ""


def column_name(place: int) -> str:
    """The letters of a column, counted from 0: A, B … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
