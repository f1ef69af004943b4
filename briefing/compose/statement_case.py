"""The first letter of statements: a capital where a sentence begins, a small letter in mid-sentence unless it may be a name.

`says:` is typed in lower case unless its first word is a name. What is typed with a capital stays right at the start of a sentence; in
mid-sentence it becomes small only if it is a word that no name consists of, such as an article. Any other capital stays, and is
reported unless the word is known to be a name.

Filters such as `uncapitalise` leave a mark before the words, because a filter knows neither the sentence nor the glossary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from briefing.document.model import FactReference, Inline, StyledText, Text, plain
from briefing.document.sentences import INITIALS
from briefing.facts.ledger import Glossary, Ledger
from briefing.facts.views import PrintedText
from briefing.language import Language

AS_IT_IS, SMALL = Text("", language="x-as-it-is"), Text("", language="x-small")
"""Marks before words whose first letter a filter has set, or wants to be small."""
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CLOSED = re.compile(r"[.!?…][\"'”’)\]»]*$")
_CALLOUT = re.compile(r"\s*\[!\w+\][^\n]*\n\s*")
"""The first line of a callout, which is not yet told from its text: [!key] In one sentence."""
_OPENING = "\"'“‘«([ \n\t"


def mark(inlines: Sequence[Inline], by: Text) -> PrintedText:
    """Return the inlines with a mark before the first, in place of the one that they have."""
    marks = (AS_IT_IS.language, SMALL.language)
    bare = tuple(i for i in inlines if not (isinstance(i, Text) and not i.text and i.language in marks))
    return PrintedText((by, *bare))


@dataclass(frozen=True, slots=True)
class StatementCase:
    """Fit the first letter of statements to their place, with what one dossier tells about names."""

    language: Language
    protected: frozenset[str]
    """Names, spellings and acronyms of the glossary."""
    seen: frozenset[str]
    """Words that the facts print with a capital in mid-sentence."""
    reported: set[str] = field(default_factory=set)

    def fit(
        self, inlines: Sequence[Inline], report: Callable[[str, str, str], None] = lambda *_: None
    ) -> tuple[Inline, ...]:
        """Return the inlines of a paragraph with each statement fitted. `report` takes a word, the fact and a hint."""
        if not any(isinstance(i, FactReference) or (isinstance(i, Text) and not i.text) for i in inlines):
            return tuple(inlines)
        fitted: list[Inline] = []
        before, wish = "", ""
        for place, item in enumerate(inlines):
            if isinstance(item, Text) and not item.text and item.language in (AS_IT_IS.language, SMALL.language):
                wish = item.language
                continue
            made = item
            if isinstance(item, StyledText) and item.text:
                if wish == SMALL.language:
                    made = replace(item, text=self.small(item.text))
                elif not wish and isinstance(item, FactReference) and _begins_statement(inlines, place):
                    made = replace(item, text=self._fitted(item, before, report))
                wish = ""
            if _ends_twice(made, inlines[place + 1 : place + 2]):
                assert isinstance(made, FactReference)
                made = replace(made, text=made.text[:-1])
            before += plain((made,))
            fitted.append(made)
        return tuple(fitted)

    def small(self, text: str) -> str:
        """Return the text with a small first letter, unless its first word is known to be a name."""
        return text if self._is_name(text) else text[:1].lower() + text[1:]

    def _fitted(self, item: FactReference, before: str, report: Callable[[str, str, str], None]) -> str:
        text, word = item.text, _WORD.match(item.text)
        if word is None:
            return text
        if self._starts_sentence(before):
            return _raised(text, self.protected)
        if not word[0][0].isupper() or item.aspect != "statement" or self._is_name(text):
            return text
        following = _WORD.match(text, word.end() + 1)
        common = word[0].lower() in self.language.checks["never_names"]
        capitals = following is not None and following[0][0].isupper()  # as in "The Hague" and "Vladimir Putin"
        if common and not capitals:
            return text[0].lower() + text[1:]
        if (common or not capitals) and word[0] not in self.seen and item.fact not in self.reported:
            self.reported.add(item.fact)
            hint = (
                "type a small letter in its says: (a capital is added where a sentence begins), "
                "or add the name to the names of the glossary"
            )
            report(word[0], item.fact, hint)
        return text

    def _starts_sentence(self, before: str) -> bool:
        said = before.rstrip(_OPENING)
        if not said or _CALLOUT.fullmatch(before):
            return True
        last = said.split()[-1].lstrip(_OPENING)
        return bool(_CLOSED.search(said)) and last not in self.language.abbreviations and not INITIALS.fullmatch(last)

    def _is_name(self, text: str) -> bool:
        word = _WORD.match(text)
        if word is None:
            return True
        if any(text.startswith(name) and not text[len(name) : len(name) + 1].isalnum() for name in self.protected):
            return True
        bare = re.sub(r"[’']s?$", "", word[0])
        return _has_inner_capital(word[0]) or word[0] == "I" or bare in self.language.checks["proper_names"]


def statement_case(ledger: Ledger, language: Language) -> StatementCase:
    """Return the fitter of one dossier."""
    texts = [part for fact in ledger.facts.values() for part in (fact.name, *fact.says) if isinstance(part, str)]
    seen = {word for text in texts for word in _capitals_inside(text)}
    claimants = (claim.by for fact in ledger.facts.values() for claim in fact.claims)
    seen |= {word[0] for by in claimants for word in _WORD.finditer(by) if word[0][0].isupper()}
    return StatementCase(language, _protected(ledger.glossary), frozenset(seen))


def raise_first(inlines: tuple[Inline, ...], glossary: Glossary) -> tuple[Inline, ...]:
    """Return the inlines of a statement that stands alone, as in a table cell or a timeline, with a capital."""
    if inlines and isinstance(inlines[0], StyledText):
        return (replace(inlines[0], text=_raised(inlines[0].text, _protected(glossary))), *inlines[1:])
    return inlines


def _protected(glossary: Glossary) -> frozenset[str]:
    return frozenset((*glossary.names, *glossary.spellings, *glossary.acronyms))


def _raised(text: str, protected: Collection[str]) -> str:
    word = _WORD.match(text)
    if word is None or word[0] in protected or _has_inner_capital(word[0]):
        return text
    return text[0].upper() + text[1:]


def _capitals_inside(text: str) -> Collection[str]:
    """Return the words with a capital that do not begin the text or a sentence in it."""
    return [
        match[0]
        for match in _WORD.finditer(text)
        if match[0][0].isupper() and match.start() and not _CLOSED.search(text[: match.start()].rstrip())
    ]


def _begins_statement(inlines: Sequence[Inline], place: int) -> bool:
    """Return True for the first words of a statement, which may begin with its value or its claimant."""
    item, last = inlines[place], inlines[place - 1] if place else None
    following = inlines[place + 1] if place + 1 < len(inlines) else None
    assert isinstance(item, FactReference)
    if isinstance(last, FactReference) and last.fact == item.fact:
        return False
    if item.aspect == "statement":
        return True
    return isinstance(following, FactReference) and (following.fact, following.aspect) == (item.fact, "statement")


def _ends_twice(item: Inline, following: Sequence[Inline]) -> bool:
    """Return True for a statement that ends in a full stop before a typed full stop."""
    if not (isinstance(item, FactReference) and item.aspect == "statement" and item.text.endswith(".")):
        return False
    return any(isinstance(i, Text) and i.text.startswith(".") and not i.text.startswith("..") for i in following)


def _has_inner_capital(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:])
