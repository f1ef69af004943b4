"""Variants of a brief, from the same facts but with a template of their own (`cuts:` in dossier.yaml).

The template of a variant decides on its sections: the list in dossier.yaml applies only to the whole brief.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.facts.ledger import Ledger
from briefing.problems.problem import Problem
from briefing.problems.suggest import did_you_mean

HOW = 'add variants to dossier.yaml, below a line "cuts:", such as one-page: my-template'


def apply_variant(ledger: Ledger, name: str) -> tuple[Ledger, list[Problem]]:
    """Return the ledger for a variant.

    Or the unchanged ledger and a problem if the dossier has no such variant.
    """
    dossier = ledger.dossier
    cut = dossier.cuts.get(name)
    if cut is None:
        choices = f"choose one of: {', '.join(dossier.cuts)}" if dossier.cuts else HOW
        message = f'the dossier has no variant "{name}"'
        return ledger, [Problem("unknown-cut", message, dossier.location, did_you_mean(name, dossier.cuts) or choices)]
    cut_dossier = replace(dossier, template=cut.template, template_location=cut.location, sections=(), cut=name)
    return replace(ledger, dossier=cut_dossier), []
