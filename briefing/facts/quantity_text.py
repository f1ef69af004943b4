"""The grammar of a typed value: [bound] [currency] number [– number] [scale] [%] [currency] [unit words].

Split the typed text into its parts, which stay text. Whatever could mean two numbers, or follows the customs
of another country, raises QuantityError with the corrected text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.facts.dates import UnreadableValue
from briefing.facts.number_text import GAPS, NUMBER, correct_number, is_ambiguous, is_number, swap_marks
from briefing.problems.suggest import nearest

BOUNDS = ("more than", "at least", "less than", "fewer than", "up to", "about", "nearly")
LONGEST_NUMBER = 100
FRACTIONS = {"½": "5", "¼": "25", "¾": "75"}
# Words for powers of ten.
SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
SYMBOLS = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "₽": "RUB"}
# Currencies with an English word of their own; "dollars" is missing because there are many kinds.
CURRENCY_WORDS = {
    "won": "KRW",
    "rouble": "RUB",
    "roubles": "RUB",
    "ruble": "RUB",
    "rubles": "RUB",
    "yuan": "CNY",
    "yen": "JPY",
}
# ISO 4217, current codes of countries and unions; not metals, funds and test codes.
CURRENCIES = frozenset(
    # One text, because ruff format would put each entry of a list on a line of its own.
    """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
    INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
    MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK
    SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD
    XOF XPF YER ZAR ZMW ZWG""".split()  # noqa: SIM905
)
COMMON_CURRENCIES = ("AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "JPY", "KRW", "RUB", "USD")
"""Codes that mean a currency in running text as well, where others, such as ALL, COP, CVE and TOP, are mostly something else."""
# Words that people type for a bound, and the bound that is meant.
BOUND_WORDS = {
    "over": "more than", "above": "more than", "greater than": "more than", "in excess of": "more than", ">": "more than",
    "around": "about", "approximately": "about", "approx.": "about", "approx": "about", "circa": "about", "ca.": "about",
    "c.": "about", "some": "about", "roughly": "about", "~": "about", "≈": "about",
    "almost": "nearly", "close to": "nearly", "just under": "nearly",
    "under": "less than", "below": "less than", "<": "less than",
    "no more than": "up to", "not more than": "up to", "at most": "up to", "as many as": "up to", "as much as": "up to",
    "max": "up to", "≤": "up to", "<=": "up to", "no less than": "at least", "no fewer than": "at least",
    "not less than": "at least", "min": "at least", "≥": "at least", ">=": "at least",
}  # fmt: skip
SCALE_LETTERS = {
    "k": "thousand", "m": "million", "mn": "million", "mln": "million", "mio": "million",
    "b": "billion", "bn": "billion", "bln": "billion", "tn": "trillion", "trn": "trillion",
    # German and French
    "tsd": "thousand", "mill": "million", "mrd": "billion", "mld": "billion", "mia": "billion", "md": "billion", "mds": "billion",
    "milliard": "billion", "milliards": "billion", "milliarden": "billion", "millionen": "million", "bio": "trillion",
}  # fmt: skip

_BOUND = re.compile(rf"({'|'.join(BOUNDS)})\s+", re.IGNORECASE)
_BOUND_WORD = re.compile(
    "("
    + "|".join(re.escape(w) for w in sorted(BOUND_WORDS, key=len, reverse=True))
    + r")(?:(?<=[~≈<>=≤≥])\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"(US\$|[$€£₩₽¥])\s*")
_CODE = re.compile(r"([A-Z]{3})\b\s*")
_DASH = re.compile(r"\s*[–—‑‒-]\s*(?=[$€£₩₽¥0-9])|\s+to\s+(?=[$€£₩₽¥0-9])")
_SCALE = re.compile(rf"\s*({'|'.join(SCALES)})\b")
_SCALE_LETTERS = re.compile(rf"({'|'.join(sorted(SCALE_LETTERS, key=len, reverse=True))})(?![\w-])\.?", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(?:%|(?:per cent|percent)\b)")
_SYMBOL_BEHIND = re.compile(r"\s*([$€£])")
_NO_SPACE = re.compile(r"[^\W\d_]+(?![0-9])")
_ATTACHED = re.compile(r"[^\s%\u2013\u2014]")
_LIKE_SCALE = re.compile(r"\s+([tmbTMB][a-zA-Z]{4,})\b")
_CODE_BEHIND = re.compile(r"\s*([A-Z]{3})\b")
_SECOND_NUMBER = re.compile(r"(or|and|to|plus|minus|[-–—/+±×])\s*[$€£]?[0-9]")


class QuantityError(UnreadableValue):
    """Raised for a value that cannot be read as a number with a unit.

    `hint` names the choices if there is more than one; `corrected` is then the first of them.
    """

    def __init__(self, message: str, corrected: str = "", *, hint: str = "") -> None:
        super().__init__(message, corrected)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class QuantityText:
    """The parts of a value as text; all but `low` can be empty. `high` makes it a range."""

    bound: str = ""
    low: str = ""
    high: str = ""
    scale: str = ""
    percent: bool = False
    currency: str = ""
    unit: str = ""


def read_quantity_text(text: str, *, decimal_mark: str = "") -> QuantityText:
    """Split a typed value into its parts; `decimal_mark` says what a point means in 10.293. Raises QuantityError."""
    if decimal_mark == "comma":
        return _read_with_commas(text)
    reader = _Reader(" ".join(text.strip(" ").split(" ")), decimal_mark)
    bound = _read_bound(reader) if not text[:1].isdigit() else ""
    currency = _read_prefix(reader) if not reader.rest[:1].isdigit() else ""
    reader.number = reader.place
    low = _read_number(reader)
    scale = _read_scale(reader)
    high = ""
    if reader.take(_DASH) is not None:
        second = _read_prefix(reader)
        if second and second != currency:
            raise reader.fail("the two ends of the range have different currencies")
        high = _read_number(reader)
        # The scale is typed at the end of the range, or at both ends.
        first, scale = scale, _read_scale(reader)
        if first and not scale and not reader.rest.strip().startswith(tuple(SCALES)):
            raise reader.fail(f'"{first}" is only after the first number: type it at the end of the range')
        if first and first != scale:
            raise reader.fail("the two ends of the range have different scales: use one scale")
        if bound not in ("", "about", "nearly"):
            raise reader.fail(f'"{bound}" cannot be used with a range', reader.typed[len(bound) :].strip())
    percent = reader.take(_PERCENT) is not None
    if percent and (scale or currency):
        raise reader.fail("a per cent sign cannot be used with a scale or a currency")
    currency = _read_suffix(reader, currency)
    unit, word = _read_words(reader), ""
    if unit in CURRENCY_WORDS and not currency:
        unit, word = "", CURRENCY_WORDS[unit]
    return QuantityText(bound, low, high, scale, percent, currency or word, unit)


def _read_with_commas(text: str) -> QuantityText:
    """Split a value with decimal commas and points between thousands: 1.234,5 tonnes.

    A number such as 10,500 is still refused: a figure copied from the brief, or proposed by a reviewer, has its thousands like that.
    """
    try:
        return read_quantity_text(swap_marks(text))
    except QuantityError as error:
        words = {"point": "comma", "points": "commas", "comma": "point", "commas": "points"}
        message = re.sub(r"\b(?:point|comma)s?\b", lambda match: words[match[0]], swap_marks(error.message))
        hint = "group digits with points, and type at most two decimals" if error.hint else ""
        raise QuantityError(message, swap_marks(error.corrected), hint=hint) from None


def read_unit(text: str) -> QuantityText:
    """Split a typed unit into its parts: "soldiers", "million USD", "USD million", "%".

    Numbers in it stay words.
    """
    reader = _Reader(text.strip())
    currency = _read_prefix(reader)
    scale = (reader.take(_SCALE) or "").strip()
    percent = reader.take(_PERCENT) is not None
    reader.take(re.compile(r"\s+"))
    code = _CODE.match(reader.rest)
    if not currency and code and code[1] in CURRENCIES:
        currency = reader.take(_CODE) or ""
    if currency and not scale:
        scale = (reader.take(_SCALE) or "").strip()
    unit = reader.rest.strip()
    if unit in CURRENCY_WORDS and not currency:
        return QuantityText(scale=scale, percent=percent, currency=CURRENCY_WORDS[unit])
    return QuantityText(scale=scale, percent=percent, currency=currency, unit=unit)


class _Reader:
    """Reader that consumes a value part by part.

    `typed` is the whole value, `place` the current position, `number` the position where the number began.
    """

    def __init__(self, typed: str, decimal_mark: str = "") -> None:
        self.typed = typed
        self.decimal_mark = decimal_mark
        self.place = 0
        self.number = 0

    @property
    def rest(self) -> str:
        return self.typed[self.place :]

    def take(self, pattern: re.Pattern[str]) -> str | None:
        """Consume a match of the pattern at this place.

        Returns its group (or all of it), or None if it does not match.
        """
        match = pattern.match(self.typed, self.place)
        if match is None:
            return None
        self.place = match.end()
        return match[1] if pattern.groups else match[0]

    def fail(self, message: str, corrected: str = "", hint: str = "") -> QuantityError:
        shown = self.typed if len(self.typed) <= LONGEST_NUMBER else f"{self.typed[:LONGEST_NUMBER]}…"
        return QuantityError(f'"{shown}": {message}', corrected, hint=hint)

    def swap(self, start: int, end: int, text: str) -> str:
        """Return the whole value with the text from `start` to `end` replaced."""
        return self.typed[:start] + text + self.typed[end:]


def _read_bound(reader: _Reader) -> str:
    if (bound := reader.take(_BOUND)) is not None:
        return bound.lower()
    match = _BOUND_WORD.match(reader.typed)
    if match and re.match(r"[$€£₩₽¥A-Z]*\s?[0-9]", reader.typed[match.end() :]):
        meant = BOUND_WORDS[match[1].lower()]
        raise reader.fail(f'"{match[1]}" cannot be used: type "{meant}"', reader.swap(0, match.end(), f"{meant} "))
    word = re.match(r"([^\W\d]+(?: [^\W\d]+)?)\s+(?=[$€£₩₽¥0-9])", reader.typed)
    if word and (near := nearest(word[1].lower(), BOUNDS, least=75)):
        raise reader.fail(
            f'unknown words "{word[1]}": choose one of {", ".join(BOUNDS)}', reader.swap(0, word.end(), f"{near} ")
        )
    return ""


def _read_prefix(reader: _Reader) -> str:
    start = reader.place
    if (symbol := reader.take(_SYMBOL)) is not None:
        if symbol == "¥":
            raise reader.fail("¥ stands for two currencies: type CNY or JPY after the number")
        return SYMBOLS[symbol]
    code = _CODE.match(reader.typed, start)
    if code and code[1] in CURRENCIES:
        reader.place = code.end()
        return code[1]
    return ""


def _read_number(reader: _Reader) -> str:
    start = reader.place
    typed = reader.take(NUMBER)
    if typed is None:
        if re.search(r"[0-9]", reader.typed):
            bounds = ", ".join(BOUNDS)
            raise reader.fail(f"a value must begin with a number, or with one of these and a number: {bounds}")
        raise reader.fail('a value must contain a number; put other text in the sentence after "says:"')
    if len(typed) > LONGEST_NUMBER:
        raise reader.fail(f"a number has more than {LONGEST_NUMBER} characters")
    if not is_number(typed, reader.rest, decimal_mark=reader.decimal_mark):
        meant, why = correct_number(typed)
        hint = ""
        if is_ambiguous(typed):
            hint = f"type {meant}; or, if the point is a decimal mark, add decimal_mark: point to the fact or to dossier.yaml"
        corrected = f"{reader.typed[:start]}{meant}{_with_scale(reader.rest)}" if meant else ""
        raise reader.fail(why, corrected, hint)
    _refuse_attached_text(reader, start, typed)
    return typed


def _with_scale(rest: str) -> str:
    """Return the text after a number with a letter or abbreviation for its scale replaced by the word."""
    letters = _SCALE_LETTERS.match(rest.lstrip(" "))
    if letters is None or (rest.startswith(" ") and len(letters[1]) == 1):
        return rest
    return f" {SCALE_LETTERS[letters[1].lower()]}{rest.lstrip(' ')[letters.end() :]}"


def _refuse_attached_text(reader: _Reader, start: int, typed: str) -> None:
    """Raise QuantityError for text directly after a number, such as "10bn", "6,000+" and "30km"."""
    letters = _SCALE_LETTERS.match(reader.rest.lstrip(" "))
    spaced = reader.rest.startswith(" ")
    if letters and (not spaced or len(letters[1]) > 1):
        scale = SCALE_LETTERS[letters[1].lower()]
        end = reader.place + spaced + letters.end()
        raise reader.fail(f'"{letters[1]}" cannot be used: type "{scale}"', reader.swap(reader.place, end, f" {scale}"))
    if reader.rest.startswith("+"):
        raise reader.fail(
            '"+" cannot be used: type "more than"', f"more than {reader.swap(reader.place, reader.place + 1, '')}"
        )
    if match := _SYMBOL_BEHIND.match(reader.rest):
        moved = reader.swap(reader.place, reader.place + match.end(), "")
        raise reader.fail("the currency sign must come first", f"{moved[:start]}{match[1]}{moved[start:]}")
    if reader.rest[:1] in FRACTIONS and reader.rest:
        meant = f"{typed}.{FRACTIONS[reader.rest[0]]}" if typed.isdecimal() else ""
        corrected = reader.swap(start, reader.place + 1, meant) if meant else ""
        raise reader.fail(f'"{reader.rest[0]}" cannot be used: type a decimal fraction', corrected)
    if re.match(r"(?:st|nd|rd|th)\b", reader.rest):
        raise reader.fail('a value must be an amount, not "1st" or "2nd"; put other text in the sentence after "says:"')
    if _NO_SPACE.match(reader.rest):
        raise reader.fail("a space is missing after the number", reader.swap(reader.place, reader.place, " "))
    if _ATTACHED.match(reader.rest) and not _DASH.match(reader.typed, reader.place):
        raise reader.fail(f"the text after {typed} cannot be read")


def _read_scale(reader: _Reader) -> str:
    if (scale := reader.take(_SCALE)) is not None:
        return scale
    word = _LIKE_SCALE.match(reader.rest)
    if word and (near := nearest(word[1].lower(), SCALES, least=82)):
        corrected = reader.swap(reader.place, reader.place + word.end(), f" {near}")
        raise reader.fail(f'"{word[1]}" is not a scale', corrected)
    return ""


def _read_suffix(reader: _Reader, currency: str) -> str:
    code = _CODE_BEHIND.match(reader.rest)
    if not code or code[1] not in CURRENCIES:
        return currency
    if currency and currency != code[1]:
        raise reader.fail(f"there are two currencies: {currency} and {code[1]}")
    start = reader.place
    reader.place += code.end()
    if scale := reader.take(_SCALE):
        meant = reader.swap(start, reader.place, f" {scale} {code[1]}")
        raise reader.fail("the scale must come before the currency", meant)
    return code[1]


def _read_words(reader: _Reader) -> str:
    words = reader.rest.strip()
    if not words:
        return ""
    if match := _SECOND_NUMBER.match(words):
        meant = ""
        if match[1] in {"or", "and"}:
            start = len(reader.typed) - len(reader.rest.lstrip())
            meant = reader.typed[:start].rstrip() + "–" + words[match.end() - 1 :]
        raise reader.fail("a value must contain only one number: type a range, or a fact for each number", meant)
    if words[0] in SYMBOLS:
        amount = reader.typed[reader.number : reader.place].strip()
        meant = f"{reader.typed[: reader.number]}{words[0]}{amount} {words[1:].strip()}".strip()
        raise reader.fail("the currency sign must come first", meant)
    if not words[0].isalpha() and (not words[0].isdigit() or words[0] in GAPS or is_number(words)):
        raise reader.fail(f'"{words}" cannot be read as a unit')
    return words
