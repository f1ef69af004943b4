"""Open files of a dossier: only inside its folder, up to a maximum size, in UTF-8."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from briefing.problems.problem import Location, Problem

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def find_inside(folder: Path, name: str) -> Path | None:
    """Return the path of a relative name if it is a file inside the folder (links followed), else None."""
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or "\\" in name or "\x00" in name:
        return None
    path = folder / relative
    try:
        # os.path works on text and is five times as fast as Path here; every file of every dossier is checked.
        real, top = os.path.realpath(path), os.path.realpath(folder)
        inside = real.startswith(top.rstrip(os.sep) + os.sep)
        return path if inside and path.is_file() else None
    except (OSError, RuntimeError):  # RuntimeError: links that form a cycle
        return None


def explain_absence(folder: Path, name: str, what: str, location: Location) -> Problem | None:
    """Return the problem of an existing name that `find_inside` refuses, or None if nothing has that name.

    It points outside the folder, or is not a regular file. `what` names it in the message.
    """
    path = folder / name
    try:
        exists = path.is_symlink() or path.exists()
        outside = exists and path.exists() and not path.resolve().is_relative_to(folder.resolve())
        kind = "folder" if path.is_dir() else "broken link" if path.is_symlink() else "device or pipe"
    except (OSError, RuntimeError, ValueError):
        return None
    if not exists:
        return None
    if outside:
        message = f"{what} points outside the dossier's folder"
        return Problem("outside-folder", message, location, "copy the file into the dossier's folder")
    return Problem("unreadable-file", f"{what} is a {kind}, not a file", location, "put the file itself there")


def read_text(path: Path, display_path: str, largest: int) -> tuple[str | None, list[Problem]]:
    """Return the text of a file, with line feeds as its only line ends, and problems.

    The text is None if the file cannot be read, is UTF-16, or has more than `largest` bytes. Other bytes that
    are not UTF-8 give a located problem and are read as U+FFFD.
    """
    try:
        with path.open("rb") as opened:
            data = opened.read(largest + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        return None, [Problem("unreadable-file", f"this file cannot be read: {reason}", Location(display_path))]
    if len(data) > largest:
        limit = f"{largest // 1_000_000} MB"
        return None, [
            Problem(
                "too-large", f"this file is larger than {limit}", Location(display_path), "split it into several files"
            )
        ]
    data = data.removeprefix(BYTE_ORDER_MARK)
    problems: list[Problem] = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        problems.append(_encoding_problem(data, error.start, display_path))
        if data.startswith(UTF_16_MARKS):
            return None, problems
        text = data.decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def _encoding_problem(data: bytes, place: int, display_path: str) -> Problem:
    line = data.count(b"\n", 0, place) + 1
    start = data.rfind(b"\n", 0, place) + 1
    column = len(data[start:place].decode("utf-8", errors="replace")) + 1
    if data.startswith(UTF_16_MARKS):
        hint = "save the file as UTF-8 instead of UTF-16"
    elif data[place : place + 1] == b"\xed":
        hint = "type the character again: half of it is missing"
    else:
        hint = "save the file as UTF-8"
    return Problem(
        "not-utf-8",
        f"this file is not UTF-8 text: it contains the byte 0x{data[place]:02X}",
        Location(display_path, line, column),
        hint,
    )
