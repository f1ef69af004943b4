"""Variants of a brief: usually shorter briefs of the same facts, each with its own template (`variants:` in dossier.yaml).

The template of a variant decides on its sections: the list in dossier.yaml applies only to the whole brief.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.facts.ledger import Ledger
from briefing.problems.problem import Problem
from briefing.problems.suggest import did_you_mean

HOW = 'add variants to dossier.yaml, below a line "variants:", such as one-page: my-template'


def apply_variant(ledger: Ledger, name: str) -> tuple[Ledger, list[Problem]]:
    """Return the ledger for a variant; or the unchanged ledger and a problem if the dossier has no such variant."""
    dossier = ledger.dossier
    variant = dossier.variants.get(name)
    if variant is None:
        choices = f"choose one of: {', '.join(dossier.variants)}" if dossier.variants else HOW
        hint = did_you_mean(name, dossier.variants) or choices
        return ledger, [Problem("unknown-variant", f'unknown variant "{name}"', dossier.location, hint)]
    template, location = variant.template, variant.location
    chosen = replace(dossier, template=template, template_location=location, sections=(), variant=name)
    return replace(ledger, dossier=chosen), []
