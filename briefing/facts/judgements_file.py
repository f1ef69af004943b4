"""Read judgements.yaml to `Judgement`s by id.

Report a likelihood that is not on the scale, unknown facts in the basis, a horizon in the past, and high
confidence in sources that were not read in full.
"""

from __future__ import annotations

from collections.abc import Mapping

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
    node: Node, facts: Mapping[str, Fact], scale: Scale | None, cut_off: PartialDate | None, context: LoadContext
) -> dict[str, Judgement]:
    """Return the judgements by id; report problems, and ids of judgements that cannot be built, to the context.

    Without a scale none can be built, but their other problems are reported nevertheless.
    """
    judgements: dict[str, Judgement] = {}
    for name, entry in node.group.items():
        try:
            check_fact_id(name)
        except IdError as error:
            context.report(error.code, error.message, entry.key, f"{error.corrected}:" if error.corrected else "")
        if name in facts:
            message = f'duplicate id "{name}": also the id of a fact, at {facts[name].location}'
            context.report("duplicate-id", message, entry.key, "give one of the two another id")
            continue
        fields = validate(JudgementSchema, entry, context.problems)
        partial = fields or validate(PartialJudgementSchema, entry, []) or PartialJudgementSchema()
        checked = _JudgementReader(entry, partial, facts, context)
        basis, likelihood = checked.check(cut_off), checked.likelihood(scale)
        if fields is None or likelihood is None:
            context.undeclared.add(name)
        else:
            judgements[name] = Judgement(
                id=name,
                location=entry.key,
                text=fields.text.rstrip(". "),
                likelihood=likelihood,
                horizon=fields.horizon,
                confidence=fields.confidence,
                basis=basis,
                name=fields.name,
                because=fields.because.rstrip(". "),
                by=fields.by,
                assumptions=tuple(fields.assumptions),
                would_change=tuple(fields.would_change),
                tlp=fields.tlp,
            )
    return judgements


class _JudgementReader:
    """Reader of one judgement: checks its basis, likelihood, confidence and horizon."""

    def __init__(
        self,
        node: Node,
        fields: JudgementSchema | PartialJudgementSchema,
        facts: Mapping[str, Fact],
        context: LoadContext,
    ) -> None:
        self.node, self.fields, self.facts, self.context = node, fields, facts, context

    def check(self, cut_off: PartialDate | None) -> tuple[Basis, ...]:
        """Return the basis; report problems with basis, confidence and horizon."""
        basis = []
        if not self.fields.basis and isinstance(self.fields, JudgementSchema):
            message = "a judgement needs at least one fact as its basis"
            hint = "basis: the ids of the facts that it rests on"
            self.context.report("no-basis", message, self._place("basis"), hint)
        for typed in dict.fromkeys(self.fields.basis):
            # A single claim follows its fact after a dot.
            name, _, claim = typed.partition(".")
            fact = self.facts.get(name)
            if fact is None:
                if not self.context.incomplete:
                    hint = did_you_mean(name, self.facts)
                    self.context.report("unknown-fact", f'unknown fact "{name}"', self._place("basis"), hint)
                continue
            claims = [c.id for c in fact.claims if c.id]
            if claim and claim not in claims:
                message = f'"{name}" has no claim "{claim}"'
                self.context.report("unknown-claim", message, self._place("basis"), did_you_mean(claim, claims))
                continue
            basis.append(Basis(name, claim))
        sources = self.context.sources or {}
        read = [sources[c.source].read for b in basis for c in self.facts[b.fact].cited if c.source in sources]
        if self.fields.confidence == "high" and read and READ_WHOLE not in read:
            message = "the confidence is high, but no source of its basis is marked as read in full"
            hint = "type confidence: moderate, or read a source in full and add read: full to it"
            self.context.report("confident-on-excerpts", message, self._place("confidence"), hint, "warning")
        horizon = self.fields.horizon
        if cut_off is not None and horizon is not None and horizon.last_day <= cut_off.last_day:
            message = f"the horizon {horizon.iso} is not after the information cut-off {cut_off.iso}"
            self.context.report("horizon-passed", message, self._place("horizon"), "choose a later horizon")
        return tuple(basis)

    def _place(self, key: str) -> Location:
        return self.node.group[key].location

    def likelihood(self, scale: Scale | None) -> Likelihood | None:
        """Return the word of the scale.

        An unknown word is reported and read as the first, so that the rest can be checked.
        """
        if scale is None or not self.fields.likelihood:
            return None
        typed = " ".join(self.fields.likelihood.split()).casefold()
        known = {w.casefold(): word for word in scale.words for w in (word.word, *word.also)}
        if typed in known:
            return known[typed]
        words = [word.word for word in scale.words]
        near = nearest(typed, list(known), least=75)  # "quite likely" is not far from "unlikely"
        hint = f"likelihood: {known[near].word}" if near else f"choose one of: {', '.join(words)}"
        message = f'"{self.fields.likelihood}" is not a word of the scale {scale.name}'
        self.context.report("off-scale", message, self._place("likelihood"), hint)
        return scale.words[0]
