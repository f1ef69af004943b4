"""Dates that stand in a sentence. Takes a language, gives a pattern; dates drawn from facts are found by `case`."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.language import Language


@lru_cache(maxsize=8)
def date_pattern(months: tuple[str, ...]) -> re.Pattern[str]:
    """A year, a month, or a day as people write them: 2024, the 1990s, 17 September 2012, 19–20 June, 2024-06-19."""
    month = "|".join(map(re.escape, months))
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    return re.compile(
        rf"\b{day}(?:\s?[–-]\s?{day}|\sto\s{day}|\sand\s{day})?\s(?:{month})\b(?:,?\s\d{{4}}\b)?"
        rf"|\b(?:{month})\s{day}(?:,\s\d{{4}})?\b(?![,.]?\d)"
        rf"|\b(?:{month})(?:\s\d{{4}})?\b"
        r"|\b\d{4}-\d{2}(?:-\d{2})?\b"
        r"|(?<![\w$€£¥.,])(?:1[5-9]|20|21)\d{2}(?:s|(?:[–/-]\d{2,4}))?(?![\w,.]?\d|\w|\s?%)"
    )


def dates_in(language: Language) -> re.Pattern[str]:
    """The pattern of a language."""
    return date_pattern(language.months)
