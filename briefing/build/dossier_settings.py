"""Output settings of a dossier: `theme`, `word_template` and `word_map` in dossier.yaml, with their files loaded.

A file is relative to the dossier's folder and must lie within it. A setting that cannot be used is reported where it is typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.build.template_settings import leads_out
from briefing.facts.dossier import Dossier
from briefing.layout.theme import Theme, find_theme
from briefing.problems.problem import BriefingError, Problem
from briefing.writers.docx.options import DEFAULT, WordOptions


@dataclass(frozen=True, slots=True)
class DossierSettings:
    """The theme, None if the dossier names none, and the options of the Word file."""

    theme: Theme | None = None
    word: WordOptions = DEFAULT


def read_dossier_settings(dossier: Dossier, folder: Path, display_path: str) -> tuple[DossierSettings, list[Problem]]:
    """Return the settings of a dossier in `folder`, and a problem for each that cannot be used."""
    problems = list(_unusable(dossier, folder))
    wrong = {problem.location for problem in problems}
    settings = DossierSettings()
    if dossier.theme and dossier.setting_locations["theme"] not in wrong:
        try:
            settings = DossierSettings(find_theme(dossier.theme, folder))
        except BriefingError as error:
            problems += [_located(problem, dossier, folder, display_path) for problem in error.problems]
    files = {
        key: folder / name
        for key, name in (("word_template", dossier.word_template), ("word_map", dossier.word_map))
        if name and dossier.setting_locations[key] not in wrong
    }
    return replace(settings, word=WordOptions(files.get("word_template"), files.get("word_map"))), problems


def _unusable(dossier: Dossier, folder: Path) -> Iterator[Problem]:
    """Report files outside the dossier's folder, and Word files that do not exist. The theme may also be a shipped one."""
    names = {"theme": dossier.theme, "word_template": dossier.word_template, "word_map": dossier.word_map}
    for key, name in names.items():
        if not name:
            continue
        location = dossier.setting_locations[key]
        if leads_out(folder, name):
            message = f'"{name}" is outside the dossier\'s folder'
            yield Problem(
                "outside-folder", message, location, f"put the file beside dossier.yaml: {key}: {Path(name).name}"
            )
        elif key != "theme" and not (folder / name).is_file():
            message = f'file not found: "{name}"'
            yield Problem("no-such-file", message, location, "put the file beside dossier.yaml, or correct its name")


def _located(problem: Problem, dossier: Dossier, folder: Path, display_path: str) -> Problem:
    """Locate a problem of a theme: in its file as the user would write its path, else at the key in dossier.yaml."""
    if not problem.location.file:
        return replace(problem, location=dossier.setting_locations["theme"])
    if problem.location.file != (folder / dossier.theme).as_posix():
        return problem
    return replace(problem, location=replace(problem.location, file=f"{display_path}/{dossier.theme}"))
