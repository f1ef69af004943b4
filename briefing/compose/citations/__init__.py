"""Citation styles: names of sources in notes and in the list, for dossiers that ask for a style other than the house's.

The processor is citeproc-py; styles are files of the Citation Style Language (CSL 1.0.2), some of which ship. Must not know
Markdown, tables or pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.facts.ledger import Ledger
from briefing.language import Language
from briefing.problems.problem import Problem

if TYPE_CHECKING:
    from briefing.compose.citations.cited_sources import Bibliography

HOUSE = "numeric"


def open_style(ledger: Ledger, language: Language) -> tuple[Bibliography | None, list[Problem]]:
    """Return the citation style of a dossier, and problems; None for the house style (`numeric`) or a style with a problem."""
    if ledger.dossier.citation_style == HOUSE:
        return None, []
    from briefing.compose.citations.cited_sources import Bibliography  # noqa: PLC0415  # the processor is slow to load
    from briefing.compose.citations.style_file import read_style  # noqa: PLC0415  # as above

    style, problems = read_style(ledger)
    if style is None:
        return None, problems
    try:
        return Bibliography(style, ledger.sources, language.code), problems
    except Exception:  # noqa: BLE001  # a processor that fails at a style may fail in any way
        message = f'the citation style "{style.name}" cannot be processed'
        return None, [*problems, Problem("style-fails", message, style.location, "choose another citation style")]
