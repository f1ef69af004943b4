"""The facts and judgements of a dossier with status, age, sources and where the brief prints them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.build.discovery import DossierRef
from briefing.problems.problem import BriefingError, has_errors

if TYPE_CHECKING:
    from briefing.checks.fact_listing import FactListing, JudgementListing


def list_dossier(
    dossier: DossierRef, folders: Sequence[Path]
) -> tuple[tuple[FactListing, ...], tuple[JudgementListing, ...]]:
    """Return the facts and judgements of a dossier. If its brief cannot be composed, they are listed as not printed.

    Raises BriefingError if the dossier cannot be loaded.
    """
    from briefing.build.pipeline import compose_document
    from briefing.checks.fact_listing import list_facts, list_judgements
    from briefing.facts.load import load_ledger
    from briefing.language import load_language

    ledger, problems = load_ledger(dossier.folder, dossier.display_path)
    if ledger is None:
        raise BriefingError(*problems)
    document, found = compose_document(dossier.folder, dossier.display_path, folders)
    printed, language = None if has_errors(found) else document, load_language(ledger.dossier.language)
    return list_facts(ledger, printed, language), list_judgements(ledger, printed, language)
