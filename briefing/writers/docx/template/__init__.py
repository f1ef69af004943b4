"""Write briefs into somebody's own Word template: its cover, logo, headers, footers, margins and styles stay.

`load_word_template` compiles a .docx or .dotx and an optional style map into a `WordTemplate` for
one theme; `render_into` writes briefs into it. Only these two files are opened.
"""

from __future__ import annotations

from pathlib import Path

from briefing.files.ooxml import WORD_TEMPLATE
from briefing.files.toml import TomlFile, read_toml
from briefing.layout.theme import Theme
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.writers.docx.template.compile import compile_template
from briefing.writers.docx.template.open_template import refuse
from briefing.writers.docx.template.word_template import WordTemplate

__all__ = ["WordTemplate", "load_word_template"]

MOST_MAP = 200_000
_SAVE = 'use a .docx or .dotx: in Word, save it as "Word Template (*.dotx)"'


def load_word_template(template: Path, styles: Path | None, theme: Theme) -> WordTemplate:
    """Load the template at a path and its style map. Raises BriefingError with every problem."""
    display_path = _display_path(template)
    ending = template.suffix.casefold()
    if ending in {".docm", ".dotm"}:
        raise refuse(
            "word-template-macros",
            "the Word template is a file with macros, which a brief must not contain",
            display_path,
            _SAVE,
        )
    data = _read(template, display_path, "Word template", WORD_TEMPLATE.file)
    file: TomlFile | None = None
    if styles is not None:
        name = _display_path(styles)
        file = read_toml(_read(styles, name, "style map", MOST_MAP), name)
    return compile_template(data, display_path, file, theme)


def _display_path(path: Path) -> str:
    return "".join(c if c.isprintable() else "?" for c in path.as_posix())


def _read(path: Path, display_path: str, what: str, most: int) -> bytes:
    try:
        if path.is_dir():
            raise refuse("not-a-file", f"the {what} is a folder", display_path, "give the path of the file in it")
        if not path.exists():
            raise refuse("no-such-file", f"the {what} does not exist", display_path)
        if not path.is_file():
            raise refuse("not-a-file", f"the {what} is not a file", display_path)
        if path.stat().st_size > most:
            raise refuse("word-template-too-large", f"the {what} is larger than {most:,} bytes", display_path)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BriefingError(
            Problem("unreadable-file", f"the {what} cannot be read: {reason}", Location(display_path))
        ) from None
