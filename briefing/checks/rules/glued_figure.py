"""Report text that touches a printed figure and changes how it reads: digits, a sign, a scale, a second unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefing.checks.check_context import CheckContext
from briefing.checks.printed_runs import LINE_BREAK, FactSpan, Run, read_runs
from briefing.document.model import FactReference
from briefing.facts.ledger import Fact
from briefing.facts.quantity import Quantity
from briefing.facts.quantity_text import COMMON_CURRENCIES, SCALE_LETTERS
from briefing.problems.problem import Problem, Severity

CODE = "glued-figure"
SEVERITY: Severity = "error"

FIGURES = ("value", "number", "former")
NUMBERS = (*FIGURES, "date")
WORDS = ("statement", "name", "quote", "note")
"""Aspects of a fact that are words: they can touch a figure just as typed text can."""

NEAR = 80
"""Characters on each side of a figure that are checked; longer than any number people write."""

_OTHER_DIGITS = "".join(c for c in map(chr, range(0xA0, 0x3400)) if unicodedata.category(c) in ("No", "Nl"))
"""Fractions, raised and lowered digits, digits in circles, Roman numerals."""
_FRACTIONS = "".join(c for c in _OTHER_DIGITS if "VULGAR FRACTION" in unicodedata.name(c, ""))
_DIGIT = rf"[\d{_OTHER_DIGITS}]"
_MARK = "[.,'’‘‚ʼʹ′´`¸·․˙‧_٫٬⁄∕]"
_GAP = r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_ARROWS = re.compile("[\u2190-\u21ff\u27f0-\u27ff\u2900-\u297f]")
_SIGNS = "".join(
    re.escape(c)
    for c in map(chr, range(0x2E00))
    if unicodedata.category(c) == "Sm" and c not in "=|⁄" and not _ARROWS.match(c)
)
"""Signs of sums. An equals sign says what something is, and an arrow or a bar only leads to it."""
_DASHES = "-–\u2010\u2011\u2012\u2015\u2043\u02d7"
_STRUCK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
"""Marks set over the character before them: a figure that is struck out or in a box is another figure."""
_NUMBER = rf"{_DIGIT}(?:{_DIGIT}|{_MARK}(?=\d))*"
_CURRENCY = f"[{''.join(re.escape(c) for c in map(chr, range(0x3000)) if unicodedata.category(c) == 'Sc')}]"
DIGITS_BEFORE = re.compile(rf"(?:{_NUMBER}(?:{_MARK}|{_GAP})?|(?<![^\s(])[.,]){_CURRENCY}?$")
DIGITS_BEHIND = re.compile(rf"(?:{_MARK}|{_GAP})?{_NUMBER}")
# A dash between two facts makes a range and a slash a share. With a typed number at one end, no source gives that range.
# A space groups digits where they could be a group of thousands: one to three before, three after. A year has four.
GROUP_BEFORE = re.compile(r"(?<![\w.,'’])\d{1,3}(?: \d{3})* $")
GROUPED = re.compile(r"\d{3}(?![\d])(?![.,'’]\d{3})")
GROUP_BEHIND = re.compile(r" \d{3}(?![\w\-\u2011])")
ENDS_GROUP = re.compile(r"(?<!\d)\d{1,3}$")
FRACTION_BEHIND = re.compile(rf"\s+[{_FRACTIONS}]")
STRUCK_BEHIND = re.compile(rf"{_STRUCK}+")
STRUCK_BEFORE = re.compile("[\u035c-\u0362\u1dcd\u1dfc\ufe20-\ufe2f]$")
RANGE_BEFORE = re.compile(rf"({_NUMBER})(?:[-–−]+|/){_CURRENCY}?$")
RANGE_BEHIND = re.compile(rf"(?:[-–−]+|/)({_NUMBER})")
SIGN_BEFORE = re.compile(
    rf"(?:[{_SIGNS}－﹣✕✖➕➖]+|(?<![\w)\]%”’\"'–-])[{_DASHES}]+|(?<![^\s([“‘])(?<![\d)\]%]\s)[−±≈≤≥¬∓~<>]\s){_CURRENCY}?$"
)
SIGN_BEHIND = re.compile(r"[+±∓÷√]|(?:[×x*^·✕✖⋅∙]|[eE][+-]?)\d+")
POWER_BEHIND = re.compile(r"\s(?:[×x*✕✖⋅∙÷]\s?|[eE])(\d+)(?![\w\-\u2011])")

_CODES = "|".join(COMMON_CURRENCIES)
CURRENCY_BEFORE = re.compile(rf"(?:\b(?:{_CODES})\s?|{_CURRENCY}\s?)$")
CURRENCY_BEHIND = re.compile(rf"\s?(?:{_CURRENCY}(?!\w)|(?:{_CODES})\b)")
NOTHING = re.compile(r"(?!)")
_JOIN = r"[”’\"')\]]*(?:\s+|[-\u2010-\u2015−])?[(\[“‘\"']*"
_LETTERS = "|".join(sorted(SCALE_LETTERS, key=len, reverse=True))
_LONG_LETTERS = "|".join(letters for letters in SCALE_LETTERS if len(letters) > 1)


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem wherever a digit, sign or scale touches a figure, or its unit is repeated."""
    for run in read_runs(context.document, context.ledger):
        seen: set[int] = set()
        # Figures first: where a figure touches words of another fact, the message names the figure.
        for printed in sorted(run.facts, key=lambda each: each.ref.aspect not in FIGURES):
            for touch in _touches(context, run, printed):
                if touch.at not in seen:
                    seen.add(touch.at)
                    # Where the touching text was typed: in the fact if its says: prints it.
                    ref, location = run.fact_at(touch.beside), run.location_at(touch.beside)
                    if ref is not None and ref.aspect == "statement" and ref.fact in context.ledger.facts:
                        location = context.ledger.facts[ref.fact].location
                    yield Problem(CODE, touch.message, location, touch.hint)


@dataclass(frozen=True, slots=True)
class _Touch:
    """Text that touches a figure. `at` is the offset where they meet, `beside` that of the text's first character."""

    at: int
    beside: int
    message: str
    hint: str


def _touches(context: CheckContext, run: Run, printed: FactSpan) -> Iterator[_Touch]:
    figure = printed.ref.aspect in FIGURES
    before = run.words[max(printed.start - NEAR, 0) : printed.start]
    behind = run.words[printed.end : printed.end + NEAR]
    own = run.words[printed.start : printed.end]
    name = _name(printed.ref)
    if own and (found := _before(context, run, printed, before, own, figure=figure)):
        beside = printed.start - len(found.text)
        yield _Touch(printed.start, beside, found.message(f"{found.text}{own}", own, name), found.hint(name))
    if own and (found := _behind(context, run, printed, behind, own, figure=figure)):
        beside = printed.end + len(found.text) - len(found.text.lstrip())
        yield _Touch(printed.end, beside, found.message(f"{own}{found.text}", own, name), found.hint(name))


@dataclass(frozen=True, slots=True)
class _Found:
    """Text that touches a figure. `kind` is digits, sign, currency, range, factor, repeats, struck, reference or fact."""

    kind: str
    text: str
    other: str = ""

    def message(self, together: str, own: str, name: str) -> str:
        text, together = (" ".join(words.split(LINE_BREAK)) for words in (self.text.strip(), together))
        if self.kind == "reference":
            return f'“{own}” of "{name}" and the reference “{text}” have nothing between them'
        if self.kind == "struck":
            return f'a mark (U+{ord(text[0]):04X}) is set over “{own}” of "{name}"'
        if self.kind == "fact":
            return f'“{own}” of "{name}" and “{text}” of "{self.other}" have nothing between them'
        if self.kind == "repeats":
            return f'“{text}” repeats what “{own}” of "{name}" already says'
        return f'“{text}” touches “{own}” of "{name}", and together they read “{together}”'

    def hint(self, name: str) -> str:
        text = self.text.strip(" -\u2011()[]“”‘’\"'")
        return {
            "digits": "put a space or words between them; if the figure is wrong, correct the fact",
            "sign": f"type the sign in the value of the fact; {{{{ {name} }}}} then prints it",
            "currency": f"type the currency in the value of the fact; {{{{ {name} }}}} then prints it",
            "range": "type the range in the value of the fact, or print both numbers from facts",
            "factor": f"delete “{text}”: {{{{ {name} }}}} prints the scale and unit in the value of the fact",
            "repeats": f"delete “{text}”",
            "reference": "put a space or words between them",
            "struck": "delete the mark; say in words that a figure is no longer valid, or do not print it",
            "fact": "put a space or words between them",
        }[self.kind]


def _before(
    context: CheckContext, run: Run, printed: FactSpan, before: str, own: str, *, figure: bool
) -> _Found | None:
    """Find what touches a printed fact from the left."""
    numeric = printed.ref.aspect in NUMBERS
    ends = DIGITS_BEFORE.search(before)
    if ends and (numeric or _is_digit(own[0])) and _groups(ends[0][-1], own[0]):
        return _Found("digits", ends[0])
    if numeric and (found := STRUCK_BEFORE.search(before)):
        return _Found("struck", found[0])
    if not figure:
        return None
    if (found := GROUP_BEFORE.search(before)) and GROUPED.match(own) and _is_typed(run, printed.start - 2, found[0]):
        return _Found("digits", found[0])
    if (found := RANGE_BEFORE.search(before)) and _is_typed(
        run, printed.start - len(before) + found.end(1) - 1, found[0]
    ):
        return _Found("range", found[0])
    if found := SIGN_BEFORE.search(before):
        return _Found("sign", found[0])
    if _has_other_unit(context, printed.ref) and (found := CURRENCY_BEFORE.search(before)):
        return _Found("currency", found[0])
    if _currencies(context, printed.ref) and (found := re.search(rf"(?:{_CURRENCY}|\b(?:{_CODES}))\s?$", before)):
        return _Found("repeats", found[0])
    return None


def _behind(
    context: CheckContext, run: Run, printed: FactSpan, behind: str, own: str, *, figure: bool
) -> _Found | None:
    """Find what touches a printed fact from the right."""
    numeric = printed.ref.aspect in NUMBERS
    following = next((each for each in run.facts if each.start == printed.end and each.end > each.start), None)
    if following is not None and _have_nothing_between(printed.ref, following.ref, own, behind):
        return _Found("fact", run.words[following.start : following.end], _name(following.ref))
    if any(start == printed.end for start, _ in run.references) and own[-1].isalnum() and behind[:1].isalnum():
        end = next(end for start, end in run.references if start == printed.end)
        return _Found("reference", run.words[printed.end : end])
    if numeric and (found := STRUCK_BEHIND.match(behind)):
        return _Found("struck", found[0])
    begins = DIGITS_BEHIND.match(behind)
    if begins and (numeric or _is_digit(own[-1])) and _groups(behind[0], own[-1]):
        return _Found("digits", begins[0])
    if not figure:
        return None
    if ENDS_GROUP.search(own) and (found := GROUP_BEHIND.match(behind)) and _is_typed(run, printed.end + 1, found[0]):
        return _Found("digits", found[0])
    if own[-1].isdecimal() and (found := FRACTION_BEHIND.match(behind)):
        return _Found("digits", found[0])
    if (found := POWER_BEHIND.match(behind)) and _is_typed(run, printed.end + found.start(1), found[1]):
        return _Found("sign", found[0])
    if (found := RANGE_BEHIND.match(behind)) and _is_typed(run, printed.end + found.start(1), found[0]):
        return _Found("range", found[0])
    language = context.language
    patterns = {
        "sign": SIGN_BEHIND,
        "repeats": _repeats(context, printed.ref, own),
        "currency": CURRENCY_BEHIND if _has_other_unit(context, printed.ref) else NOTHING,
        "factor": _factors_of((*language.scales.values(), *language.checks["factors"]), letters=own[-1].isdecimal()),
    }
    for kind, pattern in patterns.items():
        if found := pattern.match(behind):
            return _Found(kind, found[0])
    return None


def _groups(mark: str, edge: str) -> bool:
    """Return True if digits meet there. A gap such as a thin space groups digits only with other digits."""
    return not re.fullmatch(_GAP, mark) or edge.isdecimal()


def _is_digit(letter: str) -> bool:
    return re.fullmatch(_DIGIT, letter) is not None


def _is_typed(run: Run, offset: int, text: str) -> bool:
    """Return True if the other end of a range was typed. A minus sign never makes a range of facts."""
    ref = run.fact_at(offset)
    return "−" in text or ref is None or ref.aspect not in NUMBERS


def _have_nothing_between(ref: FactReference, following: FactReference, own: str, behind: str) -> bool:
    """Return True if two facts, one of them a figure, run into each other.

    A fact's statement may run into the figure inside it.
    """
    # A text in two scripts is split into two references, each with its language.
    in_pieces = ref.language != following.language and ref.fact == following.fact and ref.aspect == following.aspect
    if in_pieces or ref.aspect in WORDS or following.aspect in WORDS:
        return False
    both = ref.aspect in NUMBERS and following.aspect in NUMBERS
    either = ref.aspect in FIGURES or following.aspect in FIGURES
    return both or (either and own[-1].isalnum() and behind[0].isalnum())


def _name(ref: FactReference) -> str:
    """Return the name of the fact as in a template: losses.uk, trade[2022]."""
    return f"{ref.fact}{f'[{ref.point}]' if ref.point else ''}{'.' if ref.claim else ''}{ref.claim}"


# ------------------------------------------------------------------ scales, units, currencies


def _values(context: CheckContext, ref: FactReference) -> tuple[Quantity, ...]:
    """Return the values that a printed figure may be."""
    fact: Fact | None = context.ledger.facts.get(ref.fact) if ref.aspect != "former" else None
    if fact is None:
        return ()
    claims = [claim for point in fact.points if point.label == ref.point for claim in point.claims] or fact.claims
    return tuple(claim.value for claim in claims if claim.value is not None)


def _currencies(context: CheckContext, ref: FactReference) -> set[str]:
    return {value.currency for value in _values(context, ref) if value.currency}


def _has_other_unit(context: CheckContext, ref: FactReference) -> bool:
    """Return True if the figure counts something else than money. A bare number may be given a currency in the sentence."""
    values = _values(context, ref)
    return any(value.unit or value.percent for value in values) and not any(value.currency for value in values)


def _repeats(context: CheckContext, ref: FactReference, own: str) -> re.Pattern[str]:
    """Return the pattern of text that repeats part of a printed figure: unit, currency, per cent."""
    units = {value.unit for value in _values(context, ref) if value.unit and own.endswith(value.unit)}
    words = {word for unit in units for word in (unit, unit.split()[-1])}
    signs = [_CURRENCY] if _currencies(context, ref) else []
    if signs:
        words |= {*_CODES.split("|"), *_currencies(context, ref), *context.language.checks["currency_words"]}
    if "%" in own:
        words |= {word for word in context.language.checks["percent"] if word.isascii() and word[0].isalpha()}
        signs.append("%")
    return _repeated(tuple(sorted(words, key=lambda word: (-len(word), word))), tuple(signs))


@lru_cache(maxsize=256)
def _repeated(words: tuple[str, ...], signs: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join([*signs, *(rf"{re.escape(word)}(?![\w-])" for word in words)])
    return re.compile(rf"(?:\s+|[-\u2011])?(?:{listed or '(?!)'})")


@lru_cache(maxsize=8)
def _factors_of(words: tuple[str, ...], *, letters: bool) -> re.Pattern[str]:
    """Return the pattern of text that multiplies a figure. Short letters such as m for million count only after digits."""
    spelt = "|".join(rf"{re.escape(word)}s?(?!\w)" if word[-1].isalpha() else re.escape(word) for word in words)
    short = rf"|(?:{_LETTERS})(?!\w)" if letters else ""
    return re.compile(rf"{_JOIN}(?:{spelt}|(?:{_LONG_LETTERS})(?!\w)){short}", re.IGNORECASE)
