"""The words of one labelled change: its label, the old words and the new ones, with their facts and sources.

The box and the table of changes are made of these.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.compose.declared_tables import change_word, printer_of
from briefing.document.model import Citation, FactReference, Inline, Text, plain
from briefing.editions.placeholders import PlaceholderError, PlaceholderFiller, former_ref
from briefing.facts.change_model import Change, Comparison, fact_of
from briefing.facts.judgement_text import JudgementText
from briefing.facts.ledger import Ledger
from briefing.facts.views import FactView, PrintedText, PrintError, end_sentence
from briefing.language import Language


@dataclass(frozen=True, slots=True)
class ChangeWriter:
    """Write the changes of one ledger that was compared with the superseded edition."""

    ledger: Ledger
    language: Language

    @property
    def compared(self) -> Comparison:
        assert self.ledger.compared is not None
        return self.ledger.compared

    @property
    def _printer(self) -> JudgementText:
        return printer_of(self.ledger, self.language)

    def label(self, change: Change) -> str:
        """Return the label with a capital first letter, for a sentence or a cell."""
        return change_word(change.label, self.language)

    def was(self, change: Change) -> tuple[Inline, ...]:
        """Return the words of the superseded edition; empty if it had none."""
        former = self.compared.former.get(change.id)
        return (former_ref(change.id, former.statement),) if former is not None and former.statement else ()

    def now(self, change: Change) -> tuple[Inline, ...]:
        """Return the words of this edition; empty if it no longer has any."""
        if change.id in self.ledger.judgements:
            judged = self.ledger.judgements[change.id]
            pattern = self.language.word("judged")
            return tuple(_filled(pattern, {key: self._printer.aspect(judged, key) for key in _JUDGED}))
        view = self._view(change.id)
        return _statement(view) if view is not None else ()

    def says(self, change: Change) -> tuple[Inline, ...]:
        """Return the words of changes.yaml, else the new words, else that it is no longer stated."""
        words = self.typed(change) or self.now(change)
        was = () if words else self.was(change)
        if not was:
            return words
        before, _, after = self.language.word("no_longer_said").partition("{was}")
        return (Text(before), *was, *((Text(after),) if after else ()))

    def typed(self, change: Change) -> tuple[Inline, ...]:
        """Return the words of changes.yaml; empty if there are none."""
        entry = self.ledger.entries.get(change.id)
        if entry is not None and entry.says:
            try:
                return PlaceholderFiller(self.ledger, self.language).fill(entry)
            except PlaceholderError:
                pass  # reported where the entry was read; in a release, what it places may have been left out
        return ()

    def sentence(self, change: Change) -> tuple[Inline, ...]:
        """Return the words of `says` as a sentence."""
        entry = self.ledger.entries.get(change.id)
        if change.id in self.ledger.judgements and not (entry and entry.says):
            return self._printer.sentences(self.ledger.judgements[change.id], keyed=False)
        was = self._former_figure(change) if not (entry and entry.says) else ()
        return end_sentence(PrintedText((*self.says(change), *was))).inlines

    def _former_figure(self, change: Change) -> tuple[Inline, ...]:
        """Return the figure of the superseded edition in brackets, if this edition has another one."""
        former, view = self.compared.former.get(change.id), self._view(change.id)
        if former is None or not former.value or view is None or not view.has("value"):
            return ()
        if plain(FactView(view.fact, view.language, view.claim, view.point, "value").printed().inlines) == former.value:
            return ()
        before, _, after = self.language.word("former_figure").partition("{was}")
        return (Text(f" {before}"), former_ref(change.id, former.value), Text(after))

    def citations(self, change: Change) -> tuple[Citation, ...]:
        """Return the sources of the old words that still exist, then those of the new words."""
        former = self.compared.former.get(change.id)
        found = dict.fromkeys(former.citations if former is not None else ())
        return tuple(found | dict.fromkeys(self.current(change)))

    def current(self, change: Change) -> tuple[Citation, ...]:
        """Return the sources of the words of this edition."""
        if change.id in self.ledger.judgements:
            return self._printer.citations(self.ledger.judgements[change.id])
        view = self._view(change.id)
        return tuple(s for claim in view.claims for s in claim.sources) if view is not None else ()

    def _view(self, unit: str) -> FactView | None:
        name, label = fact_of(unit)
        fact = self.ledger.facts.get(name)
        if fact is None or not label:
            return FactView(fact, self.language) if fact is not None else None
        return next((FactView(fact, self.language, None, p) for p in fact.points if p.label == label), None)


_JUDGED = ("text", "likelihood", "confidence")
_NAMED: tuple[str, ...] = ("name", "value")


def _filled(pattern: str, parts: dict[str, tuple[Inline, ...]]) -> list[Inline]:
    """Fill inlines into a pattern of the language; only the first of them keeps its capital letter."""
    inlines: list[Inline] = []
    for position, piece in enumerate(pattern.split("{")):
        name, closed, rest = piece.partition("}")
        if closed:
            lowered = position > 1 and name in parts
            inlines += (
                FactReference(i.fact, i.text[:1].lower() + i.text[1:], i.aspect)
                if lowered and isinstance(i, FactReference)
                else i
                for i in parts[name]
            )
        inlines.append(Text(rest if closed else piece))
    return [i for i in inlines if not isinstance(i, Text) or i.text]


def _statement(view: FactView) -> tuple[Inline, ...]:
    """Return a fact's statement, or a quotation's words; name and value if it has neither."""
    aspects: tuple[str, ...] = ("says",)
    if not view.fact.says and view.fact.quotation is not None:
        aspects = ("quote",)
    elif not view.fact.says:
        aspects = tuple(aspect for aspect in _NAMED if view.has(aspect))
    inlines: list[Inline] = []
    for position, aspect in enumerate(aspects):
        picked = FactView(view.fact, view.language, view.claim, view.point, aspect)
        try:
            printed = picked.printed().inlines
        except PrintError:
            continue
        inlines += (Text(": "), *printed) if position and inlines else printed
    return tuple(inlines)
