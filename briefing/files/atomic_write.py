"""Writes the files of one brief whole or not at all, all of them or none.

Takes a folder and the bytes of each file. Every file is first written in full beside its target and forced to disk; only
when all are there does each take its target's name, in one step that leaves the old file or the new, never half of one.
Whatever fails or interrupts before that leaves the old files as they were and no other file behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from briefing.problems.problem import BriefingError, Location, Problem

LEFT_BEHIND = re.compile(r"\..*\.(\d{1,10})-\d+\.(?:part|old)")
"""A name that `_free_name` gives, with the process whose it was."""
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
    """Raise BriefingError when files can never be written into that folder, before any work is done for them."""
    for place in (folder, *folder.parents):
        with _problems_at(place, "cannot be reached"):
            if os.path.lexists(place) and not place.is_dir():
                message = f"{place} is not a folder, so nothing can be written into it"
                hint = "choose another folder with --output"
                raise BriefingError(Problem("not-a-folder", message, Location(str(place)), hint))


def write_files(folder: Path, files: Mapping[str, bytes], *, at_once: bool = True) -> list[Path]:
    """Write every file, by name, into the folder (made if it is not there). Gives their paths in the same order.

    `at_once` forces them to disk; else that is left to the system, or to `sync_to_disk` for many files together. Raises BriefingError
    with one located problem; then no target has changed.
    """
    check_folder(folder)
    with _problems_at(folder, "cannot be created"):
        folder.mkdir(parents=True, exist_ok=True)
    targets = [folder / name for name in files]
    for target in targets:
        with _problems_at(target, "cannot be written"):
            if target.is_dir():
                message = f"{target} is a folder, so no file can be written there"
                raise BriefingError(Problem("not-a-file", message, Location(str(target))))
    with contextlib.ExitStack() as remove_on_the_way_out:
        ready: list[tuple[Path, Path]] = []
        for target, data in zip(targets, files.values(), strict=True):
            # A link is written through, as an editor would: it goes on pointing at the file.
            final = Path(os.path.realpath(target))
            part = _free_name(final, "part")
            remove_on_the_way_out.callback(_remove, part)
            with _problems_at(target, "cannot be written"):
                _write(part, data, like=final, at_once=at_once)
            ready.append((part, final))
        _rename_all(ready, at_once=at_once)
    return targets


def clean_up(folder: Path) -> list[str]:
    """Delete what processes that are gone left half-written in a folder; give the names of all other files, sorted."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return []
    for name in names:
        left = LEFT_BEHIND.fullmatch(name)
        if left and not _lives(int(left[1])):
            with contextlib.suppress(OSError):
                (folder / name).unlink()
    return [name for name in names if not LEFT_BEHIND.fullmatch(name)]


def _lives(process: int) -> bool:
    if os.name == "nt":  # there a signal of nought would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def sync_to_disk() -> None:
    """Force to disk what was written before, where the system can: after a power cut it is there."""
    if hasattr(os, "sync"):
        os.sync()


def _write(part: Path, data: bytes, like: Path, *, at_once: bool) -> None:
    """A new file, forced to disk, with the permissions of the one it will replace."""
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        if at_once:
            file.flush()
            os.fsync(file.fileno())
    if like.exists():
        part.chmod(like.stat().st_mode & 0o777)


def _rename_all(ready: list[tuple[Path, Path]], *, at_once: bool) -> None:
    """Give each file its target's name; when one cannot have it, give the old files back to those before it.

    On Windows a file that is open in Word cannot be replaced: then its PDF must not be a newer one than it.
    """
    with contextlib.ExitStack() as tidy:
        begun: list[tuple[Path, Path, Path | None]] = []
        try:
            for part, final in ready:
                begun.append((part, final, _second_name(final, tidy)))
                with _problems_at(final, "cannot be replaced"):
                    part.replace(final)
        except BaseException:
            for part, final, old in reversed(begun):
                if not part.exists():  # else it was not yet renamed
                    _give_back(final, old)
            raise
    for folder in dict.fromkeys(final.parent for _, final in ready) if at_once else ():
        _settle(folder)


def _second_name(final: Path, tidy: contextlib.ExitStack) -> Path | None:
    """Another name for the old file, to give it back by; None when there is no old file or the disk knows no such names."""
    if not final.exists():
        return None
    old = _free_name(final, "old")
    tidy.callback(_remove, old)
    try:
        os.link(final, old)
    except OSError:
        return None
    return old


def _give_back(final: Path, old: Path | None) -> None:
    with contextlib.suppress(OSError):
        if old:
            old.replace(final)
        else:
            final.unlink()


def _remove(path: Path) -> None:
    """What was never made, or lies where nothing may be changed, must not hide why."""
    with contextlib.suppress(OSError):
        path.unlink()


def _settle(folder: Path) -> None:
    """Force the new names to disk, where the system can: after a power cut the new files are there."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _free_name(final: Path, kind: str) -> Path:
    """A name beside a file that nothing has: hidden, and this process's own."""
    count = 0
    while True:
        # 100 bytes of the name tell whose it is, and leave room for the rest where names may have 255 bytes.
        stem = final.name.encode("utf-8", "surrogateescape")[:100].decode("utf-8", "ignore")
        path = final.with_name(f".{stem}.{os.getpid()}-{count}.{kind}")
        if not os.path.lexists(path):
            return path
        count += 1


@contextlib.contextmanager
def _problems_at(place: Path, what: str) -> Iterator[None]:
    """Turn an OSError into a problem at that place."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        hint = HINTS.get(error.errno or 0, "choose another folder with --output")
        raise BriefingError(Problem("cannot-write", f"{place} {what}: {reason}", Location(str(place)), hint)) from None
