"""Load the ledger for one build: compare it with the previous edition, apply release label and variant, choose the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.build.options import BuildOptions
from briefing.editions.compare_with_superseded import compare_with_superseded
from briefing.facts.ledger import Ledger
from briefing.facts.load import load_ledger
from briefing.facts.release import Release, release
from briefing.facts.variants import apply_variant
from briefing.language import Language, load_language
from briefing.problems.problem import NO_LOCATION, BriefingError, Location, Problem, has_errors, sort_problems


@dataclass(frozen=True, slots=True)
class LoadedBrief:
    """The ledger, None if it cannot be used, and all problems. `variant_found` is False if the dossier has no such variant."""

    ledger: Ledger | None
    problems: list[Problem]
    withheld: tuple[str, ...] = ()
    variant_found: bool = True


def read_ledger(folder: Path, display_path: str) -> tuple[Ledger | None, list[Problem]]:
    """Return the ledger, compared with the edition that it supersedes, and all problems."""
    ledger, problems = load_ledger(folder, display_path)
    if ledger is None or not ledger.dossier.supersedes:
        return ledger, problems
    compared, found = compare_with_superseded(ledger, language_of(ledger), display_path)
    if has_errors(problems):
        # A change may be apparent only: its fact may not have been read.
        found = [problem for problem in found if problem.location.file.endswith(".json")]
    return compared, sort_problems([*problems, *found])


def language_of(ledger: Ledger) -> Language:
    """Return the language of a brief; British English if it is unknown, which loading has reported."""
    try:
        return load_language(ledger.dossier.language)
    except BriefingError:
        return load_language("en-GB")


def load_for_build(folder: Path, display_path: str, options: BuildOptions) -> LoadedBrief:
    """Load the ledger of one build. `display_path` is the folder's path as the user would write it."""
    ledger, problems = read_ledger(folder, display_path)
    withheld: tuple[str, ...] = ()
    if options.release:
        released = _release(ledger, problems, Location(display_path), options)
        # Problems of the whole dossier may quote what is withheld.
        ledger, withheld, problems = released.ledger, released.withheld, list(released.problems)
    if ledger is None:
        return LoadedBrief(None, problems, withheld)
    if options.template:
        dossier = replace(ledger.dossier, template=options.template, template_location=NO_LOCATION)
        ledger = replace(ledger, dossier=dossier)
    if options.variant:
        ledger, unknown = apply_variant(ledger, options.variant)
        if unknown:
            return LoadedBrief(ledger, [*problems, *unknown], variant_found=False)
    return LoadedBrief(ledger, problems, withheld)


def _release(ledger: Ledger | None, problems: Sequence[Problem], location: Location, options: BuildOptions) -> Release:
    """Make the release. Refuse it if the dossier has errors: one of them may hide a label."""
    if options.comments or options.carried_comments:
        message = "a release cannot contain comments: they may quote what it leaves out"
        return Release(None, problems=(Problem("comments-in-release", message, location, "use only one of the two"),))
    errors = sum(problem.severity == "error" for problem in problems)
    if ledger is None or errors:
        message = f"a dossier with errors cannot be released ({errors} error{'s' if errors > 1 else ''})"
        hint = "run briefing check without --release to see them; a release does not show what it may have to withhold"
        return Release(None, problems=(Problem("release-with-errors", message, location, hint),))
    return release(ledger, options.release)
