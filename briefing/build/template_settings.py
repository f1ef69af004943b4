"""Settings of a template: `templates/TEMPLATE/template.toml`.

    max_pages = 2              the page limit: a longer brief is an error, and type is never made smaller to fit
    theme = "infocus"          a shipped theme, or a theme file beside this one
    word_template = "house.dotx"  a Word template, and a map of its styles, both in the template's folder
    word_map = "house.toml"

dossier.yaml and the command line can replace all but the page limit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.files.toml import TomlFile, read_toml
from briefing.layout.theme import Theme, find_theme
from briefing.problems.problem import NO_LOCATION, BriefingError, Location, Problem
from briefing.problems.suggest import did_you_mean
from briefing.writers.docx.options import DEFAULT, WordOptions

FILE = "template.toml"
GENERIC = "policy-brief"
MEANINGS: Mapping[str, tuple[str, str]] = {
    "max_pages": ("2", "The page limit. A longer brief is an error; type is never made smaller to fit."),
    "theme": (
        '"infocus"',
        "A shipped theme, or a theme file in the same folder. `theme:` in dossier.yaml and `--theme` replace it.",
    ),
    "word_template": ('"house.dotx"', "A Word template, in the same folder."),
    "word_map": ('"house.toml"', "A TOML file that names the styles of the Word template, in the same folder."),
}
"""Each key with an example and its description."""
KEYS = tuple(MEANINGS)
MOST_PAGES = 999


@dataclass(frozen=True, slots=True)
class TemplateSettings:
    """Settings of a template. `max_pages` is 0 without a limit, `location` is where the limit was typed."""

    max_pages: int = 0
    theme: Theme | None = None
    location: Location = NO_LOCATION
    word: WordOptions = DEFAULT


def read_template_settings(folders: Sequence[Path], template: str) -> tuple[TemplateSettings, list[Problem]]:
    """Return the settings from the first folder that has a file for the template, and all problems of the file."""
    for folder in folders:
        path = folder / (template or GENERIC) / FILE
        try:
            if not path.is_file():
                continue
            file = read_toml(path.read_bytes(), path.as_posix())
        except OSError as error:
            return TemplateSettings(), [
                Problem("unreadable-file", f"cannot be read: {error.strerror}", Location(path.as_posix()))
            ]
        except BriefingError as error:
            return TemplateSettings(), list(error.problems)
        return _read(file, path.parent)
    return TemplateSettings(), []


def _read(file: TomlFile, folder: Path) -> tuple[TemplateSettings, list[Problem]]:
    problems = [
        Problem(
            "unknown-key",
            f'{FILE} has no key "{key}"',
            file.location((key,)),
            did_you_mean(key, KEYS) or f"choose one of: {', '.join(KEYS)}",
        )
        for key in file.data
        if key not in KEYS
    ]
    settings = TemplateSettings(location=file.location(("max_pages",)))
    pages = file.data.get("max_pages", 0)
    if "max_pages" in file.data and (
        isinstance(pages, bool) or not isinstance(pages, int) or not 1 <= pages <= MOST_PAGES
    ):
        message = f"`max_pages` must be an integer from 1 to {MOST_PAGES}"
        problems.append(Problem("bad-value", message, settings.location, "max_pages = 2"))
    else:
        settings = replace(settings, max_pages=pages)
    if "theme" in file.data:
        try:
            settings = replace(settings, theme=_find(file.data["theme"], folder))
        except BriefingError as error:
            location = file.location(("theme",))
            problems += [replace(p, location=p.location if p.location.line else location) for p in error.problems]
    files, found = _read_files(file, folder)
    word = WordOptions(files.get("word_template"), files.get("word_map"))
    return replace(settings, word=word), [*problems, *found]


def _find(name: object, folder: Path) -> Theme:
    """Return the theme of a template: a shipped one, or a file in the template's folder."""
    if not isinstance(name, str) or not name or "\0" in name:
        raise BriefingError(
            Problem("bad-value", "`theme` must be the name of a theme or of a file", hint='theme = "infocus"')
        )
    if leads_out(folder, name):
        message = f'"{name}" is outside the template\'s folder'
        raise BriefingError(Problem("outside-folder", message, hint="put the theme file beside template.toml"))
    return find_theme(name, folder)


def leads_out(folder: Path, name: str) -> bool:
    """Return True if a path relative to a folder leads out of it, also by a link."""
    try:
        return not (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # links that form a loop are reported when the file is opened
        return False


def _read_files(file: TomlFile, folder: Path) -> tuple[dict[str, Path], list[Problem]]:
    """Return the Word files that a template names. Whether they exist is checked when they are read."""
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for key in ("word_template", "word_map"):
        if key not in file.data:
            continue
        name, location = file.data[key], file.location((key,))
        if not isinstance(name, str) or not name.strip() or "\0" in name:
            problems.append(
                Problem("bad-value", f"`{key}` must be the name of a file", location, f'{key} = "house.dotx"')
            )
        elif leads_out(folder, name):
            message = f'"{name}" is outside the template\'s folder'
            problems.append(Problem("outside-folder", message, location, "put the file beside template.toml"))
        else:
            files[key] = folder / name
    return files, problems
