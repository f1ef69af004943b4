"""Write entries as YAML in the grammar of fact files, with a comment at each line that contains a guess.

Any text that is written reads back as the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from briefing.exchange.importing.sheet_model import clean
from briefing.facts.scalars import as_typed

MARK = "# check:"
_LONGEST_COMMENT = 240


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess: its file and line, and what to check."""

    file: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line `key: text`; `check` says what was guessed."""

    key: str
    text: str
    check: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A key with lines, groups or list items below it."""

    key: str
    items: Sequence[Line | Group | str] = field(default_factory=tuple)
    check: str = ""


Item = Line | Group | str


def write_yaml(items: Iterable[Item], file: str, head: Sequence[str] = (), first: int = 1) -> tuple[str, list[Guess]]:
    """Return the text of a file and its guesses.

    `head` are the comments at its top; `first` is the number of the first line.
    """
    lines: list[str] = [f"# {comment(line)}" for line in head]
    guesses: list[Guess] = []
    for text, check in _lines(items, 0):
        what = comment(check)
        lines.append(f"{text}   {MARK} {what}" if what else text)
        if what:
            guesses.append(Guess(file, first + len(lines) - 1, what))
    return "".join(f"{line}\n" for line in lines), guesses


def comment(text: str) -> str:
    """Return text as one line of a comment, cut to a maximum length."""
    plain = clean(text)[0]
    return plain if len(plain) <= _LONGEST_COMMENT else f"{plain[: _LONGEST_COMMENT - 1]}…"


def _lines(items: Iterable[Item], depth: int) -> Iterator[tuple[str, str]]:
    indent = "  " * depth
    for item in items:
        if isinstance(item, str):
            yield f"{indent}- {as_typed(item)}", ""
        elif isinstance(item, Line):
            if item.text:
                yield f"{indent}{item.key}: {as_typed(item.text)}", item.check
        elif item.items:
            yield f"{indent}{item.key}:", item.check
            yield from _lines(item.items, depth + 1)


def write_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a series as CSV with commas, quotation marks only where needed, and without empty columns."""
    body = [list(row) for row in rows]
    kept = [index for index, _ in enumerate(head) if any(row[index] for row in body)]
    lines = [",".join(head[index] for index in kept)]
    lines += [",".join(_csv_cell(row[index]) for index in kept) for row in body]
    return "".join(f"{line}\n" for line in lines)


def _csv_cell(text: str) -> str:
    quoted = '"' + text.replace('"', '""') + '"'
    return quoted if any(c in text for c in ',"') or text != text.strip() else text
