"""A template's file taken apart: a zip of bounded size, or the reason why it is none.

Takes bytes; gives members by name. Refuses what is no zip, what is locked with a password, and what would swell beyond bounds;
reads no member as XML.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from briefing.problems.problem import BriefingError, Origin, Problem

MOST_BYTES = 60_000_000
MOST_MEMBERS = 3_000
MOST_IN_MEMBER = 60_000_000
MOST_TOGETHER = 200_000_000
MOST_SWELLING = 250
"""How many times larger than in the file a member of more than a megabyte may be."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEGABYTE = 1_000_000
_SAVE = 'open it in Word and save it as "Word Template (*.dotx)" or "Word Document (*.docx)"'


def refuse(code: str, message: str, shown: str, hint: str = "") -> BriefingError:
    """What is raised where a template cannot be used."""
    return BriefingError(Problem(code, message, Origin(shown), hint))


def open_container(data: bytes, shown: str) -> dict[str, bytes]:
    """Every member. Raises BriefingError with the reason where there is one against it."""
    if data.startswith(_OLE):
        raise _old_or_locked(data, shown)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_entries(entries, shown)
            return _read_all(archive, entries, shown)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if not data.startswith(b"PK"):
            raise refuse("not-a-word-file", "is no Word file: it is not a zip", shown, _SAVE) from None
        reason = "".join(c if c.isprintable() else "?" for c in str(error))[:160]
        raise refuse("word-template-damaged", f"is damaged: {reason or 'it ends too soon'}", shown, _SAVE) from None


def _old_or_locked(data: bytes, shown: str) -> BriefingError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        hint = "open it in Word, take the password off (File, Info, Protect Document), and save it"
        return refuse("word-template-locked", "is locked with a password", shown, hint)
    return refuse("not-a-word-file", "is a file of Word 97 to 2003 (.doc, .dot)", shown, _SAVE)


def _check_entries(entries: list[zipfile.ZipInfo], shown: str) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise refuse("word-template-locked", "is locked with a password", shown, "save it without one")
    if len(entries) > MOST_MEMBERS:
        raise refuse("word-template-too-large", f"has more than {MOST_MEMBERS:,} parts", shown)
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) != len(names):
        raise refuse("word-template-damaged", "is damaged: two parts in it have one name", shown, _SAVE)
    for entry in entries:
        steps = entry.filename.split("/")
        if (
            entry.filename.startswith("/")
            or "\\" in entry.filename
            or ".." in steps
            or not entry.filename.isprintable()
        ):
            raise refuse("word-template-damaged", "is damaged: a part in it leads out of the file", shown, _SAVE)
        swollen = entry.file_size > _MEGABYTE and entry.file_size > MOST_SWELLING * max(entry.compress_size, 1)
        if entry.file_size > MOST_IN_MEMBER or swollen:
            raise refuse("word-template-too-large", f"{entry.filename} in it would swell beyond bounds", shown)
    if sum(entry.file_size for entry in entries) > MOST_TOGETHER:
        raise refuse("word-template-too-large", f"holds more than {MOST_TOGETHER // _MEGABYTE} MB", shown)


def _read_all(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], shown: str) -> dict[str, bytes]:
    """The members, none read further than what its entry says: an entry may lie."""
    members = {}
    for entry in entries:
        with archive.open(entry) as file:
            content = file.read(entry.file_size + 1)
        if len(content) > entry.file_size:
            raise refuse("word-template-too-large", f"{entry.filename} in it would swell beyond bounds", shown)
        members[entry.filename] = content
    return members
