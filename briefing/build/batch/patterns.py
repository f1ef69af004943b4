"""The pattern of a dossier, `templates/TEMPLATE/dossier/`, filled in with the cells of a row.

In the files of the pattern, {gdp} is replaced by the cell of the column gdp. The result is the files of a dossier, with the same lines,
and the location of each. A cell is text and never becomes YAML. An empty cell removes its line; if it was a value, its fact.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.build.discovery import DOSSIER_FILE, show_path
from briefing.build.incremental.input_files import TooManyError, read_files
from briefing.facts.ledger import PLACEHOLDERS
from briefing.facts.scalars import quote
from briefing.files.characters import check_text
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.problems.suggest import did_you_mean

FOLDER = "dossier"
TEXTS = (".yaml", ".csv")
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
LINE = re.compile(r"(?P<lead>\s*(?:- +)?(?:[^\s:#'\"][^:#]*:\s+)?)(?P<value>\S.*?)?\s*\Z")
COMMENT = re.compile(r"\s+#.*\Z")
DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\s+#.*)?\Z')
SINGLE = re.compile(r"'((?:[^']|'')*)'(?:\s+#.*)?\Z")
REQUIRED_KEYS = ("value", "quote", "series", "title")
"""Keys without which an entry has no content: if one is empty, the whole entry is removed."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Files of a pattern by name. `display_path` is the path of its folder as the user would write it."""

    display_path: str
    files: Mapping[str, bytes]

    def check(self, columns: Collection[str], table: str) -> None:
        """Raise BriefingError with a problem for each placeholder that no column of the table fills."""
        problems = [problem for name, text in self._texts() for problem in self._unfilled(name, text, columns, table)]
        if problems:
            raise BriefingError(*problems)

    def fill(self, cells: Mapping[str, str]) -> tuple[dict[str, bytes], dict[str, Location]]:
        """Return the files filled in with the cells of a row, and the location of each cell."""
        files = dict(self.files)
        for name, text in self._texts():
            lines = text.split("\n")
            if name.endswith(".csv"):
                filled = [_fill_csv(line, cells) for line in lines]
            else:  # a removed line stays as an empty one, so that the others keep their numbers
                removed = set(_removed_lines(lines, cells))
                filled = ["" if number in removed else _fill_yaml(line, cells) for number, line in enumerate(lines)]
            files[name] = "\n".join(filled).encode()
        return files, {name: Location(f"{self.display_path}/{name}") for name in files}

    def _texts(self) -> Iterator[tuple[str, str]]:
        for name, data in self.files.items():
            if name.endswith(TEXTS):
                text, problems = check_text(data, f"{self.display_path}/{name}")
                if problems:
                    raise BriefingError(*problems[:20])
                yield name, text

    def _unfilled(self, name: str, text: str, columns: Collection[str], table: str) -> Iterator[Problem]:
        for number, line in enumerate(text.split("\n"), start=1):
            for match in PLACEHOLDER.finditer(_without_comment(line)):
                location = Location(f"{self.display_path}/{name}", number, match.start() + 1)
                if match[1] == "name" and "name" in columns and _belongs_to_fact("name", line):
                    message = '"{name}" in "says:" prints the name of the fact, not the column "name"'
                    yield Problem(
                        "ambiguous-hole", message, location, 'give the column another heading, such as "country"'
                    )
                elif match[1] not in columns and not _belongs_to_fact(match[1], line):
                    message = f'unknown column "{match[1]}": {table} does not have it'
                    hint = did_you_mean(match[1], columns) or f"choose one of: {', '.join(columns)}"
                    yield Problem("unknown-column", message, location, hint)


def find_pattern(folders: Iterable[Path], template: str) -> Pattern | None:
    """Return the pattern of a template from the first folder that has one. Raises BriefingError if it cannot be read."""
    for folder in folders:
        path = folder / template / FOLDER
        if not path.is_dir():
            continue
        display_path = show_path(path)
        try:
            files = dict(read_files(path))
        except (OSError, TooManyError) as error:
            reason = getattr(error, "strerror", "") or "it contains too many files"
            raise BriefingError(
                Problem(
                    "unreadable-folder",
                    f"the template's folder dossier/ cannot be read: {reason}",
                    Location(display_path),
                )
            ) from None
        if DOSSIER_FILE not in files:
            hint = 'add the file, with what all briefs share, such as title: "{title}"'
            raise BriefingError(Problem("no-dossier", f"file not found: {DOSSIER_FILE}", Location(display_path), hint))
        return Pattern(display_path, files)
    return None


def _belongs_to_fact(name: str, line: str) -> bool:
    """Return True if {value} and the like belong to the fact, in `says:`, and are not placeholders of the pattern."""
    return name in PLACEHOLDERS and line.lstrip().startswith("says:")


def _removed_lines(lines: list[str], cells: Mapping[str, str]) -> Iterator[int]:
    """Return the lines that an empty cell removes."""
    for number, line in enumerate(lines):
        code = _without_comment(line)
        parts = LINE.match(code)
        empty = [
            match
            for match in PLACEHOLDER.finditer(code)
            if match[1] not in cells and not _belongs_to_fact(match[1], line)
        ]
        if parts is None or not empty:
            continue
        yield number
        depth = len(line) - len(line.lstrip())
        if parts["lead"].strip().removesuffix(":") in REQUIRED_KEYS and depth:
            yield from _entry_around(lines, number, depth)


def _entry_around(lines: list[str], number: int, depth: int) -> Iterator[int]:
    """Return the lines of the entry that contains a line: its id above, and all lines indented at least as deep."""

    def deep(at: int) -> bool:
        return not lines[at].strip() or len(lines[at]) - len(lines[at].lstrip()) >= depth

    first = number
    while first > 0 and deep(first - 1):
        first -= 1
    last = number
    while last + 1 < len(lines) and deep(last + 1):
        last += 1
    yield from range(max(first - 1, 0), last + 1)


def _fill_yaml(line: str, cells: Mapping[str, str]) -> str:
    code = _without_comment(line)
    if not any(match[1] in cells or not _belongs_to_fact(match[1], line) for match in PLACEHOLDER.finditer(code)):
        return line
    parts = LINE.match(code)
    if parts is None or not parts["value"]:
        return line
    text = PLACEHOLDER.sub(
        lambda match: match[0] if _belongs_to_fact(match[1], line) else cells.get(match[1], ""),
        _unquoted(parts["value"]),
    )
    return f"{parts['lead']}{quote(text)}" if text.strip() else ""


def _fill_csv(line: str, cells: Mapping[str, str]) -> str:
    """Return a line of a series; nothing if one of its placeholders is empty."""
    names = [match[1] for match in PLACEHOLDER.finditer(line)]
    if any(name not in cells for name in names):
        return ""

    def cell(match: re.Match[str]) -> str:
        text = cells[match[1]]
        return '"' + text.replace('"', '""') + '"' if set(text) & set(',"') else text

    return PLACEHOLDER.sub(cell, line)


def _unquoted(value: str) -> str:
    """Return the text of a scalar on one line, without the comment after it."""
    if double := DOUBLE.match(value):
        return double[1].replace('\\"', '"').replace("\\\\", "\\")
    if single := SINGLE.match(value):
        return single[1].replace("''", "'")
    return value


def _without_comment(line: str) -> str:
    """Return a line without the comment at its end. A # in quotation marks does not begin one."""
    stripped = line.lstrip()
    if stripped.startswith("#"):
        return ""
    if '"' in line or "'" in line:
        return line.rstrip()
    return COMMENT.sub("", line)
