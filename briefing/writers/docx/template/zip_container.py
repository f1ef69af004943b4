"""Unpack a template's file: a zip of limited size.

Refused are other files, files with a password, and those that are too large when unpacked. No
member is parsed here.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from briefing.problems.problem import BriefingError, Location, Problem

MOST_BYTES = 60_000_000
MOST_MEMBERS = 3_000
MOST_IN_MEMBER = 60_000_000
MOST_TOGETHER = 200_000_000
MOST_INFLATION = 250
"""Largest factor by which a member of more than a megabyte may grow when unpacked (protects from zip bombs)."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEGABYTE = 1_000_000
_SAVE = 'open it in Word and save it as "Word Template (*.dotx)" or "Word Document (*.docx)"'


def refuse(code: str, message: str, display_path: str, hint: str = "") -> BriefingError:
    """Return the exception for a template that cannot be used."""
    return BriefingError(Problem(code, message, Location(display_path), hint))


def open_container(data: bytes, display_path: str) -> dict[str, bytes]:
    """Return every member. Raises BriefingError with the reason if the file cannot be used."""
    if data.startswith(_OLE):
        raise _old_or_locked(data, display_path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_entries(entries, display_path)
            return _read_all(archive, entries, display_path)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if not data.startswith(b"PK"):
            raise refuse(
                "not-a-word-file", "the Word template is not a Word file: it is not a zip", display_path, _SAVE
            ) from None
        reason = "".join(c if c.isprintable() else "?" for c in str(error))[:160]
        raise refuse(
            "word-template-damaged",
            f"the Word template is damaged: {reason or 'it is incomplete'}",
            display_path,
            _SAVE,
        ) from None


def _old_or_locked(data: bytes, display_path: str) -> BriefingError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        hint = "open it in Word, remove the password (File, Info, Protect Document), and save it"
        return refuse("word-template-locked", "the Word template is protected with a password", display_path, hint)
    return refuse("not-a-word-file", "the Word template is a file of Word 97–2003 (.doc, .dot)", display_path, _SAVE)


def _check_entries(entries: list[zipfile.ZipInfo], display_path: str) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise refuse(
            "word-template-locked",
            "the Word template is protected with a password",
            display_path,
            "save it without a password",
        )
    if len(entries) > MOST_MEMBERS:
        raise refuse("word-template-too-large", f"the Word template has more than {MOST_MEMBERS:,} parts", display_path)
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) != len(names):
        raise refuse(
            "word-template-damaged",
            "the Word template is damaged: two of its parts have the same name",
            display_path,
            _SAVE,
        )
    for entry in entries:
        steps = entry.filename.split("/")
        if (
            entry.filename.startswith("/")
            or "\\" in entry.filename
            or ".." in steps
            or not entry.filename.isprintable()
        ):
            raise refuse(
                "word-template-damaged",
                "the Word template is damaged: the name of a part leads outside the file",
                display_path,
                _SAVE,
            )
        too_large = entry.file_size > _MEGABYTE and entry.file_size > MOST_INFLATION * max(entry.compress_size, 1)
        if entry.file_size > MOST_IN_MEMBER or too_large:
            raise refuse(
                "word-template-too-large",
                f"the part {entry.filename} of the Word template is too large when unpacked",
                display_path,
            )
    if sum(entry.file_size for entry in entries) > MOST_TOGETHER:
        raise refuse(
            "word-template-too-large",
            f"the Word template is larger than {MOST_TOGETHER // _MEGABYTE} MB when unpacked",
            display_path,
        )


def _read_all(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], display_path: str) -> dict[str, bytes]:
    """Return the members. None is read beyond the size that its entry declares, because an entry may lie."""
    members = {}
    for entry in entries:
        with archive.open(entry) as file:
            content = file.read(entry.file_size + 1)
        if len(content) > entry.file_size:
            raise refuse(
                "word-template-too-large",
                f"the part {entry.filename} of the Word template is too large when unpacked",
                display_path,
            )
        members[entry.filename] = content
    return members
