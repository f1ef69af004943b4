"""Parse names, units and dates in headings: "GDP (USD bn)" is GDP in billion USD; "Trade, 2024" is for 2024.

Text that is not certainly a unit is not read as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.exchange.importing.date_cells import read_day
from briefing.facts.dates import UnreadableValue
from briefing.facts.quantity import parse_quantity
from briefing.facts.quantity_text import CURRENCIES, CURRENCY_WORDS, SYMBOLS, read_unit

_SCALES = {
    "thousand": "thousand", "thousands": "thousand", "'000": "thousand", "000": "thousand", "000s": "thousand", "'000s": "thousand",
    "ths": "thousand", "tsd": "thousand", "million": "million", "millions": "million", "mn": "million", "mln": "million",
    "mio": "million", "mil": "million", "billion": "billion", "billions": "billion", "bn": "billion", "bln": "billion",
    "trillion": "trillion", "trillions": "trillion", "tn": "trillion", "trn": "trillion",
    "tausend": "thousand", "milliers": "thousand", "miles": "thousand", "mill": "million", "millionen": "million", "millones": "million",
    "mrd": "billion", "md": "billion", "mds": "billion", "milliarden": "billion", "milliard": "billion", "milliards": "billion",
}  # fmt: skip
# These are scales only with a currency: "m" alone is a metre, and "k" alone could be anything.
_BESIDE_CURRENCY = {"m": "million", "b": "billion", "k": "thousand", "t": "trillion"}
_CURRENCY = {
    "euro": "EUR",
    "euros": "EUR",
    "d'euros": "EUR",
    **{word: code for word, code in CURRENCY_WORDS.items() if word != "won"},
}
_PERCENT = {"%", "percent", "percentage", "pct", "pc", "prozent", "prozentpunkte", "pourcentage"}
_IN_ENGLISH = {
    "tonnen": "tonnes", "personen": "people", "personnes": "people", "personas": "people", "einwohner": "inhabitants",
    "habitants": "inhabitants", "stück": "pieces", "schiffe": "ships", "beschäftigte": "workers", "petajoule": "petajoules",
    "tage": "days", "jahre": "years", "stunden": "hours",
}  # fmt: skip
_UNITS = frozenset(
    # The formatter would give each entry of a list its own line.
    """tonne tonnes ton tons t kt mt kg g mg km km2 km² m² m³ m2 m3 ha hectare hectares acre acres litre litres l barrel barrels bbl
    mw gw kw tw mwh gwh kwh twh pj tj joule joules bcm mcm tco2 co2 ktco2e mtco2e people persons inhabitants soldiers troops
    households workers employees jobs students patients cases deaths refugees years year months days hours minutes seconds
    ships vessels aircraft vehicles units pieces points index score rank ratio containers teu dwt passengers visitors tourists
    petajoules terajoules gigajoules megawatts gigawatts kilometres metres
    hospitals schools beds doctors homes dwellings shells missiles drones tanks rounds votes seats""".split()  # noqa: SIM905
)
_ONE_THOUSAND = re.compile(r"^1[ .,\u00a0\u2009\u202f]?000(?=\s)")
_ONE_MILLION = re.compile(r"^1[ .,\u00a0\u2009\u202f]?000[ .,\u00a0\u2009\u202f]?000(?=\s)")
_UNIT_AT_END = re.compile(
    r"(?:^|[(,;–—-]|\b(?:in|unit|units|figures in|amounts in)\b:?)\s*([^(),;]+?)\s*\)?$", re.IGNORECASE
)
_UNIT_AFTER_IN = re.compile(r"\b(?:in|en|units?|einheit|unité)\b:?\s+", re.IGNORECASE)
_AFTER_UNIT = re.compile(
    r"[,;()\[\]]|(?<!Mio)(?<!Mrd)(?<!Tsd)(?<!Mill)(?<!\bm)\.(?=\s+[A-Z]|$)|\s+(?:at|unless|per year|annually|except|zu|aux|on)\b"
)
_QUALIFIES = re.compile(
    r"\b(?:constant|current|prices?|preisen?|real|nominal|adjusted|bereinigt|unless|except|constants?|courants?)\b",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(USD|EUR|GBP|KRW|RUB|[A-Z]{3})(bn|mn|mln|tn|m|b|k)\b")
_TOKEN = re.compile(r"'?[0-9]+(?:,[0-9]{3})*s?|[^\W\d_][\w²³'-]*|%|\S")
_INNER = re.compile(r"(.*?)\s*[(\[]([^()\[\]]+)[)\]]\s*(?:\*+)?$")
_TAIL = re.compile(r"(.+?)(?:\s*,\s*|\s+in\s+|\s*[-–—:|]\s+)([^,]+)$", re.IGNORECASE)
_QUALIFIED = re.compile(r"(.+)\((?:current|constant|real|nominal|annual)(?:\s+[0-9]{4})?\s+([^()]+)\)")
_YEAR_BEHIND = re.compile(
    r"(.*\D)(?<!since)(?<!from)(?<!until)(?<!before)(?<!after)(?<!\bto)[\s,_-]+((?:19|20)[0-9]{2})$"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A parsed heading. `unit` and `when` (a date as typed) are "" if it has none; `name` is the rest."""

    name: str
    unit: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A line above a table that gives the unit of its figures. `note` is the line if it says more about them."""

    unit: str = ""
    text: str = ""
    note: str = ""


NO_UNIT = UnitLine()
LONGEST_UNIT_LINE = 300


def read_unit_line(text: str) -> UnitLine:
    """Return the unit in a line such as "Figures are in US$ m., at constant (2023) prices"; an empty one if it has none."""
    if len(text) > LONGEST_UNIT_LINE:
        return NO_UNIT
    at_end = _UNIT_AT_END.search(text)
    parts = [_AFTER_UNIT.split(text[match.end() :])[0] for match in _UNIT_AFTER_IN.finditer(text)]
    parts += [read_heading(text).unit, at_end[1] if at_end else ""]
    unit = next((found for part in parts if part and (found := canonical_unit(part))), "")
    if unit and canonical_unit(text) == unit and not is_certain(unit) and " " in unit:
        return NO_UNIT  # "Ships in port" is a title
    return UnitLine(unit, text, text if _QUALIFIES.search(text) else "") if unit else NO_UNIT


def read_heading(text: str) -> Heading:
    """Return name, unit and date of a heading."""
    whole = read_day(text)
    if whole and whole.sure:
        return Heading("", when=whole.iso)
    name, unit, when = text, "", ""
    if qualified := _QUALIFIED.fullmatch(name):
        # "GDP (current US$)" is in dollars; the kind of dollars stays in the name.
        return Heading(name, canonical_unit(qualified[2]))
    while match := _INNER.fullmatch(name):
        kept, found, day = _read_brackets(match[2])
        if kept and match[1].strip().casefold() in _UNITS and match[2].strip() in _BESIDE_CURRENCY:
            kept, found = False, _BESIDE_CURRENCY[match[2].strip()]  # "Tonnes (m)"
        if not (found or day) or kept:
            break
        name, unit, when = match[1], unit or found, when or day
        if not name:
            return Heading(text)
    if not when and (behind := _YEAR_BEHIND.fullmatch(name)):
        name, when = behind[1].strip(" ,_-"), behind[2]
    if not unit and (tail := _TAIL.fullmatch(name)) and (found := canonical_unit(tail[2])) and is_certain(found):
        name, unit = tail[1], found
    if unit in _SCALES.values() and name.strip().casefold() in _UNITS:
        unit = f"{unit} {name.strip() if name.isupper() else name.strip().lower()}"  # "TEU (thousand)"
    return Heading(name.strip(" ,:;*") or text, unit, when)


def is_certain(unit: str) -> bool:
    """Return True for a unit that cannot be other words, even without brackets."""
    read = read_unit(unit) if unit else None
    return read is not None and bool(read.currency or read.scale or read.percent)


def _read_brackets(text: str) -> tuple[bool, str, str]:
    """Return for a text in brackets: True if words are left over, the unit, the date."""
    day = read_day(text)
    if day and day.sure:
        return False, "", day.iso
    unit = canonical_unit(text)
    if unit:
        return False, unit, ""
    parts = [part.strip() for part in text.split(",")]
    units = [u for part in parts if (u := canonical_unit(part))]
    days = [d.iso for part in parts if (d := read_day(part)) and d.sure]
    left = len(parts) != len(units) + len(days) or len(units) > 1 or len(days) > 1
    return left, (units or [""])[0], (days or [""])[0]


def canonical_unit(text: str) -> str:
    """Return the unit as fact files write it: "billion USD", "% of GDP", "thousand tonnes"; "" if it is not one."""
    typed = text.strip()
    if len(typed) > 60 or not typed:
        return ""
    for symbol, code in sorted(SYMBOLS.items(), key=lambda pair: -len(pair[0])):
        typed = typed.replace(symbol, f" {code}")
    typed = _ONE_THOUSAND.sub("thousand", _ONE_MILLION.sub("million", typed))
    typed = _GLUED.sub(r"\1 \2", re.sub(r"(?i)\bUS\s+dollars?\b|\bUS\s+USD\b", "USD", typed))
    typed = re.sub(r"(?i)\b(?:per cent|percentage points?)\b", "%", typed.replace("’", "'"))
    typed = re.sub(r"(?i)^(?:in|of|unit:?)\s+", "", typed.strip())
    tokens = _TOKEN.findall(re.sub(r"(?<=[A-Za-z])\.(?=\s|$)", "", typed.replace("/", " per ")))
    scale, currency, percent, words = _sort_tokens(tokens)
    if any(not re.search(r"\w", word) for word in words):
        return ""
    known = 0 < len(words) <= 4 and (words[0].lower() in _UNITS or words[-1].lower() in _UNITS)
    if not (scale or currency or percent or known):
        return ""
    if percent and (scale or currency):
        return ""
    unit = " ".join(part for part in ("%" if percent else scale, currency, " ".join(words)) if part)
    return unit if fits(unit) else ""


def _sort_tokens(tokens: list[str]) -> tuple[str, str, bool, list[str]]:
    """Return scale, currency, per cent sign, and the other words in their order."""
    scale, currency, percent = "", "", False
    words: list[str] = []
    paid = any(token in CURRENCIES or token.lower() in _CURRENCY for token in tokens)
    for token in tokens:
        low = token.lower()
        if not scale and not words and (low in _SCALES or (paid and low in _BESIDE_CURRENCY)):
            scale = _SCALES.get(low) or _BESIDE_CURRENCY[low]
        elif not currency and not words and (token in CURRENCIES or low in _CURRENCY):
            currency = token if token in CURRENCIES else _CURRENCY[low]
        elif not percent and not words and low in _PERCENT:
            percent = True
        else:
            words.append(_IN_ENGLISH.get(low, token))
    if words[:1] == ["of"] and not percent:  # "million of tonnes"
        words = words[1:]
    return scale, currency, percent, words


def fits(unit: str) -> bool:
    """Return True if a value with this unit can be parsed."""
    try:
        parse_quantity("1", unit)
    except UnreadableValue:
        return False
    return True
