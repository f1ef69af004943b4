"""Locate problems of dossiers and rows made of Python values: `facts["north"], key value`, not a line of a file that nobody typed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from briefing.build.discovery import show_path
from briefing.problems.problem import Location, Problem

_WORDS = (
    ("expected a group of indented lines, each with a key of its own", "expected a mapping of keys to values"),
    ('expected a list: one item per line, each after "- "', "expected a list"),
    ("expected text after the key", "expected text"),
    ("add a line such as:", "add a key such as"),
    ("add the line", "add the key"),
    ("delete the line", "delete the key"),
)
"""Phrases about lines of YAML, and the same for a dictionary."""


def locate_in_records(name: str, files: Mapping[str, bytes], problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems of a dossier made from records with the argument and the key that they are about."""
    texts = {file: data.decode() for file, data in files.items() if file.endswith(".yaml")}
    file = re.compile(
        rf"(?:facts/{re.escape(name)}/([\w-]+\.yaml)|templates/{re.escape(name)}/([\w-]+)\.md)((?::\d+)*)"
    )

    def place(match: re.Match[str]) -> str:
        numbers = [int(number) for number in match[3].split(":") if number]
        if match[2]:
            return f'sections["{match[2]}"]{match[3]}'
        return _place(match[1], texts.get(match[1], ""), numbers[0] if numbers else 0)

    def words(text: str) -> str:
        text = file.sub(place, text)
        for old, new in _WORDS:
            text = text.replace(old, new)
        text = re.sub(r'has no line "([\w-]+):"', r'has no key "\1"', text)
        text = re.sub(r"\bdossier\.yaml\b", "the arguments", text)
        return re.sub(r"\b(sources|tables|figures)\.yaml\b", r"\1", text)

    def locate(problem: Problem) -> Problem:
        location = problem.location
        match = file.fullmatch(location.file)
        if match is not None and match[2]:
            location = replace(location, file=f'sections["{match[2]}"]')
        elif match is not None:
            location = Location(_place(match[1], texts.get(match[1], ""), location.line))
        return replace(problem, location=location, message=words(problem.message), hint=words(problem.hint))

    return tuple(locate(problem) for problem in problems)


def _place(file: str, text: str, line: int) -> str:
    """Return the argument and the key that made a line of a file."""
    kind, keys = file.removesuffix(".yaml"), _keys_at(text, line)
    if kind == "dossier":
        return f"argument {_joined(keys)}" if keys else "from_records"
    if kind not in {"sources", "tables", "figures"}:
        kind, keys = "facts", keys[1:]  # in a topic, below "facts:"
    if not keys:
        return kind
    record, *inner = keys
    return f'{kind}["{record}"]' + (f", key {_joined(inner)}" if inner else "")


def _joined(keys: Sequence[str | int]) -> str:
    first, *rest = keys
    return str(first) + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in rest)


def _keys_at(text: str, line: int) -> list[str | int]:
    """Return the keys that lead to a line of YAML as `from_records` writes it: two spaces for each level, lists of single lines."""
    keys: list[str | int] = []
    for typed in text.split("\n")[:line]:
        content = typed.lstrip(" ")
        depth = (len(typed) - len(content)) // 2
        if content.startswith("- "):
            number = keys[depth] + 1 if len(keys) > depth and isinstance(keys[depth], int) else 0  # type: ignore[operator]
            keys[depth:] = [number]
        else:
            keys[depth:] = [content.partition(":")[0]]
    return keys


def locate_in_rows(ends: Sequence[int], problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems of rows with the number of the row, counted as Python does. `ends` are the lines at which rows end in rows.csv."""

    def place(line: int) -> str:
        return f"rows[{bisect_left(ends, line)}]" if ends and 1 < line <= ends[-1] else "rows"

    def words(text: str) -> str:
        text = re.sub(r"\brow (\d+) of rows\.csv\b", lambda match: place(int(match[1])), text)
        text = re.sub(r"\brows\.csv:(\d+)(?::\d+)?", lambda match: place(int(match[1])), text)
        text = text.replace("the first line of the table must name its columns", "there are no rows")
        return text.replace("rows.csv", "rows")

    def locate(problem: Problem) -> Problem:
        location = problem.location
        if location.file == "rows.csv":
            location = Location(place(location.line))
        elif location.file.startswith("rows.csv/"):
            location = replace(location, file=location.file.replace("rows.csv", "rows", 1))
        return replace(problem, location=location, message=words(problem.message), hint=words(problem.hint))

    return tuple(locate(problem) for problem in problems)


def below(folder: Path, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems that name files as they are called below a folder, which the user does not know."""
    return tuple(
        replace(
            problem,
            message=inside(folder, problem.message),
            hint=inside(folder, problem.hint),
            location=replace(problem.location, file=inside(folder, problem.location.file)),
        )
        for problem in problems
    )


def inside(folder: Path | None, text: str) -> str:
    """Return text without the path of a folder, in which the files of Python values are for a moment."""
    if folder is None:
        return text
    return text.replace(f"{folder.as_posix()}/", "").replace(f"{show_path(folder)}/", "")
