"""Does in a Word file what a page asks its reader to do in Word: change words with tracked changes, comment, save a copy.

Takes the file and lines such as

    as Anna Berg
    change "1,200 people" to "1,250 people"
    comment on "1,250 people": Whose figure is this?
    save as anna.docx

and writes the copy beside the folder that the file is in. Gives what cannot be done. The changes are those of `tests/review/surgery.py`.
"""

from __future__ import annotations

import re
from pathlib import Path

from review.surgery import Word, replace
from review.surgery_blocks import comment

_AS = re.compile(r"as (?P<author>.+)")
_CHANGE = re.compile(r'change "(?P<old>[^"]+)" to "(?P<new>[^"]*)"')
_COMMENT = re.compile(r'comment on "(?P<on>[^"]+)": (?P<text>.+)')
_SAVE = re.compile(r"save as (?P<name>[\w.-]+\.docx)")


def do_in_word(path: Path, text: str) -> str:
    """Does each line in turn; "" or what cannot be done."""
    word = Word.read(path.read_bytes())
    for line in text.splitlines():
        try:
            if not _do(word, line, path.parent.parent):
                return f"nobody knows how to: {line}"
        except (AssertionError, IndexError, LookupError, StopIteration, ValueError) as error:
            return f"{path.name} does not let one {line}: {error!r}"
    return ""


def _do(word: Word, line: str, here: Path) -> bool:
    if found := _AS.fullmatch(line):
        word.author = found["author"]
    elif found := _CHANGE.fullmatch(line):
        replace(word, found["old"], found["new"])
    elif found := _COMMENT.fullmatch(line):
        comment(word, found["on"], found["text"], author=word.author)
    elif found := _SAVE.fullmatch(line):
        (here / found["name"]).write_bytes(word.data())
    else:
        return False
    return True
