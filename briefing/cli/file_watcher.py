"""What `briefing watch` looks at: which files there are, which have changed since, and whose briefs these are.

Takes folders and files, gives changes by path. News from the system only wakes it: what counts is whether a file is another than
when last looked at, so that it does not matter how an editor saves, and that news which never comes (network drives) is made up for.
Must not know what is in a file, but for the templates that a dossier names, and whether it uses others.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from briefing.build.discovery import DOSSIER_FILE, FACTS, TEMPLATES, DossierRef
from briefing.build.template_settings import GENERIC

QUIET, AT_MOST, LOOK_ANYWAY = 10, 300, 1000
"""Milliseconds: without news, a save is over; news is waited for no longer; without any news, it looks all the same."""
UNFINISHED = 0.1
"""Seconds that are waited where a file is empty: many editors empty it before they fill it."""
MOST_FILES, MOST_DEPTH = 50_000, 8

Mark: TypeAlias = tuple[int, int, int]


@dataclass(slots=True)
class Sight:
    """What there is: files by path, each with a mark that another content will not have, and the folders that were looked into."""

    files: dict[Path, Mark] = field(default_factory=dict)
    folders: dict[Path, int] = field(default_factory=dict)

    def changed_since(self, before: Sight) -> set[Path]:
        """Files that are new, gone or other than before."""
        return {
            path for path in self.files.keys() | before.files.keys() if self.files.get(path) != before.files.get(path)
        }


def look(folders: Iterable[Path], files: Iterable[Path]) -> Sight:
    """What there is in folders, with those within them, and of single files. What cannot be read is not there."""
    sight = Sight()
    for folder in folders:
        _look_into(folder, sight, 0)
    for file in files:
        _look_at(file, sight)
        _note_folder(file.parent, sight)
    if TEMPLATES not in sight.folders or FACTS not in sight.folders:
        _note_folder(Path(), sight)  # where they would be made
    return sight


def _look_into(folder: Path, sight: Sight, depth: int) -> None:
    if folder in sight.folders or depth > MOST_DEPTH or not _note_folder(folder, sight):
        return
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        path = folder / entry.name
        if _is_of_an_editor(entry.name) or len(sight.files) > MOST_FILES:
            continue
        try:
            within = entry.is_dir()
        except OSError:
            continue
        if within:
            _look_into(path, sight, depth + 1)
        else:
            _look_at(path, sight)


def _is_of_an_editor(name: str) -> bool:
    """Files that editors and programs keep beside those that one types."""
    return name.startswith((".", "#", "~")) or name.endswith(("~", ".tmp", ".part", ".swp")) or name == "__pycache__"


def _look_at(path: Path, sight: Sight) -> None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return
    sight.files[path] = (found.st_mtime_ns, found.st_size, found.st_ino)


def _note_folder(folder: Path, sight: Sight) -> bool:
    try:
        sight.folders[folder] = folder.stat().st_ino
    except (OSError, ValueError):
        return False
    return folder.is_dir()


# ------------------------------------------------------------------ waiting


def changes(folders: Callable[[], Sequence[Path]], files: Sequence[Path], seen: Sight) -> Iterator[set[Path]]:
    """The files that changed since they were `seen`, whenever some have. `folders` gives those to look into; they may come and go."""
    while True:
        for _ in _news(seen.folders):
            now = look(folders(), files)
            if any(mark[1] == 0 for path, mark in now.files.items() if seen.files.get(path) != mark):
                time.sleep(UNFINISHED)
                now = look(folders(), files)
            changed, moved = now.changed_since(seen), now.folders != seen.folders
            seen = now
            if changed:
                yield changed
            if moved:
                break


def _news(folders: Iterable[Path]) -> Iterator[None]:
    """Something happened in a folder, or nothing for a while."""
    from watchfiles import watch

    there = [folder for folder in folders if folder.is_dir()]
    try:
        for _ in watch(
            *there, watch_filter=None, recursive=False, step=QUIET, debounce=AT_MOST, rust_timeout=LOOK_ANYWAY,
            yield_on_timeout=True, ignore_permission_denied=True,
        ):  # fmt: skip
            yield
    except OSError:  # a folder went just now, or the system has no more watches to give: look without news
        time.sleep(LOOK_ANYWAY / 1000)
        yield


# ------------------------------------------------------------------ whose


def touched(changed: Iterable[Path], dossiers: Sequence[DossierRef], templates: Sequence[Path]) -> list[DossierRef]:
    """The dossiers whose briefs may be other ones now, in their order."""
    paths = list(changed)
    return [d for d in dossiers if any(_concerns(path, d, dossiers, templates) for path in paths)]


def _concerns(path: Path, dossier: DossierRef, dossiers: Sequence[DossierRef], templates: Sequence[Path]) -> bool:
    if path.is_relative_to(dossier.folder):
        return True
    folder = next((folder for folder in templates if path.is_relative_to(folder)), None)
    if folder is not None:
        within = path.relative_to(folder).parts
        # A file right in the folder takes the place of a section of any brief.
        return len(within) == 1 or within[0] == GENERIC or _names(dossier, within[0])
    if path.is_relative_to(dossier.folder.parent) or any(path.is_relative_to(d.folder) for d in dossiers):
        return uses_others(dossier)
    return True  # a theme, a Word template


def uses_others(dossier: DossierRef) -> bool:
    """Whether a dossier takes facts from those beside it."""
    return any(line.startswith("uses:") for line in _text(dossier).splitlines())


def _names(dossier: DossierRef, template: str) -> bool:
    """Whether a dossier names a template, as its own or as that of a variant."""
    return re.search(rf"(?<![\w-]){re.escape(template)}(?![\w-])", _text(dossier)) is not None


def _text(dossier: DossierRef) -> str:
    try:
        return (dossier.folder / DOSSIER_FILE).read_text("utf-8", "replace")
    except OSError:
        return ""
