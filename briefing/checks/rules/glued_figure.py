"""Text that touches a printed figure and makes another figure of it: digits, a sign, a scale, the unit once more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefing.checks.check_context import Case
from briefing.checks.printed_runs import Printed, Run, read_runs
from briefing.document.model import FactRef
from briefing.facts.ledger import Fact
from briefing.facts.quantity import Quantity
from briefing.facts.quantity_text import SCALE_LETTERS
from briefing.language import Language
from briefing.problems.problem import Origin, Problem, Severity

CODE = "glued-figure"
SEVERITY: Severity = "error"

FIGURES = ("value", "number", "former")
NUMBERS = (*FIGURES, "date")
WORDS = ("statement", "name", "quote", "note")
"""Aspects that are words of a fact: they touch a figure as typed text does."""

NEAR = 80
"""So many letters to each side are looked at: no number that anybody reads is longer."""

_FRACTIONS = "".join(c for c in map(chr, range(0xA0, 0x2190)) if unicodedata.category(c) == "No" and not c.isdigit())
_DIGIT = rf"[\d{_FRACTIONS}]"
_MARK = "[.,'’·٫٬]"
_GAP = r"[\u00a0\u2007\u2009\u202f]"
_NUMBER = rf"{_DIGIT}(?:{_DIGIT}|{_MARK}(?=\d))*"
_CURRENCY = "[$€£¥₩₽]"
DIGITS_BEFORE = re.compile(rf"(?:{_NUMBER}(?:{_MARK}|{_GAP})?|(?<![^\s(])[.,]){_CURRENCY}?$")
DIGITS_BEHIND = re.compile(rf"(?:{_MARK}|{_GAP})?{_NUMBER}")
# A dash between two facts is a range, a stroke a share; between a typed number and a figure they say what no source says.
RANGE_BEFORE = re.compile(rf"({_NUMBER})(?:[-–−]+|/){_CURRENCY}?$")
RANGE_BEHIND = re.compile(rf"(?:[-–−]+|/)({_NUMBER})")
SIGN_BEFORE = re.compile(rf"(?:[+±~≈<>≤≥−]+|(?<![\w)\]%”’\"'–-])[-–]+){_CURRENCY}?$")
SIGN_BEHIND = re.compile(r"\+|(?:[×x*^]|[eE][+-]?)\d+")

_CODES = "AUD|CAD|CHF|CNY|EUR|GBP|JPY|KRW|RUB|USD"
_JOIN = r"[”’\"')\]]*(?:\s+|[-\u2011])?[(\[“‘\"']*"
_LETTERS = "|".join(sorted(SCALE_LETTERS, key=len, reverse=True))
_LONG_LETTERS = "|".join(letters for letters in SCALE_LETTERS if len(letters) > 1)


def check(case: Case) -> Iterator[Problem]:
    """A figure stands by itself: no digit, sign or scale touches it, and its unit is not said twice."""
    for run in read_runs(case.document, case.ledger):
        seen: set[int] = set()
        # Figures first: where one touches a fact's own words, it is the figure that is told of.
        for printed in sorted(run.facts, key=lambda each: each.ref.aspect not in FIGURES):
            for touch in _touches(case, run, printed):
                if touch.at not in seen:
                    seen.add(touch.at)
                    yield Problem(CODE, touch.message, _place(case, run, touch.beside), touch.hint)


@dataclass(frozen=True, slots=True)
class _Touch:
    """One thing that touches a figure. `at` is where the two meet, `beside` the first letter of what touches."""

    at: int
    beside: int
    message: str
    hint: str


def _touches(case: Case, run: Run, printed: Printed) -> Iterator[_Touch]:
    figure = printed.ref.aspect in FIGURES
    before = run.words[max(printed.start - NEAR, 0) : printed.start]
    behind = run.words[printed.end : printed.end + NEAR]
    own = run.words[printed.start : printed.end]
    name = _name(printed.ref)
    if own and (found := _before(case, run, printed, before, own, figure=figure)):
        beside = printed.start - len(found.text)
        yield _Touch(printed.start, beside, found.told(f"{found.text}{own}", own, name), found.hint(name))
    if own and (found := _behind(case, run, printed, behind, own, figure=figure)):
        beside = printed.end + len(found.text) - len(found.text.lstrip())
        yield _Touch(printed.end, beside, found.told(f"{own}{found.text}", own, name), found.hint(name))


@dataclass(frozen=True, slots=True)
class _Found:
    """Text that touches. `kind` is digits, sign, range, factor, repeats or fact."""

    kind: str
    text: str
    other: str = ""

    def told(self, together: str, own: str, name: str) -> str:
        text = self.text.strip()
        if self.kind == "fact":
            return f'“{own}” of "{name}" and “{text}” of "{self.other}" have nothing between them'
        if self.kind == "repeats":
            return f'“{text}” repeats what “{own}” of "{name}" already says'
        return f'“{text}” touches “{own}” of "{name}", and together they read “{together}”'

    def hint(self, name: str) -> str:
        text = self.text.strip(" -\u2011()[]“”‘’\"'")
        return {
            "digits": "put a space or words between them; if the figure is wrong, mend the fact",
            "sign": f"a sign or a bound belongs in the value of the fact; {{{{ {name} }}}} then prints it",
            "range": "a range belongs in the value of the fact; or print both numbers from facts",
            "factor": f"take “{text}” out: {{{{ {name} }}}} prints the scale and unit that the value of the fact has",
            "repeats": f"take “{text}” out",
            "fact": "put a space or words between them",
        }[self.kind]


def _before(case: Case, run: Run, printed: Printed, before: str, own: str, *, figure: bool) -> _Found | None:
    """Find what touches a printed fact from the left."""
    numeric = printed.ref.aspect in NUMBERS
    ends = DIGITS_BEFORE.search(before)
    if ends and (numeric or _is_digit(own[0])) and _groups(ends[0][-1], own[0]):
        return _Found("digits", ends[0])
    if not figure:
        return None
    if (found := RANGE_BEFORE.search(before)) and _is_typed(
        run, printed.start - len(before) + found.end(1) - 1, found[0]
    ):
        return _Found("range", found[0])
    if found := SIGN_BEFORE.search(before):
        return _Found("sign", found[0])
    if _currencies(case, printed.ref) and (found := re.search(rf"(?:{_CURRENCY}|\b(?:{_CODES}))\s?$", before)):
        return _Found("repeats", found[0])
    return None


def _behind(case: Case, run: Run, printed: Printed, behind: str, own: str, *, figure: bool) -> _Found | None:
    """Find what touches a printed fact from the right."""
    numeric = printed.ref.aspect in NUMBERS
    following = next((each for each in run.facts if each.start == printed.end and each.end > each.start), None)
    if following is not None and _have_nothing_between(printed.ref, following.ref, own, behind):
        return _Found("fact", run.words[following.start : following.end], _name(following.ref))
    begins = DIGITS_BEHIND.match(behind)
    if begins and (numeric or _is_digit(own[-1])) and _groups(behind[0], own[-1]):
        return _Found("digits", begins[0])
    if not figure:
        return None
    if (found := RANGE_BEHIND.match(behind)) and _is_typed(run, printed.end + found.start(1), found[0]):
        return _Found("range", found[0])
    if found := SIGN_BEHIND.match(behind):
        return _Found("sign", found[0])
    if found := _repeats(case, printed.ref, own).match(behind):
        return _Found("repeats", found[0])
    if found := _factors(case.language, letters=own[-1].isdecimal()).match(behind):
        return _Found("factor", found[0])
    return None


def _groups(mark: str, edge: str) -> bool:
    """Tell whether digits meet there: a gap such as a thin space groups them with digits alone."""
    return not re.fullmatch(_GAP, mark) or edge.isdecimal()


def _is_digit(letter: str) -> bool:
    return re.fullmatch(_DIGIT, letter) is not None


def _is_typed(run: Run, offset: int, text: str) -> bool:
    """Tell whether the other end of a range was typed. A minus sign is no dash, whatever stands there."""
    ref = run.fact_at(offset)
    return "−" in text or ref is None or ref.aspect not in NUMBERS


def _have_nothing_between(ref: FactRef, following: FactRef, own: str, behind: str) -> bool:
    """Tell whether two facts, of which one is a figure, run into each other. A fact's statement goes on in its own figure."""
    # Words of two scripts stand as two pieces, each with its language.
    in_pieces = ref.language != following.language and ref.fact == following.fact and ref.aspect == following.aspect
    if in_pieces or ref.aspect in WORDS or following.aspect in WORDS:
        return False
    both = ref.aspect in NUMBERS and following.aspect in NUMBERS
    either = ref.aspect in FIGURES or following.aspect in FIGURES
    return both or (either and own[-1].isalnum() and behind[0].isalnum())


def _place(case: Case, run: Run, beside: int) -> Origin:
    """Return where the text that touches was typed: in the fact, if it stands in its says:."""
    touching = run.fact_at(beside)
    if touching is not None and touching.aspect == "statement" and touching.fact in case.ledger.facts:
        return case.ledger.facts[touching.fact].origin
    return run.place(beside)


def _name(ref: FactRef) -> str:
    """Return the fact as a template names it: losses.uk, trade[2022]."""
    return f"{ref.fact}{f'[{ref.point}]' if ref.point else ''}{'.' if ref.claim else ''}{ref.claim}"


# ------------------------------------------------------------------ scales, units, currencies


def _values(case: Case, ref: FactRef) -> tuple[Quantity, ...]:
    """Return the values that a printed figure may stand for."""
    fact: Fact | None = case.ledger.facts.get(ref.fact) if ref.aspect != "former" else None
    if fact is None:
        return ()
    claims = [claim for point in fact.points if point.label == ref.point for claim in point.claims] or fact.claims
    return tuple(claim.value for claim in claims if claim.value is not None)


def _currencies(case: Case, ref: FactRef) -> set[str]:
    return {value.currency for value in _values(case, ref) if value.currency}


def _repeats(case: Case, ref: FactRef, own: str) -> re.Pattern[str]:
    """Return the pattern of what repeats a printed figure: unit, currency, per cent."""
    units = {value.unit for value in _values(case, ref) if value.unit and own.endswith(value.unit)}
    words = {word for unit in units for word in (unit, unit.split()[-1])}
    signs = [_CURRENCY] if _currencies(case, ref) else []
    if signs:
        words |= {*_CODES.split("|"), *_currencies(case, ref), *case.language.checks["currency_words"]}
    if "%" in own:
        words |= {word for word in case.language.checks["percent"] if word.isascii() and word[0].isalpha()}
        signs.append("%")
    return _repeated(tuple(sorted(words, key=lambda word: (-len(word), word))), tuple(signs))


@lru_cache(maxsize=256)
def _repeated(words: tuple[str, ...], signs: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join([*signs, *(rf"{re.escape(word)}(?![\w-])" for word in words)])
    return re.compile(rf"(?:\s+|[-\u2011])?(?:{listed or '(?!)'})")


def _factors(language: Language, *, letters: bool) -> re.Pattern[str]:
    """Return the pattern of what multiplies a figure. Letters such as m for million only touch digits."""
    return _factors_of((*language.scales.values(), *language.checks["factors"]), letters=letters)


@lru_cache(maxsize=8)
def _factors_of(words: tuple[str, ...], *, letters: bool) -> re.Pattern[str]:
    spelt = "|".join(rf"{re.escape(word)}s?(?!\w)" if word[-1].isalpha() else re.escape(word) for word in words)
    short = rf"|(?:{_LETTERS})(?!\w)" if letters else ""
    return re.compile(rf"{_JOIN}(?:{spelt}|(?:{_LONG_LETTERS})(?!\w)){short}", re.IGNORECASE)
