"""Input shared by all rules: the brief's sentences, the facts they print, and the language's word lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.checks.sentence_facts import Sentence, read_sentences
from briefing.checks.word_patterns import name_pattern
from briefing.document.model import Document, FactReference, Figure, inlines_of, walk
from briefing.document.printed_facts import drawn_facts
from briefing.facts.ledger import Basis, Claim, Fact, Glossary, Judgement, Ledger, Point
from briefing.facts.quantity import PartialDate
from briefing.facts.selection import select_facts
from briefing.facts.views import claimants_of
from briefing.language import Language
from briefing.problems.problem import Location

FIGURES = ("value", "number")
DEEDS = ("statement", "quote", "note", "name")


@dataclass(frozen=True, slots=True)
class PrintedFact:
    """One claim of a fact as a sentence prints it.

    `among` are all claims of the fact or point; `start` is the offset in the sentence.
    """

    fact: Fact
    point: Point | None
    claim: Claim
    among: tuple[Claim, ...]
    start: int

    @property
    def name(self) -> str:
        """Name as a template writes it: casualties.uk_mod, trade[2022]."""
        return f"{self.fact.id}{f'[{self.point.label}]' if self.point else ''}{'.' if self.claim.id else ''}{self.claim.id}"

    @property
    def date(self) -> PartialDate | None:
        """Date of the state that the claim describes, or else of the event."""
        if self.point is not None:
            return self.point.when
        return self.claim.as_of or self.fact.as_of or self.claim.date or self.fact.date


@dataclass(frozen=True, slots=True)
class CheckContext:
    """One brief as the rules see it."""

    ledger: Ledger
    document: Document
    language: Language
    sentences: tuple[Sentence, ...]
    _printed: dict[tuple[int, bool], tuple[PrintedFact, ...]] = field(default_factory=dict, compare=False, repr=False)
    _series: dict[str, dict[str, Point]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def glossary(self) -> Glossary:
        return self.ledger.glossary

    def printed_facts(self, sentence: Sentence, *, names: bool = False) -> tuple[PrintedFact, ...]:
        """Return the claims that a sentence prints, each once.

        A claim counts as printed if its figure is, or else its statement, quotation or note; with `names`, also if only its
        name is.
        """
        key = (id(sentence), names)
        if key in self._printed:
            return self._printed[key]
        printed: list[PrintedFact] = []
        seen: set[tuple[str, str, str]] = set()
        found: set[tuple[str, str]] = set()
        for aspects in (FIGURES, DEEDS if names else DEEDS[:-1]):
            before = frozenset(found)
            for placed in sentence.refs:
                ref = placed.ref
                if ref.aspect not in aspects or (ref.fact, ref.point) in before or ref.fact not in self.ledger.facts:
                    continue
                found.add((ref.fact, ref.point))
                if (ref.fact, ref.point, ref.claim) not in seen:
                    seen.add((ref.fact, ref.point, ref.claim))
                    printed += self._claims(ref, placed.start)
        self._printed[key] = tuple(printed)
        return self._printed[key]

    def _claims(self, ref: FactReference, start: int) -> Iterator[PrintedFact]:
        """Yield the claim that a reference prints; every claim for a range over claims, and for words of the whole fact."""
        fact = self.ledger.facts[ref.fact]
        if fact.id not in self._series:
            self._series[fact.id] = {point.label: point for point in fact.points}
        point = self._series[fact.id].get(ref.point)
        among = point.claims if point is not None else fact.claims
        for claim in among:
            if claim.id == ref.claim or not ref.claim:
                yield PrintedFact(fact, point, claim, among, start)

    def charted_facts(self) -> Iterator[tuple[Location, PrintedFact]]:
        """Yield each claim that a chart draws, with the location of the chart in figures.yaml."""
        for block in self.document.blocks:
            spec = self.ledger.figures.get(block.key.removeprefix("figure/")) if isinstance(block, Figure) else None
            if not isinstance(block, Figure) or spec is None:
                continue
            for ref in drawn_facts(block):
                for printed in self._claims(ref, 0) if ref.fact in self.ledger.facts else ():
                    yield spec.location, printed
            # An exchange chart also draws facts by their tags, not all of which have a figure in the chart.
            for fact in select_facts(self.ledger, spec.rows) if spec.chart == "exchange" and spec.rows else ():
                for claim in fact.claims:
                    yield spec.location, PrintedFact(fact, None, claim, fact.claims, 0)

    def used_facts(self) -> frozenset[str]:
        """Return the ids of facts that any sentence, table or chart shows, even if only by a tag, and of what they rest on."""
        used = {placed.ref.fact for sentence in self.sentences for placed in sentence.refs}
        declared = {f"table/{t.id}": t.rows for t in self.ledger.tables.values()}
        declared |= {f"figure/{f.id}": f.rows for f in self.ledger.figures.values() if f.rows is not None}
        for block in walk(self.document.blocks):
            for run in inlines_of(block):
                used |= {item.fact for item in run if isinstance(item, FactReference)}
            if block.key in declared and declared[block.key].kind != "sources":
                used |= {fact.id for fact in select_facts(self.ledger, declared[block.key])}
        used |= {basis.fact for judgement in self.printed_judgements() for basis in judgement.basis}
        # And the facts from which these are calculated.
        waiting = [name for name in used if name in self.ledger.facts]
        while waiting:
            fact = self.ledger.facts[waiting.pop()]
            claims = (*fact.claims, *(claim for point in fact.points for claim in point.claims))
            formulas = [formula for formula in (fact.derivation, fact.check) if formula is not None]
            inputs = {operand.fact for formula in formulas for operand in formula.inputs}
            inputs |= {name for claim in claims for name in claim.rests_on}
            waiting += [name for name in inputs - used if name in self.ledger.facts]
            used |= inputs
        return frozenset(used)

    def printed_judgements(self) -> tuple[Judgement, ...]:
        """Return the judgements that the brief prints or draws."""
        shown = {placed.ref.fact for sentence in self.sentences for placed in sentence.refs}
        shown |= {ref.fact for block in walk(self.document.blocks) for ref in drawn_facts(block)}
        return tuple(judgement for name, judgement in self.ledger.judgements.items() if name in shown)

    def basis_claims(self, basis: Basis) -> tuple[tuple[Claim, ...], ...]:
        """Return the claims behind one entry of `basis:`: the named claim, or else all of the fact and of each point."""
        fact = self.ledger.facts[basis.fact]
        if basis.claim:
            return (tuple(claim for claim in fact.claims if claim.id == basis.claim),)
        return (fact.claims, *(point.claims for point in fact.points))

    def location_at(self, sentence: Sentence, offset: int) -> Location:
        """Return where the character at that offset was typed: in a template, or in the fact that prints it."""
        for placed in sentence.refs:
            if placed.start <= offset < placed.start + len(placed.ref.text) and placed.ref.fact in self.ledger.facts:
                return self.ledger.facts[placed.ref.fact].location
        return sentence.location_at(offset)

    def location_of(self, sentence: Sentence, printed: PrintedFact) -> Location:
        """Return where the sentence prints the claim; if the sentence is only the fact, where the fact is typed."""
        typed = printed.claim.location if printed.claim.id else printed.fact.location
        return typed if self.is_only_fact(sentence, printed) else sentence.location_at(printed.start)

    def is_only_fact(self, sentence: Sentence, printed: PrintedFact) -> bool:
        """Return True if the sentence is only the fact's statement, or its name and figure if it has no statement.

        A bare value was placed by a template and has to be corrected there.
        """
        aspects = {placed.ref.aspect for placed in sentence.refs if placed.ref.fact == printed.fact.id}
        return sentence.only_facts and ("statement" in aspects or ("name" in aspects and not printed.fact.says))

    def prints_date(self, sentence: Sentence, printed: PrintedFact) -> bool:
        """Return True if the sentence gives the claim's date, printed from the fact or typed in full."""
        if printed.date is None:
            return False
        label = printed.point.label if printed.point else ""
        drawn = any(
            p.ref.aspect == "date" and p.ref.fact == printed.fact.id and p.ref.point == label
            and (p.ref.claim in ("", printed.claim.id) or len(printed.among) == 1)
            for p in sentence.refs
        )  # fmt: skip
        return drawn or printed.date.words(self.language) in sentence.words

    def names_claimant(self, sentence: Sentence, printed: PrintedFact) -> bool:
        """Return True if the sentence names the claimant or, without one, the publisher of its source."""
        if any(
            p.ref.aspect == "claimant" and p.ref.fact == printed.fact.id and p.ref.claim in ("", printed.claim.id)
            for p in sentence.refs
        ):
            return True
        return any(name_pattern(who).search(sentence.words) for who in self.claimants(printed))

    def claimants(self, printed: PrintedFact) -> tuple[str, ...]:
        """Return the names by which a sentence may call the claimant."""
        return claimants_of(printed.fact, printed.claim, self.ledger.sources)


def make_context(document: Document, ledger: Ledger, language: Language) -> CheckContext:
    """Return the context of a brief, made once for all rules."""
    return CheckContext(ledger, document, language, read_sentences(document, ledger, language.abbreviations))
