"""Hashes of the files that a build may read: of the dossier, of those that it uses, of its template.

Names contain no absolute paths. More files are hashed than are read: if all are unchanged, nothing else needs to be compared.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from briefing.files.fingerprint import hash_bytes

MOST_FILES = 5_000
MOST_BYTES = 200_000_000
GENERIC = "policy-brief"
TEXTS = (".yaml", ".csv", ".xlsx", ".json", ".bib", ".md")
"""Endings of fact and template files. A change of such a file may not change anything that the brief reads from it."""
SKIPPED_FOLDERS = ("reviews",)
"""Folders of a dossier that a build does not read."""
BUILT_FILES = (".pdf", ".docx", ".build.json")
"""Endings of files that a build writes, perhaps into the dossier's folder, and does not read."""


class TooManyError(Exception):
    """Raised if the folders contain too many files to hash."""


def hash_files(
    folder: Path, uses: Sequence[str], template_folders: Sequence[Path], template: str, named: Sequence[str] = ()
) -> dict[str, str] | None:
    """Return the hash of each file, by name; None if there are too many, or one cannot be read.

    `named` are files that dossier.yaml names, such as its Word template: of these even a .docx counts, and a hidden one.
    """
    try:
        found = dict(_folder("dossier", folder, skip=BUILT_FILES))
        for name in named:
            if (folder / name).is_file():
                found[f"dossier/{name}"] = hash_bytes((folder / name).read_bytes())
        for name in uses:
            found |= _folder(f"uses/{name}", folder.resolve().parent / name, skip=BUILT_FILES)
        for number, templates in enumerate(template_folders):
            found |= _folder(f"templates/{number}", templates, deep=False)
            for name in filter(None, dict.fromkeys((template, GENERIC))):
                found |= _folder(f"templates/{number}/{name}", templates / name)
    except (OSError, TooManyError):
        return None
    return found


def may_be_unchanged(before: dict[str, str], now: dict[str, str]) -> bool:
    """Return True if only fact and template files differ: then what the brief reads from them decides."""
    names = {name for name in {*before, *now} if before.get(name) != now.get(name)}
    return all(name.endswith(TEXTS) for name in names)


def _folder(prefix: str, folder: Path, *, deep: bool = True, skip: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for name, data in read_files(folder, deep=deep, skip=skip):
        yield f"{prefix}/{name}", hash_bytes(data)


def read_files(folder: Path, *, deep: bool = True, skip: tuple[str, ...] = ()) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder, by their paths below it, in order.

    Left out are hidden files, folders that a build does not read, and names that are not valid text. Raises TooManyError and
    OSError.
    """
    count = size = 0
    for path in _walk(folder, deep=deep):
        if skip and path.name.endswith(skip):
            continue
        count += 1
        size += path.stat().st_size
        if count > MOST_FILES or size > MOST_BYTES:
            raise TooManyError
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def _walk(folder: Path, *, deep: bool) -> Iterator[Path]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.name.startswith(".") or entry.name == "__pycache__" or not _is_text(entry.name):
            continue
        if entry.is_file():
            yield Path(entry.path)
        elif deep and entry.is_dir(follow_symlinks=False) and entry.name not in SKIPPED_FOLDERS:
            yield from _walk(Path(entry.path), deep=True)


def _is_text(name: str) -> bool:
    """Return False for a name that is not valid UTF-8: Python reads its bytes as lone surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in name)
