"""Text of a judgement: its likelihood in one sentence, its confidence in the next.

Likelihood and confidence never share a sentence (ICD 203, D.6.e(2)). The inlines know which judgement they
belong to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.document.model import Aspect, Citation, FactReference, Inline, Note, Text, plain
from briefing.facts.ledger import Fact, Judgement, Scale
from briefing.facts.quantity import PartialDate
from briefing.facts.value_types import CONFIDENCES
from briefing.language import Language, fill

ASPECTS = (
    "text",
    "likelihood",
    "bar",
    "horizon",
    "confidence",
    "because",
    "basis",
    "assumptions",
    "would_change",
    "by",
    "name",
)
OF_REF: Mapping[str, Aspect] = {
    "text": "statement",
    "name": "name",
    "likelihood": "likelihood",
    "bar": "likelihood",
    "horizon": "date",
    "confidence": "confidence",
    "by": "claimant",
}


@dataclass(frozen=True, slots=True)
class JudgementText:
    """Text of the judgements of one ledger. `facts` are the facts that they rest on."""

    scale: Scale
    facts: Mapping[str, Fact]
    language: Language

    def sentences(self, judgement: Judgement, *, keyed: bool) -> tuple[Inline, ...]:
        """Return the sentence of the likelihood and that of the confidence.

        "It is likely that, by December 2026, …. Confidence in this judgement is moderate: …."
        With `keyed`, a note explains the words of the scale.
        """
        judged, word, language = judgement.id, judgement.likelihood.word, self.language
        # The sentence of the scale, with the word of likelihood as a reference of its own.
        before, _, after = judgement.likelihood.sentence.partition("{horizon}")
        lead, found, rest = before.partition(word)
        inlines: list[Inline] = [Text(lead)]
        if found:
            inlines.append(FactReference(judged, word, "likelihood"))
        if keyed:
            inlines.append(self.key_note())
        last = judgement.horizon.end or judgement.horizon
        pattern = "horizon_day" if last.day else "horizon_month" if last.month else "horizon_year"
        start, _, end = language.word("judged_by").partition("{horizon}")
        inlines += (
            Text(f"{rest}{start}"),
            FactReference(judged, language.phrase(pattern, date=last.words(language)), "date"),
        )
        middle, _, close = after.partition("{text}")
        inlines += (Text(f"{end}{middle}"), FactReference(judged, judgement.text, "statement"), Text(f"{close}."))
        # The sentence of the confidence, with its reason if there is one.
        pattern = language.word("confidence_because" if judgement.because else "confidence_alone")
        lead, _, rest = pattern.partition("{confidence}")
        middle, _, close = rest.partition("{because}")
        confidence = language.word(f"confidence_{judgement.confidence}")
        inlines += (Text(" "), Text(lead), FactReference(judged, confidence, "confidence"), Text(middle))
        if judgement.because:
            inlines += (FactReference(judged, judgement.because, "note"), Text(close))
        return tuple(inlines)

    def aspect(self, judgement: Judgement, aspect: str) -> tuple[Inline, ...]:
        """Return one aspect alone, its lines joined by semicolons; empty if there is nothing to print."""
        words = [w for w in self._words(judgement, aspect) if w]
        inlines: list[Inline] = []
        for position, text in enumerate(words):
            if position:
                inlines.append(Text("; "))
            inlines.append(FactReference(judgement.id, text, OF_REF.get(aspect, "note")))
        return tuple(inlines)

    def sortable(self, judgement: Judgement, aspect: str) -> tuple[PartialDate] | str:
        """Return the sort value of a judgement: its place on a scale as a number, its horizon as a date, else its words."""
        if aspect in ("likelihood", "bar"):
            return str(self.scale.words.index(judgement.likelihood))
        if aspect == "confidence":
            return str(CONFIDENCES.index(judgement.confidence))
        return (judgement.horizon,) if aspect == "horizon" else plain(self.aspect(judgement, aspect))

    def percent(self, judgement: Judgement) -> str:
        """Return the range of its likelihood, such as "55–80%"."""
        likely = judgement.likelihood
        return fill(self.language.percent, number=f"{likely.low}{self.language.range_mark}{likely.high}")

    def key(self) -> str:
        """Return the meaning of every word of the scale, for a note."""
        words = [
            self.language.phrase("likelihood_word", word=w.word, low=w.low, high=w.high, to=self.language.range_mark)
            for w in self.scale.words
        ]
        return self.language.phrase("likelihood_key", scale=self.scale.name, words="; ".join(words))

    def key_text(self) -> Text:
        """Return the key as text that the checks skip: its percentages and capitals come from the scale, not from the user."""
        return Text(self.key(), literal=True)

    def key_note(self) -> Note:
        return Note(inlines=(self.key_text(),))

    def citations(self, judgement: Judgement) -> tuple[Citation, ...]:
        """Return the citations of all facts and claims that the judgement rests on, without duplicates."""
        found: dict[Citation, None] = {}
        for basis in judgement.basis:
            fact = self.facts[basis.fact]
            claims = [c for c in fact.claims if c.id == basis.claim] if basis.claim else []
            for citation in claims[0].sources if claims else fact.cited:
                found.setdefault(citation)
        return tuple(found)

    def _words(self, judgement: Judgement, aspect: str) -> tuple[str, ...]:
        if aspect == "likelihood":
            word = judgement.likelihood.word
            return (f"{word[:1].upper()}{word[1:]} ({self.percent(judgement)})",)
        if aspect == "bar":
            # Its position on the scale: ––––•–– is the fifth word of seven.
            at = self.scale.words.index(judgement.likelihood)
            return ("–" * at + "•" + "–" * (len(self.scale.words) - at - 1),)
        if aspect == "horizon":
            return (judgement.horizon.words(self.language),)
        if aspect == "confidence":
            word = self.language.word(f"confidence_{judgement.confidence}")
            return (word[:1].upper() + word[1:],)
        if aspect == "basis":
            return tuple(self.facts[b.fact].name or self.facts[b.fact].id.replace("_", " ") for b in judgement.basis)
        if aspect in ("assumptions", "would_change"):
            return tuple(line.rstrip(". ") for line in getattr(judgement, aspect))
        if aspect == "text":
            return (judgement.text[:1].upper() + judgement.text[1:],)
        return (str(getattr(judgement, aspect)),)
