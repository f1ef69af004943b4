"""TOML reader that keeps the line and column of every key, so that a problem can say where something was typed.

`tomllib` parses the file but forgets locations, so a small scanner then goes over the text again for them. It
only ever sees text that `tomllib` has accepted, and therefore checks nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from briefing.files.characters import check_text, find_forbidden
from briefing.problems.problem import BriefingError, Location, Problem

Path = tuple[str, ...]
"""Path of a key, from the outermost table inwards; array items are numbered from 0, as text."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[\s]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_STRINGS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (r'"""(?:\\.|.)*?"""+', r"'''.*?'''+", r'"(?:\\.|[^"\\\n])*"', r"'[^'\n]*'")
)
_PLACE = re.compile(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TomlFile:
    """Data of a file.

    `display_path` is its path as the user would write it. `places` maps the path of a key to its line and
    column, from 1.
    """

    display_path: str
    data: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[Path, tuple[int, int]] = field(default_factory=dict)

    def location(self, path: Path) -> Location:
        """Return the location of a key, or of the innermost table around it that was typed, or of the file."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.places:
                return Location(self.display_path, *self.places[path[:end]])
        return Location(self.display_path)


def read_toml(content: bytes, display_path: str) -> TomlFile:
    """Parse the bytes of a file. Raises BriefingError if they are not UTF-8 text or not valid TOML."""
    text, problems = check_text(content, display_path)
    if problems:
        raise BriefingError(*problems)
    try:
        data, places = tomllib.loads(text), _Scanner(text).scan()
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.fullmatch(str(error))
        message, line, column = found.groups() if found else (str(error), None, None)
        location = Location(display_path, int(line or len(text.rstrip().split("\n"))), int(column or 0))
        hint = 'type KEY = VALUE, with text in quotation marks: left = "{title}"'
        message = f"invalid TOML: {message[:1].lower()}{message[1:]}"
        raise BriefingError(Problem("bad-toml", message, location, hint)) from None
    except ValueError:  # Python reads no integer of more than some thousand digits
        before = re.split(r"[0-9_]{4000}", text, maxsplit=1)[0]
        location = Location(display_path, before.count("\n") + 1)
        raise BriefingError(Problem("bad-toml", "invalid TOML: a number has too many digits", location)) from None
    except RecursionError:
        raise BriefingError(Problem("bad-toml", "lists are nested too deeply", Location(display_path))) from None
    file = TomlFile(display_path, data, places)
    # Only an escape (\\u0007) can still bring a forbidden character into a string.
    for path, word in _words(data) if "\\" in text else ():
        if forbidden := find_forbidden(word):
            code, message, hint = forbidden
            problems.append(Problem(code, message, file.location(path), hint))
    if problems:
        raise BriefingError(*problems)
    return file


def _words(data: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every key and text in the data, with the path of its key."""
    if isinstance(data, dict):
        for key, inner in data.items():
            yield (*path, key), key
            yield from _words(inner, (*path, key))
    elif isinstance(data, list):
        for inner in data:
            yield from _words(inner, path)
    elif isinstance(data, str):
        yield path, data


class _Scanner:
    """Scanner for the keys of valid TOML text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line, self.line_start = 1, 0
        self._counted = 0
        self.places: dict[Path, tuple[int, int]] = {}
        self.counts: Counter[Path] = Counter()

    def scan(self) -> dict[Path, tuple[int, int]]:
        """Return the first line and column of each key."""
        table: Path = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                start = self._place()
                many = len(self._skip(re.compile(r"\[+[ \t]*")).rstrip()) == 2
                table = self._key(())
                if many:  # an array of tables ([[name]]): number the tables, as tomllib lists them
                    self.counts[table] += 1
                    table = (*table, str(self.counts[table] - 1))
                    self.places.setdefault(table, start)
                self._skip(re.compile(r"[ \t]*\]+"))
            else:
                self._pair(table)
            self._skip(_BLANK)
        return self.places

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[0]

    def _place(self) -> tuple[int, int]:
        """Return the current line and column. Each line is counted only once, so that long files stay fast."""
        self.line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self.line, self.at - self.text.rfind("\n", 0, self.at)

    def _key(self, table: Path) -> Path:
        """Read a key, dotted or not, and record its place."""
        place = self._place()
        path = table
        while True:
            if self.text[self.at] in "\"'":
                quoted = self._string()
                part = str(tomllib.loads(f"key = {quoted}")["key"])
            else:
                part = self._skip(_BARE)
            path = (*path, part)
            self.places.setdefault(path, place)
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return path
            self.at += 1
            self._skip(_SPACE)

    def _pair(self, table: Path) -> None:
        path = self._key(table)
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: Path) -> None:
        first = self.text[self.at]
        if first == "{":
            self._inside("}", lambda _: self._pair(path))
        elif first == "[":
            self._inside("]", lambda number: self._item((*path, str(number))))
        elif first in "\"'":
            self._string()
        else:
            self._skip(_SCALAR)

    def _inside(self, end: str, read: Any) -> None:
        """Read the comma-separated content of brackets, calling `read` with the number of each item."""
        self.at += 1
        number = 0
        self._skip(_BLANK)
        while self.text[self.at] != end:
            read(number)
            number += 1
            self._skip(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
                self._skip(_BLANK)
        self.at += 1

    def _item(self, path: Path) -> None:
        self.places.setdefault(path, self._place())
        self._value(path)

    def _string(self) -> str:
        return next((found for pattern in _STRINGS if (found := self._skip(pattern))), "")
