"""Parser for `says:`, a sentence with placeholders such as {value} and {date}.

Other braces are text: `{{ x }}`, `{%` and a single `{` print as they are. Anything that could be meant as a
placeholder is a problem instead: {vlaue}, {va lue}, {value:,}, {0}, {}, {{value}}, and {value without its end.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from briefing.document.sentences import INITIALS
from briefing.facts.ledger import PLACEHOLDERS, Placeholder
from briefing.facts.quantity import Quantity
from briefing.facts.scalars import as_typed
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import nearest

_NAMES = "|".join(PLACEHOLDERS)
# Double braces come first, so that {{ … }} matches as a whole.
_BRACES = re.compile(rf"\{{\{{[^{{}}]*\}}\}}?|\{{[^{{}}]*\}}\}}?|\{{(?:{_NAMES})\b")
_BRACKETS = re.compile(rf"\[\s*(?:{_NAMES})\s*\](?!\()")
# One brace, followed by a word, a number or nothing.
_MEANT = re.compile(r"\{\s*(?:\w[^{}]*)?\}\}?")
_NUMBER = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
# Words that people type for a placeholder, and the one that is meant.
MEANT = {"direction": "change", "moved": "change", "growth": "change"}
Parts = tuple[str | Placeholder, ...]


def parse_statement(text: str, location: Location) -> tuple[Parts, list[Problem]]:
    """Split a statement into text and placeholders; return these, and problems with braces."""
    if bracketed := _BRACKETS.search(text):
        message = f'"{bracketed[0]}" is not a placeholder: type braces instead of brackets'
        hint = f"says: {as_typed(_BRACKETS.sub(_correct, text))}"
        return (text,), [Problem("bad-placeholder", message, location, hint)]
    if "{" not in text:
        return (text,), []
    parts: list[str | Placeholder] = []
    problems: list[Problem] = []
    place = 0
    for match in _BRACES.finditer(text):
        typed = match[0]
        name = typed.strip("{} ").lower()
        if typed == f"{{{name}}}" and name in PLACEHOLDERS:
            parts += [text[place : match.start()], Placeholder(name, location)]
            place = match.end()
        elif name in PLACEHOLDERS:
            message = f'"{typed}" is not a placeholder: type one brace at each end, without spaces'
            problems.append(
                Problem("bad-placeholder", message, location, f"says: {as_typed(_BRACES.sub(_correct, text))}")
            )
        elif _MEANT.fullmatch(typed):
            word = re.match(r"[^\W\d_]+(?:_[^\W\d_]+)*", name)  # the "value" of {value:,} and of {value.low}
            near = MEANT.get(name) or nearest(name, PLACEHOLDERS) or (nearest(word[0], PLACEHOLDERS) if word else "")
            choices = ", ".join(f"{{{choice}}}" for choice in PLACEHOLDERS)
            hint = f'did you mean "{{{near}}}"?' if near else f"choose one of: {choices}; or put other text in ( )"
            problems.append(Problem("unknown-placeholder", f"unknown placeholder {typed}", location, hint))
    parts.append(text[place:])
    return tuple(part for part in parts if part), problems


def _correct(match: re.Match[str]) -> str:
    """Return a placeholder as it should be typed, and other braces unchanged."""
    name = match[0].strip("{}[] ").lower()
    return f"{{{name}}}" if name in PLACEHOLDERS else match[0]


def without_full_stop(text: str, abbreviations: Collection[str]) -> str:
    """Return a statement without the full stop at its end, which a template adds; an abbreviation keeps its own."""
    last = text.rsplit(maxsplit=1)[-1] if text.split() else ""
    kept = text.endswith("..") or last in abbreviations or INITIALS.fullmatch(last)
    return text if kept else text.removesuffix(".")


def places_value(parts: Parts) -> bool:
    """Return True if the statement has a placeholder for the value."""
    return any(isinstance(part, Placeholder) and part.name in ("value", "number", "change") for part in parts)


def find_words(phrase: str, text: str) -> bool:
    """Return True if a text contains the words of a phrase, whole, in upper or lower case."""
    words = r"\s+".join(map(re.escape, phrase.split()))
    return re.search(rf"(?<![\w’'-]){words}(?![\w-])", text, re.IGNORECASE) is not None


def find_typed_twice(parts: Parts, text: str, value: Quantity) -> str:
    """Return the corrected line if the value is typed in the statement instead of placed, else ""."""
    if places_value(parts):
        return ""
    for match in _NUMBER.finditer(text):
        digits = match[0].replace(",", "")
        if digits.count(".") > 1 or Decimal(digits) != abs(value.low):
            continue
        before = rf"(?:{value.bound}\s+)?" if value.bound else ""
        after = "".join(rf"(?:\s+{re.escape(part)})?" for part in (value.scale, value.currency, value.unit) if part)
        whole = re.compile(rf"{before}[$€£]?{re.escape(match[0])}(?:\s*%)?{after}", re.IGNORECASE)
        found = whole.search(text)
        start, end = found.span() if found else match.span()
        return f"says: {as_typed(f'{text[:start]}{{value}}{text[end:]}')}"
    return ""
