"""Dates of any precision: 2012, 2012-09, 2012-09-17, and ranges 2023-09/2025-03.

Parse the text as typed (ISO 8601-1 calendar dates with reduced precision; a range has a slash) to a
`PartialDate`, which can print itself in a language. Never reads the clock and never guesses: 1/2/2012 is a
problem.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache

from briefing.language import Language, fill


class UnreadableValue(ValueError):  # noqa: N818  # a mistake of the user, not an error of the program
    """Raised for a typed value that cannot be read.

    `corrected` is the text to type instead, or "" if that is not certain.
    """

    def __init__(self, message: str, corrected: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.corrected = corrected

    @property
    def suggestion(self) -> str:
        """Return the text to suggest to the user, or ""."""
        return self.corrected


class DateError(UnreadableValue):
    """Raised for a date that cannot be read or does not exist.

    `ambiguous` means that `corrected` is only one of two readings (day first), which the message both names.
    """

    def __init__(self, message: str, corrected: str = "", *, ambiguous: bool = False) -> None:
        super().__init__(message, corrected)
        self.ambiguous = ambiguous

    @property
    def suggestion(self) -> str:
        """Return the corrected date unless it is ambiguous."""
        return "" if self.ambiguous else self.corrected


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year; with `end`, a range from this date to `end`. `end` itself has no end."""

    year: int
    month: int | None = None
    day: int | None = None
    end: PartialDate | None = None

    @property
    def start(self) -> PartialDate:
        """Return the same date without its end."""
        return PartialDate(self.year, self.month, self.day)

    @property
    def key(self) -> tuple[int, ...]:
        """Return a sort key.

        A year sorts before its months, a month before its days, a date before ranges that start with it.
        """
        own = (self.year, self.month or 0, self.day or 0)
        return own + (self.end.key if self.end else (0, 0, 0))

    @property
    def iso(self) -> str:
        """Return the date as it is typed: 2012-09-17, 2023-09/2025-03."""
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts) + (f"/{self.end.iso}" if self.end else "")

    @property
    def last_day(self) -> tuple[int, int, int]:
        """Return year, month and day of the last day that the date can mean."""
        if self.end:
            return self.end.last_day
        month = self.month or 12
        return (self.year, month, self.day or monthrange(self.year, month)[1])

    def words(self, language: Language) -> str:
        """Return the date in words.

        Examples: "17 September 2012", "June 2024", "2012", "September 2023 to March 2025", "18 to 19 June
        2024".
        """
        if self.end is None:
            return _whole(self, language)
        return fill(language.dates["range"], start=_beginning(self, self.end, language), end=_whole(self.end, language))

    def when(self, language: Language) -> str:
        """Return the date with its preposition: "on 17 September 2012", "between September 2023 and March 2025"."""
        if self.end is None:
            return fill(language.dates["on" if self.day else "in"], date=_whole(self, language))
        return fill(
            language.dates["between"], start=_beginning(self, self.end, language), end=_whole(self.end, language)
        )


def _pattern(name: str, date: PartialDate, language: Language) -> str:
    month = language.months[date.month - 1] if date.month else ""
    return fill(language.dates[name], day=str(date.day or ""), month=month, year=str(date.year))


def _whole(date: PartialDate, language: Language) -> str:
    return _pattern("day" if date.day else "month" if date.month else "year", date, language)


def _beginning(start: PartialDate, end: PartialDate, language: Language) -> str:
    """Return the first date of a range in words, without the year or month that it shares with the last."""
    if start.year == end.year and start.day and end.day:
        return _pattern("day_of_month" if start.month == end.month else "day_of_year", start, language)
    if start.year == end.year and start.month and end.month and not start.day and not end.day:
        return _pattern("month_of_year", start, language)
    return _whole(start, language)


# ------------------------------------------------------------------ reading

ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@lru_cache(maxsize=4096)
def parse_date(text: str) -> PartialDate:
    """Parse a typed date. Raises DateError, with the corrected text if that is certain."""
    typed = text.strip()
    if _has_form(typed):
        return _read_range(typed)
    corrected = _correct(typed)
    if corrected and re.fullmatch(r"[0-9]{1,2}([-/])[0-9]{1,2}\1[0-9]{4}", typed):
        # Corrected with the day first. In America the month comes first.
        year, month, day = corrected.split("-")
        if day <= "12" and day != month:
            message = f'"{typed}" can be read in two ways: type {corrected} or {year}-{day}-{month}'
            raise DateError(message, corrected, ambiguous=True)
    raise DateError(f'"{typed}" is not a date: type 2012, 2012-09, 2012-09-17 or 2023-09/2025-03', corrected)


def _has_form(typed: str) -> bool:
    start, slash, end = typed.partition("/")
    return bool(ISO.fullmatch(start) and (not slash or ISO.fullmatch(end)))


def _read_range(typed: str) -> PartialDate:
    start, slash, end = typed.partition("/")
    first = _read(start, before="", after=slash + end)
    if not slash:
        return first
    last = _read(end, before=start + slash, after="")
    if (last.last_day, last.key) < (first.last_day, first.key):
        raise DateError(f'"{typed}" ends before it begins', f"{end}/{start}")
    if last == first:
        raise DateError(f'"{typed}" begins and ends with the same date', start)
    return PartialDate(first.year, first.month, first.day, last)


def _read(text: str, before: str, after: str) -> PartialDate:
    """Parse one date; `before` and `after` are the text around it, for the corrected text."""
    match = ISO.fullmatch(text)
    assert match is not None
    year = int(match[1])
    month, day = (int(part) if part else None for part in match.group(2, 3))
    if not 1000 <= year <= 2999:
        raise DateError(f'"{text}": the year must be from 1000 to 2999')
    if month is not None and not 1 <= month <= 12:
        # If day and month were swapped, the date can be corrected; otherwise only its year is certain.
        swapped = f"{year:04d}-{day:02d}-{month:02d}" if day and day <= 12 and month <= 31 else f"{year:04d}"
        raise DateError(f'"{text}": the month must be from 01 to 12', before + swapped + after)
    if month is not None and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        raise DateError(
            f'"{text}": that month has {monthrange(year, month)[1]} days', f"{before}{year:04d}-{month:02d}{after}"
        )
    return PartialDate(year, month, day)


def _correct(typed: str) -> str:
    """Return the date that was probably meant, in ISO form, or "" if that is not certain."""
    for guess in (_from_digits, _from_words, _from_years, _from_quarter):
        corrected = guess(typed)
        # Accept a guess only if it is a valid date. Correcting a guess in turn could go round in circles.
        if _has_form(corrected):
            try:
                _read_range(corrected)
            except DateError:
                continue
            return corrected
    return ""


def _from_digits(typed: str) -> str:
    """Convert dates of digits, such as 2012-9-7, 2012/09/17, 17.09.2012 and 17/9/2012.

    If the year comes last, the day is taken to come first.
    """
    if match := re.fullmatch(r"([0-9]{4})([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?", typed):
        year, _, month, day = match.groups()
    elif match := re.fullmatch(r"(?:([0-9]{1,2})([-/.]))?([0-9]{1,2})[-/.]([0-9]{4})", typed):
        day, _, month, year = match.groups()
    else:
        return ""
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def _from_words(typed: str) -> str:
    """Convert 17 September 2012; September 17, 2012; and Sept. 2012."""
    day, month, year = "", "", ""
    for word in re.findall(r"[A-Za-z]+|[0-9]+", typed):
        if word[:3].lower() in MONTHS and word.isalpha():
            month = f"{MONTHS.index(word[:3].lower()) + 1:02d}"
        elif re.fullmatch(r"[0-9]{4}", word):
            year = word
        elif re.fullmatch(r"[0-9]{1,2}", word):
            day = f"-{int(word):02d}"
        elif word.lower() not in {"st", "nd", "rd", "th", "of", "in", "on"}:
            return ""
    return f"{year}-{month}{day}" if month and year else ""


def _from_years(typed: str) -> str:
    """Convert 2012-2014, 2012–2014, 2023-09 to 2025-03, 2023-09 / 2025-03 and 2012-14."""
    match = re.fullmatch(r"([0-9-]+?)\s*(?:to|until|and|[-–—/])\s*([0-9-]+)", typed)
    if not match:
        return ""
    start, end = match.groups()
    if len(end) == 2 and len(start) == 4:
        end = start[:2] + end
    return f"{start}/{end}"


def _from_quarter(typed: str) -> str:
    """Convert quarters: Q1 2024, 2024-Q1 and 2024 Q1."""
    match = re.fullmatch(r"(?:Q([1-4])[\s-]*([0-9]{4}))|(?:([0-9]{4})[\s-]*Q([1-4]))", typed, re.IGNORECASE)
    if not match:
        return ""
    quarter, year = int(match[1] or match[4]), match[2] or match[3]
    return f"{year}-{quarter * 3 - 2:02d}/{year}-{quarter * 3:02d}"
