"""Map each character of a text in a YAML file to its offsets in the file, and write new words in the same style.

Characters are mapped as `briefing.facts` reads them: a line end is one space. Styles are plain, quoted, folded and literal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.review.rewriting.cannot_apply import CannotApply
from briefing.review.rewriting.yaml_places import ScalarPlace

_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CODES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b", "N": "\x85",
    "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_FOLD = re.compile(r"[ \t]*\n\s*")
_HEAD = re.compile(r"[>|][^\n]*\n")


@dataclass(frozen=True, slots=True)
class Mapped:
    """One character of a text and its offsets in the file."""

    character: str
    start: int
    end: int


def map_text(text: str, place: ScalarPlace) -> list[Mapped]:
    """Return the characters of a text, without white space at its ends."""
    start, end = place.start, place.end
    if place.style in (">", "|"):
        head = _HEAD.match(text, start)
        start = head.end() if head else end
    elif place.style:
        start, end = start + 1, end - 1
    mapped = list(_read(text, start, end, place.style))
    while mapped and mapped[-1].character.isspace():
        mapped.pop()
    first = next((at for at, each in enumerate(mapped) if not each.character.isspace()), 0)
    return mapped[first:]


def _read(text: str, start: int, end: int, style: str) -> Iterator[Mapped]:
    at = start
    while at < end:
        if fold := _FOLD.match(text, at, end):
            yield Mapped(" ", at, fold.end())
            at = fold.end()
        elif style == '"' and text[at] == "\\":
            code = _ESCAPE.match(text, at, end)
            if code is None or code[4] == "\n":
                raise CannotApply("the text continues over a line end with a backslash")
            digits = code[1] or code[2] or code[3]
            yield Mapped(chr(int(digits, 16)) if digits else _CODES.get(code[4], code[4]), at, code.end())
            at = code.end()
        else:
            width = 2 if style == "'" and text.startswith("''", at) else 1
            yield Mapped(text[at], at, at + width)
            at += width


def write(words: str, style: str) -> str:
    """Return words as they are typed in a text of that style."""
    if style == "'":
        return words.replace("'", "''")
    if style == '"':
        return words.replace("\\", "\\\\").replace('"', '\\"')
    return words


def put_in_quotes(text: str, mapped: list[Mapped], start: int, end: int, words: str) -> str:
    """Put a plain text in quotation marks and replace a range of it; return the file with the same lines."""
    kept = "".join(each.character for each in mapped)
    wanted = kept[:start] + words + kept[end:]
    style = '"' if '"' not in wanted and "\\" not in wanted else "'"

    def again(part: list[Mapped]) -> str:
        return "".join(text[m.start : m.end] if text[m.start] in " \t\n" else write(m.character, style) for m in part)

    inner = again(mapped[:start]) + write(words, style) + again(mapped[end:])
    return f"{text[: mapped[0].start]}{style}{inner}{style}{text[mapped[-1].end :]}"
