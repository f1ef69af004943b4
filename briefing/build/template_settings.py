"""Settings of a template: `templates/TEMPLATE/template.toml`.

    max_pages = 2              the page limit: a longer brief is an error, and type is never made smaller to fit
    theme = "infocus"          a shipped theme, or a theme file beside this one
    word_template = "house.dotx"  a Word template, and a map of its styles, both in the template's folder
    word_map = "house.toml"

dossier.yaml and the command line can replace all but the page limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.files.toml import TomlFile, read_toml
from briefing.files.toml_keys import Key, Keys, TomlReader, text, whole
from briefing.layout.theme import Theme, find_theme
from briefing.problems.problem import NO_LOCATION, BriefingError, Location, Problem, sort_problems
from briefing.writers.docx.options import DEFAULT, WordOptions

FILE = "template.toml"
GENERIC = "policy-brief"
MOST_PAGES = 999
KEYS: Keys = {
    "max_pages": Key(
        "The page limit. A longer brief is an error; type is never made smaller to fit.", whole(1, MOST_PAGES), "2"
    ),
    "theme": Key(
        "A shipped theme, or a theme file in the same folder. `theme:` in dossier.yaml and `--theme` replace it.",
        text("the name of a theme or of a file"),
        '"infocus"',
    ),
    "word_template": Key("A Word template, in the same folder.", text("the name of a file"), '"house.dotx"'),
    "word_map": Key(
        "A TOML file that names the styles of the Word template, in the same folder.",
        text("the name of a file"),
        '"house.toml"',
    ),
}


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
    reader = TomlReader(file)
    given = reader.read(KEYS, FILE)
    for key in ("theme", "word_template", "word_map"):
        if key in given and leads_out(folder, given[key]):
            message = f'"{given.pop(key)}" is outside the template\'s folder'
            reader.report((key,), "outside-folder", message, f"put the file beside {FILE}")
    theme = None
    if "theme" in given:
        try:
            theme = find_theme(given["theme"], folder)
        except BriefingError as error:
            location = file.location(("theme",))
            reader.problems += [
                replace(p, location=p.location if p.location.line else location) for p in error.problems
            ]
    # Whether the Word files exist is checked when they are read.
    word_template, word_map = (folder / given[key] if key in given else None for key in ("word_template", "word_map"))
    settings = TemplateSettings(
        given.get("max_pages", 0), theme, file.location(("max_pages",)), WordOptions(word_template, word_map)
    )
    return settings, sort_problems(reader.problems)


def leads_out(folder: Path, name: str) -> bool:
    """Return True if a path relative to a folder leads out of it, also by a link."""
    try:
        return not (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # links that form a loop are reported when the file is opened
        return False
