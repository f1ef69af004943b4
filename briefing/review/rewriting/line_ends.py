"""Keep the line endings and the byte-order mark of a file when its text is changed."""

from __future__ import annotations

from collections.abc import Callable

from briefing.files.characters import check_characters
from briefing.review.rewriting.cannot_apply import CannotApply

_MARK = "\ufeff"


def keep_line_ends(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to a text with Unix line endings; raise CannotApply for mixed line endings."""
    mark = _MARK if text.startswith(_MARK) else ""
    body = text.removeprefix(_MARK)
    if "\r" not in body:
        return mark + change(body)
    plain = body.replace("\r\n", "\n")
    if "\r" in plain or plain.count("\n") != body.count("\r\n"):
        raise CannotApply("the file has mixed line endings")
    return mark + change(plain).replace("\n", "\r\n")


def printable(words: str) -> str:
    """Return words on one line; raise CannotApply if they contain a character that no file may contain."""
    problems = check_characters(words, "")
    if problems:
        raise CannotApply(f"the new words contain {problems[0].message}")
    return " ".join(words.split(" ")).replace("\t", " ").replace("\n", " ").strip()
