"""Report an acronym that is not written out at its first use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.checks.check_context import CheckContext
from briefing.checks.sentence_facts import Sentence
from briefing.facts.quantity_text import COMMON_CURRENCIES
from briefing.problems.problem import Problem, Severity

CODE = "acronym-not-expanded"
SEVERITY: Severity = "note"
_ACRONYM = re.compile(r"(?<![\w.’'/&-])([A-Z]{2,6})s?(?![\w/&-]|\.[A-Z])")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def check(context: CheckContext) -> Iterator[Problem]:
    """Yield a problem at the first use of each acronym that is neither well known nor a name in the glossary."""
    glossary = context.glossary
    seen = {*context.language.checks["acronyms"], *context.language.checks["units"], *COMMON_CURRENCIES}
    seen |= {word for name in (*glossary.names, *glossary.spellings) for word in re.findall(r"[A-Z]{2,6}", name)}
    before = ""
    for sentence in context.sentences:
        before += f" {sentence.words}"
        for match in _ACRONYM.finditer(sentence.spoken):
            acronym = match[1]
            if acronym in seen or _ROMAN.fullmatch(acronym):
                continue
            seen.add(acronym)
            expansion = glossary.acronyms.get(acronym, "")
            if not _expanded(sentence, match, expansion, before):
                message = f"“{acronym}” is not written out at its first use"
                hint = (
                    f"write it out here with {acronym} in brackets, or add it to acronyms: or names: in glossary.yaml"
                )
                if expansion:
                    hint = f'write "{expansion} ({acronym})" here'
                yield Problem(CODE, message, context.location_at(sentence, match.start()), hint)


def _expanded(sentence: Sentence, match: re.Match[str], expansion: str, before: str) -> bool:
    """Return True for "words (ACRONYM)" and "ACRONYM (words)", or if its expansion was printed before."""
    words = sentence.words
    in_brackets = words[: match.start()].rstrip('“"‘').endswith("(") and words[: match.start()].strip("( ") != ""
    followed = re.match(r"\s\([^\W\d_]+[ ’'-]+[^\W\d_]+", words[match.end() :]) is not None
    return in_brackets or followed or (bool(expansion) and expansion.casefold() in before.casefold())
