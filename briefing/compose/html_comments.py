"""Find HTML comments, `<!-- … -->`, in a template and drop them before anything else reads the text.

The line ends of a comment are kept inside a Jinja comment, so that the lines below keep their numbers. Tags inside a comment never
run. `<!--` inside a tag, or after a backslash, does not begin a comment. Used both to run templates and to apply reviewers' edits to
them, so that both read the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NEVER_CLOSED = "the comment <!-- is never closed"
_KEPT = "<!-->"
LINE_START = rf"(?:^|(?<={re.escape(_KEPT)}#\}}))"
"""Pattern for the beginning of a line in a text whose comments were dropped."""
_OPENS = re.compile(r"\{\{|\{%|\{#|<!--")
_COMMENT = re.compile(r"<!--(?:-?>|.*?-->)", re.DOTALL)
_TAG = re.compile(r"""\{[{%](?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'])*?[}%]\}""", re.DOTALL)
_JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_TABLE_NAME = re.compile(r"\{#[A-Za-z0-9_-]+\}(?=[ \t]*(?:$|<!--))", re.MULTILINE)
"""The name of a hand-written table, which looks like the beginning of a Jinja comment."""
_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}")
_ENDRAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
_SPACE = re.compile(r"[ \t]*")
_NOTHING = re.compile(r"[ \t>]*(?:#{1,6}[ \t]+)?")
_ITEM = re.compile(r"([ \t>]*)[-*+][ \t]+")
_OPENING, _CLOSING = "([“‘", ",.;:!?)]”’"


class UnclosedCommentError(ValueError):
    """A comment without an end. `line` counts from 1."""

    def __init__(self, text: str, at: int) -> None:
        super().__init__(NEVER_CLOSED)
        self.line = text.count("\n", 0, at) + 1


@dataclass(frozen=True, slots=True)
class Comment:
    """A stretch of a template to drop: one comment or several side by side, with surrounding space. `left` replaces it."""

    start: int
    end: int
    left: str


def drop_comments(text: str) -> str:
    """Return the text without its comments. Raises UnclosedCommentError."""
    pieces, at = [], 0
    for comment in find_comments(text):
        pieces += [text[at : comment.start], comment.left]
        at = comment.end
    return "".join([*pieces, text[at:]])


def find_comments(text: str) -> list[Comment]:
    """Return the comments of a template, in order. Raises UnclosedCommentError."""
    return list(_Search(text).comments()) if "<!--" in text else []


class _Search:
    """One pass through a template. Remember where the current line begins, so that long texts stay fast."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._line = self._seen = 0

    def comments(self) -> Iterator[Comment]:
        for start, end, raw in self._side_by_side():
            first, last = self._widen(start, end)
            line_ends = "\n" * self.text.count("\n", first, last)
            left = f"{{#{line_ends}{_KEPT}#}}" if line_ends else ""
            yield Comment(first, last, f"{{% endraw %}}{left}{{% raw %}}" if left and raw else left)

    def _side_by_side(self) -> Iterator[tuple[int, int, bool]]:
        """Yield start, end and whether inside {% raw %}; comments with only space between them count as one."""
        pending: tuple[int, int, bool] | None = None
        for start, end, raw in self._each_comment():
            if pending is not None and not self.text[pending[1] : start].strip(" \t"):
                pending = (pending[0], end, raw)
                continue
            if pending is not None:
                yield pending
            pending = (start, end, raw)
        if pending is not None:
            yield pending

    def _each_comment(self) -> Iterator[tuple[int, int, bool]]:
        """Yield start, end and whether inside {% raw %} for each comment. A tag that Jinja would refuse ends the search."""
        text, at, raw_until = self.text, 0, 0
        while opening := _OPENS.search(text, at):
            start, at = opening.start(), opening.end()
            if opening[0] == "<!--":
                if _is_escaped(text, start):
                    continue
                comment = _COMMENT.match(text, start)
                if comment is None:
                    raise UnclosedCommentError(text, start)
                at = comment.end()
                yield start, at, start < raw_until
            elif start >= raw_until and not (opening[0] == "{#" and _TABLE_NAME.match(text, start)):
                tag = (_JINJA_COMMENT if opening[0] == "{#" else _TAG).match(text, start)
                if tag is None:
                    return
                at = tag.end()
                if _RAW.fullmatch(tag[0]):
                    closing = _ENDRAW.search(text, at)
                    raw_until = closing.start() if closing else len(text)

    def _widen(self, start: int, end: int) -> tuple[int, int]:
        """Return the comment with surrounding space: the whole line if it has nothing else, otherwise one of two spaces."""
        text, line, kept = self.text, self._line_of(start), start
        while kept > line and text[kept - 1] in " \t":
            kept -= 1
        space = _SPACE.match(text, end)
        rest = space.end() if space else end
        if text[rest : rest + 1] in ("", "\n"):
            item = _ITEM.fullmatch(text, line, start)
            # A list item is empty without the comment if the next line is not indented below it.
            alone = item and not text.startswith((f"{item[1]} ", f"{item[1]}\t"), rest + 1)
            if alone or _NOTHING.fullmatch(text, line, start):
                return line, min(rest + 1, len(text))
            return start if item else kept, rest
        if line < kept == start and text[start - 1] not in _OPENING:
            return start, end
        return (kept, end) if kept > line and text[end] in _CLOSING else (start, rest)

    def _line_of(self, at: int) -> int:
        """Return where the line of a character begins. Must be called with increasing positions."""
        found = self.text.rfind("\n", self._seen, at)
        self._line, self._seen = found + 1 if found >= 0 else self._line, at
        return self._line


def _is_escaped(text: str, at: int) -> bool:
    first = at
    while first and text[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1
