"""A figure typed in prose: it has no source, and nobody finds it when the number changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from briefing.checks.agreement import TIMES
from briefing.checks.check_context import Case
from briefing.checks.date_words import days_in
from briefing.checks.wording import told
from briefing.facts.ledger import Ledger
from briefing.language import Language
from briefing.problems.problem import Problem, Severity

CODE = "typed-figure"
SEVERITY: Severity = "warning"
_NUMBER = r"(?<![\w.,:/–-])\d[\d,.]*(?:[–-]\d[\d,.]*)?(?<![,.])"
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d(?:[–-]\d{2,4})?")
_CODES = "AUD|CAD|CHF|CNY|EUR|GBP|JPY|KRW|RUB|USD"
_CURRENCY = rf"(?:US)?[$€£¥]|\b(?:{_CODES})"


def check(case: Case) -> Iterator[Problem]:
    """Digits with a currency, per cent, a scale, thousands or a unit, that no fact prints. One problem a sentence."""
    figures = _figures(case.language, _units(case.ledger))
    names, known = _names(case), _known(case.ledger)
    for sentence in case.sentences:
        if not any(letter.isdigit() for letter in sentence.typed):
            continue
        typed = sentence.typed
        for pattern in (names, days_in(case.language)):
            typed = pattern.sub(lambda match: " " * len(match[0]), typed)
        found = [match for match in figures.finditer(typed) if not _is_year(match, typed, case.language)]
        if found:
            texts = [match[0].strip() for match in found]
            are = "are" if len(texts) > 1 else "is"
            message = f"{told(f'“{text}”' for text in texts)} {are} typed here and drawn from no fact"
            yield Problem(CODE, message, sentence.place(found[0].start()), _hint(known, texts))


def _is_year(match: re.Match[str], typed: str, language: Language) -> bool:
    """A year before a noun that could be counted: "In 2022 North Korean soldiers …", but not "2000 soldiers came"."""
    counted = match["counted"]
    if counted is None or not _YEAR.fullmatch(counted):
        return False
    before = typed[: match.start()].split()
    return len(match[0].split()) > 2 or (bool(before) and before[-1].lower() in language.checks["before_year"])


def _hint(known: dict[Decimal, str], texts: list[str]) -> str:
    for text in texts:
        amount = _amount(text)
        if amount in known:
            return f"print the fact: {{{{ {known[amount]} }}}}"
    return f'make a fact of it; if it is no claim about the world, {{{{ literal("{texts[0]}") }}}}'


def _amount(text: str) -> Decimal:
    """The first number of a figure as typed, with its scale."""
    number = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    scale = next((word for word in TIMES if word and word in text), "")
    return Decimal(number[0].replace(",", "") if number else 0) * TIMES[scale]


def _known(ledger: Ledger) -> dict[Decimal, str]:
    """The first fact of each amount, as a template names it."""
    known: dict[Decimal, str] = {}
    for fact in ledger.facts.values():
        listed = [(f"{fact.id}{'.' if c.id else ''}{c.id}", c) for c in fact.claims]
        listed += [(f"{fact.id}[{point.label}]", claim) for point in fact.points for claim in point.claims]
        for name, claim in listed:
            if claim.value is not None:
                known.setdefault(claim.value.low * TIMES[claim.value.scale], name)
    return known


# ------------------------------------------------------------------ patterns


def _units(ledger: Ledger) -> tuple[str, ...]:
    """What the dossier's own facts count, by the last word of each unit."""
    values = [c.value for f in ledger.facts.values() for c in f.claims if c.value is not None]
    return tuple(dict.fromkeys(v.unit.split()[-1] for v in values if v.unit and v.unit.split()[-1].isalpha()))


@lru_cache(maxsize=8)
def _figures_of(scales: tuple[str, ...], percent: tuple[str, ...], units: tuple[str, ...]) -> re.Pattern[str]:
    scale, share, unit = (
        "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for words in (scales, percent, units)
    )
    tail = rf"(?:\s(?:{unit}|{_CODES})\b)?"
    return re.compile(
        rf"(?:{_CURRENCY})\s?\d[\d,.]*(?:[–-]\d[\d,.]*)?(?<![,.])(?:\s?(?:{scale}|bn|m|k)\b)?{tail}"
        rf"|{_NUMBER}\s?(?:{share})(?!\w)"
        rf"|{_NUMBER}\s?(?:(?:{scale})\b|(?:bn|m|k)\b){tail}"
        rf"|(?<![\w.,:/–-])(?:\d{{1,3}}(?:,\d{{3}})+|\d{{5,}})(?:\.\d+)?(?:[–-]\d[\d,]*)?(?![\w-]){tail}"
        rf"|(?P<counted>{_NUMBER})\s(?:[^\W\d]+\s){{0,2}}(?:{unit})(?![\w-])"
    )


def _figures(language: Language, units: tuple[str, ...]) -> re.Pattern[str]:
    words = language.checks
    return _figures_of(tuple(language.scales.values()), words["percent"], (*words["units"], *units))


def _names(case: Case) -> re.Pattern[str]:
    """What holds digits and is no figure: articles, resolutions, names of the glossary."""
    glossary = case.glossary
    known = [*glossary.names, *glossary.spellings, *glossary.acronyms]
    names = "|".join(map(re.escape, sorted((n for n in known if any(c.isdigit() for c in n)), key=len, reverse=True)))
    numbered = "|".join(map(re.escape, case.language.checks["numbered"]))
    return re.compile(
        rf"(?<!\w)(?:{names or '(?!)'})(?!\w)"
        rf"|(?<!\w)(?:{numbered})\s?\d[\d/.,()A-Za-z-]*(?:\s?(?:and|to|or|–|-|,)\s?\d[\d/.()]*)*"
    )
