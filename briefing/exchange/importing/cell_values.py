"""What a cell says as a value in the project's grammar: "10bn" is 10 billion, "(1 234,5)" in a column with decimal commas -1,234.5.

Takes a cell, its unit and how the sheet types numbers; gives the value as typed with what was guessed, or why it is none. Nothing
that can be read in two ways is read. Must not know sheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from briefing.exchange.importing.sheets import Cell
from briefing.facts.number_text import GAPS, NUMBER, is_number
from briefing.facts.quantity import Quantity, parse_quantity
from briefing.facts.quantity_text import CURRENCIES, SYMBOLS, QuantityError, read_unit

Mark = Literal["point", "comma", ""]
_RUN = re.compile(rf"[0-9](?:[0-9.,'’]|[{GAPS}](?=[0-9]{{3}}(?![0-9])))*")
_COMMA_DECIMAL = re.compile(
    r"[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(?:[.'’ \u00a0\u202f][0-9]{3})+,[0-9]+|0,[0-9]+"
)
_POINT_GROUPS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_POINT_DECIMAL = re.compile(r"[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|0\.[0-9]+")
_COMMA_GROUPS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}")
_IN_BRACKETS = re.compile(r"\(([$€£]?[0-9][^()]*)\)")
_SYMBOL = re.compile(r'"([^"]*)"|\[\$([^\]-]*)[^\]]*\]|([$€£₩₽])')


@dataclass(frozen=True, slots=True)
class Value:
    """A value as typed; `notes` are what was guessed. `quantity` is what it is read as, None for words."""

    text: str
    quantity: Quantity | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a cell is no value. `words` tells that it holds text without a figure."""

    why: str
    words: bool = False


def decimal_mark(texts: Iterable[str]) -> Mark:
    """How the numbers of a sheet are typed, as far as those show it that can be read in one way only; "" where none does, or both."""
    comma = point = False
    for text in texts:
        for run in _RUN.findall(text):
            bare = run.rstrip(".,")
            comma = comma or bool(_COMMA_DECIMAL.fullmatch(bare) or _POINT_GROUPS.fullmatch(bare))
            shown = _POINT_DECIMAL.fullmatch(bare) and not re.fullmatch(r"[0-9]{1,3},[0-9]{3}", bare)
            point = point or bool(shown or _COMMA_GROUPS.fullmatch(bare))
    return "" if comma == point else "comma" if comma else "point"


def read_value(cell: Cell, unit: str, mark: Mark) -> Value | Unread:
    """The value of a cell that is not empty."""
    if cell.kind == "fault":
        return Unread(cell.note)
    if cell.kind == "date":
        return Unread("it holds a date, not a figure")
    return _stored(cell, unit) if cell.kind == "number" else _typed(cell, unit, mark)


# ------------------------------------------------------------------ stored as a number


def _stored(cell: Cell, unit: str) -> Value | Unread:
    text, notes = cell.text, [cell.note] if cell.note else []
    number, percent = text.removesuffix(" %"), text.endswith(" %")
    read = read_unit(unit) if unit else None
    if percent and read is not None and read.percent and read.unit:
        text, percent = number, False
    if not percent and not is_number(number) and is_number(f"{number}0"):
        # 1.234 could be meant as 1,234 where it is typed.
        text = f"{number}0"
    code, told = _currency(cell.shape)
    if code and not percent and not (read is not None and (read.currency or read.percent or read.unit)):
        # A value that names its own currency takes no scale from the unit.
        text = " ".join(part for part in (text, read.scale if read else "", code) if part)
        notes.append(told)
    return _parsed(text, unit, notes)


def _currency(shape: str) -> tuple[str, str]:
    """The currency that a number format shows, and how it was told."""
    for match in _SYMBOL.finditer(shape.partition(";")[0]):
        sign = (match[1] or match[2] or match[3] or "").strip()
        code = SYMBOLS.get(sign, sign if sign in CURRENCIES else "")
        if code:
            note = f"currency {code} guessed from the cell's format, which shows {sign}"
            return code, "" if sign == code else note
    return "", ""


# ------------------------------------------------------------------ typed


def _typed(cell: Cell, unit: str, mark: Mark) -> Value | Unread:
    typed = cell.text
    notes = [cell.note] if cell.note else []
    if not re.search(r"[0-9]", typed):
        return Unread("there is no figure in it", words=True)
    text = typed
    if match := _IN_BRACKETS.fullmatch(text):
        text = f"-{match[1]}"
        notes.append(f'"{typed}" read as a number below nought')
    text = _RUN.sub(lambda run: _number(run[0], mark), text)
    read = read_unit(unit) if unit else None
    if read is not None and read.percent and read.unit and re.fullmatch(r"[-−]?[0-9.,]+\s*%", text):
        text = text.rstrip("% ")
    for _ in range(4):
        try:
            return _told(parse_quantity(text, unit), text, typed, notes)
        except QuantityError as error:
            if not error.corrected or _figures(error.corrected) != _figures(text):
                return Unread(error.message)
            text = error.corrected
    return Unread("it cannot be read as a figure")


def _told(quantity: Quantity, text: str, typed: str, notes: list[str]) -> Value:
    words = "".join(c for c in text if c not in GAPS).casefold()
    if words != "".join(c for c in typed if c not in GAPS).casefold() and not any("below nought" in n for n in notes):
        notes = [*notes, f'"{typed}" read as {text}']
    return Value(text, quantity, tuple(notes))


def _parsed(text: str, unit: str, notes: list[str]) -> Value | Unread:
    try:
        return Value(text, parse_quantity(text, unit), tuple(note for note in notes if note))
    except QuantityError as error:
        return Unread(error.message)


def _number(run: str, mark: Mark) -> str:
    """A run of digits and marks as the project types it, where that can be told; else as it is."""
    bare = run.rstrip(".,")
    rest = run[len(bare) :]
    spaced = re.sub(rf"(?<=[0-9])[{GAPS}'’](?=[0-9]{{3}})", ",", bare)
    if mark == "comma":
        whole, _, decimals = re.sub(rf"[.{GAPS}'’]", "", bare).partition(",")
        if "," not in decimals:
            grouped = f"{int(whole):,}" if whole.isdigit() and len(whole) > 4 else whole
            return grouped + (f".{decimals}" if decimals else "") + rest
    return (spaced if is_number(spaced) else bare) + rest


def _figures(text: str) -> list[str]:
    """The numbers of a text in order: a correction that changes one of them is no correction that we may make."""
    return NUMBER.findall(text)
