"""Convert a figure or date typed by a reviewer to the text for a fact file: "$5.6–9.8 billion" to "5.6–9.8 billion USD".

The result must print exactly as the reviewer's words; otherwise CannotApply is raised. Nothing is guessed: "12k" and "over
12,000" are left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, TypeAlias

from briefing.facts.dates import UnreadableValue, parse_date
from briefing.facts.quantity import parse_quantity
from briefing.facts.quantity_text import CURRENCY_WORDS, SYMBOLS, QuantityText, read_quantity_text
from briefing.language import Language, load_language
from briefing.review.rewriting.cannot_apply import CannotApply
from briefing.review.rewriting.find_words import fold

Aspect: TypeAlias = Literal["value", "number", "figure"]
"""The part of a value that was printed: all of it, all but the unit's words, or the bare figure of a table cell."""
ENGLISH = "en-GB"


def typed_value(
    printed: str, old_typed: str, unit: str, *, aspect: Aspect = "value", language: Language | None = None
) -> str:
    """Return the text of `value:`, in the style of the old value, that prints as the reviewer's words."""
    words = language or load_language(ENGLISH)
    wanted = _plain(printed)
    read = _read(wanted)
    if read is None:
        raise CannotApply(f'"{printed.strip()}" cannot be read as a figure')
    old = _read(old_typed) or QuantityText(low="")
    # The parts that are not printed are those of the old value.
    if aspect == "figure":
        read = replace(read, scale=old.scale, percent=old.percent, currency=old.currency, unit=old.unit)
    elif aspect == "number" and not read.unit:
        read = replace(read, unit=old.unit)
    for typed in dict.fromkeys(_candidates(read, old, old_typed, unit)):
        try:
            value = parse_quantity(typed, unit)
        except UnreadableValue:
            continue
        again = value.figure(words) if aspect == "figure" else value.words(words, unit=aspect == "value")
        if _same(again, wanted):
            return typed
    raise CannotApply(f'"{printed.strip()}" cannot be typed as a value of this fact')


def typed_date(printed: str, *, language: Language | None = None) -> str:
    """Return a printed date as it is typed: 2025-06-15 for "15 June 2025", "in June 2025", "18 to 19 June 2024"."""
    words = language or load_language(ENGLISH)
    wanted = _plain(printed)
    for typed in _dates(wanted, words):
        try:
            date = parse_date(typed)
        except UnreadableValue:
            continue
        if any(_same(form, wanted) for form in (date.words(words), date.when(words))):
            return typed
    raise CannotApply(f'"{printed.strip()}" is not written as briefs print dates, such as 15 June 2025')


# ------------------------------------------------------------------ values


def _plain(printed: str) -> str:
    return fold(printed).text.strip()


def _same(one: str, other: str) -> bool:
    """Return True if the words are the same; a sentence may begin with a capital."""
    first, second = _plain(one), _plain(other)
    return first == second or first == second[:1].lower() + second[1:]


def _read(typed: str) -> QuantityText | None:
    try:
        return read_quantity_text(typed)
    except UnreadableValue:
        return None


def _candidates(read: QuantityText, old: QuantityText, old_typed: str, unit: str) -> Iterator[str]:
    """Yield ways to type a value, the style of the old value first."""
    digits = re.sub(r"\D", "", old.low)
    for groups in (False, True) if len(digits) > 3 and "," not in old.low else (True,):
        low, high = (end if groups else end.replace(",", "") for end in (read.low, read.high))
        number = f"{low}–{high}" if high else low
        head = f"{read.bound} " if read.bound else ""
        own = old.percent or old.currency or old.unit
        if unit and not own:
            yield f"{head}{number}" + (f" {read.scale}" if read.scale and old.scale else "")
            yield f"{head}{number}"
            yield f"{head}{number} {read.scale}".rstrip()
        scaled = f"{number} {read.scale}".rstrip()
        tail = f" {read.unit}" if read.unit else ""
        if read.percent:
            sign = re.search(r"\s*(?:%|per cent|percent)", old_typed)
            yield f"{head}{scaled}{sign[0] if sign else ' %'}{tail}"
        elif read.currency:
            yield from (f"{head}{amount}{tail}" for amount in _amounts(scaled, read.currency, old_typed))
        else:
            yield f"{head}{scaled}{tail}"


def _amounts(amount: str, currency: str, old_typed: str) -> Iterator[str]:
    """Yield an amount with its currency: a sign, a code before it, a word or a code after it."""
    signs = [sign for sign, code in SYMBOLS.items() if code == currency and sign in old_typed]
    if signs:
        yield f"{signs[0]}{amount}"
    if re.match(rf"\D*{currency}\s*[0-9]", old_typed):
        yield f"{currency} {amount}"
    yield from (f"{amount} {w}" for w, code in CURRENCY_WORDS.items() if code == currency and old_typed.endswith(w))
    yield f"{amount} {currency}"


# ------------------------------------------------------------------ dates


def _dates(wanted: str, language: Language) -> Iterator[str]:
    """Yield the dates that a printed date could mean; the caller prints them again to find out."""
    months = {name.casefold(): f"{number:02d}" for number, name in enumerate(language.months, start=1)}
    words = re.findall(r"[^\W_]+", wanted.casefold())
    numbers = [w for w in words if w.isdecimal() or w in months]
    years = [w for w in numbers if len(w) == 4 and w.isdecimal()]
    if not years or len(numbers) > 6:
        return
    named = [months[w] for w in numbers if w in months]
    days = [f"{int(w):02d}" for w in numbers if w.isdecimal() and len(w) < 3]
    first = _joined(years[0], named[:1], days[:1])
    yield first
    last = _joined(years[-1], named[-1:], days[-1:])
    yield f"{first}/{last}"


def _joined(year: str, month: list[str], day: list[str]) -> str:
    return "-".join([year, *month, *(day if month else [])])
