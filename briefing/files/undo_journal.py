"""The journal of writes into dossiers and templates, from which `briefing undo` puts files back.

A write is recorded before it is done, as one file `.briefing/undo/NUMBER.json` in the working folder: the command, and of each file the
bytes before and the hash of the bytes after. After a crash every file is in one of these two states, and an undo can be repeated until
it is finished. An undo is itself a recorded write.

The journal of a folder that came from elsewhere may be forged, so nothing in it is trusted: it is read with limits, and it can name only
files of the kinds that a dossier or template has, below the working folder with links followed, in no hidden folder.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from briefing.files.atomic_write import clean_up, write_files
from briefing.files.fingerprint import hash_bytes
from briefing.problems.problem import BriefingError, Location, Problem

FOLDER = ".briefing"
JOURNAL = f"{FOLDER}/undo"
SCHEMA = "briefing/undo/1"
MOST_RECORDS = 50
MOST_FILES = 1_000
"""Files of one write."""
LARGEST = 50_000_000
"""Bytes of one record, and of the whole journal."""
LONGEST_COMMAND = 500
KINDS = (".bib", ".csv", ".json", ".md", ".toml", ".yaml", ".yml")
"""Endings of the files that commands write into dossiers and templates."""
_NAME = re.compile(r"([0-9]{1,9})\.json")
_LAST_NUMBER = 999_999_999
_UNUSUAL = re.compile(r"[\x00-\x1f\x7f\\]" if os.name != "nt" else r'[\x00-\x1f\x7f\\:*?"<>|]|[ .](?:/|\Z)')
"""Of a path with forward slashes: on Windows also what names a drive or a stream, and ends that it ignores."""
_HASH = re.compile(r"[0-9a-f]{32}")
_BAD_RECORD = "this is not a record of a write"


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """One file of a write, by its path below the working folder. `None` means that there was, or is, no such file."""

    path: str
    before: bytes | None
    after: str | None
    """The hash of the bytes that were written."""


@dataclass(frozen=True, slots=True)
class WriteRecord:
    """One write. `time` is when it was recorded, in seconds; `undoes` is the number of the write that it took back, or 0."""

    number: int
    command: str
    files: tuple[RecordedFile, ...]
    time: float = 0
    undoes: int = 0


@dataclass(frozen=True, slots=True)
class UndoFile:
    """A file that an undo would put back: its bytes now and before the write. `edited` says that it changed after the write."""

    path: str
    now: bytes | None
    before: bytes | None
    edited: bool


# ------------------------------------------------------------------ writing


def write_recorded(root: Path, files: Mapping[Path, bytes | None], command: str, *, undoes: int = 0) -> list[Path]:
    """Write files below the working folder `root`, all or none, so that `briefing undo` can put back what was there.

    Args:
        root: The working folder, which keeps the journal.
        files: The bytes of each file; None deletes it. Paths may be relative to the current folder.
        command: The command as the user would type it.
        undoes: The number of the write that this one takes back.

    Returns:
        The paths that were given, in the same order.

    Raises:
        BriefingError: A file cannot be written, cannot be recorded, or lies outside the folder; then no file has changed.
    """
    names = {_name_below(root, path): data for path, data in files.items()}
    before = {name: read_bytes(root, name) for name in names}
    if all(before[name] == data for name, data in names.items()):
        return list(files)
    changed = tuple(
        RecordedFile(name, before[name], hash_bytes(data) if data is not None else None)
        for name, data in names.items()
        if before[name] != data
    )
    record = _add_record(root, WriteRecord(0, command[:LONGEST_COMMAND], changed, undoes=undoes))
    wanted = {file.path: names[file.path] for file in changed}
    try:
        for name, data in wanted.items():
            if data is not None:
                _make_folder(root / name)
        with _without_output_hint():
            write_files(root, {name: data for name, data in wanted.items() if data is not None})
    except BaseException:
        # An interruption may come when the files are already there: then the record is needed.
        with contextlib.suppress(OSError, BriefingError):
            if all(read_bytes(root, file.path) == file.before for file in changed):
                record.unlink()
        raise
    for name, data in wanted.items():
        if data is None:
            _delete(root / name)
    _forget_oldest(root)
    return list(files)


def read_bytes(root: Path, name: str) -> bytes | None:
    """Return the bytes of a file below the working folder; None where there is none. Raises BriefingError."""
    path = root / name
    try:
        if not os.path.lexists(path):
            return None
        if not path.is_file():  # reading a pipe would never end
            raise BriefingError(Problem("not-a-file", "this is not a file", Location(str(path))))
        if path.stat().st_size > LARGEST:
            message = f"this file is larger than {LARGEST // 1_000_000} MB, too large to be kept for undo"
            raise BriefingError(Problem("too-large", message, Location(str(path))))
        return path.read_bytes()
    except OSError as error:
        message = f"this file cannot be read: {error.strerror or error}"
        raise BriefingError(Problem("unreadable-file", message, Location(str(path)))) from None


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"its folder cannot be created: {error.strerror or error}"
        raise BriefingError(Problem("cannot-write", message, Location(str(path)))) from None


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        message = f"this file cannot be deleted: {error.strerror or error}"
        hint = "delete it by hand, or check that you may write into its folder and repeat the command"
        raise BriefingError(Problem("cannot-write", message, Location(str(path)), hint)) from None


@contextlib.contextmanager
def _without_output_hint() -> Any:
    """Leave out the hint to choose another folder: these files have only one place."""
    try:
        yield
    except BriefingError as error:
        hint = "check that you may write there, and that the disk has space"
        problems = (replace(p, hint=hint) if p.code == "cannot-write" else p for p in error.problems)
        raise BriefingError(*problems) from None


def _add_record(root: Path, record: WriteRecord) -> Path:
    """Write a record under the next free number. Raises BriefingError."""
    values = {
        "schema": SCHEMA,
        "command": record.command,
        "undoes": record.undoes,
        "files": [{"path": f.path, "after": f.after, **_spell(f.before)} for f in record.files],
    }
    data = json.dumps(values, ensure_ascii=True, indent=1).encode("ascii")
    if len(data) > LARGEST or len(record.files) > MOST_FILES:
        message = "this write is too large to be kept for undo, so nothing was written"
        hint = f"at most {MOST_FILES:,} files and {LARGEST // 1_000_000} MB can be written at once"
        raise BriefingError(Problem("too-large", message, Location(record.files[0].path), hint))
    folder = _open_journal(root)
    number = max(_numbers(folder), default=0) + 1
    while True:
        path = folder / f"{number:06}.json"
        if number > _LAST_NUMBER:
            message = f"the undo journal is full: it has reached number {_LAST_NUMBER}"
            raise BriefingError(Problem("bad-journal", message, Location(folder.as_posix()), "delete this folder"))
        try:
            # An empty file reserves the number where two commands write at once. It takes its content in one step.
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _mode(root, record)))
            break
        except FileExistsError:
            number += 1
        except OSError as error:
            raise _cannot_record(error, path) from None
    try:
        with _without_output_hint():
            write_files(folder, {path.name: data})
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return path


def _mode(root: Path, record: WriteRecord) -> int:
    """Return the permissions of a record, so that nobody reads in it what they may not read in the files themselves."""
    mode = 0o666
    for file in record.files:
        with contextlib.suppress(OSError):
            mode &= (root / file.path).stat().st_mode | 0o600
    return mode


def _open_journal(root: Path) -> Path:
    """Return the folder of the journal, made if it is not there, and hidden from git. Raises BriefingError."""
    folder = root / JOURNAL
    _refuse_links(root)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = root / FOLDER / ".gitignore"
        if not os.path.lexists(ignore):
            ignore.write_text("*\n", "utf-8")
    except OSError as error:
        raise _cannot_record(error, folder) from None
    return folder


def _refuse_links(root: Path) -> None:
    """Raise BriefingError where the journal is a link: records would be written and deleted elsewhere."""
    for name in (FOLDER, JOURNAL):
        path = root / name
        if path.is_symlink():
            message = "the undo journal must be a folder, not a link"
            raise BriefingError(Problem("bad-journal", message, Location(path.as_posix()), "delete the link"))


def _cannot_record(error: OSError, path: Path) -> BriefingError:
    message = f"the write cannot be recorded for undo, so nothing was written: {error.strerror or error}"
    return BriefingError(Problem("cannot-write", message, Location(str(path)), "check that you may write there"))


def _forget_oldest(root: Path) -> None:
    """Delete the oldest records beyond the limits, but never the newest."""
    folder = root / JOURNAL
    size = 0
    clean_up(folder)
    with contextlib.suppress(OSError):
        for count, (_, path) in enumerate(sorted(_numbers(folder).items(), reverse=True)):
            size += path.stat().st_size
            if count and (count >= MOST_RECORDS or size > LARGEST):
                path.unlink()


# ------------------------------------------------------------------ reading


def list_writes(root: Path) -> tuple[list[WriteRecord], list[Problem]]:
    """Return the recorded writes, newest first, and a problem for each record that cannot be used."""
    folder = root / JOURNAL
    try:
        _refuse_links(root)
        numbers = sorted(_numbers(folder).items(), reverse=True)
    except OSError as error:
        message = f"the undo journal cannot be read: {error.strerror or error}"
        return [], [Problem("unreadable-file", message, Location(folder.as_posix()))]
    except BriefingError as error:
        return [], list(error.problems)
    records: list[WriteRecord] = []
    problems: list[Problem] = []
    for number, path in numbers[:MOST_RECORDS]:
        try:
            record = _read_record(number, path)
        except BriefingError as error:
            problems += error.problems
            continue
        if record is not None:
            records.append(record)
    return records, problems


def find_write(root: Path, number: int | None = None) -> WriteRecord:
    """Return the write of that number, or the last one. Raises BriefingError if there is none, or if it is unclear which is the last."""
    records, problems = list_writes(root)
    if number is None and problems:
        hint = "choose a write by its number: briefing undo --list"
        raise BriefingError(
            *problems, Problem("unknown-write", "it is not certain which write was the last", hint=hint)
        )
    for record in records:
        if number in {None, record.number}:
            return record
    if not records:
        hint = 'change to the folder that contains "facts"; only what a command wrote is recorded'
        raise BriefingError(*problems, Problem("nothing-to-undo", "there is nothing to undo in this folder", hint=hint))
    message, hint = f"unknown write {number}", "briefing undo --list shows their numbers"
    raise BriefingError(*problems, Problem("unknown-write", message, hint=hint))


def _numbers(folder: Path) -> dict[int, Path]:
    """Return the records in a folder by number; none if there is no folder."""
    if not folder.is_dir():
        return {}
    found = ((_NAME.fullmatch(path.name), path) for path in folder.iterdir())
    return {int(match[1]): path for match, path in found if match}


def _read_record(number: int, path: Path) -> WriteRecord | None:
    """Read one record; None for a number that was only reserved. Raises BriefingError."""
    location, hint = Location(path.as_posix()), "delete this file"
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):  # a link leads elsewhere, and reading a pipe never ends
            raise BriefingError(Problem("bad-journal", _BAD_RECORD, location, hint))
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        message = f"this record cannot be read: {error.strerror or error}"
        raise BriefingError(Problem("unreadable-file", message, location)) from None
    if not data:
        return None
    if len(data) > LARGEST:
        message = f"this record is larger than {LARGEST // 1_000_000} MB"
        raise BriefingError(Problem("bad-journal", message, location, hint))
    try:
        values = json.loads(data.decode("utf-8"))
        record = _record_of(number, status.st_mtime, values)
    except (ValueError, RecursionError, KeyError, TypeError):
        raise BriefingError(Problem("bad-journal", _BAD_RECORD, location, hint)) from None
    bad = next((file.path for file in record.files if not _may_be_recorded(file.path)), None)
    if bad is not None:
        message = f'this record names "{bad[:100]}", which is not a file of a dossier or template'
        raise BriefingError(Problem("bad-journal", message, location, hint))
    return record


def _record_of(number: int, time: float, values: Any) -> WriteRecord:
    """Return the record in the values of its file; raise ValueError, KeyError or TypeError if they have another form."""
    files, command, undoes = values["files"], values["command"], values["undoes"]
    if values["schema"] != SCHEMA or not isinstance(command, str) or type(undoes) is not int:
        raise ValueError
    if not isinstance(files, list) or not 0 < len(files) <= MOST_FILES or not 0 <= undoes <= _LAST_NUMBER:
        raise ValueError
    read = tuple(_file_of(each) for each in files)
    if len({file.path.casefold() for file in read}) != len(read):
        raise ValueError
    return WriteRecord(number, command[:LONGEST_COMMAND], read, time, undoes)


def _file_of(values: Any) -> RecordedFile:
    path, after = values["path"], values["after"]
    if not isinstance(path, str) or not (after is None or (isinstance(after, str) and _HASH.fullmatch(after))):
        raise ValueError
    if "text" in values:
        if not isinstance(values["text"], str):
            raise ValueError
        return RecordedFile(path, values["text"].encode("utf-8"), after)
    if "base64" in values:
        try:
            return RecordedFile(path, base64.b64decode(values["base64"], validate=True), after)
        except binascii.Error:
            raise ValueError from None
    return RecordedFile(path, None, after)


def _spell(data: bytes | None) -> dict[str, str]:
    """Return bytes as JSON: as text if they are text, so that a person can read the record."""
    if data is None:
        return {}
    try:
        return {"text": data.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode("ascii")}


# ------------------------------------------------------------------ paths


def _name_below(root: Path, path: Path) -> str:
    """Return the path of a file below the working folder, links followed; raise BriefingError if it may not be recorded."""
    real, top = Path(os.path.realpath(path)), Path(os.path.realpath(root))
    name = real.relative_to(top).as_posix() if real.is_relative_to(top) else ""
    if not name:
        message = f"this file is outside {root}, so it is not written"
        raise BriefingError(Problem("outside-folder", message, Location(str(path))))
    if not _may_be_recorded(name):
        message = "this is not a file of a dossier or template, so it is not written"
        raise BriefingError(Problem("not-a-dossier-file", message, Location(str(path))))
    return name


def _may_be_recorded(name: str) -> bool:
    """Return whether a path below the working folder can be that of a file of a dossier or template, whatever there is on the disk."""
    path = PurePosixPath(name)
    plain = not path.is_absolute() and name == path.as_posix() and not _UNUSUAL.search(name)
    hidden = any(part.startswith(".") for part in path.parts)
    # The folder of a dossier or template is below the working folder, so its files are at least one folder down.
    return plain and not hidden and len(name) <= 1_000 and len(path.parts) >= 2 and path.suffix.lower() in KINDS


def _is_inside(root: Path, name: str) -> bool:
    """Return whether a path stays below the working folder when links are followed."""
    try:
        real, top = os.path.realpath(root / name), os.path.realpath(root)
    except (OSError, ValueError):
        return False
    below = Path(real).relative_to(top).as_posix() if real.startswith(top.rstrip(os.sep) + os.sep) else ""
    return _may_be_recorded(below)


# ------------------------------------------------------------------ undoing


def plan_undo(root: Path, record: WriteRecord) -> tuple[UndoFile, ...]:
    """Return what an undo of that write would change; nothing for files that are already as they were before it.

    Raises:
        BriefingError: A file leads outside the working folder, or cannot be read.
    """
    outside = [file.path for file in record.files if not _is_inside(root, file.path)]
    if outside:
        message = "a link leads this file out of the working folder, so it is not put back"
        raise BriefingError(*(Problem("outside-folder", message, Location(path)) for path in outside))
    planned: list[UndoFile] = []
    for file in record.files:
        now = read_bytes(root, file.path)
        if now != file.before:
            found = hash_bytes(now) if now is not None else None
            planned.append(UndoFile(file.path, now, file.before, edited=found != file.after))
    return tuple(planned)


def undo_write(
    root: Path, record: WriteRecord, files: Sequence[UndoFile], command: str, *, force: bool = False
) -> list[str]:
    """Put back the files of a plan, and return their paths below the working folder. The undo is recorded as a write.

    Raises:
        BriefingError: A file was edited after the write and `force` is not given, or after the plan was made; or it
            cannot be written.
    """
    edited = [file.path for file in files if file.edited]
    if edited and not force:
        hint = "undo the later write first, or use --force and lose those edits"
        message = f"this file was edited after write {record.number}, so it is not put back"
        raise BriefingError(*(Problem("edited-since", message, Location(path), hint) for path in edited))
    changed = [file.path for file in files if read_bytes(root, file.path) != file.now]
    if changed:
        message = "this file was edited just now, so it is not put back"
        raise BriefingError(
            *(Problem("edited-since", message, Location(path), "repeat the command") for path in changed)
        )
    write_recorded(root, {root / file.path: file.before for file in files}, command, undoes=record.number)
    return [file.path for file in files]
