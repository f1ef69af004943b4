"""Patterns for dates typed in a sentence. `check_context` finds dates that facts print."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.language import Language


@lru_cache(maxsize=8)
def _days(months: tuple[str, ...]) -> str:
    month = "|".join(map(re.escape, months))
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    return (
        rf"\b{day}(?:\s?[–-]\s?{day}|\sto\s{day}|\sand\s{day})?\s(?:{month})\b(?:,?\s\d{{4}}\b)?"
        rf"|\b(?:{month})\s{day}(?:,\s\d{{4}})?\b(?![,.]?\d)"
        rf"|\b(?:{month})(?:\s\d{{4}})?\b"
        r"|\b\d{4}-\d{2}(?:-\d{2})?\b"
    )


@lru_cache(maxsize=8)
def _compiled(months: tuple[str, ...], *, years: bool) -> re.Pattern[str]:
    year = r"|(?<![\w$€£¥.,])(?:1[5-9]|20|21)\d{2}(?:s|(?:[–/-]\d{2,4}))?(?![\w,.]?\d|\w|\s?%)"
    return re.compile(_days(months) + (year if years else ""))


def dates_in(language: Language) -> re.Pattern[str]:
    """Return the pattern of years, months and days: 2024, the 1990s, 17 September 2012, 19–20 June, 2024-06-19."""
    return _compiled(language.months, years=True)


def days_in(language: Language) -> re.Pattern[str]:
    """Return the pattern of dates that name a month, or are typed as 2024-06-19.

    A bare 2024 is left out: it may be a year or a number of soldiers.
    """
    return _compiled(language.months, years=False)
