"""The keys of a TOML file: what each means and takes. A file is checked against them, and the reference documentation lists them.

    KEYS: Keys = {"max_pages": Key("The page limit.", whole(1, 999), "2"), "page": {"top": Key("The margin above the text.", …)}}
    reader = TomlReader(file)
    settings = reader.read(KEYS, "template.toml")

Every problem has the location of its key. What depends on several keys is checked by the caller, with `TomlReader.report`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from briefing.files.toml import Path, TomlFile
from briefing.problems.problem import Problem
from briefing.problems.suggest import did_you_mean

Keys: TypeAlias = Mapping[str, "Key | Keys"]
"""The keys of a table, with those of the tables in it."""


@dataclass(frozen=True, slots=True)
class Check:
    """Kind of value: a description of what is allowed, and the function that converts a value or raises InvalidTomlValue."""

    takes: str
    read: Callable[[object], object]


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its description, the check of its value, and an example of the value as it is typed."""

    description: str
    check: Check
    example: str = ""


class InvalidTomlValue(Exception):  # noqa: N818  # it is caught where the key is known
    """An invalid value. A message that begins with "must" gets the name of the key before it."""

    def __init__(self, message: str, hint: str = "", code: str = "bad-value") -> None:
        super().__init__(message)
        self.message, self.hint, self.code = message, hint, code


@dataclass(slots=True)
class TomlReader:
    """Reader of one file. `problems` are all that were found, `bad` the keys that caused them."""

    file: TomlFile
    problems: list[Problem] = field(default_factory=list)
    bad: set[Path] = field(default_factory=set)

    def report(self, path: Path, code: str, message: str, hint: str = "") -> None:
        """Report a problem at a key."""
        self.problems.append(Problem(code, message, self.file.location(path), hint))
        self.bad.add(path)

    def read(
        self,
        keys: Keys,
        what: str,
        given: Mapping[str, Any] | None = None,
        *,
        path: Path = (),
        also: Iterable[str] = (),
    ) -> dict[str, Any]:
        """Return the valid values of the file, or of `given`, which is the table at `path`; report the others.

        `what` names the table in messages; `also` are keys that the caller reads.
        """
        made: dict[str, Any] = {}
        for key, value in (self.file.data if given is None else given).items():
            here, known = (*path, key), keys.get(key)
            if known is None:
                if key not in also:
                    self.problems.append(unknown_key(self.file, here, what, [*keys, *also]))
                    self.bad.add(here)
            elif isinstance(known, Key):
                try:
                    made[key] = self.convert(known.check.read(value))
                except InvalidTomlValue as error:
                    hint = error.hint or (f"{key} = {known.example}" if known.example else "")
                    self.report(here, error.code, name_key(here, error.message), hint)
            elif isinstance(value, dict):
                made[key] = self.read(known, f"[{'.'.join(here)}]", value, path=here)
            else:
                self.report(here, "bad-value", f"`{'.'.join(here)}` must be a table: [{'.'.join(here)}]")
        return made

    def convert(self, value: object) -> object:
        """Return a checked value as the caller wants it. Raises InvalidTomlValue."""
        return value


def unknown_key(file: TomlFile, path: Path, what: str, keys: Sequence[str]) -> Problem:
    """Return the problem of a key that the table `what` does not have, with the nearest key that it has."""
    hint = did_you_mean(path[-1], keys) or f"choose one of: {', '.join(keys)}"
    return Problem("unknown-key", f'{what} has no key "{path[-1]}"', file.location(path), hint)


def name_key(path: Path, message: str) -> str:
    """Return the message of an invalid value with the name of its key."""
    name = f"`{'.'.join(path)}`"
    return f"{name} {message}" if message.startswith("must ") else f"{name}: {message}"


def quoted_value(value: object) -> str:
    """Return a value as it would be typed."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


# ------------------------------------------------------------------ checks


def whole(low: int, high: int) -> Check:
    """Return a check for an integer."""

    def read(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise InvalidTomlValue(f"must be an integer from {low} to {high} (got {quoted_value(value)})")
        return value

    return Check(f"an integer from {low} to {high}", read)


def choice(*words: str) -> Check:
    """Return a check for one of several words."""

    def read(value: object) -> object:
        if value in words:
            return value
        raise InvalidTomlValue(
            f"must be one of: {', '.join(words)} (got {quoted_value(value)})", did_you_mean(str(value), words)
        )

    return Check(f"one of {', '.join(words)}", read)


def text(what: str) -> Check:
    """Return a check for a text that is not empty: `what` says what it is."""

    def read(value: object) -> object:
        if isinstance(value, str) and value.strip() and "\0" not in value:
            return value
        raise InvalidTomlValue(f"must be {what} (got {quoted_value(value)})")

    return Check(what, read)


def _flag(value: object) -> object:
    if isinstance(value, bool):
        return value
    raise InvalidTomlValue(
        f"must be true or false (got {quoted_value(value)})", "type true or false, without quotation marks"
    )


flag = Check("true or false", _flag)
