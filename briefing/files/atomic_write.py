"""Atomic writing: the files of one brief are all written in full, or none of them is.

Each file is first written in full to a temporary file next to its target and flushed to disk. Only when all are
complete is each renamed to its target, in one step that leaves either the old file or the new one, never half
of one. A failure or an interrupt before that leaves the old files unchanged and no temporary files behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from briefing.problems.problem import BriefingError, Location, Problem

TEMPORARY = re.compile(r"\..*\.(\d{1,10})-\d+\.(?:part|old)")
"""A temporary name made by `_free_name`; the group is the id of the process that made it."""
HINTS = {
    errno.EACCES: "check the permissions, or choose another folder with --output",
    errno.EPERM: "check the permissions, or choose another folder with --output",
    errno.EROFS: "choose another folder with --output: that disk is read-only",
    errno.ENOSPC: "free some space on the disk, or choose another folder with --output",
    errno.EDQUOT: "free some of your disk quota, or choose another folder with --output",
    errno.EFBIG: "choose another folder with --output: the file is too large for that disk",
    errno.ENAMETOOLONG: "shorten the name of the dossier's folder",
}


def check_folder(folder: Path) -> None:
    """Raise BriefingError if no file can ever be written into the folder. Called before any work is done."""
    for place in (folder, *folder.parents):
        with _problems_at(place, "cannot be reached"):
            if os.path.lexists(place) and not place.is_dir():
                message = f"{place} is not a folder, so nothing can be written into it"
                hint = "choose another folder with --output"
                raise BriefingError(Problem("not-a-folder", message, Location(str(place)), hint))


def write_files(folder: Path, files: Mapping[str, bytes], *, at_once: bool = True) -> list[Path]:
    """Write all files, given by name, into the folder, which is created if needed. Return their paths in the same order.

    A link is not followed: a project that came from elsewhere may have one in its output folder, to a file outside it.

    With `at_once` the files are flushed to disk here; otherwise that is left to the system, or to `sync_to_disk` for many files
    together. Raises BriefingError with one located problem; no target has changed then.
    """
    check_folder(folder)
    with _problems_at(folder, "cannot be created"):
        folder.mkdir(parents=True, exist_ok=True)
    targets = [folder / name for name in files]
    for target in targets:
        with _problems_at(target, "cannot be written"):
            refuse_unusual(target)
    with contextlib.ExitStack() as cleanup:
        ready: list[tuple[Path, Path]] = []
        for target, data in zip(targets, files.values(), strict=True):
            part = _free_name(target, "part")
            cleanup.callback(_remove, part)
            with _problems_at(target, "cannot be written"):
                _write(part, data, like=target, at_once=at_once)
            ready.append((part, target))
        _rename_all(ready, at_once=at_once)
    return targets


def refuse_unusual(path: Path) -> None:
    """Raise BriefingError if a file to be written is a link, a folder, a pipe or a device. Raise OSError if that is unknown."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    location = Location(str(path))
    if stat.S_ISLNK(mode):
        message = f"{path} is a link to {path.readlink()}, and a link is not written through"
        hint = "delete the link, or name the folder of the file itself with --output"
        raise BriefingError(Problem("output-link", message, location, hint))
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
        raise BriefingError(Problem("not-a-file", f"{path} is {what}, so no file can be written there", location))


def clean_up(folder: Path) -> list[str]:
    """Delete temporary files of processes that no longer run; return the names of all other files, sorted."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return []
    for name in names:
        left = TEMPORARY.fullmatch(name)
        if left and not _is_running(int(left[1])):
            with contextlib.suppress(OSError):
                (folder / name).unlink()
    return [name for name in names if not TEMPORARY.fullmatch(name)]


def _is_running(process: int) -> bool:
    if os.name == "nt":  # on Windows os.kill with signal 0 would end the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def sync_to_disk() -> None:
    """Flush all files written so far to disk, so that they survive a power cut.

    Does nothing where the system cannot.
    """
    if hasattr(os, "sync"):
        os.sync()


def _write(part: Path, data: bytes, like: Path, *, at_once: bool) -> None:
    """Write a new file with the permissions of the file that it will replace."""
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        if at_once:
            file.flush()
            os.fsync(file.fileno())
    if like.exists():
        part.chmod(like.stat().st_mode & 0o777)


def _rename_all(ready: list[tuple[Path, Path]], *, at_once: bool) -> None:
    """Rename each file to its target; if one rename fails, restore the targets that were already replaced.

    On Windows a file that is open in Word cannot be replaced. Its PDF must then stay the old one too.
    """
    with contextlib.ExitStack() as tidy:
        begun: list[tuple[Path, Path, Path | None]] = []
        try:
            for part, final in ready:
                begun.append((part, final, _link_old(final, tidy)))
                with _problems_at(final, "cannot be replaced"):
                    part.replace(final)
        except BaseException:
            for part, final, old in reversed(begun):
                if not part.exists():  # otherwise it was not renamed yet
                    _restore(final, old)
            raise
    for folder in dict.fromkeys(final.parent for _, final in ready) if at_once else ():
        with contextlib.suppress(OSError):  # Flush the new names too, where the system can.
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _link_old(final: Path, tidy: contextlib.ExitStack) -> Path | None:
    """Hard-link the old file to a temporary name, from which it can be restored.

    Returns None if there is no old file, or the file system has no hard links.
    """
    if not final.exists():
        return None
    old = _free_name(final, "old")
    tidy.callback(_remove, old)
    try:
        os.link(final, old)
    except OSError:
        return None
    return old


def _restore(final: Path, old: Path | None) -> None:
    with contextlib.suppress(OSError):
        if old:
            old.replace(final)
        else:
            final.unlink()


def _remove(path: Path) -> None:
    """Delete a file; ignore failure, which would hide the error that led here."""
    with contextlib.suppress(OSError):
        path.unlink()


def _free_name(final: Path, kind: str) -> Path:
    """Return an unused hidden name next to a file, with the id of this process in it."""
    count = 0
    while True:
        # 100 bytes identify the file, and leave room for the suffix: names are limited to 255 bytes on most file systems.
        stem = final.name.encode("utf-8", "surrogateescape")[:100].decode("utf-8", "ignore")
        path = final.with_name(f".{stem}.{os.getpid()}-{count}.{kind}")
        if not os.path.lexists(path):
            return path
        count += 1


@contextlib.contextmanager
def _problems_at(place: Path, what: str) -> Iterator[None]:
    """Turn an OSError into a BriefingError with a problem at that path."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        hint = HINTS.get(error.errno or 0, "choose another folder with --output")
        raise BriefingError(Problem("cannot-write", f"{place} {what}: {reason}", Location(str(place)), hint)) from None
