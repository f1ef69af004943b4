"""Footnote marks of a sheet: take them off names and figures, and find the notes that they stand for.

"Germany²" is Germany with the note "² Includes aid". A mark that could be part of a name, such as the digit of "G7", is taken
off only if the sheet has a note with that mark.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_PLAIN = "0123456789()abcdefghijklmnoprstuvwxyz"
_SIGNS = "*†‡§¶"
_LOWER = str.maketrans(RAISED, _PLAIN)
_LETTERS = str.maketrans({high: low for high, low in zip(RAISED, _PLAIN, strict=True) if low.isalpha()})
_RAISE = str.maketrans(_PLAIN, RAISED)
_ANY = f"[{RAISED}{_SIGNS}]"
# Each character can be matched in one way only, so that a long row of marks takes no time.
_SURE = re.compile(rf"(?<=[^\s({RAISED}])\s?({_ANY}(?:{_ANY}|,(?=\s?{_ANY})|(?<=[^\s])\s(?={_ANY}))*)(?=$|[\s,;:(])")
_POWER_OF_UNIT = re.compile(r"(?:^|[^\w])(?:[kcdmµ]?m|s)[²³]$")
_BRACKETED = re.compile(r"\s*([(\[]?)([a-z]|[0-9]{1,2})([)\]])$")
_SPACED = re.compile(r"(?<=[0-9])\s?([a-z])$|(?<=[^\W\d_]{4})([0-9])$")
_NOTE = re.compile(
    rf"\s*(?:([{RAISED}]+|[{_SIGNS}]+)\s*|[(\[]([a-z]|[0-9]{{1,2}})[)\]]\s*|([a-z]|[0-9]{{1,2}})\s?[)\]/]\s+|([a-z]|[0-9]{{1,2}})\s+(?=[A-Z]))"
    r"[:=–-]?\s*(\S.*)"
)
_NEXT_NOTE = re.compile(r"(?<=\S)\s+(?=(?:[0-9]{1,2}|[a-z])\)\s)")


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note below a table, and its mark without raised letters and brackets."""

    mark: str
    text: str


def raised(text: str) -> str:
    """Return the text in raised characters, as far as Unicode has them."""
    return text.lower().translate(_RAISE)


def lowered(mark: str) -> str:
    """Return a mark as plain characters: a for ⁽ᵃ⁾."""
    return mark.translate(_LOWER).strip("()[] ")


def plain_letters(text: str) -> str:
    """Return a text with plain letters in place of raised ones, which no font has; raised digits stay."""
    return text.translate(_LETTERS)


def read_footnotes(text: str) -> tuple[Footnote, ...]:
    """Return the footnotes in a line below a table: one for "a) provisional", two for "1) x 2) y", none for other text."""
    found = []
    for part in _NEXT_NOTE.split(text):
        match = _NOTE.fullmatch(part)
        if match is None:
            return ()
        found.append(Footnote(lowered(next(m for m in match.groups()[:4] if m)), plain_letters(match[5])))
    return tuple(found)


def split_marks(text: str, known: Collection[str]) -> tuple[str, str]:
    """Return a text without its footnote marks, and the marks. `known` are the marks of the notes below the table."""
    marks: list[str] = []

    def take(match: re.Match[str]) -> str:
        before = text[: match.end(1)]
        mark = lowered(match[1])
        figure = bool(re.search(r"[0-9][.,0-9\s]*$", text[: match.start()]))
        if _POWER_OF_UNIT.search(before) or (mark not in known and figure and mark.isdigit()):
            return match[0]
        marks.append(mark)
        return ""

    bare = _SURE.sub(take, text)
    for pattern, group in ((_BRACKETED, 2), (_SPACED, 0)):
        match = pattern.search(bare)
        if match is None or marks:
            continue
        mark = match[group] if group else match[1] or match[2]
        opened = match[1] if group else ""
        if mark in known and match.start() and (not group or (opened, match[3]) in (("", ")"), ("(", ")"), ("[", "]"))):
            marks.append(mark)
            bare = bare[: match.start()]
    return (plain_letters(bare.strip()), ",".join(marks)) if marks and bare.strip() else (plain_letters(text), "")


def notes_of(marks: Iterable[str], footnotes: Mapping[str, str]) -> str:
    """Return the texts of the footnotes with these marks; a mark without a footnote is quoted."""
    single = dict.fromkeys(part.strip() for mark in marks for part in re.split(r"[,\s]+", mark) if part.strip())
    return "; ".join(footnotes.get(mark, f'marked "{mark}" in the sheet') for mark in single)
