"""The ledger as one brief sees it: read, held against the edition that it supersedes, released, cut, with the template asked for.

Takes a dossier's folder and what is wanted of the brief; gives the ledger, what a release withheld, and all problems. Composes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from briefing.cuts import take_cut
from briefing.editions.change_log import compare_with_superseded
from briefing.errors import NOWHERE, BriefingError, Problem, has_errors, sort_problems
from briefing.facts.load import load_ledger
from briefing.facts.schema import Ledger
from briefing.handling import release
from briefing.language import Language, load_language
from briefing.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Opened:
    """A ledger, None where there is none to go by, and all problems. `cut` is False where the cut asked for is not there."""

    ledger: Ledger | None
    problems: list[Problem]
    withheld: tuple[str, ...] = ()
    cut: bool = True


def read_ledger(folder: Path, shown: str) -> tuple[Ledger | None, list[Problem]]:
    """The ledger, held against the edition that it supersedes, and all problems."""
    ledger, problems = load_ledger(folder, shown)
    if ledger is None or not ledger.dossier.supersedes:
        return ledger, problems
    compared, found = compare_with_superseded(ledger, language_of(ledger), shown)
    if has_errors(problems):
        # What seems to have changed may only not have been read.
        found = [problem for problem in found if problem.origin.file.endswith(".json")]
    return compared, sort_problems([*problems, *found])


def language_of(ledger: Ledger) -> Language:
    """The language of a brief; British English where the one typed is not there, which loading has told."""
    try:
        return load_language(ledger.dossier.language)
    except BriefingError:
        return load_language("en-GB")


def open_ledger(folder: Path, shown: str, wishes: Wishes) -> Opened:
    """The ledger of one brief. `shown` is the folder's path as the user would write it."""
    ledger, problems = read_ledger(folder, shown)
    withheld: tuple[str, ...] = ()
    if ledger is None:
        return Opened(None, problems)
    if wishes.label and not has_errors(problems):
        ledger, withheld = release(ledger, wishes.label)
    if wishes.template:
        dossier = replace(ledger.dossier, template=wishes.template, template_origin=NOWHERE)
        ledger = replace(ledger, dossier=dossier)
    if wishes.cut:
        ledger, unknown = take_cut(ledger, wishes.cut)
        if unknown:
            return Opened(ledger, [*problems, *unknown], cut=False)
    return Opened(ledger, problems, withheld)
