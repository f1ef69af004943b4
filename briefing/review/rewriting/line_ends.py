"""Line ends and a byte-order mark stay as they are in a file, whatever is changed between them.

Takes a text and a function of a text with plain line ends; gives what the function makes, with the line ends of before.
"""

from __future__ import annotations

from collections.abc import Callable

from briefing.files.characters import check_characters
from briefing.review.rewriting.cannot_apply import Unplaceable

_MARK = "\ufeff"


def keep_line_ends(text: str, change: Callable[[str], str]) -> str:
    """The changed text. Raises Unplaceable where a file ends its lines in two ways."""
    mark = _MARK if text.startswith(_MARK) else ""
    body = text.removeprefix(_MARK)
    if "\r" not in body:
        return mark + change(body)
    plain = body.replace("\r\n", "\n")
    if "\r" in plain or plain.count("\n") != body.count("\r\n"):
        raise Unplaceable("the file ends its lines in two ways")
    return mark + change(plain).replace("\n", "\r\n")


def printable(words: str) -> str:
    """The words on one line. Raises Unplaceable if they hold what no file of facts or prose may hold."""
    problems = check_characters(words, "")
    if problems:
        raise Unplaceable(f"the new words hold {problems[0].message}")
    return " ".join(words.split(" ")).replace("\t", " ").replace("\n", " ").strip()
