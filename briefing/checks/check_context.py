"""What a rule is handed: the brief's sentences, the facts behind them, and the words of its language.

Takes a resolved document, its ledger and language; gives a frozen `Case`, made once for all rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.checks.sentence_facts import Sentence, read_sentences
from briefing.checks.wording import named
from briefing.document.model import Document, FactRef, Figure, inlines_of, walk
from briefing.facts.ledger import Basis, Claim, Fact, Glossary, Judgement, Ledger, Point
from briefing.facts.quantity import PartialDate
from briefing.facts.record import charted
from briefing.facts.selection import pick_facts
from briefing.language import Language
from briefing.problems.problem import Origin

FIGURES = ("value", "number")
DEEDS = ("statement", "name")


@dataclass(frozen=True, slots=True)
class Said:
    """One claim of a fact as a sentence prints it. `among` are the claims that it stands beside; `start` is where it is printed."""

    fact: Fact
    point: Point | None
    claim: Claim
    among: tuple[Claim, ...]
    start: int

    @property
    def name(self) -> str:
        """As a template names it: casualties.uk_mod, trade[2022]."""
        return f"{self.fact.id}{f'[{self.point.label}]' if self.point else ''}{'.' if self.claim.id else ''}{self.claim.id}"

    @property
    def date(self) -> PartialDate | None:
        """The date of the state it describes, else of what happened."""
        if self.point is not None:
            return self.point.when
        return self.claim.as_of or self.fact.as_of or self.claim.date or self.fact.date


@dataclass(frozen=True, slots=True)
class Case:
    """One brief before the rules."""

    ledger: Ledger
    document: Document
    language: Language
    sentences: tuple[Sentence, ...]
    _said: dict[tuple[int, bool], tuple[Said, ...]] = field(default_factory=dict, compare=False, repr=False)
    _series: dict[str, dict[str, Point]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def glossary(self) -> Glossary:
        return self.ledger.glossary

    def said(self, sentence: Sentence, *, names: bool = False) -> tuple[Said, ...]:
        """The claims that a sentence prints, each once: by their figures, else by statement, and with `names` by name as well."""
        key = (id(sentence), names)
        if key not in self._said:
            self._said[key] = tuple(self._read(sentence, names=names))
        return self._said[key]

    def _read(self, sentence: Sentence, *, names: bool) -> Iterator[Said]:
        seen: set[tuple[str, str, str]] = set()
        told: set[tuple[str, str]] = set()
        for aspects in (FIGURES, DEEDS if names else DEEDS[:1]):
            before = frozenset(told)
            for placed in sentence.refs:
                ref = placed.ref
                if ref.aspect not in aspects or (ref.fact, ref.point) in before or ref.fact not in self.ledger.facts:
                    continue
                told.add((ref.fact, ref.point))
                if (ref.fact, ref.point, ref.claim) not in seen:
                    seen.add((ref.fact, ref.point, ref.claim))
                    yield from self._claims(ref, placed.start)

    def _claims(self, ref: FactRef, start: int) -> Iterator[Said]:
        """The claim that a printed fact stands for; every claim where its name stands for all. A range of several is none of them."""
        fact = self.ledger.facts[ref.fact]
        point = self._points(fact).get(ref.point)
        among = point.claims if point is not None else fact.claims
        for claim in among:
            if claim.id == ref.claim or (ref.aspect == "name" and not ref.claim):
                yield Said(fact, point, claim, among, start)

    def _points(self, fact: Fact) -> dict[str, Point]:
        if fact.id not in self._series:
            self._series[fact.id] = {point.label: point for point in fact.points}
        return self._series[fact.id]

    def drawn(self) -> Iterator[tuple[Origin, Said]]:
        """Each claim that a chart draws, with the place of the chart's entry in figures.yaml."""
        for block in self.document.blocks:
            spec = self.ledger.figures.get(block.key.removeprefix("figure/")) if isinstance(block, Figure) else None
            if not isinstance(block, Figure) or spec is None:
                continue
            for ref in charted(block):
                for said in self._claims(ref, 0) if ref.fact in self.ledger.facts else ():
                    yield spec.origin, said
            # An exchange draws what is given, by a tag, and has a figure for some of it only.
            for fact in pick_facts(self.ledger, spec.rows) if spec.chart == "exchange" and spec.rows else ():
                for claim in fact.claims:
                    yield spec.origin, Said(fact, None, claim, fact.claims, 0)

    def used_facts(self) -> frozenset[str]:
        """Facts that any sentence, table or chart shows, be it by a tag alone."""
        used = {placed.ref.fact for sentence in self.sentences for placed in sentence.refs}
        declared = {f"table/{t.id}": t.rows for t in self.ledger.tables.values()}
        declared |= {f"figure/{f.id}": f.rows for f in self.ledger.figures.values() if f.rows is not None}
        for block in walk(self.document.blocks):
            for run in inlines_of(block):
                used |= {item.fact for item in run if isinstance(item, FactRef)}
            if block.key in declared and declared[block.key].kind != "sources":
                used |= {fact.id for fact in pick_facts(self.ledger, declared[block.key])}
        return frozenset(self._with_grounds(used))

    def judged(self) -> tuple[Judgement, ...]:
        """The judgements that the brief prints or draws."""
        shown = {placed.ref.fact for sentence in self.sentences for placed in sentence.refs}
        shown |= {
            ref.fact for block in walk(self.document.blocks) if isinstance(block, Figure) for ref in charted(block)
        }
        return tuple(judgement for name, judgement in self.ledger.judgements.items() if name in shown)

    def under(self, basis: Basis) -> tuple[tuple[Claim, ...], ...]:
        """The claims that a judgement rests on there: the one that is named, else all of the fact, or of each of its points."""
        fact = self.ledger.facts[basis.fact]
        if basis.claim:
            return (tuple(claim for claim in fact.claims if claim.id == basis.claim),)
        return (fact.claims, *(point.claims for point in fact.points))

    def _with_grounds(self, used: set[str]) -> set[str]:
        """Facts with those that they were worked out of, and those that printed judgements rest on."""
        used |= {basis.fact for judgement in self.judged() for basis in judgement.basis}
        waiting = [name for name in used if name in self.ledger.facts]
        while waiting:
            fact = self.ledger.facts[waiting.pop()]
            claims = (*fact.claims, *(claim for point in fact.points for claim in point.claims))
            formulas = [formula for formula in (fact.derivation, fact.check) if formula is not None]
            grounds = {operand.fact for formula in formulas for operand in formula.inputs}
            grounds |= {name for claim in claims for name in claim.rests_on}
            waiting += [name for name in grounds - used if name in self.ledger.facts]
            used |= grounds
        return used

    def place_of(self, sentence: Sentence, offset: int) -> Origin:
        """Where the letter at that offset was typed: in a template, or in the fact whose words it stands in."""
        for placed in sentence.refs:
            if placed.start <= offset < placed.start + len(placed.ref.text) and placed.ref.fact in self.ledger.facts:
                return self.ledger.facts[placed.ref.fact].origin
        return sentence.place(offset)

    def place(self, sentence: Sentence, said: Said) -> Origin:
        """Where the sentence prints that claim; where the fact's own words are all that the sentence is, where the fact stands."""
        typed = said.claim.origin if said.claim.id else said.fact.origin
        return typed if self.own_words(sentence, said) else sentence.place(said.start)

    def own_words(self, sentence: Sentence, said: Said) -> bool:
        """Whether the sentence is the fact's statement and no more; its name with its figure, where it has no statement.

        A bare value was placed by a template, and is mended there.
        """
        aspects = {placed.ref.aspect for placed in sentence.refs if placed.ref.fact == said.fact.id}
        return sentence.only_facts and ("statement" in aspects or ("name" in aspects and not said.fact.says))

    def tells_date(self, sentence: Sentence, said: Said) -> bool:
        """Whether the sentence prints the claim's date, drawn from the fact or typed as exactly as it is known."""
        if said.date is None:
            return False
        label = said.point.label if said.point else ""
        printed = any(
            p.ref.aspect == "date" and p.ref.fact == said.fact.id and p.ref.point == label
            and (p.ref.claim in ("", said.claim.id) or len(said.among) == 1)
            for p in sentence.refs
        )  # fmt: skip
        return printed or said.date.words(self.language) in sentence.words

    def tells_claimant(self, sentence: Sentence, said: Said) -> bool:
        """Whether the sentence prints who makes the claim; where nobody is named, the publisher of its source."""
        if any(
            p.ref.aspect == "claimant" and p.ref.fact == said.fact.id and p.ref.claim in ("", said.claim.id)
            for p in sentence.refs
        ):
            return True
        return any(named(who).search(sentence.words) for who in self.claimants(said))

    def claimants(self, said: Said) -> tuple[str, ...]:
        """The names that a claimant goes by."""
        by = said.claim.by or said.fact.by
        if by:
            return (by,)
        sources = [self.ledger.sources[c.source] for c in said.claim.sources if c.source in self.ledger.sources]
        return tuple(name for s in sources for name in (s.short, s.publisher, s.author) if name)


def make_case(document: Document, ledger: Ledger, language: Language) -> Case:
    """The case of a brief."""
    return Case(ledger, document, language, read_sentences(document, ledger, language.abbreviations))
