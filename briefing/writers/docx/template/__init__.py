"""Briefs in a house's own Word template: its cover, logo, headers, footers, margins and styles stay, our brief goes in.

Takes the paths of a .docx or .dotx and of a map of styles; gives a `HouseTemplate`, frozen for one theme, or raises BriefingError
with every problem. `writing` puts briefs into it. Opens nothing but those two files.
"""

from __future__ import annotations

from pathlib import Path

from briefing.files.toml import TomlFile, read_toml
from briefing.layout.theme import Theme
from briefing.problems.problem import BriefingError, Origin, Problem
from briefing.writers.docx.template.compile import freeze_template
from briefing.writers.docx.template.word_template import HouseTemplate
from briefing.writers.docx.template.zip_container import MOST_BYTES, refuse

__all__ = ["HouseTemplate", "load_house"]

MOST_MAP = 200_000
_SAVE = 'a template is a .docx or a .dotx: save it as "Word Template (*.dotx)"'


def load_house(template: Path, styles: Path | None, theme: Theme) -> HouseTemplate:
    """The template at a path, and its map."""
    shown = _shown(template)
    ending = template.suffix.casefold()
    if ending in {".docm", ".dotm"}:
        raise refuse("word-template-macros", "is a file with macros, which a brief must not carry", shown, _SAVE)
    data = _read(template, shown, "Word template", MOST_BYTES)
    file: TomlFile | None = None
    if styles is not None:
        name = _shown(styles)
        file = read_toml(_read(styles, name, "map of styles", MOST_MAP), name)
    return freeze_template(data, shown, file, theme)


def _shown(path: Path) -> str:
    return "".join(c if c.isprintable() else "?" for c in path.as_posix())


def _read(path: Path, shown: str, what: str, most: int) -> bytes:
    try:
        if path.is_dir():
            raise refuse("not-a-file", f"the {what} is a folder", shown, "name the file in it")
        if not path.exists():
            raise refuse("no-such-file", f"the {what} is not there", shown)
        if not path.is_file():
            raise refuse("not-a-file", f"the {what} is no file", shown)
        if path.stat().st_size > most:
            raise refuse("word-template-too-large", f"the {what} has more than {most:,} bytes", shown)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BriefingError(Problem("unreadable-file", f"cannot be read: {reason}", Origin(shown))) from None
