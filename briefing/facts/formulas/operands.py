"""Resolve a name in a formula to one claim: `a`, `a.uk_mod`, `trade[2022]`, `trade[2023].mod_2025`."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.facts.formulas.grammar import FormulaError
from briefing.facts.ledger import Claim, Fact, Operand
from briefing.problems.suggest import did_you_mean


def find_claim(operand: Operand, facts: Mapping[str, Fact]) -> Claim:
    """Return the claim that an operand names. Raises FormulaError with the nearest names."""
    fact = facts.get(operand.fact)
    if fact is None:
        raise FormulaError("unknown-fact", f'unknown fact "{operand.fact}"', did_you_mean(operand.fact, facts))
    name, claims = fact.id, fact.claims
    if operand.point and not fact.points:
        raise FormulaError("unknown-point", f'"{name}" is not a series', f'remove "[{operand.point}]"')
    if fact.points:
        labels = [point.label for point in fact.points]
        if not operand.point:
            message = f'"{name}" is a series; a formula must name one of its points'
            named = ", ".join(f"{name}[{label}]" for label in labels[:5])
            raise FormulaError("which-point", message, f"name one: {named}")
        if operand.point not in labels:
            message = f'"{name}" has no point [{operand.point}]'
            raise FormulaError("unknown-point", message, f"choose one of: {', '.join(labels[-10:])}")
        name, claims = f"{name}[{operand.point}]", fact.points[labels.index(operand.point)].claims
    if operand.claim:
        found = [claim for claim in claims if claim.id == operand.claim]
        if not found:
            message = f'"{name}" has no claim "{operand.claim}"'
            ids = [claim.id for claim in claims if claim.id]
            choices = (
                f"choose one of: {', '.join(ids[:10])}" if ids else "name the fact alone: its only claim has no name"
            )
            raise FormulaError("unknown-claim", message, did_you_mean(operand.claim, ids) or choices)
        return found[0]
    if len(claims) > 1:
        named = ", ".join(f"{name}.{claim.id}" for claim in claims[:5])
        raise FormulaError(
            "which-claim", f'"{name}" has {len(claims)} claims; a formula must name one', f"name one: {named}"
        )
    return claims[0]
