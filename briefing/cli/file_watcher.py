"""File watcher of `briefing watch`: which files have changed, and which dossiers they belong to.

Notifications from the system only wake it: what counts is whether a file differs from the last scan. So it does not matter how an
editor saves, and network drives, which send no notifications, work too.
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

PAUSE, LONGEST_WAIT, RESCAN = 10, 300, 1000
"""Milliseconds: a save is over after PAUSE without notifications; LONGEST_WAIT limits the wait; a scan runs at least every RESCAN."""
EMPTY_FILE_WAIT = 0.1
"""Seconds to wait if a file is empty: many editors empty a file before they write it."""
MOST_FILES, MOST_DEPTH = 50_000, 8

Stamp: TypeAlias = tuple[int, int, int]


@dataclass(slots=True)
class Scan:
    """Result of a scan: files by path, each with a mark that changes with its content, and the folders scanned."""

    files: dict[Path, Stamp] = field(default_factory=dict)
    folders: dict[Path, int] = field(default_factory=dict)

    def changed_since(self, before: Scan) -> set[Path]:
        """Return the files that are new, deleted or changed."""
        return {
            path for path in self.files.keys() | before.files.keys() if self.files.get(path) != before.files.get(path)
        }


def scan(folders: Iterable[Path], files: Iterable[Path]) -> Scan:
    """Scan folders with their subfolders, and single files. What cannot be read is left out."""
    result = Scan()
    for folder in folders:
        _scan_folder(folder, result, 0)
    for file in files:
        _add_file(file, result)
        _add_folder(file.parent, result)
    if TEMPLATES not in result.folders or FACTS not in result.folders:
        _add_folder(Path(), result)  # where they would be created
    return result


def _scan_folder(folder: Path, result: Scan, depth: int) -> None:
    if folder in result.folders or depth > MOST_DEPTH or not _add_folder(folder, result):
        return
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        path = folder / entry.name
        if _is_of_an_editor(entry.name) or len(result.files) > MOST_FILES:
            continue
        try:
            is_folder = entry.is_dir()
        except OSError:
            continue
        if is_folder:
            _scan_folder(path, result, depth + 1)
        else:
            _add_file(path, result)


def _is_of_an_editor(name: str) -> bool:
    """Return True for backup, swap and temporary files of editors."""
    return name.startswith((".", "#", "~")) or name.endswith(("~", ".tmp", ".part", ".swp")) or name == "__pycache__"


def _add_file(path: Path, result: Scan) -> None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return
    result.files[path] = (found.st_mtime_ns, found.st_size, found.st_ino)


def _add_folder(folder: Path, result: Scan) -> bool:
    try:
        result.folders[folder] = folder.stat().st_ino
    except (OSError, ValueError):
        return False
    return folder.is_dir()


# ------------------------------------------------------------------ waiting for changes


def changes(folders: Callable[[], Sequence[Path]], files: Sequence[Path], seen: Scan) -> Iterator[set[Path]]:
    """Yield the files that changed since `seen`, whenever some have. `folders` returns those to scan; they may change."""
    while True:
        for _ in _notifications(seen.folders):
            now = scan(folders(), files)
            if any(stamp[1] == 0 for path, stamp in now.files.items() if seen.files.get(path) != stamp):
                time.sleep(EMPTY_FILE_WAIT)
                now = scan(folders(), files)
            changed, moved = now.changed_since(seen), now.folders != seen.folders
            seen = now
            if changed:
                yield changed
            if moved:
                break


def _notifications(folders: Iterable[Path]) -> Iterator[None]:
    """Yield after a notification from a folder, or after a while without one."""
    from watchfiles import watch

    existing = [folder for folder in folders if folder.is_dir()]
    try:
        for _ in watch(
            *existing, watch_filter=None, recursive=False, step=PAUSE, debounce=LONGEST_WAIT, rust_timeout=RESCAN,
            yield_on_timeout=True, ignore_permission_denied=True,
        ):  # fmt: skip
            yield
    except OSError:  # a folder was deleted just now, or the system is out of watches: scan without notifications
        time.sleep(RESCAN / 1000)
        yield


# ------------------------------------------------------------------ dossiers of changed files


def affected(changed: Iterable[Path], dossiers: Sequence[DossierRef], templates: Sequence[Path]) -> list[DossierRef]:
    """Return the dossiers whose briefs may have changed, in their order."""
    paths = list(changed)
    return [d for d in dossiers if any(_concerns(path, d, dossiers, templates) for path in paths)]


def _concerns(path: Path, dossier: DossierRef, dossiers: Sequence[DossierRef], templates: Sequence[Path]) -> bool:
    if path.is_relative_to(dossier.folder):
        return True
    folder = next((folder for folder in templates if path.is_relative_to(folder)), None)
    if folder is not None:
        parts = path.relative_to(folder).parts
        # A file directly in the folder replaces a section of any brief.
        return len(parts) == 1 or parts[0] == GENERIC or _names(dossier, parts[0])
    if path.is_relative_to(dossier.folder.parent) or any(path.is_relative_to(d.folder) for d in dossiers):
        return uses_others(dossier)
    return True  # a theme, a Word template


def uses_others(dossier: DossierRef) -> bool:
    """Return True if a dossier uses facts of other dossiers."""
    return any(line.startswith("uses:") for line in _text(dossier).splitlines())


def _names(dossier: DossierRef, template: str) -> bool:
    """Return True if a dossier names a template, as its own or as that of a variant."""
    return re.search(rf"(?<![\w-]){re.escape(template)}(?![\w-])", _text(dossier)) is not None


def _text(dossier: DossierRef) -> str:
    try:
        return (dossier.folder / DOSSIER_FILE).read_text("utf-8", "replace")
    except OSError:
        return ""
