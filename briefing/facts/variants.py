"""Cuts of a brief: shorter ones of the same facts, each with a template of its own, as `cuts:` in dossier.yaml names them.

Takes a ledger and the name of a cut; gives the ledger as that cut sees it. The template alone says which sections there are: the
dossier's own list belongs to the whole brief.
"""

from __future__ import annotations

from dataclasses import replace

from briefing.facts.ledger import Ledger
from briefing.problems.problem import Problem
from briefing.problems.suggest import did_you_mean

HOW = "add cuts: to dossier.yaml, with lines such as one-page: my-template"


def apply_variant(ledger: Ledger, name: str) -> tuple[Ledger, list[Problem]]:
    """The ledger for that cut; as it was, and why, where the dossier has no such cut."""
    dossier = ledger.dossier
    cut = dossier.cuts.get(name)
    if cut is None:
        known = f"choose one of: {', '.join(dossier.cuts)}" if dossier.cuts else HOW
        message = f'the dossier has no cut "{name}"'
        return ledger, [Problem("unknown-cut", message, dossier.location, did_you_mean(name, dossier.cuts) or known)]
    cut_dossier = replace(dossier, template=cut.template, template_location=cut.location, sections=(), cut=name)
    return replace(ledger, dossier=cut_dossier), []
