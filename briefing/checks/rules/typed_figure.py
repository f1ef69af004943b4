"""Report a figure typed in prose: it has no source and does not change with the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from briefing.checks.agreement import TIMES
from briefing.checks.check_context import CheckContext
from briefing.checks.date_words import days_in
from briefing.checks.word_patterns import join_names
from briefing.facts.ledger import Ledger
from briefing.facts.quantity_text import COMMON_CURRENCIES
from briefing.language import Language
from briefing.problems.problem import Problem, Severity

CODE = "typed-figure"
SEVERITY: Severity = "warning"
_NUMBER = r"(?<![\w.,:/–-])\d[\d,.]*(?:[–-]\d[\d,.]*)?(?<![,.])"
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d(?:[–-]\d{2,4})?")
_CURRENCY = rf"(?:US)?[$€£¥]|\b(?:{'|'.join(COMMON_CURRENCIES)})"


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield one problem per sentence with typed figures.

    A figure is digits with a currency, per cent sign, scale, thousands or unit.
    """
    words = context.language.checks
    values = [c.value for f in context.ledger.facts.values() for c in f.claims if c.value is not None]
    nouns = dict.fromkeys(v.unit.split()[-1] for v in values if v.unit and v.unit.split()[-1].isalpha())
    figures = _figures_of(tuple(context.language.scales.values()), words["percent"], (*words["units"], *nouns))
    names, known = _names(context), _known(context.ledger)
    for sentence in context.sentences:
        if not any(letter.isdigit() for letter in sentence.typed):
            continue
        typed = sentence.typed
        for pattern in (names, days_in(context.language)):
            typed = pattern.sub(lambda match: " " * len(match[0]), typed)
        found = [match for match in figures.finditer(typed) if not _is_year(match, typed, context.language)]
        if found:
            texts = [match[0].strip() for match in found]
            are = "are" if len(texts) > 1 else "is"
            message = f"{join_names(f'“{text}”' for text in texts)} {are} typed here and not printed from a fact"
            yield Problem(CODE, message, sentence.location_at(found[0].start()), _hint(known, texts))


def _is_year(match: re.Match[str], typed: str, language: Language) -> bool:
    """Return True for a year before a countable noun: "In 2022 North Korean soldiers …", not "2000 soldiers came"."""
    counted = match["counted"]
    if counted is None or not _YEAR.fullmatch(counted):
        return False
    before = typed[: match.start()].split()
    return len(match[0].split()) > 2 or (bool(before) and before[-1].lower() in language.checks["before_year"])


def _hint(known: dict[Decimal, str], texts: list[str]) -> str:
    for text in texts:
        number = re.search(r"\d[\d,]*(?:\.\d+)?", text)
        scale = next((word for word in TIMES if word and word in text), "")
        amount = Decimal(number[0].replace(",", "") if number else 0) * TIMES[scale]
        if amount in known:
            return f"print the fact: {{{{ {known[amount]} }}}}"
    return f'make it a fact; if it is not a claim about the world, type {{{{ literal("{texts[0]}") }}}}'


def _known(ledger: Ledger) -> dict[Decimal, str]:
    """Return the first fact with each amount, named as in a template."""
    known: dict[Decimal, str] = {}
    for fact in ledger.facts.values():
        listed = [(f"{fact.id}{'.' if c.id else ''}{c.id}", c) for c in fact.claims]
        listed += [(f"{fact.id}[{point.label}]", claim) for point in fact.points for claim in point.claims]
        for name, claim in listed:
            if claim.value is not None:
                known.setdefault(claim.value.low * TIMES[claim.value.scale], name)
    return known


# ------------------------------------------------------------------ patterns


@lru_cache(maxsize=8)
def _figures_of(scales: tuple[str, ...], percent: tuple[str, ...], units: tuple[str, ...]) -> re.Pattern[str]:
    scale, share, unit = (
        "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for words in (scales, percent, units)
    )
    tail = rf"(?:\s(?:{unit}|{'|'.join(COMMON_CURRENCIES)})\b)?"
    return re.compile(
        rf"(?:{_CURRENCY})\s?\d[\d,.]*(?:[–-]\d[\d,.]*)?(?<![,.])(?:\s?(?:{scale}|bn|m|k)\b)?{tail}"
        rf"|{_NUMBER}\s?(?:{share})(?!\w)"
        rf"|{_NUMBER}\s?(?:(?:{scale})\b|(?:bn|m|k)\b){tail}"
        rf"|(?<![\w.,:/–-])(?:\d{{1,3}}(?:,\d{{3}})+|\d{{5,}})(?:\.\d+)?(?:[–-]\d[\d,]*)?(?![\w-]){tail}"
        rf"|(?P<counted>{_NUMBER})\s(?:[^\W\d]+\s){{0,2}}(?:{unit})(?![\w-])"
    )


def _names(context: CheckContext) -> re.Pattern[str]:
    """Return the pattern of text with digits that is not a figure: articles, resolutions, names in the glossary."""
    glossary = context.glossary
    known = [*glossary.names, *glossary.spellings, *glossary.acronyms]
    names = "|".join(map(re.escape, sorted((n for n in known if any(c.isdigit() for c in n)), key=len, reverse=True)))
    numbered = "|".join(map(re.escape, context.language.checks["numbered"]))
    return re.compile(
        rf"(?<!\w)(?:{names or '(?!)'})(?!\w)"
        rf"|(?<!\w)(?:{numbered})\s?\d[\d/.,()A-Za-z-]*(?:\s?(?:and|to|or|–|-|,)\s?\d[\d/.()]*)*"
    )
