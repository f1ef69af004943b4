"""Types facts as YAML in the grammar of fact files, with a comment at each line that holds a guess.

Takes lines and groups, gives text and where its guesses stand. What is written reads back as the same text, whatever is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from briefing.exchange.importing.sheets import clean
from briefing.facts.scalars import as_typed

MARK = "# check:"
_LONGEST_COMMENT = 240


@dataclass(frozen=True, slots=True)
class Guess:
    """Something that was guessed: where it stands in the files made, and what to look at."""

    file: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Line:
    """`key: text`; `check` is what was guessed about it."""

    key: str
    text: str
    check: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A key with lines, groups or items of a list below it."""

    key: str
    items: Sequence[Line | Group | str] = field(default_factory=tuple)
    check: str = ""


Item = Line | Group | str


def write_yaml(items: Iterable[Item], file: str, head: Sequence[str] = (), first: int = 1) -> tuple[str, list[Guess]]:
    """The text of a file, and its guesses. `head` are comments at its top; `first` is the number of its first line."""
    lines: list[str] = [f"# {comment(line)}" for line in head]
    guesses: list[Guess] = []
    for text, check in _lines(items, 0):
        told = comment(check)
        lines.append(f"{text}   {MARK} {told}" if told else text)
        if told:
            guesses.append(Guess(file, first + len(lines) - 1, told))
    return "".join(f"{line}\n" for line in lines), guesses


def comment(text: str) -> str:
    """Words that can stand in a comment: one line, not too long."""
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
    """A series as the project types it: commas, and quotation marks only where they are needed. Empty columns are left out."""
    body = [list(row) for row in rows]
    kept = [place for place, _ in enumerate(head) if any(row[place] for row in body)]
    lines = [",".join(head[place] for place in kept)]
    lines += [",".join(_csv_cell(row[place]) for place in kept) for row in body]
    return "".join(f"{line}\n" for line in lines)


def _csv_cell(text: str) -> str:
    quoted = '"' + text.replace('"', '""') + '"'
    return quoted if any(c in text for c in ',"') or text != text.strip() else text
