"""The register of builds: which manifests this user's program wrote.

A manifest in a folder may be forged together with the files that it names, and no hash inside that folder can tell. So a build notes the
hash of its manifest in the user's own state folder, where a project cannot write. Where nothing is noted, the brief is built.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from briefing.files.atomic_write import write_files
from briefing.files.regular_file import read_regular

MOST = 200
"""Entries of one of the 256 folders; the oldest is forgotten first."""
_LENGTH = 64


def write_built(folder: Path, files: Mapping[str, bytes], manifest: str = "", *, at_once: bool = True) -> list[Path]:
    """Write the files of a brief, all or none, and note the one of them that is its manifest. Return their paths.

    Raises BriefingError if they cannot be written. Without a state folder to write to, nothing is noted.
    """
    # The manifest comes last, because it stands for files that are there.
    ordered = sorted(files.items(), key=lambda file: file[0] == manifest)
    paths = write_files(folder, dict(ordered), at_once=at_once)
    if manifest:
        _note(folder / manifest, files[manifest])
    return paths


def _note(manifest: Path, data: bytes) -> None:
    entry = _entry(manifest)
    if entry is None:
        return
    with contextlib.suppress(OSError):
        new = not entry.exists()
        entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = entry.with_name(f"{entry.name}.{os.getpid()}")
        part.write_text(sha256(data).hexdigest(), "ascii")
        part.replace(entry)
        if new:
            _forget_oldest(entry.parent)


def is_registered(manifest: Path, data: bytes) -> bool:
    """Return True if the last manifest that was written there has these bytes."""
    entry = _entry(manifest)
    try:
        return entry is not None and read_regular(entry, _LENGTH) == sha256(data).hexdigest().encode("ascii")
    except OSError:
        return False


def state_folder() -> Path | None:
    """Return the folder in which the program keeps what it must remember of this user, None if the user has no folder."""
    if sys.platform == "win32":
        chosen = os.environ.get("LOCALAPPDATA", "")
    else:
        chosen = os.environ.get("XDG_STATE_HOME", "")
    try:
        folder = Path(chosen) if Path(chosen).is_absolute() else Path.home() / ".local" / "state"
    except RuntimeError:  # a user without a home
        return None
    return folder / "briefing"


def _entry(manifest: Path) -> Path | None:
    folder = state_folder()
    if folder is None:
        return None
    name = sha256(os.path.realpath(manifest).encode("utf-8", "surrogateescape")).hexdigest()
    return folder / "builds" / name[:2] / name[2:]


def _forget_oldest(folder: Path) -> None:
    entries = list(folder.iterdir())
    if len(entries) > MOST:
        ages = sorted((entry.stat().st_mtime, entry) for entry in entries)
        for _, entry in ages[: len(entries) - MOST]:
            entry.unlink(missing_ok=True)
