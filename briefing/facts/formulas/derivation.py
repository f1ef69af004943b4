"""Calculate every `derive:` of a dossier, dependencies first, and compare typed values with their `check:`.

A derived fact has one claim: made by us, from the sources of all its inputs, with the most doubtful status
among them. What cannot be calculated is reported as a problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from briefing.facts.claim_comparison import is_disputed
from briefing.facts.formulas.amounts import Amount, Measure, amount_of
from briefing.facts.formulas.arithmetic import evaluate, fit, limit_digits
from briefing.facts.formulas.dependency_order import DependencyOrder
from briefing.facts.formulas.formatting import format_formula
from briefing.facts.formulas.grammar import Call, FormulaError, Tree, operands, parse_formula
from briefing.facts.formulas.intervals import OUTWARD, Interval, point
from briefing.facts.formulas.operands import find_claim
from briefing.facts.ledger import Claim, Derivation, Fact, Operand, Status
from briefing.facts.load_context import LoadContext
from briefing.facts.quantity import Quantity
from briefing.facts.quantity_text import QuantityText, read_unit
from briefing.facts.value_types import TLP_LABELS
from briefing.language import Language
from briefing.problems.problem import Location

# From the most doubtful to the least: a result is as doubtful as its most doubtful input.
DOUBTS: tuple[Status, ...] = ("retracted", "superseded", "corrected", "disputed", "unverified", "proposed", "planned")


def derive_facts(facts: Mapping[str, Fact], context: LoadContext, language: Language) -> dict[str, Fact]:
    """Return the facts, with those that have a formula calculated."""
    if not any(f.derivation or f.check or any(c.rests_on for c in _resting_claims(f)) for f in facts.values()):
        return dict(facts)
    return _Deriver(dict(facts), context, language).run()


def _resting_claims(fact: Fact) -> tuple[Claim, ...]:
    """Return the claims to look for `rests_on:` in. All points of a series share one, so the first is enough."""
    return (*fact.claims, *(claim for point in fact.points[:1] for claim in point.claims))


@dataclass(slots=True)
class _Deriver:
    """State of one calculation of all derived facts.

    `failed` holds ids of facts without a usable number. Formulas that need them are skipped: their problem is
    reported already.
    """

    facts: dict[str, Fact]
    context: LoadContext
    language: Language
    trees: dict[str, Tree] = field(default_factory=dict)
    checks: dict[str, Tree] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    def run(self) -> dict[str, Fact]:
        self.failed |= self.context.unread
        for fact in self.facts.values():
            self._check_rests_on(fact)
            if fact.derivation:
                self._parse(fact, fact.derivation, self.trees)
            if fact.check:
                self._parse(fact, fact.check, self.checks)
        dependencies = DependencyOrder(self.facts, {name: operands(tree) for name, tree in self.trees.items()})
        order, cycles = dependencies.order((name, "") for name in self.facts)
        for names in cycles:
            first = self.facts[names[0]]
            path = " → ".join([*names, names[0]]) if len(names) <= 8 else " → ".join([*names[:7], "…", names[0]])
            location = first.derivation.location if first.derivation else first.location
            message = f'"{first.id}" depends on itself: {path}'
            self.context.report("circular", message, location, "give one of these facts a number from a source")
            self.failed |= set(names)
        for name in order:
            if name in self.trees and name not in self.failed:
                self._derive(self.facts[name], self.trees[name])
        for name, tree in self.checks.items():
            self._check(self.facts[name], tree, dependencies)
        return self.facts

    def _report(self, error: FormulaError, subject: str, location: Location) -> None:
        lead = "" if error.message.startswith(('"', "unknown ")) else f'"{subject}" '
        self.context.report(error.code, f"{lead}{error.message}", location, error.corrected)

    # -------------------------------------------------------------- reading

    def _check_rests_on(self, fact: Fact) -> None:
        named = (
            (name, claim.location if claim.id else fact.location)
            for claim in _resting_claims(fact)
            for name in claim.rests_on
        )
        for name, location in dict.fromkeys(named):
            try:
                if name not in self.facts:
                    find_claim(Operand(name), self.facts)
            except FormulaError as error:
                self._report(error, fact.id, location)

    def _parse(self, fact: Fact, typed: Derivation, trees: dict[str, Tree]) -> None:
        try:
            tree = parse_formula(typed.formula)
        except FormulaError as error:
            self._report(error, fact.id, typed.location)
            self.failed.add(fact.id)
            return
        named = operands(tree)
        if not named:
            hint = 'name a fact in the formula, or type the number after "value:"'
            self.context.report("no-inputs", f'the formula of "{fact.id}" uses no facts', typed.location, hint)
            self.failed.add(fact.id)
            return
        trees[fact.id] = tree
        whole = replace(typed, inputs=named)
        self.facts[fact.id] = replace(fact, derivation=whole) if trees is self.trees else replace(fact, check=whole)

    # -------------------------------------------------------------- calculating

    def _evaluate(self, tree: Tree, unit: str) -> tuple[Amount, QuantityText, list[Claim]] | None:
        """Return the amount, its unit and its input claims.

        Returns None if an input failed, which is reported already.
        """
        claims = []
        amounts: dict[Operand, Amount] = {}
        for operand in operands(tree):
            fact = self.facts.get(operand.fact)
            if operand.fact in self.failed:
                return None
            claim = find_claim(operand, self.facts)
            if claim.value is None:
                name = fact.id if fact else operand.fact
                raise FormulaError("no-number", f'"{name}" has no number', "use only facts with a number in a formula")
            claims.append(claim)
            amounts[operand] = amount_of(claim.value)
        wanted = read_unit(unit) if unit else QuantityText()
        return fit(limit_digits(tree, evaluate(tree, amounts.__getitem__)), wanted), wanted, claims

    def _derive(self, fact: Fact, tree: Tree) -> None:
        assert fact.derivation
        try:
            found = self._evaluate(tree, fact.unit)
            if found is None:
                self.failed.add(fact.id)
                return
            amount, unit, claims = found
            self._check_order(tree)
            value = format_formula(amount, unit, fact.decimals, self.language.word("percentage_points"))
        except FormulaError as error:
            self._report(error, fact.id, fact.derivation.location)
            self.failed.add(fact.id)
            return
        if fact.derivation.is_change and not value.low and value.high is None and amount.stated != point(value.low):
            value = replace(value, bound="about")  # it rounds to zero, and "did not change" would be false
        ours = fact.claims[0]
        status = ours.status
        if status == "stated":
            doubts: set[Status] = {claim.status for claim in claims}
            if any(self._is_side(operand) for operand in operands(tree)):
                doubts.add("disputed")
            status = next((doubt for doubt in DOUBTS if doubt in doubts), "stated")
        cited = (replace(citation, calculated=True) for claim in claims for citation in claim.sources)
        labels = [label for label in (ours.tlp, *(claim.tlp for claim in claims)) if label]
        claim = replace(
            ours,
            value=value,
            by=self.language.word("our_calculation"),
            sources=tuple(dict.fromkeys(cited)),
            status=status,
            tlp=max(labels, key=TLP_LABELS.index, default=""),
        )
        self.facts[fact.id] = replace(fact, claims=(claim,), by=claim.by, sources=claim.sources, status=status)

    def _check_order(self, tree: Tree) -> None:
        """Raise FormulaError for a growth or change from a later point of a series to an earlier one."""
        if not (isinstance(tree, Call) and tree.verb in ("growth", "change")):
            return
        start, end = tree.parts
        if not (isinstance(start, Operand) and isinstance(end, Operand) and start.fact == end.fact):
            return
        days = {point.label: point.when for point in self.facts[start.fact].points}
        if start.point in days and end.point in days and days[start.point].last_day > days[end.point].last_day:
            later, earlier = f"{start.fact}[{start.point}]", f"{end.fact}[{end.point}]"
            message = f"computes {tree.verb} from a later date to an earlier one: from {later} to {earlier}"
            raise FormulaError("backwards", message, f"derive: {tree.verb} from {earlier} to {later}")

    def _is_side(self, operand: Operand) -> bool:
        """Return True if an operand is one side of a dispute; a result from it is disputed too."""
        fact = self.facts.get(operand.fact)
        if fact is None:
            return False
        points = [point for point in fact.points if point.label == operand.point]
        return is_disputed(fact, points[0].claims if points else fact.claims)

    # -------------------------------------------------------------- checking

    def _check(self, fact: Fact, tree: Tree, dependencies: DependencyOrder) -> None:
        assert fact.check
        location = fact.check.location
        if fact.id in self.failed:
            return
        if dependencies.leads_to(((o.fact, o.claim) for o in operands(tree)), fact.id):
            message = f'"{fact.id}" is checked against numbers that depend on it, so the check always passes'
            self.context.report("circular", message, location, "check it against numbers from other sources")
            return
        try:
            for claim in fact.claims:
                if claim.value is not None:
                    self._compare(fact, claim, claim.value, tree)
        except FormulaError as error:
            self._report(error, fact.id, location)

    def _compare(self, fact: Fact, claim: Claim, value: Quantity, tree: Tree) -> None:
        assert fact.check
        typed = amount_of(value)
        unit = QuantityText(currency=value.currency, percent=value.percent, unit=value.unit)
        found = self._evaluate(tree, "")
        if found is None:
            return
        points = self.language.word("percentage_points")
        if value.unit == points:
            typed = replace(typed, measure=Measure(points=True))
        named_here = found[0].measure.is_bare or found[0].measure.mixed
        amount = fit(found[0], unit) if named_here else found[0]
        if typed.measure.key != amount.measure.key:
            message = f"is in {typed.measure.words()}, but its check gives {amount.measure.words()}"
            raise FormulaError("unit-mismatch", message, "give both the same unit and currency")
        if not _with_rounding(typed).meets(amount.possible):
            computed = format_formula(amount, QuantityText(scale=value.scale), fact.decimals, points).words(
                self.language
            )
            named = f"{fact.id}.{claim.id}" if claim.id else fact.id
            message = f'"{named}" is {value.words(self.language)}, but {fact.check.formula} gives {computed}'
            hint = "correct the number that is wrong, or add the part that is missing"
            self.context.report("failed-check", message, claim.location, hint)


def _with_rounding(typed: Amount) -> Interval:
    """Return the interval that a typed number can stand for: half a unit of its last digit to each side."""
    half = OUTWARD.high.divide(typed.step, 2) if typed.step else 0
    low, high = OUTWARD.low.subtract(typed.possible.low, half), OUTWARD.high.add(typed.possible.high, half)
    return Interval(low, high, typed.possible.low_in, typed.possible.high_in)
