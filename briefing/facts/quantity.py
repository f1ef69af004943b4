"""Values with a bound, a scale, a unit or a currency.

Examples are "more than 11,000 soldiers", "about 10 billion USD" and "25,000–30,000".

Parse the text as typed to a `Quantity`, which keeps the typed precision and can print itself in a language. A
number that can be read in two ways is an error with the corrected text. An ordinary space follows the number;
that no line ends there is a matter of layout, see `document/tied_spaces.py`. `PartialDate` and
`parse_date` of `dates` are re-exported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from briefing.facts.dates import DateError, PartialDate, UnreadableValue, parse_date
from briefing.facts.number_text import swap_marks
from briefing.facts.quantity_text import SCALES, QuantityError, QuantityText, read_quantity_text, read_unit
from briefing.language import Language, fill

__all__ = [
    "DateError", "PartialDate", "Quantity", "QuantityError", "UnreadableValue", "parse_date", "parse_quantity",
]  # fmt: skip


MEASURED_FROM = 4
"""Minimum number of digits that are grouped if the number cannot be a year: it has a unit, or belongs to a
series.
"""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range, as typed.

    `low` and `high` are before scaling: 10 for "10 billion". `high` is None unless it is a range. `bound` is ""
    or one of about, nearly, more than, at least, less than, fewer than, up to. `scale` is "" or a scale word,
    `currency` an ISO 4217 code or "". `unit` is free text, `written` the whole text as typed. `counted` means
    that it is not a year, even if it looks like one.
    """

    bound: str
    low: Decimal
    high: Decimal | None
    low_text: str
    high_text: str
    scale: str
    unit: str
    currency: str
    percent: bool
    written: str
    counted: bool = False

    def words(self, language: Language, *, unit: bool = True) -> str:
        """Return words such as "more than 11,000 soldiers", "about $10 billion", "90%".

        Without `unit`, the words of the unit are left out, but scale, currency and per cent sign stay: "about
        10" must never mean about $10 billion.
        """
        if self.high is not None and self.low < 0:
            amount = self._signed(language, lambda end: end.words(language))
            return " ".join(part for part in (self._bound(language), amount, self.unit if unit else "") if part)
        amount = self._numbers(language)
        if self.percent:
            amount = fill(language.percent, number=amount)
        if self.scale:
            amount += f" {language.scales[self.scale]}"
        if self.currency:
            pattern = language.currencies.get(self.currency, f"{self.currency} {{amount}}")
            amount = fill(pattern, amount=amount)
        if self.low < 0 and self.high is None:
            amount = language.minus + amount
        return " ".join(part for part in (self._bound(language), amount, self.unit if unit else "") if part)

    def figure(self, language: Language) -> str:
        """Return the bare number with its bound, for a column whose header gives scale and unit: "more than 11,000", "34.4"."""
        if self.high is not None and self.low < 0:
            return f"{self._bound(language)} {self._signed(language, lambda end: end.figure(language))}".lstrip()
        sign = language.minus if self.low < 0 and self.high is None else ""
        return f"{self._bound(language)} {sign}{self._numbers(language)}".lstrip()

    def unit_words(self, language: Language) -> str:
        """Return the words that `figure` omits: "soldiers", "%", "$ million", "million roubles", "CHF million"."""
        measure = "%" if self.percent else language.scales[self.scale] if self.scale else ""
        if self.currency:
            pattern = language.currencies.get(self.currency, f"{self.currency} {{amount}}")
            measure = " ".join(fill(pattern, amount=f" {measure}").split())
        return " ".join(part for part in (measure, self.unit) if part)

    def in_scale(self, scale: str) -> Quantity:
        """Return the same quantity with another scale word: 890 million as 0.89 billion. `scale` may be ""."""
        if scale == self.scale:
            return self
        shift = SCALES.get(self.scale, 0) - SCALES.get(scale, 0)
        low = self.low.scaleb(shift).normalize()
        high = None if self.high is None else self.high.scaleb(shift).normalize()
        high_text = "" if high is None else f"{high:f}"
        return replace(self, low=low, high=high, low_text=f"{low:f}", high_text=high_text, scale=scale)

    def _signed(self, language: Language, print_end: Callable[[Quantity], str]) -> str:
        """Return a range that starts below zero in words: a dash would look like a minus sign."""
        assert self.high is not None
        bare = replace(self, bound="", unit="", high=None, high_text="")
        end = replace(bare, low=self.high, low_text=self.high_text)
        return fill(language.dates["range"], start=print_end(bare), end=print_end(end))

    def _bound(self, language: Language) -> str:
        return language.bounds[self.bound] if self.bound else ""

    def _numbers(self, language: Language) -> str:
        measured = self.counted or self.percent or bool(self.unit or self.currency or self.scale)
        group_from = min(MEASURED_FROM, language.group_from) if measured else language.group_from
        low = _print_number(self.low_text, language, group_from)
        if self.high is None:
            return low
        return f"{low}{language.range_mark}{_print_number(self.high_text, language, group_from)}"


def _print_number(typed: str, language: Language, group_from: int) -> str:
    """Return the typed number with the marks of the language, without its sign, with as many decimals as typed."""
    whole, _, decimals = typed.lstrip("-−").partition(".")
    digits = whole.replace(",", "")
    if "," in whole or len(digits) >= group_from:
        digits = f"{int(digits):,}".replace(",", language.group_mark)
    return digits + (language.decimal_mark + decimals if decimals else "")


def parse_quantity(text: str, unit: str = "", *, counted: bool = False, decimal_mark: str = "") -> Quantity:
    """Parse a typed value.

    `decimal_mark` is "point" or "comma" if somebody said which one the number has: see `number_text`.
    Parts that it lacks are taken from `unit` ("soldiers", "million USD", "%"). Raises QuantityError. A value
    with its own unit, currency or per cent sign takes nothing from `unit`: 500 USD under "million USD" is five
    hundred dollars. A value with only a scale takes currency and unit.
    """
    read = read_quantity_text(text, decimal_mark=decimal_mark)
    if unit and not (read.unit or read.percent or read.currency):
        default = read_unit(unit)
        # "3 billion" under "million USD" is three billion dollars.
        scale, percent = (read.scale, read.percent) if read.scale else (default.scale, default.percent)
        read = replace(read, scale=scale, percent=percent, currency=default.currency, unit=default.unit)
    low, high = _decimal(read.low), _decimal(read.high) if read.high else None
    if high is not None and high <= low:
        if whole := _whole_range(text.strip(), read, low, high):
            # The scale is that of the upper end only: 850,000-1 million.
            message = "the two ends of the range have different scales: use one scale"
            raise QuantityError(f'"{text.strip()}": {message}', whole)
        raise QuantityError(
            f'"{text.strip()}": a range must go from the lower to the higher number',
            _swap_ends(text.strip(), read.low, read.high),
        )
    return Quantity(
        bound=read.bound,
        low=low,
        high=high,
        low_text=read.low,
        high_text=read.high,
        scale=read.scale,
        unit=read.unit,
        currency=read.currency,
        percent=read.percent,
        written=(swap_marks(text) if decimal_mark == "comma" else text).strip(),
        counted=counted,
    )


def _whole_range(typed: str, read: QuantityText, low: Decimal, high: Decimal) -> str:
    """Return a range such as 850,000–1 million with its upper end in full, "" if the scale is not what is missing."""
    whole = high.scaleb(SCALES.get(read.scale, 0))
    place = typed.find(read.high, typed.find(read.low) + len(read.low))
    after = typed[place + len(read.high) :].lstrip()
    if not read.scale or whole <= low or not after.startswith(read.scale):
        return ""
    return f"{typed[:place]}{whole.quantize(Decimal(1)):,}{after.removeprefix(read.scale)}"


def _swap_ends(typed: str, low: str, high: str) -> str:
    """Return the text with the ends of the range swapped, or with the single number if both are the same."""
    start = typed.find(low)
    between = typed.find(high, start + len(low))
    head, middle, tail = typed[:start], typed[start + len(low) : between], typed[between + len(high) :]
    return f"{head}{low}{tail}" if low == high else f"{head}{high}{middle}{low}{tail}"


def _decimal(typed: str) -> Decimal:
    return Decimal(typed.replace(",", "").replace("−", "-"))
