"""The dossier that `briefing new` makes: commented files that build at once and show what can be typed.

Takes a folder that is not there yet and a title, gives the paths of the files made. The files beside this one are the
dossier; `TITLE` in them is where the title goes.
"""

from __future__ import annotations

import contextlib
import shutil
from importlib import resources
from pathlib import Path

from briefing.errors import BriefingError, Origin, Problem

FILES = ("dossier.yaml", "sources.yaml", "background.yaml", "developments.yaml", "spending.csv", "tables.yaml")
TITLE = "TITLE"


def make_dossier(folder: Path, title: str) -> list[Path]:
    """Write the files into a new folder, all or none. Raises BriefingError when it is there already or cannot be made."""
    if not title.strip() or not title.isprintable():
        message = "the title is empty, or holds characters that cannot be printed"
        raise BriefingError(Problem("bad-title", message, hint='for example: --title "Wind power at sea"'))
    here = Origin(str(folder))
    if folder.exists():
        hint = "choose another name; nothing was changed"
        raise BriefingError(Problem("already-there", "a folder or file of that name is already there", here, hint))
    making = folder.with_name(f".{folder.name}.part")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        for name in FILES:
            text = resources.files(__name__).joinpath(name).read_text("utf-8")
            (making / name).write_text(text.replace(TITLE, _quote(title.strip())), "utf-8")
        making.rename(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BriefingError(Problem("cannot-write", f"this folder cannot be made: {reason}", here)) from None
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(making)
    return [folder / name for name in FILES]


def _quote(title: str) -> str:
    """A title as a YAML scalar that reads back as the same text whatever is in it."""
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
