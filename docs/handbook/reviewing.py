"""Edit a Word file as a page asks its reader to: change words with tracked changes, comment, save a copy.

Takes the file and lines such as

    as Anna Berg, on 2026-03-09
    change "1,200 people" to "1,250 people"
    comment on "1,250 people": Whose figure is this?
    save as anna.docx

and writes the copy beside the folder of the file. The edits are made by `tests/review/edits/surgery.py`.
"""

from __future__ import annotations

import re
from pathlib import Path

from review.edits.surgery import DATE, Word, replace
from review.edits.surgery_blocks import comment

_AS = re.compile(r"as (?P<author>[^,]+), on (?P<day>\d{4}-\d\d-\d\d)")
_CHANGE = re.compile(r'change "(?P<old>[^"]+)" to "(?P<new>[^"]*)"')
_COMMENT = re.compile(r'comment on "(?P<on>[^"]+)": (?P<text>.+)')
_SAVE = re.compile(r"save as (?P<name>[\w.-]+\.docx)")


def do_in_word(path: Path, text: str) -> str:
    """Do each line in turn and return what cannot be done, or ""."""
    word, day = Word.read(path.read_bytes()), DATE[:10]
    for line in text.splitlines():
        try:
            if found := _AS.fullmatch(line):
                word.author, day = found["author"], found["day"]
            elif found := _SAVE.fullmatch(line):
                (path.parent.parent / found["name"]).write_bytes(_dated(word, day))
            elif not _do(word, line):
                return f"unknown instruction: {line}"
        except (AssertionError, IndexError, LookupError, StopIteration, ValueError) as error:
            return f"cannot do this in {path.name}: {line}: {error!r}"
    return ""


def _do(word: Word, line: str) -> bool:
    if found := _CHANGE.fullmatch(line):
        replace(word, found["old"], found["new"])
    elif found := _COMMENT.fullmatch(line):
        comment(word, found["on"], found["text"], author=word.author)
    else:
        return False
    return True


def _dated(word: Word, day: str) -> bytes:
    """Return the file with all its changes dated to one day."""
    word.data()
    word.parts = {name: part.replace(DATE.encode(), f"{day}{DATE[10:]}".encode()) for name, part in word.parts.items()}
    word.roots = {}
    return word.data()
