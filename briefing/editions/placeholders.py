"""Fill the placeholders in `says:` of changes.yaml: {was} and the paths of facts.

Old words become `FactReference`s with the aspect `former`: they are printed and cited, but no longer claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefing.document.model import FactReference, Inline, Text
from briefing.facts.change_model import ChangeEntry, Former, Placed, fact_of, unit_name
from briefing.facts.ledger import ASPECTS, Ledger
from briefing.facts.views import REF_ASPECT, FactView, PrintError, latest_of
from briefing.language import Language
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean

OF_FORMER = ("says", "value", "date", "as_of", "when", "by", "name", "status", "record")
"""Aspects that can be used of a fact that only the superseded edition has."""


class PlaceholderError(Exception):
    """A placeholder that cannot be filled. `code`, message and hint become a problem."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint

    def at(self, location: Location) -> Problem:
        return Problem(self.code, self.message, location, self.hint)


def former_ref(unit: str, words: str) -> FactReference:
    """Return a reference with words of the superseded edition."""
    fact, point = fact_of(unit)
    return FactReference(fact, words, "former", point=point)


@dataclass(frozen=True, slots=True)
class PlaceholderFiller:
    """Fill placeholders in the words of changes."""

    ledger: Ledger
    language: Language

    def fill(self, entry: ChangeEntry) -> tuple[Inline, ...]:
        """Return the words of an entry. Raises PlaceholderError for the first placeholder that cannot be filled."""
        inlines: list[Inline] = []
        for part in entry.says:
            inlines += (Text(part),) if isinstance(part, str) else self._place(part, entry.unit)
        return tuple(inlines)

    def check(self, entry: ChangeEntry) -> Iterator[Problem]:
        """Yield a problem for each placeholder that cannot be filled."""
        for part in entry.says:
            try:
                if isinstance(part, Placed):
                    self._place(part, entry.unit)
            except PlaceholderError as error:
                yield error.at(entry.says_location)

    def _place(self, part: Placed, unit: str) -> tuple[Inline, ...]:
        if not part.fact:
            former = self._former.get(unit)
            if former is None or not former.words:
                edition = self.ledger.compared.edition if self.ledger.compared is not None else "?"
                raise PlaceholderError(
                    "nothing-to-print", f'edition {edition} had no "{unit}", so {{was}} has nothing to print'
                )
            return (former_ref(unit, former.words),)
        name = unit_name(part.fact, part.point)
        view = self._view(part, name) if part.fact in self.ledger.facts else None
        if view is None:
            # Only the superseded edition has this fact or point.
            former = self._former.get(name)
            if former is None:
                known = [*self.ledger.facts, *(fact_of(unit)[0] for unit in self._former)]
                raise PlaceholderError("unknown-fact", f'unknown fact "{part.fact}"', did_you_mean(part.fact, known))
            words = former.aspects.get(part.names[0], "") if part.names else former.words
            if not words or len(part.names) > 1:
                asked = ".".join(part.names)
                message = f'"{name}" is no longer in the dossier, and the previous edition had no "{asked}" for it'
                hint = did_you_mean(asked, [aspect for aspect in OF_FORMER if aspect in former.aspects])
                raise PlaceholderError("unknown-aspect", message, hint)
            return (former_ref(name, words),)
        try:
            for step in part.names:
                view = self._step(view, step)
            return view.printed().inlines
        except PrintError as error:
            hint = error.hint.replace("{{ ", "{").replace(" }}", "}")  # written for templates, with double braces
            raise PlaceholderError(error.code, error.message, hint) from None

    @property
    def _former(self) -> dict[str, Former]:
        return dict(self.ledger.compared.former) if self.ledger.compared is not None else {}

    def _view(self, part: Placed, name: str) -> FactView | None:
        """Return the fact or its point; None for a point that only the superseded edition has."""
        fact = self.ledger.facts[part.fact]
        if not part.point:
            return FactView(fact, self.language)
        points = {point.label: point for point in fact.points}
        if part.point in points:
            return FactView(fact, self.language, None, points[part.point])
        if name in self._former:
            return None
        message = f'"{fact.id}" has no point [{part.point}]' if points else f'"{fact.id}" is not a series'
        known = f"choose one of: {', '.join(list(points)[-10:])}" if points else f"write {{{fact.id}}}"
        raise PlaceholderError("unknown-point", message, known)

    def _step(self, view: FactView, name: str) -> FactView:
        if view.claim is None and not view.aspect:
            for claim in view.claims:
                if claim.id and claim.id == name:
                    return replace(view, claim=claim)
        if name == "latest" and (last := latest_of(view)):
            return last[0] if len(last) == 1 else FactView(view.fact, view.language, None, last[0].point, "latest")
        if name in REF_ASPECT:
            picked = replace(view, aspect=name)
            if not picked.has(name):
                raise PlaceholderError("nothing-to-print", f'"{view.fact.id}" has no "{name}" to print')
            return picked
        choices = [*ASPECTS, *(claim.id for claim in view.claims if claim.id)]
        message = f'"{view.fact.id}" has no "{name}"'
        raise PlaceholderError("unknown-aspect", message, did_you_mean(name, choices))
