"""Parse the dates that people type in cells and headings: 2024, Q1 2024, 9 March 2024, 09/03/2024."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from briefing.facts.dates import DateError, parse_date

_SLASHED = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_WORLD_BANK = re.compile(r"([0-9]{4}) \[YR\1\]")
_YEAR_LIKE = re.compile(r"(?:FY|fy|year|Year)\s?((?:19|20)[0-9]{2})|((?:19|20)[0-9]{2})(?:\.0+)?")
_TIMED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.]+(?:Z|[+-][0-9:]+)?")
_SERIAL = range(20_000, 80_000)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as typed in fact files. `sure` is False if the text could mean another; `note` says what was guessed."""

    iso: str
    sure: bool = True
    note: str = ""


def read_day(text: str, *, american: bool = False, serial: bool = False) -> Day | None:
    """Return the date in a text, None if there is none.

    Pass `serial=True` if a number may be a spreadsheet's count of days since 30 December 1899.
    """
    typed = text.strip()
    if (match := _WORLD_BANK.fullmatch(typed)) or (match := _TIMED.fullmatch(typed)):
        typed = match[1]
    elif match := _YEAR_LIKE.fullmatch(typed):
        typed = match[1] or match[2]
    if slashed := _SLASHED.fullmatch(typed):
        return _slashed(slashed, typed, american=american)
    try:
        return Day(parse_date(typed).iso)
    except DateError as error:
        corrected = error.corrected
    if serial and re.fullmatch(r"[0-9]{5}", typed) and int(typed) in _SERIAL:
        day = (date(1899, 12, 30) + timedelta(days=int(typed))).isoformat()
        return Day(day, sure=False, note=f"date guessed from {typed}, read as a spreadsheet's number of days")
    if not corrected or not re.search(r"[0-9]{4}", typed) or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
        return None
    try:
        parse_date(corrected)
    except DateError:
        return None
    return Day(corrected, sure=True, note="")


def _slashed(match: re.Match[str], typed: str, *, american: bool) -> Day | None:
    """Read 9/3/2024 with the day first, as in most of the world, unless the column shows otherwise."""
    first, second = int(match[1]), int(match[3])
    month_first = american or second > 12
    day, month = (second, first) if month_first else (first, second)
    try:
        iso = parse_date(f"{match[4]}-{month:02d}-{day:02d}").iso
    except DateError:
        return None
    either = first <= 12 and second <= 12 and first != second
    if not either:
        return Day(iso)
    order = "the month" if month_first else "the day"
    return Day(iso, sure=False, note=f'date guessed from "{typed}", read with {order} first')


def looks_american(texts: Iterable[str]) -> bool:
    """Return True if a date of the column can only be read with the month first, and none only with the day first."""
    matches = [match for text in texts if (match := _SLASHED.fullmatch(text.strip()))]
    return any(int(m[3]) > 12 for m in matches) and not any(int(m[1]) > 12 for m in matches)
