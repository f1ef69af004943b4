"""judgements.yaml → `Judgement`s by id.

Takes the node of the file, the facts that are there and a scale; gives the judgements in file order. Reports a likelihood that is
off the scale, a basis that is not there, a horizon that is over, and high confidence in what was read only in excerpts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.facts.ids import IdError, check_fact_id
from briefing.facts.ledger import Basis, Fact, Judgement, Likelihood, Scale
from briefing.facts.load_context import LoadContext
from briefing.facts.quantity import PartialDate
from briefing.facts.schema import JudgementSchema, PartialJudgementSchema
from briefing.facts.validate import validate
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import Location
from briefing.problems.suggest import did_you_mean, nearest

READ_WHOLE = "full"


def read_judgements(
    node: Node, facts: Mapping[str, Fact], scale: Scale | None, cut_off: PartialDate | None, reading: LoadContext
) -> dict[str, Judgement]:
    """The judgements by id; problems go to the reading, and so do the ids of those that cannot be made.

    Without a scale there are none, and what else is wrong with them is told nevertheless.
    """
    judgements: dict[str, Judgement] = {}
    for name, entry in node.group.items():
        try:
            check_fact_id(name)
        except IdError as error:
            reading.report(error.code, error.message, entry.key, f"{error.corrected}:" if error.corrected else "")
        if name in facts:
            message = f'a fact "{name}" is defined at {facts[name].location}'
            reading.report("duplicate-id", message, entry.key, "give one of the two another id")
            continue
        form = validate(JudgementSchema, entry, reading.problems)
        grounds = form or validate(PartialJudgementSchema, entry, []) or PartialJudgementSchema()
        checked = _Entry(entry, grounds, facts, reading)
        basis, likelihood = checked.check(cut_off), checked.likelihood(scale)
        if form is None or likelihood is None:
            reading.undeclared.add(name)
        else:
            judgements[name] = _build(name, entry, form, basis, likelihood)
    return judgements


def _build(
    name: str, entry: Node, form: JudgementSchema, basis: tuple[Basis, ...], likelihood: Likelihood
) -> Judgement:
    return Judgement(
        id=name,
        location=entry.key,
        text=form.text.rstrip(". "),
        likelihood=likelihood,
        horizon=form.horizon,
        confidence=form.confidence,
        basis=basis,
        name=form.name,
        because=form.because.rstrip(". "),
        by=form.by,
        assumptions=tuple(form.assumptions),
        would_change=tuple(form.would_change),
        tlp=form.tlp,
    )


class _Entry:
    """A judgement on its way from form to `Judgement`: the checks of what was typed."""

    def __init__(
        self,
        node: Node,
        form: JudgementSchema | PartialJudgementSchema,
        facts: Mapping[str, Fact],
        reading: LoadContext,
    ) -> None:
        self.node, self.form, self.facts, self.reading = node, form, facts, reading

    def check(self, cut_off: PartialDate | None) -> tuple[Basis, ...]:
        """What it rests on; reports its basis, its confidence and its horizon."""
        horizon = self.form.horizon
        basis = tuple(self._basis())
        self._check_confidence(basis)
        if cut_off is not None and horizon is not None and horizon.last_day <= cut_off.last_day:
            message = f"the horizon {horizon.iso} is not after the information cut-off {cut_off.iso}"
            self.reading.report("horizon-passed", message, self._place("horizon"), "choose a later horizon")
        return basis

    def _place(self, key: str) -> Location:
        return self.node.group[key].location

    def likelihood(self, scale: Scale | None) -> Likelihood | None:
        """The word of the scale; one that is not on it is told and read as the first, so that the rest can be checked."""
        if scale is None or not self.form.likelihood:
            return None
        typed = " ".join(self.form.likelihood.split()).casefold()
        known = {w.casefold(): word for word in scale.words for w in (word.word, *word.also)}
        if typed in known:
            return known[typed]
        words = [word.word for word in scale.words]
        near = nearest(typed, list(known), least=75)  # "quite likely" is not far from "unlikely"
        hint = f"likelihood: {known[near].word}" if near else f"choose one of: {', '.join(words)}"
        message = f'"{self.form.likelihood}" is not a word of the scale {scale.name}'
        self.reading.report("off-scale", message, self._place("likelihood"), hint)
        return scale.words[0]

    def _basis(self) -> Iterator[Basis]:
        """The facts it rests on, each once; one claim of a fact behind a dot."""
        if not self.form.basis and isinstance(self.form, JudgementSchema):
            self.reading.report(
                "no-basis",
                "a judgement needs at least one fact as its basis",
                self._place("basis"),
                "basis: the ids of the facts that it rests on",
            )
        for typed in dict.fromkeys(self.form.basis):
            name, _, claim = typed.partition(".")
            fact = self.facts.get(name)
            if fact is None:
                if not self.reading.incomplete:
                    hint = did_you_mean(name, self.facts)
                    self.reading.report("unknown-fact", f'no fact "{name}"', self._place("basis"), hint)
                continue
            claims = [c.id for c in fact.claims if c.id]
            if claim and claim not in claims:
                message = f'"{name}" has no claim "{claim}"'
                self.reading.report("unknown-claim", message, self._place("basis"), did_you_mean(claim, claims))
                continue
            yield Basis(name, claim)

    def _check_confidence(self, basis: tuple[Basis, ...]) -> None:
        """High confidence needs a source that was read whole."""
        sources = self.reading.sources or {}
        read = [sources[c.source].read for b in basis for c in self.facts[b.fact].cited if c.source in sources]
        if self.form.confidence == "high" and read and READ_WHOLE not in read:
            message = "the confidence is high, but no source of its basis is marked as read in full"
            hint = "type confidence: moderate, or read a source in full and add read: full to it"
            self.reading.report("confident-on-excerpts", message, self._place("confidence"), hint, "warning")
