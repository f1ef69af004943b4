"""Convert cells to values in the grammar of fact files.

"10bn" becomes 10 billion, and "(1 234,5)" in a sheet with decimal commas becomes -1,234.5. A text that can be read in two
ways is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from briefing.exchange.importing.footnotes import RAISED
from briefing.exchange.importing.sheet_model import Cell
from briefing.facts.number_text import GAPS, NUMBER, is_number
from briefing.facts.quantity import Quantity, parse_quantity
from briefing.facts.quantity_text import CURRENCIES, SYMBOLS, QuantityError, read_unit

NEGATIVE = "read as a negative number"
Mark = Literal["point", "comma", ""]
_RUN = re.compile(rf"[0-9](?:[0-9.,'’]|[{GAPS}](?=[0-9]{{3}}(?![0-9])))*")
_COMMA_DECIMAL = re.compile(
    r"[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(?:[.'’ \u00a0\u202f][0-9]{3})+,[0-9]+|0,[0-9]+"
)
_POINT_GROUPS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_POINT_DECIMAL = re.compile(r"[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|0\.[0-9]+")
_COMMA_GROUPS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}")
_IN_BRACKETS = re.compile(r"\(([$€£]?[0-9][^()]*)\)")
_FIGURE = re.compile(rf"[-−+($€£~<>≈]*\s?[0-9][0-9.,'’\s]*[%)]?[{RAISED}*†‡§¶]*")
_SYMBOL = re.compile(r'"([^"]*)"|\[\$([^\]-]*)[^\]]*\]|([$€£₩₽])')


@dataclass(frozen=True, slots=True)
class Value:
    """A value as typed in fact files, the quantity it is parsed to, and notes on what was guessed."""

    text: str
    quantity: Quantity | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadableCell:
    """The reason why a cell is not a value. `words` is True if it contains text without a figure."""

    why: str
    words: bool = False


def is_figure(cell: Cell) -> bool:
    """Return True for a stored number, and for a text that looks like one, whether or not it can be read."""
    return cell.kind == "number" or (cell.kind == "text" and bool(_FIGURE.fullmatch(cell.text)))


def decimal_mark(texts: Iterable[str]) -> Mark:
    """Return the decimal mark of a sheet, from the numbers that can be read in one way only.

    Return "" if no number shows it, or if both marks occur.
    """
    comma = point = False
    for text in texts:
        for run in _RUN.findall(text):
            bare = run.rstrip(".,")
            comma = comma or bool(_COMMA_DECIMAL.fullmatch(bare) or _POINT_GROUPS.fullmatch(bare))
            decimal = _POINT_DECIMAL.fullmatch(bare) and not re.fullmatch(r"[0-9]{1,3},[0-9]{3}", bare)
            point = point or bool(decimal or _COMMA_GROUPS.fullmatch(bare))
    return "" if comma == point else "comma" if comma else "point"


def read_value(cell: Cell, unit: str, mark: Mark) -> Value | UnreadableCell:
    """Return the value of a cell that is not empty."""
    if cell.kind == "fault":
        return UnreadableCell(cell.note)
    if cell.kind == "date":
        return UnreadableCell("it contains a date, not a figure")
    return _read_stored(cell, unit) if cell.kind == "number" else _read_typed(cell, unit, mark)


# ------------------------------------------------------------------ stored as a number


def _read_stored(cell: Cell, unit: str) -> Value | UnreadableCell:
    text, notes = cell.text, [cell.note] if cell.note else []
    number, percent = text.removesuffix(" %"), text.endswith(" %")
    read = read_unit(unit) if unit else None
    if percent and read is not None and read.percent and read.unit:
        text, percent = number, False
    if not percent and not is_number(number) and is_number(f"{number}0"):
        # Typed, 1.234 could mean 1,234; 1.2340 cannot.
        text = f"{number}0"
    code, note = _currency(cell.shape)
    if code and not percent and not (read is not None and (read.currency or read.percent or read.unit)):
        # A value with its own currency does not take its scale from the unit.
        text = " ".join(part for part in (text, read.scale if read else "", code) if part)
        notes.append(note)
    try:
        return Value(text, parse_quantity(text, unit), tuple(note for note in notes if note))
    except QuantityError as error:
        return UnreadableCell(error.message)


def _currency(shape: str) -> tuple[str, str]:
    """Return the currency in a number format, and a note on how it was guessed."""
    for match in _SYMBOL.finditer(shape.partition(";")[0]):
        sign = (match[1] or match[2] or match[3] or "").strip()
        code = SYMBOLS.get(sign, sign if sign in CURRENCIES else "")
        if code:
            note = f"currency {code} guessed from the cell's format, which shows {sign}"
            return code, "" if sign == code else note
    return "", ""


# ------------------------------------------------------------------ typed


def _read_typed(cell: Cell, unit: str, mark: Mark) -> Value | UnreadableCell:
    typed = cell.text
    notes = [cell.note] if cell.note else []
    if not re.search(r"[0-9]", typed):
        return UnreadableCell("it contains no figure", words=True)
    text = typed
    if match := _IN_BRACKETS.fullmatch(text):
        text = f"-{match[1]}"
        notes.append(f'"{typed}" {NEGATIVE}')
    text = re.sub(r"^\+\s?(?=[$€£]?[0-9])", "", text)
    text = _RUN.sub(lambda run: _rewrite_number(run[0], mark), text)
    read = read_unit(unit) if unit else None
    if read is not None and read.percent and read.unit and re.fullmatch(r"[-−]?[0-9.,]+\s*%", text):
        text = text.rstrip("% ")
    for _ in range(4):
        try:
            quantity = parse_quantity(text, unit)
        except QuantityError as error:
            # A correction that changes a number must not be applied.
            if not error.corrected or NUMBER.findall(error.corrected) != NUMBER.findall(text):
                return UnreadableCell(error.message)
            text = error.corrected
            continue
        before, after = ("".join(c for c in each if c not in GAPS).casefold() for each in (typed, text))
        if before != after and not any(NEGATIVE in note for note in notes):
            notes.append(f'"{typed}" read as {text}')
        return Value(text, quantity, tuple(notes))
    return UnreadableCell("it cannot be read as a figure")


def _rewrite_number(run: str, mark: Mark) -> str:
    """Rewrite digits and marks as fact files do, with commas and a decimal point; unchanged if that is not certain."""
    bare = run.rstrip(".,")
    rest = run[len(bare) :]
    spaced = re.sub(rf"(?<=[0-9])[{GAPS}'’](?=[0-9]{{3}})", ",", bare)
    if mark == "comma":
        whole, _, decimals = re.sub(rf"[.{GAPS}'’]", "", bare).partition(",")
        if "," not in decimals:
            grouped = f"{int(whole):,}" if whole.isdigit() and len(whole) > 4 else whole
            return grouped + (f".{decimals}" if decimals else "") + rest
    return (spaced if is_number(spaced) else bare) + rest
