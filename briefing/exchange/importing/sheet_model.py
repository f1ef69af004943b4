"""Cells, sheets and workbooks as every spreadsheet reader returns them, and the cleaning of their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from briefing.files.characters import CONTROL, DIRECTION, PRIVATE, RIGHT_TO_LEFT, SURROGATE
from briefing.problems.problem import Problem

MAX_ROWS = 50_000
MAX_COLUMNS = 400
MAX_CELLS = 400_000
LONGEST_CELL = 2_000
_OF_FACTS = re.compile("[\x85\ufeff\ufffd]")
# People type these in place of a value that they do not have.
_NOTHING = re.compile(
    r"(?:\.(?:\s?\.){0,3}|…|[-–—−_?:*•]+|n\.?\s?/?\s?a\.?|n\.\s?[vd]\.|k\.\s?a\.|x{2,4}"
    r"|null|none|nan|nil|not available|no data|#n/a|missing)",
    re.IGNORECASE,
)
# In a column of figures, these mean "no figure" too; elsewhere they tick a box.
_TICKS = ("x", "X", "/", "·")

Kind = Literal["text", "number", "date", "fault"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's content as it would be typed, "" if it is empty. `location` is written as budget.xlsx!Costs!C7.

    `shape` is the number format of a stored number; `note` says what was changed so that the text can be read; `link` is the
    address that the cell links to. A cell of kind "fault" cannot be used, and its `note` says why.

    `span` is the number of columns that a merged cell covers, `strong` is True for bold text, and `sums` for a formula that
    adds up cells above it. `mark` is the footnote mark that was taken off the text.
    """

    text: str
    location: str
    kind: Kind = "text"
    shape: str = ""
    note: str = ""
    link: str = ""
    span: int = 1
    strong: bool = False
    sums: bool = False
    mark: str = ""

    def __bool__(self) -> bool:
        return bool(self.text) or self.kind == "fault"

    @property
    def missing(self) -> bool:
        """True if the cell is empty, or contains only a sign for "no value" such as n/a."""
        return not self or (self.kind == "text" and bool(_NOTHING.fullmatch(self.text)))

    @property
    def no_figure(self) -> bool:
        """True if the cell of a column of figures has none: it is missing, or crossed out."""
        return self.missing or (self.kind == "text" and self.text in _TICKS)

    @property
    def where(self) -> str:
        """Address within the sheet: C7."""
        return self.location.rpartition("!")[2]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with the rows that are not empty, or one of several tables on it.

    `name` is "" for a file without sheets of its own. `hidden` is True if a spreadsheet program does not show it; `concealed`
    lists its hidden rows and columns in words. `numbers` are the numbers of its rows, without which they follow each other.
    `area` are the cells of a table, such as B3:F12, "" if the table is the whole sheet; `beyond` is the last cell of a sheet
    that is larger than what is read.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Cell]]
    hidden: bool = False
    concealed: str = ""
    numbers: Sequence[int] = ()
    area: str = ""
    beyond: str = ""

    @property
    def whole_name(self) -> str:
        """Name of the sheet for messages: "budget.xlsx, sheet Costs"."""
        return f"{self.file}, sheet {self.name}" if self.name else self.file

    @property
    def display_name(self) -> str:
        """Name for messages: "budget.xlsx, sheet Costs, B3:F12"."""
        return f"{self.whole_name}, {self.area}" if self.area else self.whole_name

    @property
    def location(self) -> str:
        """Location for problems: budget.xlsx!Costs."""
        return "!".join(part for part in (self.file, self.name, self.area) if part)

    def number(self, index: int) -> int:
        """Return the number of a row, counted from 1."""
        return self.numbers[index] if self.numbers else index + 1

    def gap_before(self, index: int) -> bool:
        """Return True if empty rows are above a row."""
        return index > 0 and self.number(index) > self.number(index - 1) + 1


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of a file, with the title and the day of the last save from its properties."""

    file: str
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    title: str = ""
    saved: str = ""


def text_cell(raw: str, location: str, *, shape: str = "") -> Cell:
    """Return a cell of text: one line, without characters that no brief can print."""
    text, note = clean(raw)
    if RIGHT_TO_LEFT.search(text):
        return Cell("", location, "fault", note="it contains right-to-left script, which is not supported yet")
    if len(text) > LONGEST_CELL:
        return Cell("", location, "fault", note=f"it has more than {LONGEST_CELL:,} characters")
    return Cell(text, location, "text", shape, note)


def clean(raw: str) -> tuple[str, str]:
    """Return text on one line without invisible characters, and a note if any were removed."""
    text = " ".join(raw.split())
    safe = text
    for pattern in (CONTROL, PRIVATE, SURROGATE, DIRECTION, _OF_FACTS):
        safe = pattern.sub("", safe)
    return " ".join(safe.split()), "characters that cannot be printed were removed" if safe != text else ""


def cells_of(rows: Iterable[Sequence[Cell]]) -> Iterator[Cell]:
    """Yield the cells with content, row by row."""
    for row in rows:
        for cell in row:
            if cell:
                yield cell


def column_name(index: int) -> str:
    """Return the letters of a column, counted from 0: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
